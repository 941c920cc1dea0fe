import type { Policy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policyQuotas } from "../iam/document";
import type { Statement } from "../iam/document";
import { packStatements } from "../iam/packing";
import type { PackedDocument, PackedItem } from "../iam/packing";
import { plainValues } from "../resources/plainValues";
import { programError } from "../resources/programError";
import { gatewayOutboundAuthProblems } from "../rules/gatewayOutboundAuth";
import { respellCredential } from "../rules/oldSpellings";
import { renderProblems } from "../rules/problem";
import { accessTo, gatewayResourceProblems } from "./gateway";
import type { GatewayOutboundAuthArgs, TargetOutboundAuthArgs } from "./gatewayOutboundAuthArgs";
import { longestStatements } from "./longestStatements";
import { OutboundAuth } from "./outboundAuth";
import type { OutboundAuthArgs } from "./outboundAuthArgs";
import { PackedPolicies } from "./packedPolicies";
import { heldBy } from "./packedTargets";
import { proofOf } from "./providerProof";

const type = "agentcore:index:GatewayOutboundAuth";

/** Attachments that stay free, for policies that are made anew while the old ones still serve. */
const freeForChanges = 2;

const defaultLongestName = 128;

/**
 * The outbound auth of many targets of one gateway. Each target is a bundle as {@link OutboundAuth} makes it, but their
 * permissions stand together in a few managed policies of the gateway's role: room for a hundred targets and more, where
 * policies of their own fill the role at about seventeen.
 *
 * Which policy a target's permissions stand in follows from the target's name, so that a target more or less changes one
 * policy, or two; how many policies there are is known before anything is made. A policy that would lose something is made
 * anew and the old one goes last, so that no target is cut off.
 *
 * @example
 * import * as pulumi from "@pulumi/pulumi";
 * import * as agentcore from "pulumi-agentcore-outbound-auth";
 *
 * const config = new pulumi.Config();
 * const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
 * const tools = new agentcore.GatewayOutboundAuth("tools", {
 *   gateway: role,
 *   targets: {
 *     search: {
 *       target: { type: "openApiSchema" },
 *       credential: {
 *         type: "API_KEY",
 *         apiKey: config.requireSecret("searchKey"),
 *         credentialLocation: "HEADER",
 *         credentialParameterName: "X-Subscription-Token",
 *       },
 *     },
 *     delivery: {
 *       target: { type: "lambda", function: "delivery" },
 *       credential: { type: "GATEWAY_IAM_ROLE" },
 *     },
 *   },
 * });
 * export const configuration = tools.targets.search.credentialProviderConfiguration;
 *
 * @throws pulumi.RunError at construction, with every problem of all targets at once, and where the targets need more
 * policies than the role can have.
 */
export class GatewayOutboundAuth<
  Targets extends Record<string, TargetOutboundAuthArgs> = Record<string, TargetOutboundAuthArgs>,
>
  extends pulumi.ComponentResource
{
  /** The bundles by the names of their targets. */
  readonly targets: { readonly [Key in keyof Targets]: OutboundAuth };
  /** The managed policies that hold what they need, besides what all targets of the gateway share. */
  readonly policies: readonly Policy[];

  constructor(name: string, args: GatewayOutboundAuthArgs<Targets>, opts: pulumi.ComponentResourceOptions = {}) {
    const what = `GatewayOutboundAuth "${name}"`;
    const problems = [
      ...gatewayOutboundAuthProblems(plainValues(args) as object),
      ...gatewayResourceProblems(args.gateway),
    ];
    if (problems.length > 0) throw programError(renderProblems(what, problems));
    const attachable = args.attachablePolicies ?? policyQuotas.managedPoliciesOfRole;
    const documents = documentsFor(what, name, args, attachable - freeForChanges);
    // No arguments: the SDK would write them, secrets among them, into state and preview as they are.
    super(type, name, {}, opts);
    const access = accessTo(args.gateway, this);
    const { policyPath } = args;
    const group = { type, name, component: this, parent: opts.parent, access, documents, policyPath, attachable };
    const policies = new PackedPolicies(group, (bundle) => bundle.slice(name.length + 1));
    const bundles = Object.entries(args.targets).map(([key, { movedFrom, ...target }]) => {
      const bundleArgs = heldBy(policies, { ...target, gateway: args.gateway } as OutboundAuthArgs);
      const aliases = movedFrom === undefined ? [] : [{ name: movedFrom, ...formerParent(opts.parent) }];
      return [key, new OutboundAuth(nameOfBundle(name, key), bundleArgs, { parent: this, aliases })] as const;
    });
    this.targets = Object.fromEntries(bundles) as { [Key in keyof Targets]: OutboundAuth };
    this.policies = policies.close();
    this.registerOutputs({});
  }

  /**
   * What an `OutboundAuth` was before, for its `aliases`: a target that leaves its group keeps its credential provider.
   *
   * @param group - logical name of the group
   * @param target - name of the target in it
   * @param parent - the group's parent, where it had one
   *
   * @example
   * import * as agentcore from "pulumi-agentcore-outbound-auth";
   *
   * export const opts = { aliases: [agentcore.GatewayOutboundAuth.aliasOf("tools", "search")] };
   */
  static aliasOf(group: string, target: string, parent?: pulumi.Resource): pulumi.Alias {
    return { name: nameOfBundle(group, target), parent: pulumi.createUrn(group, type, parent) };
  }
}

