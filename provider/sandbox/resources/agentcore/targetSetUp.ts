// What the service tries with the gateway's role before a target is ready.
import { lowerAlphanumeric } from "../../values/awsNames";
import { invocationDecision } from "../../policies/mayInvoke";
import { vendingProblem } from "../../policies/mayVend";
import type { Vending } from "../../policies/mayVend";
import { isObject } from "../../values/propertyValues";
import type { Properties } from "../../values/propertyValues";
import type { Session } from "../../session";
import { methodsOf, restApiKey, stageKey } from "../apiGateway/apiGatewayObjects";
import type { StoredRestApi } from "../apiGateway/apiGatewayObjects";
import { scopeOf } from "./gatewayObjects";
import type { StoredGateway } from "./gatewayObjects";
import { readRole } from "../iam/iamObjects";
import type { StoredRole } from "../iam/iamObjects";
import { hasQualifier, parseFunction, readFunction } from "../lambda/lambdaObjects";

export interface SetUp {
  targetId: string;
  kind: string;
  inputs: Properties;
  gateway: StoredGateway;
  region: string;
}

/** What the service answers to a creation or a change that it cannot carry out; undefined if it can. */
export function setUpProblem(setUp: SetUp, session: Session): string | undefined {
  if (setUp.kind === "mcp.lambda") return functionProblem(setUp, session);
  return setUp.kind === "mcp.apiGateway" ? stageProblem(setUp, session) : undefined;
}

/** Why a target that the service accepted ends as FAILED; undefined if it becomes ready, or waits for a user's consent. */
export function failureOf(setUp: SetUp, session: Session): string | undefined {
  return setUp.kind === "mcp.mcpServer" ? listingProblem(setUp, session) : undefined;
}

/** The service invokes the function once, without running it. */
function functionProblem({ inputs, gateway, region }: SetUp, session: Session): string | undefined {
  const { store } = session;
  const { mcp } = inputs.targetConfiguration as { mcp: { lambda: { lambdaArn: string } } };
  const text = mcp.lambda.lambdaArn;
  const reference = parseFunction(text);
  if (reference?.account === undefined || reference.region === undefined)
    return `lambdaArn "${text}" is not the ARN of a Lambda function`;
  const scope = scopeOf(reference.account, region);
  const stored = reference.region === region ? readFunction(store, scope, reference.name) : undefined;
  const isThere =
    stored !== undefined &&
    (reference.qualifier === undefined || hasQualifier(store, scope, stored, reference.qualifier));
  if (!isThere) return "Lambda function not found";
  const role = roleOf(gateway, session);
  return role !== undefined && invocationDecision(store, role, text) === "allowed"
    ? undefined
    : `Gateway execution role lacks permission to invoke Lambda function ${text}. Update the permission and retry`;
}

interface ApiGatewayTarget {
  restApiId: string;
  stage: string;
  apiGatewayToolConfiguration: {
    toolFilters: { filterPath: string; methods: string[] }[];
    toolOverrides?: { path: string; method: string }[];
  };
}

/** The service exports the API of a stage, and makes tools of methods that it finds there. Its own texts are not on record. */
function stageProblem({ inputs, region }: SetUp, { account, store }: Session): string | undefined {
  const { mcp } = inputs.targetConfiguration as { mcp: { apiGateway: ApiGatewayTarget } };
  const { restApiId, stage, apiGatewayToolConfiguration: tools } = mcp.apiGateway;
  const scope = scopeOf(account, region);
  const api = store.read<StoredRestApi>(restApiKey(scope, restApiId));
  if (api === undefined || store.read(stageKey(scope, restApiId, stage)) === undefined)
    return `REST API ${restApiId} with stage ${stage} was not found`;
  const existing = methodsOf(api.body);
  const isThere = (method: string, path: string): boolean =>
    existing.some((one) => {
      const [itsMethod, itsPath] = one.split(" ") as [string, string];
      const isPath = path.endsWith("/*") ? itsPath.startsWith(path.slice(0, -1)) : itsPath === path;
      return isPath && (itsMethod === method || itsMethod === "X-AMAZON-APIGATEWAY-ANY-METHOD");
    });
  const filter = tools.toolFilters.find(
    ({ filterPath, methods }) => !methods.some((method) => isThere(method, filterPath)),
  );
  if (filter !== undefined) return `toolFilters: nothing in REST API ${restApiId} matches ${filter.filterPath}`;
  const override = tools.toolOverrides?.find(({ path, method }) => path.endsWith("*") || !isThere(method, path));
  return override === undefined
    ? undefined
    : `toolOverrides: REST API ${restApiId} has no operation ${override.method} ${override.path}`;
}

/** The service lists a server's tools with the target's credential, unless they are given or listed at every call. */
function listingProblem({ targetId, inputs, gateway, region }: SetUp, session: Session): string | undefined {
  const { mcp } = inputs.targetConfiguration as { mcp: { mcpServer: Properties } };
  if (mcp.mcpServer.mcpToolSchema !== undefined || mcp.mcpServer.listingMode === "DYNAMIC") return undefined;
  const credential = inputs.credentialProviderConfiguration;
  const vended = isObject(credential) ? (credential.apiKey ?? credential.oauth) : undefined;
  if (!isObject(vended)) return undefined;
  const role = roleOf(gateway, session);
  if (role === undefined) return `Role ${gateway.inputs.roleArn as string} does not exist`;
  return vendingProblem(session.store, role, {
    workloadIdentityArn: `arn:${session.partition}:bedrock-agentcore:${region}:${session.account}:workload-identity-directory/default/workload-identity/${gateway.id}`,
    providerArn: vended.providerArn as string,
    ...tokenFor(vended.grantType, gateway.id, targetId),
  });
}

/** A user's consent to the listing is asked for under a made-up user of the target; nobody calls the gateway yet. */
function tokenFor(grantType: unknown, gatewayId: string, targetId: string): Pick<Vending, "tokenAction" | "context"> {
  return grantType === "AUTHORIZATION_CODE"
    ? {
        tokenAction: "GetWorkloadAccessTokenForUserId",
        context: { "bedrock-agentcore:userid": `${gatewayId}_${targetId}_${lowerAlphanumeric(8)}` },
      }
    : { tokenAction: "GetWorkloadAccessToken" };
}

const roleOf = (gateway: StoredGateway, session: Session): StoredRole | undefined =>
  readRole(session.store, session.account, (gateway.inputs.roleArn as string).split("/").pop()!);
