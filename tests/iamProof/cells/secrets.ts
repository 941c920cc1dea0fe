// Where the secret of a provider can be, which decides what the gateway's role has to read.
import { arns, type CallName, type Situation } from "../runtimeCalls";
import { otherAccount } from "../situations";

export interface SecretPlace {
  readonly name: string;
  readonly title: string;
  /** JavaScript of the secret; absent where the provider is made elsewhere. */
  readonly value?: (at: Situation) => string;
  /** JavaScript of the provider's reference, from its ARN and the ARN of its secret. */
  readonly given?: (providerArn: string, secretArn: string) => string;
  /** What is read besides the provider; absent: what AgentCore keeps. */
  readonly calls?: readonly CallName[];
  readonly differs?: Partial<Situation>;
}

export const key = `config.requireSecret("key")`;

/** JavaScript of a secret of the user's own. */
const own = (more: (at: Situation) => string) => (at: Situation) =>
  `agentcore.fromSecretsManager({ secretId: "${arns.ownSecret(at)}", jsonKey: "key"${more(at)} })`;
const withoutKey = own(() => "");
const withKey = own((at) => `, kmsKeyArn: "${arns.ownSecretKey(at)}"`);
const elsewhere = { ownSecretAccount: otherAccount };

/** All but the usual one, which AgentCore manages. */
export const secretPlaces: readonly SecretPlace[] = [
  {
    name: "older-secret",
    title: "whose secret has a name of the older form",
    given: (arn, secretArn) => `{ arn: "${arn}", secretArn: "${secretArn}" }`,
    differs: { secretSuffix: "-LMwdhV" },
  },
  { name: "own-secret", title: "with a secret of the user's own", value: withoutKey, calls: ["ownSecret"] },
  {
    name: "own-secret-and-key",
    title: "with a secret of the user's own under a key",
    value: withKey,
    calls: ["ownSecret", "ownSecretKey"],
  },
  {
    name: "others-secret",
    title: "with a secret of another account",
    value: withoutKey,
    calls: ["ownSecret"],
    differs: elsewhere,
  },
  {
    name: "others-secret-and-key",
    title: "with a secret and key of another account",
    value: withKey,
    calls: ["ownSecret", "ownSecretKey"],
    differs: elsewhere,
  },
];
