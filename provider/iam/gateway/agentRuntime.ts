import { allow } from "../policy/allow";
import type { AwsScope } from "../policy/arn";
import type { Statement } from "../policy/document";
import { assertArnComponent, assertAwsScope } from "../policy/arnComponent";

/** An agent that AgentCore Runtime hosts, and the endpoint by which it is called. */
export interface AgentRuntimeId extends AwsScope {
  /** The runtime's id, not its name: `assistant-a1B2c3D4e5`. */
  readonly runtimeId: string;
  /** Name of the endpoint. @default "DEFAULT", which every runtime has */
  readonly qualifier?: string;
}

const runtimeIdPart = {
  pattern: /^[a-zA-Z][a-zA-Z0-9_]{0,99}-[a-zA-Z0-9]{10}$/,
  label: "the id of one runtime",
  write: 'it as in "assistant-a1B2c3D4e5"',
};

const qualifierPart = {
  pattern: /^[a-zA-Z][a-zA-Z0-9_]{0,47}$/,
  label: "the name of one endpoint",
  write: 'it as in "prod", or leave the property out for "DEFAULT"',
};

/**
 * To call one endpoint of one agent. IAM checks the runtime and the endpoint each on its own.
 *
 * Source: Service Authorization Reference for Amazon Bedrock AgentCore, `InvokeAgentRuntime`.
 *
 * @throws Error if a part of the id would match more than one runtime or endpoint.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const assistant = { partition: "aws", region: "us-east-1", accountId: "123456789012", runtimeId: "assistant-a1B2c3D4e5" };
 * export const policy = iam.policyDocument(iam.invokeRuntimeStatements(assistant));
 */
export function invokeRuntimeStatements(id: AgentRuntimeId): Statement[] {
  const { partition, region, accountId, runtimeId, qualifier = "DEFAULT" } = id;
  assertAwsScope(id);
  assertArnComponent("runtimeId", runtimeId, runtimeIdPart);
  assertArnComponent("qualifier", qualifier, qualifierPart);
  const runtime = `arn:${partition}:bedrock-agentcore:${region}:${accountId}:runtime/${runtimeId}`;
  return [
    allow(
      "InvokeRuntimes",
      ["bedrock-agentcore:InvokeAgentRuntime"],
      [runtime, `${runtime}/runtime-endpoint/${qualifier}`],
    ),
  ];
}

const runtimeArnPattern =
  /^arn:(aws[a-z-]*):bedrock-agentcore:([a-z0-9-]+):(\d{12}):runtime\/([a-zA-Z][a-zA-Z0-9_]{0,99}-[a-zA-Z0-9]{10})$/;

/** Takes the ARN of a runtime apart; `undefined` if the text is not exactly one (a wildcard never is). */
export function parseRuntimeArn(arn: string): AgentRuntimeId | undefined {
  const match = runtimeArnPattern.exec(arn);
  if (match === null) return undefined;
  const [, partition, region, accountId, runtimeId] = match as unknown as [string, string, string, string, string];
  return { partition, region, accountId, runtimeId };
}
