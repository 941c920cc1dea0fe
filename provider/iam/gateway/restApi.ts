import { apiMethod, apiPath, assertArnComponent, assertAwsScope, restApiId, stageName } from "../policy/arn";
import type { AwsScope } from "../policy/arn";
import { allow } from "../policy/document";
import type { Statement } from "../policy/document";
import { assertKnownMembers, scopeMembers } from "../policy/knownMembers";
import type { MemberNames } from "../policy/knownMembers";

/** A stage of an API in API Gateway. */
export interface RestApiId extends AwsScope {
  /** For example `a1b2c3d4e5`. */
  readonly apiId: string;
  /** For example `prod`. */
  readonly stage: string;
  /** The operations that may be called. @default - every method and path of the stage */
  readonly operations?: readonly ApiOperation[];
}

/** One operation of an API. */
export interface ApiOperation {
  /** `GET`, `POST`, … */
  readonly method: string;
  /** The path as the API defines it, with parameters in braces: `/tickets/{id}`. */
  readonly path: string;
}

/**
 * Returns the permission to call operations of one stage of an API. A parameter of a path can have any value. IAM's `*` also
 * matches slashes, so `/tickets/{id}` allows `/tickets/7/notes` of the same method too.
 *
 * Source: API Gateway Developer Guide, "Control access for invoking an API".
 *
 * @throws Error if a part would match more than it names, or if the list of operations is empty.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const statements = iam.invokeApiStatements({
 *   partition: "aws",
 *   region: "us-east-1",
 *   accountId: "123456789012",
 *   apiId: "a1b2c3d4e5",
 *   stage: "prod",
 *   operations: [{ method: "GET", path: "/tickets/{id}" }],
 * });
 * export const policy = iam.policyDocument(statements);
 */
export function invokeApiStatements(id: RestApiId): Statement[] {
  return [allow("InvokeApi", ["execute-api:Invoke"], operationArns(id))];
}

/** Without a check of its members, misspelt `operations` would allow the whole stage. */
export const apiMembers: MemberNames<RestApiId> = { ...scopeMembers, apiId: true, stage: true, operations: true };

/**
 * Returns the ARNs of the operations, or the pattern of the whole stage.
 *
 * @throws Error if a part would match more than it names, or if the list of operations is empty.
 */
export function operationArns(id: RestApiId): string[] {
  assertKnownMembers("", id, apiMembers);
  assertStage(id);
  const { partition, region, accountId, apiId, stage } = id;
  const api = `arn:${partition}:execute-api:${region}:${accountId}:${apiId}/${stage}`;
  return operationPatterns(id).map((operation) => `${api}/${operation}`);
}

/** @throws Error if API or stage would match more than one. */
export function assertStage(id: RestApiId, path = ""): void {
  assertAwsScope(id);
  assertArnComponent(`${path}apiId`, id.apiId, restApiId);
  assertArnComponent(`${path}stage`, id.stage, stageName);
}

/** Returns METHOD/PATH of each operation. Two operations that differ in the names of parameters have the same ARN. */
function operationPatterns({ operations }: RestApiId): string[] {
  if (operations === undefined) return ["*/*"];
  if (operations.length === 0)
    throw new Error("operations: list at least one, or leave the property out for the whole stage.");
  const patterns = operations.map(({ method, path }, index) => {
    assertArnComponent(`operations[${index}].method`, method, apiMethod);
    assertArnComponent(`operations[${index}].path`, path, apiPath);
    return `${method}${path.replace(/\{[^}]*\}/g, "*")}`;
  });
  return [...new Set(patterns)];
}
