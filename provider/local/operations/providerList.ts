import type { Kind } from "../vault/kinds.js";
import type { ProviderRecord } from "../vault/vault.js";
import { wireTimes } from "./operation.js";
import { pageOf } from "./page.js";
import type { PageRequest } from "./page.js";

/** One page of a list of providers, as it is answered. */
export function pageOfProviders<R extends ProviderRecord<Kind>>(
  all: R[],
  request: PageRequest,
  item: (record: R) => object,
): object {
  const { items, nextToken } = pageOf(all, request);
  return { credentialProviders: items.map(item), nextToken };
}

/** The members that the items of every such list have. */
export function providerItem(record: ProviderRecord<Kind>): object {
  return { name: record.name, credentialProviderArn: record.arn, ...wireTimes(record) };
}
