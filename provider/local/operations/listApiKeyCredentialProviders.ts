import type { Services } from "./operation.js";
import type { PageRequest } from "./page.js";
import { pageOfProviders, providerItem } from "./providerList.js";

export function listApiKeyCredentialProviders({ vault }: Pick<Services, "vault">, request: PageRequest): object {
  return pageOfProviders(vault.list("apiKey"), request, providerItem);
}
