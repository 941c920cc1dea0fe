import {
  agentcoreArn,
  agentcoreArnPattern,
  assertArnComponent,
  assertAwsScope,
  memoryId as memoryIdComponent,
  partsOfArn,
} from "../policy/arn";
import type { AwsScope } from "../policy/arn";
import { allow } from "../policy/document";
import type { Statement } from "../policy/document";

/** A memory in AgentCore Memory. */
export interface AgentcoreMemoryId extends AwsScope {
  /** The memory's id, not its name: `notes-a1B2c3D4e5`. */
  readonly memoryId: string;
}

/** The requests that the Memory connector forwards. */
const actions = [
  "CreateEvent",
  "GetEvent",
  "ListEvents",
  "DeleteEvent",
  "ListActors",
  "ListSessions",
  "RetrieveMemoryRecords",
  "GetMemoryRecord",
  "ListMemoryRecords",
  "DeleteMemoryRecord",
  "StartMemoryExtractionJob",
  "ListMemoryExtractionJobs",
].map((action) => `bedrock-agentcore:${action}`);

/**
 * Returns the permission for every request that the Memory connector of a gateway forwards to one memory. It is for the
 * gateway's role, or for callers if the target has `CALLER_IAM_CREDENTIALS`.
 *
 * Source: AgentCore Developer Guide, "Access AgentCore Memory through a gateway".
 *
 * @throws Error if a part of the id would match more than one memory.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const notes = { partition: "aws", region: "us-east-1", accountId: "123456789012", memoryId: "notes-a1B2c3D4e5" };
 * export const policy = iam.policyDocument(iam.memoryConnectorStatements(notes));
 */
export function memoryConnectorStatements(id: AgentcoreMemoryId): Statement[] {
  assertAwsScope(id);
  assertArnComponent("memoryId", id.memoryId, memoryIdComponent);
  return [allow("MemoryConnector", actions, [agentcoreArn(id, `memory/${id.memoryId}`)])];
}

const memoryArnForm = agentcoreArnPattern("memory", "memoryId", memoryIdComponent);

/** Parses the ARN of a memory. Returns `undefined` for every other text, also for one with a wildcard. */
export function parseMemoryArn(arn: string): AgentcoreMemoryId | undefined {
  return partsOfArn(arn, memoryArnForm);
}

/**
 * Returns the permission that a target of the web-search connector needs: to search the web in the gateway's Region. AWS owns
 * the tool, so its ARN has `aws` in place of an account.
 *
 * Source: AgentCore Developer Guide, "Get started with AgentCore Web Search" and "Web Search Tool".
 *
 * @throws Error if a part of the scope would match more than one tool.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 * export const policy = iam.policyDocument(iam.invokeWebSearchStatements(scope));
 */
export function invokeWebSearchStatements(scope: AwsScope): Statement[] {
  assertAwsScope(scope);
  const tool = `arn:${scope.partition}:bedrock-agentcore:${scope.region}:aws:tool/web-search.v1`;
  return [allow("InvokeWebSearch", ["bedrock-agentcore:InvokeWebSearch"], [tool])];
}
