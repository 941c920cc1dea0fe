import type { Content, RemoteProvider } from "../../controlplane/credentialProviders";
import { providerKinds } from "../../iam/policy/credentialProviders";
import type { CredentialProviderKind } from "../../iam/policy/credentialProviders";
import type { Problem, SecretRule } from "../../rules/core/problem";
import { fingerprintKey, sourceKey } from "../../rules/providers/secretSource";
import type { Properties } from "../process/handler";

/** Names of a provider's secret. Those of inputs and outputs are keys of every state: never rename them. */
export interface SecretNames {
  /** Input for the value. */
  readonly value: "apiKey" | "clientSecret";
  /** Input for a source instead of the value. */
  readonly source: string;
  /** Input that shows a changed value without containing it. */
  readonly fingerprint: string;
  readonly arnOutput: string;
  readonly arnPatternInput: string;
  /** Members of a request for a secret in Secrets Manager. */
  readonly requestSource: string;
  readonly requestConfig: string;
  readonly rule: SecretRule;
}

/** The parts of a kind of credential provider that have defaults. */
interface KindDefaults {
  /** Inputs of this kind, without the secret. Keys of every state: never rename them. */
  readonly inputKeys: readonly string[];
  /** Inputs that an update cannot change. */
  readonly immutableKeys: readonly "vendor"[];
  /** Returns the inputs of this kind with everything that follows from them, without the secret. */
  completeInputs(news: Properties): Properties;
  /** Checks if the provider has a secret. */
  hasSecret(inputs: Properties): boolean;
  /** Returns other texts in the content that no message may contain. */
  otherSecrets(inputs: Properties): string[];
  /** Returns the authentication without a secret. Permissions name it, so the provider is replaced when it changes. */
  authentication(inputs: Properties): Properties;
  /** Returns the members of a request, without name and tags. */
  content(inputs: Properties, secret: Content): Content;
  /** Returns the outputs of this kind from an answer of the service. */
  outputs(remote: RemoteProvider): Properties;
  /** Returns {@link authentication} of a provider that this package did not create. */
  remoteAuthentication(remote: RemoteProvider): Properties;
  /** Returns the inputs that lead to the configuration of a provider that this package did not create. */
  remoteConfiguration(remote: RemoteProvider): Properties;
  /** Returns the inputs that the service shows and that differ from the state. */
  changedInputs(state: Properties, remote: RemoteProvider): Properties;
}

/** A kind of credential provider. */
export interface Kind extends KindDefaults {
  readonly type: CredentialProviderKind;
  /** Names the kind in messages. */
  readonly label: string;
  readonly secret: SecretNames;
  problems(news: Properties): Problem[];
}

const defaults: KindDefaults = {
  inputKeys: [],
  immutableKeys: [],
  completeInputs: () => ({}),
  hasSecret: () => true,
  otherSecrets: () => [],
  authentication: () => ({}),
  content: (_inputs, secret) => secret,
  outputs: () => ({}),
  remoteAuthentication: () => ({}),
  remoteConfiguration: () => ({}),
  changedInputs: () => ({}),
};

/** Defines a kind by what differs from the defaults. */
export function defineKind({
  secretInput,
  secretRule,
  ...own
}: Pick<Kind, "type" | "problems"> &
  Partial<KindDefaults> & { secretInput: SecretNames["value"]; secretRule: SecretRule }): Kind {
  const { label, secretMember } = providerKinds[own.type];
  const secret = {
    value: secretInput,
    source: sourceKey(secretInput),
    fingerprint: fingerprintKey(secretInput),
    arnOutput: `${secretMember}Arn`,
    arnPatternInput: `${secretMember}ArnPattern`,
    requestSource: `${secretMember}Source`,
    requestConfig: `${secretMember}Config`,
    rule: secretRule,
  };
  return { ...defaults, ...own, label, secret };
}

/** Returns the members that exist. */
export function pick(properties: Readonly<Record<string, unknown>>, keys: readonly string[]): Properties {
  return Object.fromEntries(keys.filter((key) => key in properties).map((key) => [key, properties[key]]));
}
