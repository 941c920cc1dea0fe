import {
  agentcoreArn,
  agentcoreArnPattern,
  assertArnComponent,
  assertAwsScope,
  partsOfArn,
  runtimeId as runtimeIdComponent,
  runtimeQualifier,
} from "../policy/arn";
import type { AwsScope } from "../policy/arn";
import { allow } from "../policy/document";
import type { Statement } from "../policy/document";

/** An agent in AgentCore Runtime, and the endpoint by which it is called. */
export interface AgentRuntimeId extends AwsScope {
  /** The runtime's id, not its name: `assistant-a1B2c3D4e5`. */
  readonly runtimeId: string;
  /** Name of the endpoint. @default "DEFAULT", which every runtime has */
  readonly qualifier?: string;
}

/**
 * Returns the permission to call one endpoint of one agent. IAM checks the ARNs of the runtime and of the endpoint.
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
  const { runtimeId, qualifier = "DEFAULT" } = id;
  assertAwsScope(id);
  assertArnComponent("runtimeId", runtimeId, runtimeIdComponent);
  assertArnComponent("qualifier", qualifier, runtimeQualifier);
  const runtime = agentcoreArn(id, `runtime/${runtimeId}`);
  const resources = [runtime, `${runtime}/runtime-endpoint/${qualifier}`];
  return [allow("InvokeRuntimes", ["bedrock-agentcore:InvokeAgentRuntime"], resources)];
}

const runtimeArnForm = agentcoreArnPattern("runtime", "runtimeId", runtimeIdComponent);

/** Parses the ARN of a runtime. Returns `undefined` for every other text, also for one with a wildcard. */
export function parseRuntimeArn(arn: string): AgentRuntimeId | undefined {
  return partsOfArn(arn, runtimeArnForm);
}
