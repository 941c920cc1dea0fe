// How REST APIs, their deployments and their stages are kept in the pretend cloud: one scope for each account and Region.
import { AwsError } from "../../values/awsError";
import { isObject } from "../../values/propertyValues";
import { resourcePolicyProblem } from "../../policies/resourcePolicy";
import type { Session } from "../../session";
import type { Key, Store } from "../../store";
import { scopeOf } from "../agentcore/gatewayObjects";

export interface StoredRestApi {
  id: string;
  name: string;
  rootResourceId: string;
  createdDate: string;
  description?: string;
  body?: string;
  policy?: string;
  disablesEndpoint: boolean;
  endpointType: string;
  tags: Record<string, string>;
}

export interface StoredDeployment {
  restApiId: string;
  id: string;
  description?: string;
  createdDate: string;
}

export interface StoredStage {
  restApiId: string;
  name: string;
  deploymentId: string;
  description?: string;
  tags: Record<string, string>;
}

export const restApiKey = (scope: string, id: string): Key => ({ scope, kind: "apigateway-rest-api", name: id });

export const deploymentKey = (scope: string, restApiId: string, id: string): Key => ({
  scope,
  kind: "apigateway-deployment",
  name: `${restApiId},${id}`,
});

export const stageKey = (scope: string, restApiId: string, name: string): Key => ({
  scope,
  kind: "apigateway-stage",
  name: `${restApiId},${name}`,
});

export const deploymentsOf = (store: Store, scope: string, restApiId: string): StoredDeployment[] =>
  store.list<StoredDeployment>(scope, "apigateway-deployment", `${restApiId},`);

export const stagesOf = (store: Store, scope: string, restApiId: string): StoredStage[] =>
  store.list<StoredStage>(scope, "apigateway-stage", `${restApiId},`);

/** The API of that id. Fails as the service does on one that is not there. */
export function findRestApi(
  id: string,
  region: string,
  { account, store }: Session,
  operation: string,
): { stored: StoredRestApi; scope: string; key: Key } {
  const scope = scopeOf(account, region);
  const key = restApiKey(scope, id);
  const stored = store.read<StoredRestApi>(key);
  if (stored === undefined)
    throw new AwsError(`API Gateway: ${operation}`, "NotFoundException", "Invalid API identifier specified");
  return { stored, scope, key };
}

/** ARN by which API Gateway's own operations name an API or what is below it: without an account. */
export const managementArn = (session: Session, region: string, path: string): string =>
  `arn:${session.partition}:apigateway:${region}::/restapis/${path}`;

/** ARN by which callers of an API are allowed. */
export const executionArn = ({ partition, account }: Session, region: string, path: string): string =>
  `arn:${partition}:execute-api:${region}:${account}:${path}`;

/** Methods of an API by its description, as `GET /pets`. */
export function methodsOf(body: string | undefined): string[] {
  const { paths } = (body === undefined ? {} : JSON.parse(body)) as { paths?: Record<string, unknown> };
  return Object.entries(paths ?? {}).flatMap(([path, item]) =>
    Object.keys(isObject(item) ? item : {})
      .filter((member) => METHODS.test(member))
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
}

const METHODS = /^(get|put|post|delete|options|head|patch|x-amazon-apigateway-any-method)$/;

export function refuseApiPolicy(policy: string, session: Session, operation: string): void {
  // A policy may leave out everything before the stage: the service fills it in.
  const problem = resourcePolicyProblem(policy.replaceAll('"execute-api:/', '"arn:aws:execute-api:*:*:*/'), session);
  if (problem !== undefined)
    throw new AwsError(
      `API Gateway: ${operation}`,
      "BadRequestException",
      `Invalid policy document. Please check the policy syntax and ensure that Principals are valid. ${problem}`,
    );
}
