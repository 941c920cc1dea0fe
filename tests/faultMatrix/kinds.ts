import type { Properties } from "../../provider/handlers/process/handler";
import type { SlowStates } from "../../provider/local";
import { apiKeys, oauth2Clients } from "../handlers/stack";

/** A kind of resource: a column of the matrix. */
export interface Kind {
  readonly title: string;
  readonly stack: typeof apiKeys;
  /** Configuration besides the secret that an update changes. */
  readonly changed: Properties;
  /** Configuration that makes another provider necessary, where there is such. */
  readonly remade?: Properties;
  /** It has a status: what the service has accepted may still fail. */
  readonly hasStates: boolean;
  /** The variable that has the secret, where the program says no value. */
  readonly variable?: string;
  /** How long the service is at work on each creation, update and deletion. */
  readonly slowStates: SlowStates;
}

const key = { stack: apiKeys, changed: {}, hasStates: false, slowStates: {} };
const client = {
  stack: oauth2Clients,
  changed: { clientId: "client-two" },
  remade: { vendor: "GithubOauth2", oauthDiscovery: undefined },
  hasStates: true,
};

export const kinds: readonly Kind[] = [
  { title: "API key", ...key },
  { title: "API key, from the environment", ...key, variable: "SECRET" },
  { title: "OAuth client, ready immediately", ...client, slowStates: {} },
  {
    title: "OAuth client, with states",
    ...client,
    slowStates: { creating: { calls: 1 }, updating: { calls: 1 }, deleting: { calls: 1 } },
  },
];
