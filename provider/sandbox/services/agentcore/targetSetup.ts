// Requests that the service makes with the gateway's role before a target is ready.
import { methodsOf, restApiOfStage } from "../apiGateway";
import { roleByArn } from "../iam/stored";
import { hasQualifier, parseFunction, readFunction } from "../lambda/reference";
import { decideInvocationByRole } from "../lambda/access";
import { isObject } from "../../core/propertyValues";
import type { Properties } from "../../core/propertyValues";
import { regionScope } from "../../core/definition";
import type { Call } from "../../core/definition";
import { lowerAlphanumeric } from "../../core/identifiers";
import { workloadIdentityArn } from "./gateway";
import type { StoredGateway, TargetInputs } from "./gateway";
import { grantTypeOf } from "./targetRules";
import type { StoredRole } from "../iam/stored";
import type { Store } from "../../core/store";
import type { Context } from "../../policies/patterns";
import { decideByRolePolicies } from "../iam/access";

export interface TargetSetup {
  targetId: string;
  kind: string;
  inputs: TargetInputs;
  gateway: StoredGateway;
}

/** Why the service rejects a creation or a change; undefined if it accepts it. */
export function setupProblem(setup: TargetSetup, call: Call): string | undefined {
  if (setup.kind === "mcp.lambda") return functionProblem(setup, call);
  return setup.kind === "mcp.apiGateway" ? stageProblem(setup, call) : undefined;
}

/** The service invokes the function once, without running it. */
function functionProblem({ inputs, gateway }: TargetSetup, call: Call): string | undefined {
  const { mcp } = inputs.targetConfiguration as { mcp: { lambda: { lambdaArn: string } } };
  const { lambdaArn } = mcp.lambda;
  const { account, region, name, qualifier } = parseFunction(lambdaArn) ?? {};
  if (account === undefined || name === undefined)
    return `lambdaArn "${lambdaArn}" is not the ARN of a Lambda function`;
  const scope = regionScope(account, call.region);
  const stored = region === call.region ? readFunction(call.store, scope, name) : undefined;
  if (stored === undefined || (qualifier !== undefined && !hasQualifier(call.store, scope, stored, qualifier)))
    return "Lambda function not found";
  const role = roleByArn(call.store, gateway.inputs.roleArn);
  return role !== undefined && decideInvocationByRole(call.store, role, lambdaArn) === "allowed"
    ? undefined
    : `Gateway execution role lacks permission to invoke Lambda function ${lambdaArn}. Update the permission and retry`;
}

interface ApiGatewayTarget {
  restApiId: string;
  stage: string;
  apiGatewayToolConfiguration: {
    toolFilters: { filterPath: string; methods: string[] }[];
    toolOverrides?: { path: string; method: string }[];
  };
}

/** The service exports the stage's API and makes tools of its methods. The messages are not the service's own. */
function stageProblem({ inputs }: TargetSetup, { store, scope }: Call): string | undefined {
  const { mcp } = inputs.targetConfiguration as { mcp: { apiGateway: ApiGatewayTarget } };
  const { restApiId, stage, apiGatewayToolConfiguration: tools } = mcp.apiGateway;
  const api = restApiOfStage(store, scope, restApiId, stage);
  if (api === undefined) return `REST API ${restApiId} with stage ${stage} was not found`;
  const methods = methodsOf(api.inputs.body);
  const exists = (method: string, path: string): boolean =>
    methods.some((one) => {
      const isPath = path.endsWith("/*") ? one.path.startsWith(path.slice(0, -1)) : one.path === path;
      return isPath && (one.method === method || one.method === "X-AMAZON-APIGATEWAY-ANY-METHOD");
    });
  const filter = tools.toolFilters.find((one) => !one.methods.some((method) => exists(method, one.filterPath)));
  if (filter !== undefined) return `toolFilters: nothing in REST API ${restApiId} matches ${filter.filterPath}`;
  const override = tools.toolOverrides?.find(({ path, method }) => path.endsWith("*") || !exists(method, path));
  return override && `toolOverrides: REST API ${restApiId} has no operation ${override.method} ${override.path}`;
}

/** Why an accepted target ends as FAILED; undefined if it becomes ready, or waits for a user's consent. */
export function setupFailure({ kind, targetId, inputs, gateway }: TargetSetup, call: Call): string | undefined {
  if (kind !== "mcp.mcpServer") return undefined;
  // The service lists the server's tools with the target's credential, unless they are declared or listed at every call.
  const { mcp } = inputs.targetConfiguration as { mcp: { mcpServer: Properties } };
  if (mcp.mcpServer.mcpToolSchema !== undefined || mcp.mcpServer.listingMode === "DYNAMIC") return undefined;
  const { apiKey, oauth } = inputs.credentialProviderConfiguration ?? {};
  const { providerArn }: Properties = isObject(apiKey) ? apiKey : isObject(oauth) ? oauth : {};
  if (typeof providerArn !== "string") return undefined;
  const role = roleByArn(call.store, gateway.inputs.roleArn);
  if (role === undefined) return `Role ${gateway.inputs.roleArn} does not exist`;
  const asksUser = grantTypeOf(inputs.credentialProviderConfiguration) === "AUTHORIZATION_CODE";
  return deniedRequest(call.store, role, {
    workloadIdentityArn: workloadIdentityArn(call, gateway.gatewayId),
    providerArn,
    // The consent at set-up is for a user that the service generates for the target.
    ...(asksUser
      ? {
          tokenAction: "GetWorkloadAccessTokenForUserId",
          context: { "bedrock-agentcore:userid": `${gateway.gatewayId}_${targetId}_${lowerAlphanumeric(8)}` },
        }
      : { tokenAction: "GetWorkloadAccessToken" }),
  });
}

interface CredentialRequest {
  /** ARN of the gateway's own workload identity: `…:workload-identity-directory/NAME/workload-identity/GATEWAY`. */
  workloadIdentityArn: string;
  providerArn: string;
  tokenAction: "GetWorkloadAccessToken" | "GetWorkloadAccessTokenForUserId";
  context?: Context;
}

/** The first denied request, in IAM's words; undefined if the role may get the credential. */
function deniedRequest(store: Store, role: StoredRole, request: CredentialRequest): string | undefined {
  const { workloadIdentityArn, providerArn, tokenAction, context } = request;
  const parentOf = (arn: string): string => arn.split("/").slice(0, 2).join("/");
  const identities = [parentOf(workloadIdentityArn), workloadIdentityArn];
  const getCredential = providerArn.includes("/apikeycredentialprovider/")
    ? "GetResourceApiKey"
    : "GetResourceOauth2Token";
  const calls = [
    { action: `bedrock-agentcore:${tokenAction}`, resources: identities, context },
    {
      action: `bedrock-agentcore:${getCredential}`,
      resources: [parentOf(providerArn), providerArn, ...identities],
      context: {},
    },
  ];
  for (const { action, resources, context } of calls)
    for (const resource of resources)
      if (decideByRolePolicies(store, role, { action, resource, context }) !== "allowed")
        return `${role.arn} is not authorized to perform: ${action} on resource: ${resource}`;
  return undefined;
}
