import type { AwsScope } from "./arn";

/** Services that use a key for whoever calls them. */
type ServiceWithKeys = "secretsmanager" | "bedrock-agentcore-identity" | "s3";

/**
 * What `kms:ViaService` is in a request that a service makes for its caller. Which of the two names it is in China is not
 * on record, so both are listed there.
 */
export function viaService({ partition, region }: AwsScope, service: ServiceWithKeys): string | readonly string[] {
  const host = `${service}.${region}.amazonaws.com`;
  return partition === "aws-cn" ? [`${host}.cn`, host] : host;
}
