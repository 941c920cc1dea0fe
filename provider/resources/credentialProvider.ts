import * as pulumi from "@pulumi/pulumi";
import { seconds, isNil, isObject } from "../rules/core/values";
import type { Problem } from "../rules/core/problem";
import { explicitProvider, typeToken } from "./dynamicResource";
import type { Registration, ResourceKind } from "./dynamicResource";
import { throwIfInvalid } from "./program/problems";
import { resourcePath, shortHash, urnOf } from "./program/stack";
import type { SecretInputs } from "./secretSource";
import { stackOwnerId } from "./stateOnly";

/** A role that is assumed before the first call. A change makes no call. */
export interface AssumeRoleArgs {
  /** ARN of the role, `arn:aws:iam::123456789012:role/NAME`. */
  roleArn: pulumi.Input<string>;
  /** Name of the session: 2 to 64 letters, digits or `_ + = , . @ -`. @default "pulumi-agentcore-outbound-auth" */
  sessionName?: pulumi.Input<string>;
  /** External id that the role's trust policy requires, 2 to 1,224 characters. @default - none is sent */
  externalId?: pulumi.Input<string>;
  /** Duration of the session in seconds, 900 to 43,200. @default - one hour, set by the AWS SDK */
  durationSeconds?: pulumi.Input<number>;
}

/**
 * Region and credentials of a credential provider. Properties that are not set come from the stack configuration of the
 * aws provider (`aws:region`, `aws:profile`, `aws:assumeRoles`, `aws:accessKey` …), then from the AWS SDK's default chain.
 */
export interface ConnectionArgs {
  /**
   * Region of the token vault, for example `us-east-1`. A change replaces the provider; the new one is created first.
   * @default - `aws:region`, then `AWS_REGION`
   */
  region?: pulumi.Input<string>;
  /**
   * Profile in the AWS configuration files, 1 to 256 characters. A change makes no call.
   * @default - `aws:profile` or keys in the stack configuration, then the SDK's default chain
   */
  profile?: pulumi.Input<string>;
  /** Role to assume with these credentials. A change makes no call. @default - `aws:assumeRoles`, unless `profile` is set */
  assumeRole?: pulumi.Input<AssumeRoleArgs>;
}

/** Arguments of every kind of credential provider. */
export interface CredentialProviderArgs {
  /**
   * Name in the token vault: 1 to 128 letters, digits, `-` or `_`, unique in an account and Region. A change replaces the
   * provider; the new one is created first. Two names in a program must not differ only by `-` and eight characters, because a
   * policy for one would allow the other's secret.
   * @default - the resource's name and seven hexadecimal digits; a resource that is renamed with an alias keeps its name
   */
  name?: pulumi.Input<string>;
  /**
   * ARN of an existing provider that this resource takes over. The provider keeps its ARN, name, callback URL and other
   * tags. One call sends the program's content, another the ownership tags. Afterwards you can remove this property; to
   * change the vendor, you must remove it. A change to the ARN of another provider replaces this one by it. If another stack
   * manages the provider, first remove it there with `retainOnDelete` or `pulumi state delete`.
   * @default - an existing provider with the same name is an error and stays unchanged
   */
  adopt?: pulumi.Input<string>;
  /**
   * Tags, at most 48, in addition to `aws:defaultTags` and the two ownership tags. If one of them is secret, Pulumi encrypts
   * and hides all of them, but AgentCore shows tags to all who may read the provider. A key has 1 to 128 characters,
   * a value at most 256. A change is one call that sets tags, and one that removes tags.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Account of the provider, 12 digits. If set, the ARN is known at the first preview, and credentials of another account
   * are an error. `OutboundAuth` sets it. A change replaces the provider.
   * @default - the account of the credentials, not checked
   */
  accountId?: pulumi.Input<string>;
  /**
   * Region and credentials. A change of the Region replaces the provider; a change of only the profile or role makes no call.
   * @default - the stack configuration, then the AWS SDK's default chain
   */
  connection?: pulumi.Input<ConnectionArgs>;
}

/**
 * Outputs of every kind of credential provider. Each class declares them itself, because a common base class would add a
 * frame to the stack trace in the state of every resource.
 */
export const providerOutputs = ["name", "accountId", "region", "tagsAll", "credentialProviderArn"] as const;

/** Returns the registration of a provider that is looked up. It has no inputs, so `proof` says how it authenticates. */
export function lookUpRegistration({ connection }: CredentialProviderArgs, outputs: readonly string[]): Registration {
  return { inputs: { connection }, outputs: [...outputs, "proof"] };
}

/**
 * Returns the inputs of a new provider, which `check` completes.
 *
 * @param ofKind - inputs that only this kind of provider has
 */
