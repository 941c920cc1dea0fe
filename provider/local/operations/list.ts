import { fieldRule } from "../model/errors";
import type { Kind } from "../vault/kinds";
import type { ProviderRecord } from "../vault/vault";
import { wireTimes } from "./operation";

export interface PageRequest {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

// The service does not document its default. A small page shows when a client forgets to ask for the next one.
const defaultPageSize = 10;

/** Returns one page of providers sorted by name. The token names the last provider of the page before. */
export function pageOfProviders<R extends ProviderRecord<Kind>>(
  records: R[],
  { maxResults = defaultPageSize, nextToken }: PageRequest,
  itemOf: (record: R) => object,
): object {
  const after = nextToken ? nameIn(nextToken) : "";
  const rest = records.filter(({ name }) => name > after);
  const page = rest.slice(0, maxResults);
  const last = page.at(-1);
  return {
    credentialProviders: page.map(itemOf),
    nextToken: last && rest.length > page.length ? tokenFor(last.name) : undefined,
  };
}

/** Returns the members that both kinds of provider have in a list. */
export function providerItem(record: ProviderRecord<Kind>): object {
  return { name: record.name, credentialProviderArn: record.arn, ...wireTimes(record) };
}

const prefix = "after:";

const tokenFor = (name: string) => Buffer.from(prefix + name).toString("base64url");

function nameIn(token: string): string {
  const text = Buffer.from(token, "base64url").toString();
  if (!text.startsWith(prefix)) throw fieldRule("nextToken", "The nextToken is not valid");
  return text.slice(prefix.length);
}