function nameOfBundle(group: string, target: string): string {
  return `${group}-${target}`;
}

function formerParent(parent: pulumi.Resource | undefined) {
  return parent === undefined ? { parent: pulumi.rootStackResource } : { parent };
}

/** Which targets stand together in which policy: follows from the program's text alone. */
function documentsFor(
  what: string,
  name: string,
  { targets, longestName = defaultLongestName }: GatewayOutboundAuthArgs<Record<string, TargetOutboundAuthArgs>>,
  most: number,
): PackedDocument[] {
  const together = targetsBySubject(targets);
  const items = together.map((keys): PackedItem => {
    const [first] = keys as [string];
    // Of one name all of them: they are about the same thing.
    const ofTarget = (key: string) => longestOf(name, first, targets[key] as TargetOutboundAuthArgs, longestName);
    return { key: first, statements: keys.flatMap(ofTarget) };
  });
  const documents = packed(what, items).map(({ id, keys }) => ({
    id,
    keys: keys.flatMap((first) => together.find(([key]) => key === first) ?? []),
  }));
  if (documents.length <= most) return documents;
  const reason = `they need ${documents.length} managed policies, and the role has room for ${most} (${freeForChanges} stay free for changes). Write shorter names; a longestName, where names come as Outputs (${longestName} characters are reserved for each now); have IAM's quota "Managed policies attached to an IAM role" raised and write attachablePolicies; or give some of the targets to a second gateway with a role of its own.`;
  throw programError(renderProblems(what, [{ path: "targets", reason }]));
}

function packed(what: string, items: readonly PackedItem[]): PackedDocument[] {
  try {
    return packStatements(items);
  } catch (error) {
    throw programError(renderProblems(what, [{ path: "targets", reason: (error as Error).message }]));
  }
}

/** Targets that use the same thing go into the same policy, so that it is granted once. */
function targetsBySubject(targets: Record<string, TargetOutboundAuthArgs>): string[][] {
  const groups = new Map<unknown, string[]>();
  for (const key of Object.keys(targets).sort()) {
    const subject = subjectOf(targets[key] as TargetOutboundAuthArgs) ?? {};
    groups.set(subject, [...(groups.get(subject) ?? []), key]);
  }
  return [...groups.values()];
}

/** What a target's statements are about, where the program's text shows that it is the same for two targets. */
function subjectOf({ target, credential }: TargetOutboundAuthArgs): unknown {
  const { credentialProvider } = credential as { credentialProvider?: object };
  if (credentialProvider !== undefined)
    return "arn" in credentialProvider && typeof credentialProvider.arn === "string"
      ? credentialProvider.arn
      : credentialProvider;
  return (target as { function?: unknown }).function;
}

function longestOf(group: string, key: string, args: TargetOutboundAuthArgs, longestName: number): Statement[] {
  const credential = respellCredential(args.credential).args as { credentialProvider?: unknown };
  const { credentialProvider } = credential;
  const plain = {
    names: [nameOfBundle(group, key), ...(args.movedFrom === undefined ? [] : [args.movedFrom])],
    target: plainValues(args.target) as Record<string, unknown>,
    credential: plainValues(credential) as Record<string, unknown>,
    providerHasProof: pulumi.Resource.isInstance(credentialProvider) && proofOf(credentialProvider) !== undefined,
  };
  return longestStatements(plain, longestName);
}
