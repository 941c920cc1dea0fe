import type { Services } from "./operation.js";
import type { PageRequest } from "./page.js";
import { pageOfProviders, providerItem } from "./providerList.js";

export function listOauth2CredentialProviders({ vault }: Pick<Services, "vault">, request: PageRequest): object {
  return pageOfProviders(vault.list("oauth2"), request, (record) => ({
    ...providerItem(record),
    credentialProviderVendor: record.content.vendor,
  }));
}
