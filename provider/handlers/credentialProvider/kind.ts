import type { Content, ProviderStatus, RemoteProvider } from "../../controlplane/credentialProviders";
import { matchesPattern, parseCredentialProviderArn } from "../../iam/policy/arn";
import type { CredentialProviderId, CredentialProviderKind } from "../../iam/policy/arn";
import type { Problem } from "../../rules/core/problem";
import { sourceKey } from "../../rules/providers/secretSource";
import type { Properties } from "../process/handler";
import { providerInputKeys } from "./inputs";
import { knownUntil } from "./drift";
import type { ProviderInputs } from "./inputs";
import { secretArnPattern, secretInputKeys, secretPlace } from "./secret";
import type { SecretSpelling } from "./secret";

/** What one kind of credential provider has of its own. Everything else about their lifecycle is the same. */
export interface KindOfProvider {
  readonly kind: CredentialProviderKind;
  readonly secret: SecretSpelling;
  /** Inputs of its own besides the secret. Frozen: they stand in every state. */
  readonly inputKeys: readonly string[];
  /** Inputs of its own that no update changes. */
  readonly immutableKeys: readonly "vendor"[];
  /** What the state calls the ARN of the secret, and what a policy should name for it. */
  readonly secretArnKey: string;
  readonly secretArnPatternKey: string;
  /** Inputs of its own besides the secret, completed by what follows from them. */
  complete(news: Properties): Properties;
  problems(news: Properties): Problem[];
  /** Whether the provider has a secret at all. */
  hasSecret(inputs: Properties): boolean;
  /** Texts in the content, besides the secret, that must stand in no message. */
  otherSecrets(inputs: Properties): string[];
  /** What permissions name instead of a secret, by the input that says it: where it changes, the provider is replaced. */
  proofs(inputs: Properties): Properties;
  /** Whether the content has members that not every AWS client in use knows. */
  hasRecentMembers(inputs: Properties): boolean;
  /** What the service is sent, besides name and tags. */
  content(inputs: Properties, secret: Content): Content;
  /** With what the provider proves itself instead of a secret, as inputs say it, of one that this package did not make. */
  foundProof(remote: RemoteProvider): Properties;
  /** Outputs of its own, from an answer of the service. */
  outputs(remote: RemoteProvider): Properties;
  /** Inputs of its own that the service shows, as they are there now: somebody else may have changed them. */
  refreshed(state: Properties, remote: RemoteProvider): Properties;
}

/** Inputs and what the service said, as they stand in the state. */
export interface ProviderState extends ProviderInputs {
  readonly credentialProviderArn: string;
  /** Random; tells a provider from the one that was made later under the same name. */
  readonly incarnation: string;
  readonly stateVersion: number;
  /** Absent where the kind has none. */
  readonly status?: ProviderStatus;
  /** The service took its time to make the provider, and so it will to delete it. */
  readonly asynchronous?: boolean;
  /** The answer to the last update was lost: whether it was done is not known. */
  readonly unconfirmed?: boolean;
  /** Until when changes are this package's own, in seconds since 1970; absent where it never heard. */
  readonly knownUntil?: number;
  /** What somebody else did to it, as the last refresh found. */
  readonly drift?: string;
}

/** The state of a provider that an import, or somebody else's doing, left without our mark. */
export type FoundState = Omit<ProviderState, "mark"> & Partial<Pick<ProviderState, "mark">>;

/** All keys of the inputs after `check`. */
function inputKeysOf(kind: KindOfProvider): string[] {
  return [...providerInputKeys, ...kind.inputKeys, ...secretInputKeys(kind.secret), kind.secretArnPatternKey];
}

/** What replaces a provider when it changes, by the input that says so. */
export function replacingInputs(kind: KindOfProvider, inputs: Properties): Properties {
  const immutable = Object.fromEntries(kind.immutableKeys.map((key) => [key, inputs[key]]));
  return { ...immutable, ...kind.proofs(inputs), [sourceKey(kind.secret.key)]: secretPlace(kind.secret, inputs) };
}

/** What an answer of the service comes to in the state of a provider with these inputs; nothing that it does not tell. */
export function remoteOutputs(
  kind: KindOfProvider,
  id: CredentialProviderId,
  remote: RemoteProvider,
  inputs: Properties,
): Properties {
  const { credentialProviderArn, secretArn } = remote;
  const predicted = kind.hasSecret(inputs) ? secretArnPattern(id, kind.secret, inputs) : "";
  const isPredicted = predicted === "" || secretArn === undefined || matchesPattern(predicted, secretArn);
  const outputs: Properties = {
    credentialProviderArn,
    [kind.secretArnKey]: secretArn,
    [kind.secretArnPatternKey]: isPredicted ? predicted : secretArn,
    knownUntil: knownUntil(remote),
    ...kind.outputs(remote),
  };
  const isTold = (key: string) =>
    outputs[key] !== undefined || (key === kind.secretArnKey && remote.status === "READY");
  return Object.fromEntries(Object.entries(outputs).filter(([key]) => isTold(key)));
}

/** Outputs that stand for something which an update settles. */
const passing = ["unconfirmed", "drift"];

/** The outputs of a provider that is as `inputs` say, with what the service said last above what it said before. */
export function toOutputs(
  inputs: Properties,
  kind: KindOfProvider,
  remote: Properties,
  before: Properties = {},
): Properties {
  const keys = inputKeysOf(kind);
  const ownKeys = Object.keys(before).filter((key) => !keys.includes(key) && !passing.includes(key));
  return {
    ...pick(before, ownKeys),
    ...pick(inputs, [...keys, "drift"]),
    ...pick(before, derivedKeys(kind)),
    ...remote,
  };
}

/** The inputs as `check` would give them: without an account it derives nothing. */
export function toCheckedInputs(kind: KindOfProvider, outputs: Properties): Properties {
  const derived = derivedKeys(kind);
  return pick(
    outputs,
    inputKeysOf(kind).filter((key) => outputs.accountId !== undefined || !derived.includes(key)),
  );
}

/** What the service's own answer says about the account, for where it could not be looked up before. */
export function assertSameAccount(expected: string | undefined, arn: string): void {
  const actual = parseCredentialProviderArn(arn)?.accountId;
  if (expected === undefined || actual === undefined || actual === expected) return;
  throw new Error(
    `the credentials belong to account ${actual}, but this provider belongs to account ${expected}. Choose credentials of ${expected}: with connection: { profile } or { assumeRole }, aws:profile, or the environment.`,
  );
}

/** Inputs that the service confirms or corrects. */
const derivedKeys = (kind: KindOfProvider): string[] => ["credentialProviderArn", kind.secretArnPatternKey];

/** The members of these names that are there. */
export function pick<T>(properties: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(keys.filter((key) => key in properties).map((key) => [key, properties[key] as T]));
}
