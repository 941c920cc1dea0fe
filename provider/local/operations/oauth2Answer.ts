import type { ProviderRecord } from "../vault/vault.js";
import { wireTimes } from "./operation.js";

/**
 * The members that every answer about one OAuth2 provider has. The model requires `clientSecretArn`, but a client that
 * authenticates with a signed token has no secret; what the service answers then is not documented.
 */
export function oauth2Answer({ name, arn, callbackUrl, status, content }: ProviderRecord<"oauth2">): object {
  const { secret, config } = content;
  return {
    name,
    credentialProviderArn: arn,
    clientSecretArn: secret && { secretArn: secret.arn },
    clientSecretSource: secret?.source,
    clientSecretJsonKey: secret?.source === "EXTERNAL" ? secret.jsonKey : undefined,
    callbackUrl,
    oauth2ProviderConfigOutput: config,
    status,
  };
}

/** The same, as Get and Update answer it: with vendor and times. */
export function oauth2AnswerWithTimes(record: ProviderRecord<"oauth2">): object {
  return { ...oauth2Answer(record), credentialProviderVendor: record.content.vendor, ...wireTimes(record) };
}
