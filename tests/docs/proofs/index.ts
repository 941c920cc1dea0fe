/** What proves each row of docs/aws-page.md, by the row's id. */
import { apiKey } from "./apiKey";
import { configuration } from "./configuration";
import { creating } from "./creating";
import { gatewayRole } from "./gatewayRole";
import { oauthByDiscovery, oauthByMetadata } from "./oauth";
import { oldSpellings } from "./oldSpellings";
import type { ProviderAuthentication } from "./proof";
import { statements } from "./statements";

export const proofs: ReadonlyMap<string, ProviderAuthentication> = new Map(
  [creating, gatewayRole, apiKey, oauthByDiscovery, oauthByMetadata, configuration, statements, oldSpellings].flatMap(
    (section) => Object.entries(section),
  ),
);
