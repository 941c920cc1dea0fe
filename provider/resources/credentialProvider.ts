import * as pulumi from "@pulumi/pulumi";
import { plainValues } from "./program/plainValues";
import { seconds } from "../rules/core/duration";
import { isNil } from "../rules/core/values";
import type { Problem } from "../rules/core/problem";
import { proposeName } from "./automaticName";
import type { ConnectionArgs } from "./connection";
import { explicitProvider, typeToken } from "./dynamicResource";
import type { ResourceKind } from "./dynamicResource";
import { throwIfInvalid } from "./program/errors";
import { resourcePath, shortHash, urnOf } from "./program/resourcePath";
import { stackOwnerId } from "./stackOwner";

/** Arguments that every kind of credential provider takes. */
export interface CredentialProviderArgs {
  /**
   * Name in the token vault: 1 to 128 letters, digits, `-` or `_`, unique in an account and Region. Changing it makes
   * another provider, and removes this one when nothing needs it any more. Two names of a program must not differ by `-` and
   * eight characters alone: a policy for one would admit the other's secret.
   * @default - the resource's name and seven hexadecimal digits, others for another vendor; stays when the resource is
   * renamed with an alias
   */
  name?: pulumi.Input<string>;
  /**
   * ARN of a provider that exists and that this resource takes over: one made by hand, by another tool or by another stack.
   * It keeps its ARN, name and callback URL, and gets the program's content in one call, the package's tags in another; other
   * tags that it has stay. Once it is taken over, this can stay or go, without effect; for another vendor it has to go. Where
   * another stack manages it, remove it there first, with `retainOnDelete` or `pulumi state delete`.
   * @default - a provider of that name which is not this resource's own is left alone, with an error
   */
  adopt?: pulumi.Input<string>;
  /** Tags, at most 48, besides those of `aws:defaultTags` and the package's own two. @default - none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Twelve digits: the account that the provider belongs to. With it the ARN is known at the first preview, and nothing is
   * done with credentials of another account. `OutboundAuth` fills it in. @default - the credentials' account, not checked
   */
  accountId?: pulumi.Input<string>;
  /** How the provider reaches AWS. Changing profile or role alone makes no call. @default - the stack configuration, then the SDK's search */
  connection?: pulumi.Input<ConnectionArgs>;
}

/**
 * Outputs that every kind of credential provider has. Each class declares them itself: a class between would be one more
 * frame in the stack trace that the engine keeps in the state of every resource.
 */
export const providerOutputs = ["name", "accountId", "region", "tagsAll", "credentialProviderArn"] as const;

/** Inputs of a kind, besides those that every kind has. */
export interface OwnInputs {
  readonly inputs: pulumi.Inputs;
  /** What forces a replacement under another automatic name. */
  readonly identity: readonly pulumi.Input<string>[];
}

/** The only place where arguments become inputs; `check` completes them. */
export function providerInputs(
  kind: ResourceKind,
  name: string,
  args: CredentialProviderArgs,
  opts: pulumi.CustomResourceOptions,
  { inputs, identity }: OwnInputs,
): pulumi.Inputs {
  const provider = explicitProvider(kind, opts);
  const path = resourcePath(typeToken(kind), name, opts.parent);
  const propose = async (known: readonly string[]) =>
    proposeName(name, [...(await path), ...known], await urnOf(provider));
  // No output where all is known: outputs cost time.
  const proposal = identity.every((part) => typeof part === "string")
    ? () => propose(identity)
    : () => pulumi.unsecret(pulumi.all([...identity]).apply(propose));
  const timeouts = timeoutsOf(opts);
  return {
    name: args.name,
    // An Output may turn out to be nothing.
    nameProposal: typeof args.name === "string" ? undefined : proposal(),
    ...inputs,
    ...(isNil(args.adopt) ? {} : { adopt: args.adopt }),
    ...(timeouts === undefined ? {} : { timeouts }),
    ...(isNil(args.tags) ? {} : { tags: args.tags }),
    accountId: args.accountId,
    connection: args.connection,
    mark: { owner: stackOwnerId(provider), resource: path.then((segments) => shortHash(segments, 16)) },
  };
}

/** The engine keeps `customTimeouts` to itself, so they become an input. */
function timeoutsOf({ customTimeouts }: pulumi.CustomResourceOptions): pulumi.Inputs | undefined {
  const { create, update, delete: remove } = customTimeouts ?? {};
  const given = Object.entries({ create, update, delete: remove }).flatMap(([operation, duration]) => {
    const limit = seconds(duration);
    return limit === undefined ? [] : [[operation, limit] as const];
  });
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

/**
 * Refuses arguments that do not have the form of arguments, together with everything else that is known to be wrong with
 * them. Where only values are wrong, `check` says so, to which all values have come by then.
 */
export function assertForm(
  label: string,
  args: object,
  formProblems: readonly Problem[],
  valueProblems: (plain: object) => readonly Problem[],
): void {
  if (formProblems.length === 0) return;
  const texts = formProblems.map(({ path, reason }) => `${path}: ${reason}`);
  // Rules of values look at the form too.
  const others = valueProblems(plainValues(args) as object).filter(
    ({ path, reason }) => !texts.includes(`${path}: ${reason}`),
  );
  throwIfInvalid(label, [...formProblems, ...others]);
}
