import type { Policy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { plainValues } from "../resources/program/plainValues";
import { assertArguments } from "../resources/program/arguments";
import { throwIfInvalid } from "../resources/program/errors";
import type { GatewaySettings } from "../rules/components/gatewayCompatibility";
import { gatewayOutboundAuthProblems } from "../rules/components/gatewayOutboundAuth";
import { isNil } from "../rules/core/values";
import { executionRoleFor, gatewaySettingsOf, gatewayResourceProblems } from "./gateway/gatewayInput";
import type { GatewayOutboundAuthArgs, TargetOutboundAuthArgs } from "./args/gatewayOutboundAuth";
import { OutboundAuth } from "./outboundAuth";
import { PackedPolicies } from "./policies/packedPolicies";
import { assertAttachable, attachableOf, documentsFor, nameOfBundle } from "./policies/policyPlan";

const type = "agentcore:index:GatewayOutboundAuth";

/**
 * The outbound auth of many targets of one gateway. Each target is a bundle as {@link OutboundAuth} makes it, but their
 * permissions stand together in a few managed policies of the gateway's role: room for a hundred targets and more, where
 * policies of their own fill the role at about eighteen.
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
    const label = `GatewayOutboundAuth "${name}"`;
    assertArguments(label, args);
    const problems = [
      ...gatewayOutboundAuthProblems(
        plainValues(args) as object,
        plainValues(gatewaySettingsOf(args.gateway)) as GatewaySettings,
      ),
      ...gatewayResourceProblems(args.gateway),
    ];
    throwIfInvalid(label, problems);
    const documents = documentsFor(label, name, args);
    // No arguments: the SDK would write them, secrets among them, into state and preview as they are.
    super(type, name, {}, opts);
    const role = executionRoleFor(label, args.gateway, this);
    const { attachments } = role;
    const shareOf = attachments.add(documents.length);
    assertAttachable(label, attachments, args);
    const attachable = shareOf(attachableOf(args));
    const { policyPath } = args;
    const group = { type, name, component: this, parent: opts.parent, role, documents, policyPath, attachable };
    const policies = new PackedPolicies(group);
    const bundles = Object.entries(args.targets).map(([key, { movedFrom, ...target }]) => {
      const bundleArgs = { ...target, gateway: args.gateway };
      const aliases = isNil(movedFrom) ? [] : [{ name: movedFrom, ...formerParent(opts.parent) }];
      const bundleOpts = { parent: this, aliases };
      return [
        key,
        new OutboundAuth(nameOfBundle(name, key), bundleArgs, bundleOpts, { writePolicies: policies.writerFor(key) }),
      ] as const;
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

function formerParent(parent: pulumi.Resource | undefined) {
  return parent === undefined ? { parent: pulumi.rootStackResource } : { parent };
}
