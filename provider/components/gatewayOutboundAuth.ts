import type { Policy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policyQuotas } from "../iam/policy/document";
import { assertArguments, plainArguments } from "../resources/program/arguments";
import { throwIfInvalid } from "../resources/program/problems";
import type { GatewaySettings } from "../rules/components/gatewayCompatibility";
import { defaultTargetsPerPolicy, gatewayOutboundAuthProblems } from "../rules/components/gatewayOutboundAuth";
import { isNil, isObject } from "../rules/core/values";
import type { OutboundAuthArgs } from "./args/outboundAuth";
import { parseOutboundAuth } from "./args/outboundAuthSpec";
import type { ParsedOutboundAuth } from "./args/outboundAuthSpec";
import { executionRoleFor, gatewaySettingsOf } from "./gateway/gatewayInput";
import type { Grant } from "./grants/grant";
import { OutboundAuth } from "./outboundAuth";
import type { PolicyWriter } from "./policies/inlinePolicy";
import { createManagedPolicies } from "./policies/managedPolicies";

/** One target of a {@link GatewayOutboundAuth}: the arguments of `OutboundAuth` without the gateway. */
export interface TargetOutboundAuthArgs extends Pick<OutboundAuthArgs, "target" | "credential"> {
  /**
   * Logical name of the `OutboundAuth` that this target was before. It must have had the same parent as the group. Its
   * credential provider does not change, and keeps its name. You can remove this property after the `up` that moves the target. A
   * plain value, not an Output. A change makes no call.
   * @default - the target is new
   */
  movedFrom?: string;
}

/** Arguments of {@link GatewayOutboundAuth}. */
export interface GatewayOutboundAuthArgs<Targets extends Record<string, unknown>> extends Pick<
  OutboundAuthArgs,
  "gateway"
> {
  /**
   * Targets by name. The names must be plain values, not Outputs: they decide which policy holds the statements of
   * which target. A change of a name creates a new bundle with a new credential provider, and then deletes the old one.
   */
  targets: { readonly [Name in keyof Targets]: TargetOutboundAuthArgs };
  /**
   * Largest number of targets whose statements share one managed policy. IAM allows 6,144 characters in a policy. If a
   * policy is too long, the preview says which number fits. A plain integer from 1 to 100, not an Output. A change replaces
   * most policies, but cuts no target off.
   * @default 20
   */
  targetsPerPolicy?: number;
  /**
   * Number of managed policies that the role can have: IAM's quota of the account, minus the policies that the role has
   * from elsewhere. At least two stay free for changes. Write the same number in all groups of one role. A plain integer
   * from 3 to 25, not an Output. A change affects checks only.
   * @default 10
   */
  attachablePolicies?: number;
  /**
   * Path of the managed policies, at most 512 characters. It begins and ends with `/`. A change replaces the policies.
   * @default "/"
   */
  policyPath?: pulumi.Input<string>;
}

const type = "agentcore:index:GatewayOutboundAuth";

/**
 * Outbound auth of many targets of one gateway. Each target is an {@link OutboundAuth}. The statements of all targets are
 * stored in a few managed policies of the gateway's role. A role has room for more than a hundred targets this way, and
 * for about eighteen with the inline policies of single bundles.
 *
 * The name of a target decides which policy holds its statements. To add or remove a target changes one policy, or two if
 * a policy splits. If a policy would lose a permission, a new policy replaces it and the old one is deleted last, so no
 * target loses access during an update.
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
 * @throws pulumi.RunError at construction, with the problems of all targets together. Also if the targets need more
 * policies than the role can have.
 */
