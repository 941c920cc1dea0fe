import { allow } from "../policy/allow";
import type { AwsScope } from "../policy/arn";
import type { Statement } from "../policy/document";
import { assertArnComponent, assertAwsScope } from "../policy/arnComponent";

/** A stage of an API in API Gateway. */
export interface RestApiId extends AwsScope {
  /** For example `a1b2c3d4e5`. */
  readonly apiId: string;
  /** For example `prod`. */
  readonly stage: string;
  /** What may be called. @default - every method and path of the stage */
  readonly operations?: readonly ApiOperation[];
}

/** One operation of an API. */
export interface ApiOperation {
  /** `GET`, `POST`, … */
  readonly method: string;
  /** As the API writes it, parameters in braces: `/tickets/{id}`. */
  readonly path: string;
}

const apiIdPart = { pattern: /^[a-zA-Z0-9]+$/, label: "the id of one API", write: 'it as in "a1b2c3d4e5"' };

const stagePart = {
  pattern: /^([a-zA-Z0-9_-]{1,128}|\$default)$/,
  label: "the name of one stage",
  write: 'it as in "prod"',
};

const methodPart = {
  pattern: /^(DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT)$/,
  label: "one method",
  write: "DELETE, GET, HEAD, OPTIONS, PATCH, POST or PUT, an operation for each",
};

const pathPart = {
  // Whatever a path of a URL holds but IAM's wildcards; braces around the name of a parameter alone.
  pattern: /^\/(?:[a-zA-Z0-9._~!&'()+,;=:@%/-]|\$(?!\{)|\{[a-zA-Z0-9._:-]+\+?\})*$/,
  label: "the path of one operation",
  write: 'it as in "/tickets/{id}"',
};

/**
 * To call operations of one stage of an API: exactly the ones that are named, the parameters of a path with any value.
 * IAM's `*` runs over slashes, so that `/tickets/{id}` admits `/tickets/7/notes` of the same method too.
 *
 * Source: API Gateway Developer Guide, "Control access for invoking an API".
 *
 * @throws Error if a part would match more than it says, or if the list of operations is empty.
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

/**
 * ARNs of the operations of a stage, or the pattern of all of them.
 *
 * @throws Error if a part would match more than it says, or if the list of operations is empty.
 */
export function operationArns(id: RestApiId): string[] {
  assertStage(id);
  const { partition, region, accountId, apiId, stage } = id;
  const api = `arn:${partition}:execute-api:${region}:${accountId}:${apiId}/${stage}`;
  return operationPatterns(id).map((operation) => `${api}/${operation}`);
}

/** @throws Error if API or stage would match more than one. */
export function assertStage(id: RestApiId, path = ""): void {
  assertAwsScope(id);
  assertArnComponent(`${path}apiId`, id.apiId, apiIdPart);
  assertArnComponent(`${path}stage`, id.stage, stagePart);
}

/** METHOD/PATH of each operation; two that differ in the names of their parameters are one to IAM. */
function operationPatterns({ operations }: RestApiId): string[] {
  if (operations === undefined) return ["*/*"];
  if (operations.length === 0)
    throw new Error("operations: name one at least, or leave the property out for all of the stage.");
  return [
    ...new Set(
      operations.map(({ method, path }, index) => {
        assertArnComponent(`operations[${index}].method`, method, methodPart);
        assertArnComponent(`operations[${index}].path`, path, pathPart);
        return `${method}${path.replace(/\{[^}]*\}/g, "*")}`;
      }),
    ),
  ];
}
