import type { AwsScope } from "./arn";
import type { Condition } from "./document";

/** Services that use a KMS key for their callers. */
type ServiceWithKeys = "secretsmanager" | "bedrock-agentcore-identity" | "s3";

/**
 * Returns the value of `kms:ViaService` in requests that a service makes for its caller. AWS does not document which host
 * name it has in China, so both are listed there.
 */
export function viaService({ partition, region }: AwsScope, service: ServiceWithKeys): string | readonly string[] {
  const host = `${service}.${region}.amazonaws.com`;
  return partition === "aws-cn" ? [`${host}.cn`, host] : host;
}

/** Returns the condition that a key is used by AgentCore Identity, for its caller. */
export function viaAgentcore(scope: AwsScope): Condition {
  return { StringEquals: { "kms:ViaService": viaService(scope, "bedrock-agentcore-identity") } };
}
