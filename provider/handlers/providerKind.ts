import type { Content, ProviderStatus, RemoteProvider } from "../controlplane/credentialProviders";
import { managedSecretArnPattern, parseCredentialProviderArn, secretArnForPolicy } from "../iam/arn";
import type { CredentialProviderId, CredentialProviderKind } from "../iam/arn";
import type { Problem } from "../rules/problem";
import type { Properties } from "./handler";
import { providerInputKeys } from "./providerInputs";
import type { ProviderInputs } from "./providerInputs";

/** What one kind of credential provider has of its own. Everything else about their lifecycle is the same. */
export interface KindOfProvider {
  readonly kind: CredentialProviderKind;
  /** Inputs of its own. Frozen: they stand in every state. */
  readonly inputKeys: readonly string[];
  /** Inputs of its own that no update changes. */
  readonly immutableKeys: readonly "vendor"[];
  /** What the state calls the ARN of the secret, and what a policy should name for it. */
  readonly secretArnKey: string;
  readonly secretArnPatternKey: string;
  /** Inputs of its own, completed by what follows from them. */
  complete(news: Properties): Properties;
  problems(news: Properties): Problem[];
  /** What the service is sent, besides name and tags. */
  content(inputs: Properties): Content;
  /** The texts in the content that must stand in no message. */
  secrets(inputs: Properties): string[];
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
}

/** Whether an earlier run left a provider behind that is not as it should be. */
export function isUnfinished({
  status,
  unconfirmed,
}: {
  readonly status?: unknown;
  readonly unconfirmed?: unknown;
}): boolean {
  return (status !== undefined && status !== "READY") || unconfirmed === true;
}

/** All keys of the inputs after `check`. */
function inputKeysOf(kind: KindOfProvider): string[] {
  return [...providerInputKeys, ...kind.inputKeys, kind.secretArnPatternKey];
}

/** What an answer of the service comes to in the state; nothing that it does not tell. */
export function remoteOutputs(kind: KindOfProvider, id: CredentialProviderId, remote: RemoteProvider): Properties {
  const { credentialProviderArn, secretArn } = remote;
  const pattern = secretArn === undefined ? managedSecretArnPattern(id) : secretArnForPolicy(id, secretArn);
  const outputs: Properties = {
    credentialProviderArn,
    [kind.secretArnKey]: secretArn,
    [kind.secretArnPatternKey]: pattern,
    ...kind.outputs(remote),
  };
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
}

/** The outputs of a provider that is as `inputs` say, with what the service said last above what it said before. */
export function toOutputs(
  inputs: Properties,
  kind: KindOfProvider,
  remote: Properties,
  before: Properties = {},
): Properties {
  const keys = inputKeysOf(kind);
  const ownKeys = Object.keys(before).filter((key) => !keys.includes(key) && key !== "unconfirmed");
  return { ...pick(before, ownKeys), ...pick(inputs, keys), ...pick(before, derivedKeys(kind)), ...remote };
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

function pick(properties: Properties, keys: readonly string[]): Properties {
  return Object.fromEntries(keys.filter((key) => key in properties).map((key) => [key, properties[key]]));
}