export function providerInputs(
  kind: ResourceKind,
  name: string,
  args: CredentialProviderArgs,
  opts: pulumi.CustomResourceOptions,
  ofKind: SecretInputs,
): Pick<Registration, "inputs"> {
  const { identity } = ofKind;
  const provider = explicitProvider(kind, opts);
  const path = resourcePath(typeToken(kind), name, opts.parent);
  const propose = async (known: readonly string[]) =>
    proposeName(name, [...(await path), ...known], await urnOf(provider));
  // Each Output takes time, so there is none if all values are known.
  const proposal = identity.every((part) => typeof part === "string")
    ? () => propose(identity)
    : () => pulumi.unsecret(pulumi.all([...identity]).apply(propose));
  const timeouts = timeoutsOf(opts);
  const inputs = {
    name: args.name,
    // An Output can turn out to be null.
    nameProposal: typeof args.name === "string" ? undefined : proposal(),
    ...ofKind.inputs,
    ...(isNil(args.adopt) ? {} : { adopt: args.adopt }),
    ...(timeouts === undefined ? {} : { timeouts }),
    ...tagInputs(args.tags),
    ...ignoredTagsOf(opts),
    accountId: args.accountId,
    connection: args.connection,
    mark: { owner: stackOwnerId(provider), resource: path.then((segments) => shortHash(segments, 16)) },
  };
  return { inputs };
}

/** Returns the tags as inputs, and a flag if one of all tags is secret: the engine does not tell handlers. */
function tagInputs(tags: CredentialProviderArgs["tags"]): pulumi.Inputs {
  const written = isNil(tags) ? {} : { tags };
  if (isSecretSetting("aws:defaultTags")) return { ...written, secretTags: true };
  // Each Output takes time, so there is none if all tags are texts.
  if (isNil(tags) || (isObject(tags) && Object.values(tags).every((value) => typeof value === "string")))
    return written;
  const secretTags = pulumi.isSecret(pulumi.output(tags)).then((isSecret) => (isSecret ? true : undefined));
  return { ...written, secretTags };
}

/** Returns true if a setting of the stack configuration contains a secret. */
function isSecretSetting(key: string): boolean {
  // `isConfigSecret` is missing in the SDK's public types.
  const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
  return isConfigSecret?.(key) ?? false;
}

/**
 * Returns the keys of single tags in `ignoreChanges` (`tagsAll.team`, `tagsAll["cost center"]`, `tagsAll.*`) as an input,
 * because the engine does not pass the option to handlers of dynamic resources.
 */
function ignoredTagsOf({ ignoreChanges = [] }: pulumi.CustomResourceOptions): pulumi.Inputs {
  const keys = ignoreChanges.flatMap((path) => {
    const [, plain, quoted] = /^tagsAll(?:\.([^.[\]"]+)|\[(?:"(.+)"|\*)\])$/.exec(path) ?? [];
    return plain ?? quoted ?? (path === "tagsAll[*]" ? "*" : []);
  });
  return keys.length === 0 ? {} : { ignoredTags: keys };
}

/** Returns `customTimeouts` as an input, because the engine does not pass them to handlers of dynamic resources. */
function timeoutsOf({ customTimeouts }: pulumi.CustomResourceOptions): pulumi.Inputs | undefined {
  const { create, update, delete: remove } = customTimeouts ?? {};
  const limits = Object.entries({ create, update, delete: remove }).flatMap(([operation, duration]) => {
    const limit = seconds(duration);
    return limit === undefined ? [] : [[operation, limit] as const];
  });
  return limits.length === 0 ? undefined : Object.fromEntries(limits);
}

/**
 * Throws all known problems if the form of the arguments is invalid. If only values are invalid, `check` reports them,
 * because it has all values.
 */
export function assertForm(
  label: string,
  formProblems: readonly Problem[],
  valueProblems: () => readonly Problem[],
): void {
  if (formProblems.length === 0) return;
  // The rules for values report some of the same problems.
  const isNew = ({ path, reason }: Problem) =>
    !formProblems.some((problem) => problem.path === path && problem.reason === reason);
  throwIfInvalid(label, [...formProblems, ...valueProblems().filter(isNew)]);
}

/** Maximum length of a credential provider's name. */
const maxLength = 128;
/** Managed secrets have a suffix of eight characters, so that no automatic name can look like one. */
const suffixDigits = 7;

/**
 * Proposes a name for a provider without one: the logical name and a hash of project, stack and resource path. `check` keeps
 * the automatic name of an existing provider. Therefore an alias, a new parent or a new stack name does not replace it.
 */
function proposeName(logicalName: string, path: readonly string[], providerUrn: string | undefined): string {
  const readable = logicalName.replace(/[^a-zA-Z0-9_-]+/g, "-").slice(0, maxLength - suffixDigits - 1);
  const identity = [
    pulumi.getProject(),
    pulumi.getStack(),
    ...path,
    ...(providerUrn === undefined ? [] : [providerUrn]),
  ];
  return `${readable}-${shortHash(identity, suffixDigits)}`;
}
