import { wireTime } from "./operation.js";
import type { Services } from "./operation.js";
import { pageOf } from "./page.js";
import type { PageRequest } from "./page.js";

export function listApiKeyCredentialProviders({ vault }: Pick<Services, "vault">, request: PageRequest): object {
  const { items, nextToken } = pageOf(vault.list("apiKey"), request);
  const credentialProviders = items.map(({ name, arn, createdTime, lastUpdatedTime }) => ({
    name,
    credentialProviderArn: arn,
    createdTime: wireTime(createdTime),
    lastUpdatedTime: wireTime(lastUpdatedTime),
  }));
  return { credentialProviders, nextToken };
}
