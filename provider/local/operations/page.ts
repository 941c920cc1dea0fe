import { fieldRule } from "../errors.js";

export interface PageRequest {
  maxResults?: number;
  nextToken?: string;
}

// The service's default is not documented. Small, so that a client that forgets to ask for the next page is found out.
const defaultPage = 10;

/** One page of a list that is sorted by name. The token names the last item of the page before. */
export function pageOf<T extends { name: string }>(
  all: T[],
  { maxResults, nextToken }: PageRequest,
): { items: T[]; nextToken?: string } {
  const after = nextToken ? lastName(nextToken) : undefined;
  const rest = after === undefined ? all : all.filter(({ name }) => name > after);
  const items = rest.slice(0, maxResults ?? defaultPage);
  const last = items.at(-1);
  return { items, nextToken: last && rest.length > items.length ? tokenAfter(last.name) : undefined };
}

const prefix = "after:";

const tokenAfter = (name: string) => Buffer.from(prefix + name).toString("base64url");

function lastName(token: string): string {
  const text = Buffer.from(token, "base64url").toString();
  if (!text.startsWith(prefix)) throw fieldRule("nextToken", "The nextToken is not valid");
  return text.slice(prefix.length);
}
