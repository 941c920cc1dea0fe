import * as pulumi from "@pulumi/pulumi";
import { plainValues } from "./plainValues";
import { renderProblems } from "../rules/problem";
import type { Problem } from "../rules/problem";
import { proposeName } from "./automaticName";
import type { ConnectionArgs } from "./connection";
import { explicitProvider, typeToken } from "./dynamicResource";
import type { ResourceKind } from "./dynamicResource";
import { programError } from "./programError";
import { resourcePath, shortHash, urnOf } from "./resourcePath";
import { stackOwnerId } from "./stackOwner";

/** Arguments that every kind of credential provider takes. */
export interface CredentialProviderArgs {
  /**
   * Name in the token vault: 1 to 128 letters, digits, `-` or `_`, unique in an account and Region. Changing it makes
   * another provider, and removes this one when nothing needs it any more.
   * @default - the resource's name and seven hexadecimal digits, others for another vendor; stays when the resource is
   * renamed with an alias
   */
  name?: pulumi.Input<string>;
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
  readonly identity?: readonly string[];
}

/** The only place where arguments become inputs; `check` completes them. */
export function providerInputs(
  kind: ResourceKind,
  name: string,
  args: CredentialProviderArgs,
  opts: pulumi.CustomResourceOptions,
  { inputs, identity = [] }: OwnInputs,
): pulumi.Inputs {
  const provider = explicitProvider(kind, opts);
  const path = resourcePath(typeToken(kind), name, opts.parent);
  const proposal = async () => proposeName(name, [...(await path), ...identity], await urnOf(provider));
  return {
    name: args.name,
    nameProposal: args.name === undefined ? proposal() : undefined,
    ...inputs,
    ...(args.tags === undefined ? {} : { tags: args.tags }),
    accountId: args.accountId,
    connection: args.connection,
    mark: { owner: stackOwnerId(provider), resource: path.then((segments) => shortHash(segments, 16)) },
  };
}

/**
 * Refuses arguments that do not have the form of arguments, together with everything else that is known to be wrong with
 * them. Where only values are wrong, `check` says so, to which all values have come by then.
 */
export function assertForm(
  what: string,
  args: object,
  formProblems: readonly Problem[],
  valueProblems: (plain: object) => readonly Problem[],
): void {
  if (formProblems.length === 0) return;
  const problems = [...formProblems, ...valueProblems(plainValues(args) as object)];
  throw programError(renderProblems(what, problems));
}