export class GatewayOutboundAuth<Targets extends Record<string, unknown> = Record<string, TargetOutboundAuthArgs>>
  extends pulumi.ComponentResource
{
  /** Bundles by name of the target. */
  readonly targets: { readonly [Name in keyof Targets]: OutboundAuth };
  /** Managed policies with the statements of the targets. Statements that all targets share are in policies of the role. */
  readonly policies: readonly Policy[];

  constructor(name: string, args: GatewayOutboundAuthArgs<Targets>, opts: pulumi.ComponentResourceOptions = {}) {
    const label = `GatewayOutboundAuth "${name}"`;
    assertArguments(label, args);
    const settings = gatewaySettingsOf(args.gateway);
    const parsed = parseTargets(args, settings);
    const gatewayProblems = parseOutboundAuth({ ...validTarget, gateway: args.gateway }, settings).problems;
    const problemsOf = (key: string) => parsed.get(key)?.problems ?? [];
    throwIfInvalid(label, gatewayOutboundAuthProblems(plainArguments(args), problemsOf, gatewayProblems));
    // `{}` instead of `args`: the SDK would write them, with their secrets, as plain text into state and preview.
    super(type, name, {}, opts);
    const role = executionRoleFor(label, args.gateway, this);
    const grants = new Map<string, Grant>();
    // Targets wait for the policies, and the policies need the statements of all targets.
    const [inForce, resolveInForce] = pulumi.deferredOutput<unknown>();
    const bundles = Object.entries<TargetOutboundAuthArgs>(args.targets).map(([key, { movedFrom, ...target }]) => {
      const collectGrant: PolicyWriter = (_bundle, grant) => {
        grants.set(key, grant);
        return { inForce };
      };
      const aliases = isNil(movedFrom) ? [] : [{ name: movedFrom, parent: opts.parent ?? pulumi.rootStackResource }];
      const bundleOpts = { parent: this, aliases };
      const bundleArgs = { ...target, gateway: args.gateway };
      const internal = { parsed: parsed.get(key), writePolicies: collectGrant };
      return [key, new OutboundAuth(bundleName(name, key), bundleArgs, bundleOpts, internal)] as const;
    });
    this.targets = Object.fromEntries(bundles) as { [Name in keyof Targets]: OutboundAuth };
    const group = {
      label,
      type,
      name,
      component: this,
      parent: opts.parent,
      role,
      targetsPerPolicy: args.targetsPerPolicy ?? defaultTargetsPerPolicy,
      attachablePolicies: args.attachablePolicies ?? policyQuotas.managedPoliciesOfRole,
      policyPath: args.policyPath,
    };
    try {
      const created = createManagedPolicies(group, grants);
      this.policies = created.policies;
      resolveInForce(created.inForce);
    } catch (error) {
      // The bundles are registered and wait: otherwise, a program of the Automation API would not end.
      resolveInForce(pulumi.output(undefined));
      throw error;
    }
    this.registerOutputs({});
  }

  /**
   * Returns an alias for an `OutboundAuth` that leaves its group. The target keeps its credential provider.
   *
   * @param group - logical name of the group
   * @param target - name of the target in the group
   * @param parent - parent of the group, if it has one
   *
   * @example
   * import * as agentcore from "pulumi-agentcore-outbound-auth";
   *
   * export const opts = { aliases: [agentcore.GatewayOutboundAuth.aliasOf("tools", "search")] };
   */
  static aliasOf(group: string, target: string, parent?: pulumi.Resource): pulumi.Alias {
    return { name: bundleName(group, target), parent: pulumi.createUrn(group, type, parent) };
  }
}

/** A target without problems, to check the gateway of a group without targets. */
const validTarget = { target: { type: "openApiSchema" }, credential: { type: "NONE" } };

/** Parses the arguments of each target. Programs in JavaScript can pass anything, so the rules report the others. */
function parseTargets(
  { targets, gateway }: { readonly targets: unknown; readonly gateway: unknown },
  settings: GatewaySettings,
): Map<string, ParsedOutboundAuth> {
  const entries = Object.entries(isObject(targets) ? targets : {});
  return new Map(
    entries.flatMap(([key, value]) => {
      if (!isObject(value)) return [];
      const { movedFrom: _movedFrom, gateway: _ownGateway, target, credential, ...unexpected } = value;
      return [[key, parseOutboundAuth({ ...unexpected, target, credential, gateway }, settings)]];
    }),
  );
}

function bundleName(group: string, target: string): string {
  return `${group}-${target}`;
}
