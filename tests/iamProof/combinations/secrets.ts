// Secrets of a credential provider. They decide what the gateway's role must read.
import { fromSecretsManager, type SecretArgs } from "../../../provider";
import { arns, type CallName, type Setup } from "../runtimeCalls";
import { otherAccount } from "../setups";

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
