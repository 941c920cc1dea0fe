// A combination, and what combinations with API keys and with OAuth share.
import { type GatewayRoleArgs, type OutboundAuthArgs, fromSecretsManager, type SecretArgs } from "../../../provider";
import { arns, type CallName, type Setup } from "../runtimeCalls";
import { otherAccount } from "../setups";

/** One combination of target, credential, grant and secret. */
export interface Combination {
  /** `TARGET.CREDENTIAL` or `TARGET.CREDENTIAL.VARIANT`: also the name of the file with its policies. */
  readonly name: string;
  readonly description: string;
  readonly target: (setup: Setup) => OutboundAuthArgs["target"];
  readonly credential: (setup: Setup) => OutboundAuthArgs["credential"];
  /** All calls that the gateway makes with its role. */
  readonly calls: readonly CallName[];
  /** Differences from the common setup. */
  readonly differs?: Partial<Setup>;
  /** Further arguments of the gateway's role. */
  readonly role?: (setup: Setup) => Partial<GatewayRoleArgs>;
  /** Name of the gateway, if it is not the combination's id. */
  readonly gatewayName?: string;
}

/** Name of the combination's provider and, in most cases, of its gateway. */
export const idOf = ({ name }: Pick<Combination, "name">): string => name.replaceAll(".", "-");

/** A target with no arguments but its type. */
export const target = (type: string) => () => ({ type }) as OutboundAuthArgs["target"];

/** A gateway role for a token vault with a customer managed key. */
export const withVaultKey = (setup: Setup) => ({ tokenVaultKeyArn: arns.vaultKey(setup) });

interface SecretVariant {
  readonly name: string;
  readonly description: string;
  readonly secret: (setup: Setup) => SecretArgs;
  readonly calls: readonly CallName[];
  readonly differs?: Partial<Setup>;
}

const own = (setup: Setup) => fromSecretsManager({ secretId: arns.ownSecret(setup), jsonKey: "key" });
const ownWithKey = (setup: Setup) => ({ ...own(setup), kmsKeyArn: arns.ownSecretKey(setup) });
const inOtherAccount = { ownSecretAccount: otherAccount };

/** Secrets that AgentCore does not manage. */
export const externalSecrets: readonly SecretVariant[] = [
  { name: "own-secret", description: "with an own secret", secret: own, calls: ["ownSecret"] },
  {
    name: "own-secret-and-key",
    description: "with an own secret under an own key",
    secret: ownWithKey,
    calls: ["ownSecret", "ownSecretKey"],
  },
  {
    name: "secret-of-other-account",
    description: "with a secret of another account",
    secret: own,
    calls: ["ownSecret"],
    differs: inOtherAccount,
  },
  {
    name: "secret-and-key-of-other-account",
    description: "with a secret and a key of another account",
    secret: ownWithKey,
    calls: ["ownSecret", "ownSecretKey"],
    differs: inOtherAccount,
  },
];

/** Providers that exist already, with a secret that AgentCore manages. */
export const existingProviders = [
  {
    name: "older-secret",
    description: "whose secret has a name of the older form",
    differs: { secretSuffix: "-LMwdhV" },
    isInOtherVault: false,
  },
  {
    name: "other-vault",
    description: "in another vault than the default one",
    differs: { vault: "team-a" },
    isInOtherVault: true,
  },
] as const;
