import { accountMismatch } from "../../controlplane/accounts";
import type { Connection } from "../../controlplane/connection";
import { ProviderCalls } from "../../controlplane/credentialProviders";
import type { ProviderStatus, RemoteProvider } from "../../controlplane/credentialProviders";
import { matchesPattern, parseCredentialProviderArn } from "../../iam/policy/credentialProviders";
import type { CredentialProviderId } from "../../iam/policy/credentialProviders";
import type { Context } from "../process/context";
import { stateVersion } from "../process/handler";
import type { Properties } from "../process/handler";
import { pick } from "./kind";
import type { Kind } from "./kind";
import { externalSecretId, secretArnPattern, secretTexts } from "./secret";
import type { Owner, Tags } from "./tags";

/** Inputs that the state of every provider contains, even of one that was only looked up. */
interface CommonInputs extends Properties {
  readonly name: string;
  /** The program sets no name; absent if it does. */
  readonly automaticName?: true;
  /** ARN of an existing provider to take over. */
  readonly adopt?: string;
  readonly tags?: Tags;
  /** The program says that a tag is secret, which the inputs that `check` derives would not show. */
  readonly secretTags?: boolean;
  readonly connection?: Connection;
  readonly accountId?: string;
  readonly region: string;
  /** Seconds that the service may take. */
  readonly timeouts?: { readonly create?: number; readonly update?: number; readonly delete?: number };
  /** Change by another tool that the last refresh found. In the inputs only if `ignoreChanges` keeps it there. */
  readonly drift?: string;
}

/** Inputs after `check`. Their keys are keys of every state: never rename them. */
export interface ProviderInputs extends CommonInputs {
  readonly tagsAll: Tags;
  readonly mark: Owner;
  /** Derived, so that it is known at preview; absent without an `accountId`. */
  readonly credentialProviderArn?: string;
}

/** Inputs and outputs, as the state contains them. */
export interface ProviderState extends CommonInputs {
  readonly tagsAll?: Tags;
  /** Absent for a provider that was imported, or that another tool recreated. */
  readonly mark?: Owner;
  readonly credentialProviderArn: string;
  /** Random; distinguishes a provider from a later one of the same name. */
  readonly incarnation?: string;
  readonly stateVersion?: number;
  /** How the provider authenticates. Only a provider that is looked up has this output. */
  readonly proof?: Properties;
  readonly status?: ProviderStatus;
  /** The service took its time to create the provider, so it will take time to delete it. */
  readonly asynchronous?: boolean;
  /** The last update may not have arrived. */
  readonly unconfirmed?: boolean;
  /** Time until which changes are known to be our own, in seconds since 1970. */
  readonly knownUntil?: number;
}

const commonInputKeys = [
  "name",
  "automaticName",
  "adopt",
  "tags",
  "secretTags",
  "tagsAll",
  "connection",
  "accountId",
  "region",
  "timeouts",
  "mark",
  "credentialProviderArn",
] as const satisfies readonly (keyof ProviderInputs)[];

function inputKeysOf({ inputKeys, secret }: Kind): string[] {
  return [...commonInputKeys, ...inputKeys, secret.value, secret.source, secret.fingerprint, secret.arnPatternInput];
}

/** Inputs that the service confirms or corrects. */
const derivedKeys = ({ secret }: Kind): string[] => ["credentialProviderArn", secret.arnPatternInput];

/** Returns the inputs of a state as `check` would return them: without an account it derives nothing. */
export function toCheckedInputs(kind: Kind, outputs: Properties): Properties {
  const derived = outputs.accountId === undefined ? derivedKeys(kind) : [];
  return pick(
    outputs,
    inputKeysOf(kind).filter((key) => !derived.includes(key)),
  );
}

/** Returns the inputs whose change replaces the provider. A new secret location is one: permissions name it. */
export function replacingInputs(kind: Kind, inputs: Properties): Properties {
  const immutable = Object.fromEntries(kind.immutableKeys.map((key) => [key, inputs[key]]));
  const { source } = kind.secret;
  return { ...immutable, ...kind.authentication(inputs), [source]: externalSecretId(kind.secret, inputs) ?? "MANAGED" };
}

/** Returns the outputs that an answer of the service contains. */
export function remoteOutputs(kind: Kind, remote: RemoteProvider, inputs: Properties): Properties {
  const { credentialProviderArn, secretArn } = remote;
  const predicted = secretArnPattern(kind, identify(kind, credentialProviderArn), inputs);
  const isPredicted = predicted === "" || secretArn === undefined || matchesPattern(predicted, secretArn);
  const { arnOutput, arnPatternInput } = kind.secret;
  const outputs: Properties = {
    credentialProviderArn,
    [arnOutput]: secretArn,
    [arnPatternInput]: isPredicted ? predicted : secretArn,
    knownUntil: knownUntil(remote),
    ...kind.outputs(remote),
  };
  // A provider that is ready and has no secret ARN has lost its secret.
  const isSet = (key: string) => outputs[key] !== undefined || (key === arnOutput && remote.status === "READY");
  return Object.fromEntries(Object.entries(outputs).filter(([key]) => isSet(key)));
}

/** Builds the state of a provider from its inputs, the service's answer and the previous state, and remembers it as live. */
export function toState(
  kind: Kind,
  context: Context,
  inputs: ProviderInputs,
  answered: Properties,
  before: Properties,
): Properties {
  const keys = inputKeysOf(kind);
  // A completed update settles these two.
  const settled = ["unconfirmed", "drift"];
  const kept = Object.keys(before).filter((key) => !keys.includes(key) && !settled.includes(key));
  const outputs: Properties = {
    ...pick(before, kept),
    ...pick(inputs, [...keys, "drift"]),
    ...pick(before, derivedKeys(kind)),
    ...answered,
    stateVersion,
  };
  context.incarnations.remember(outputs.credentialProviderArn, outputs.incarnation);
  return outputs;
}

/** The answer to a creation does not contain a time, and clocks of the service may differ by this many seconds. */
const clockSkewSeconds = 2;

function knownUntil({ lastUpdatedTime, answeredTime }: RemoteProvider): number | undefined {
  if (lastUpdatedTime !== undefined) return secondsOf(lastUpdatedTime);
  return answeredTime === undefined ? undefined : secondsOf(answeredTime) + clockSkewSeconds;
}

export function secondsOf(time: string): number {
  return Math.ceil(Date.parse(time) / 1_000);
}

/** Checks the account that the service's own answer names, in case it could not be looked up before. */
export function assertSameAccount(expected: string | undefined, arn: string, consequence?: string): void {
  const actual = parseCredentialProviderArn(arn)?.accountId;
  if (expected !== undefined && actual !== undefined && actual !== expected)
    throw accountMismatch(actual, expected, consequence);
}

/** Parses a resource's id, which is the ARN of a provider of this kind. */
export function identify({ type, label }: Kind, id: string): CredentialProviderId {
  const parsed = parseCredentialProviderArn(id);
  if (parsed?.kind === type) return parsed;
  throw new Error(`the resource's id is not the ARN of an ${label}.`);
}

/** Returns the calls about a provider. No message contains a secret of the given states. */
export function callsFor(
  kind: Kind,
  context: Context,
  { name, region }: { readonly name: string; readonly region: string },
  ...states: readonly (ProviderInputs | ProviderState)[]
): ProviderCalls {
  const secrets = states.flatMap((state) => secretTexts(context, kind, state));
  return new ProviderCalls(context.service(states[0]?.connection, region), { kind: kind.type, name, region }, secrets);
}
