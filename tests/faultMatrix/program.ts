import type { Properties } from "../../provider/handlers/process/handler";
import type { LiveSecret, SlowStates } from "../../provider/local";
import { fingerprintKey, sourceKey } from "../../provider/rules/providers/secretSource";
import { account, apiKeys, mark, oauth2Clients } from "../handlers/stack";

/** A kind of credential provider: a column of the matrix. */
export interface Kind {
  readonly title: string;
  readonly stack: typeof apiKeys;
  /** Configuration besides the secret that an update changes. */
  readonly changed: Properties;
  /** Configuration that requires a replacement, if the kind has any. */
  readonly replacement?: Properties;
  /** True if the provider has a status, so that an accepted change may still fail. */
  readonly hasStates: boolean;
  /** Environment variable with the secret, if the program contains no value. */
  readonly variable?: string;
  /** Duration of each creation, update and deletion at the service. */
  readonly slowStates: SlowStates;
}

const key = { stack: apiKeys, changed: {}, hasStates: false, slowStates: {} };
const client = {
  stack: oauth2Clients,
  changed: { clientId: "client-two" },
  replacement: { vendor: "GithubOauth2", oauthDiscovery: undefined },
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

/** A program with one resource. */
export interface Program {
  readonly secret: "one" | "two" | "theirs";
  readonly account?: string;
  readonly tags?: Record<string, string>;
  /** Fixed name. Default: an automatic name. */
  readonly name?: string;
  /** Adopts the provider that has the automatic name. */
  readonly adopt?: true;
  /** Uses the changed configuration of the kind. */
  readonly changed?: true;
  /** Uses the configuration that requires a replacement. */
  readonly replacement?: true;
}

export const ownerKey = "pulumi-agentcore-outbound-auth:owner";
export const resourceKey = "pulumi-agentcore-outbound-auth:resource";

/** Tags of every provider that the stack creates. */
export const ownershipTags = { [ownerKey]: mark.owner, [resourceKey]: mark.resource };

/** Every secret contains this text, so a text that contains it has leaked a secret. */
export const canary = "CANARY-";

/** The text of a secret. */
export const valueOf = (detail: string) => `${canary}${detail}-7f3a`;

/** The secret of a kind as the local control plane shows it. */
export function secretOf({ stack }: Kind, detail: string): LiveSecret {
  return stack.secret(valueOf(detail));
}

/** The environment in which a program runs. */
export function environmentOf({ variable }: Kind, { secret }: Program): Record<string, string> {
  return variable === undefined ? {} : { [variable]: valueOf(secret) };
}

/** Returns the inputs for a secret: its value, or the name of the variable and an empty fingerprint. */
function secretArgumentsOf({ variable, stack: { secret, secretMember } }: Kind, detail: string): Properties {
  if (variable === undefined) return secret(valueOf(detail));
  return {
    [secretMember]: undefined,
    [sourceKey(secretMember)]: { env: variable },
    [fingerprintKey(secretMember)]: "",
  };
}

/** Returns the inputs that the program's constructor sends. */
export function argumentsOf(
  kind: Kind,
  { secret, account: accountId = account, tags, name, adopt, changed, replacement }: Program,
): Properties {
  const { nameProposal, ...search } = kind.stack.search;
  const args = {
    ...search,
    // The constructor proposes another name for a replacement.
    ...(name === undefined ? { nameProposal: replacement ? "search-5d6e7f8" : nameProposal } : { name }),
    ...secretArgumentsOf(kind, secret),
    accountId,
    ...(adopt && { adopt: kind.stack.searchArn }),
    ...(tags && { tags }),
    ...(changed && kind.changed),
    ...(replacement && kind.replacement),
  };
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
}
