import { Policy, RolePolicyAttachment } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, policyQuotas, policySize } from "../../iam/policy/document";
import type { Statement } from "../../iam/policy/document";
import { grantsOf, mergeStatements } from "../../iam/policy/merging";
import type { PackedDocument } from "../../iam/policy/packing";
import { PolicyNames } from "../../resources/policyNames";
import { programError } from "../../resources/program/errors";
import { resourcePath, shortHash } from "../../resources/program/resourcePath";
import { isNil } from "../../rules/core/values";
import type { ExecutionRole, SharedPolicyName } from "../gateway/executionRole";
import type { BundleGrant, PolicyWriter, WrittenPolicies } from "./inlinePolicy";
import { propagated } from "../gateway/propagation";

/** The group of targets whose policies are packed. */
export interface PackedGroup {
  readonly type: string;
  readonly name: string;
  readonly component: pulumi.ComponentResource;
  readonly parent: pulumi.Resource | undefined;
  readonly role: ExecutionRole;
  /** Which target's statements stand where: fixed before anything is known of them. */
  readonly documents: readonly PackedDocument[];
  readonly policyPath: pulumi.Input<string> | undefined;
  /** How many of its policies the role can have at once, those that are on their way out included. */
  readonly attachable: pulumi.Input<number>;
}

/**
 * Managed policies that hold the statements of many targets. Each target is asked for its statements first; what they wait
 * for is made when all are there.
 */
export class PackedPolicies {
  private readonly statements = new Map<string, pulumi.Output<Statement[]>>();
  private readonly shared = new Set<SharedPolicyName>();
  private readonly finished: pulumi.Output<unknown>;
  private readonly finish: (awaited: pulumi.Output<unknown>) => void;

  constructor(private readonly group: PackedGroup) {
    [this.finished, this.finish] = pulumi.deferredOutput<unknown>();
  }

  /** Returns the writer for the bundle of one target. */
  writerFor(key: string): PolicyWriter {
    return (bundle) => this.collect(key, bundle);
  }

  private collect(key: string, { grant, role }: BundleGrant): WrittenPolicies {
    for (const group of grant.shared) {
      role.sharedPolicy(group);
      this.shared.add(group);
    }
    if (grant.grantsNothing !== true) this.statements.set(this.placed(key), grant.statements);
    return { awaited: [this.finished] };
  }

  /** A target that needs something and has no place would be cut off without a word. */
  private placed(key: string): string {
    if (this.group.documents.some(({ keys }) => keys.includes(key))) return key;
    throw new Error(`${key}: no policy was planned for what this target needs.`);
  }

  /** Makes the policies, when every target has been heard. */
  close(): Policy[] {
    const { name, component, role, documents } = this.group;
    const contents = documents.map(({ id, keys }) => ({ id: id || "all", keys, statements: this.statementsOf(keys) }));
    const names = this.names(contents);
    const made = contents.map(({ id, statements }) => this.policy(id, names, statements));
    const policies = made.map(({ policy }) => policy);
    const attachments = made.map(({ attachment }) => attachment);
    // A policy serves once it is attached, so it counts from then on; a new one of the same text is as new to IAM.
    const texts = made.map(({ policy, attachment }) =>
      pulumi.all([policy.name, policy.policy, attachment.urn]).apply(([called, text]) => `${called}\n${text}`),
    );
    const shared = [...this.shared];
    // Where no target needs anything, there is nothing to wait for.
    const waits = contents.length === 0 ? [] : propagated(name, { texts, shared }, role, component);
    const awaited = [...attachments, ...shared.map((group) => role.sharedPolicy(group)), ...waits];
    this.finish(pulumi.all(awaited.map(({ urn }) => urn)));
    return policies;
  }

  private statementsOf(keys: readonly string[]): pulumi.Output<Statement[]> {
    const held = keys.flatMap((key) => this.statements.get(key) ?? []);
    return pulumi.all(held).apply((known) => mergeStatements(known.flat()));
  }

  private names(contents: readonly { id: string; keys: readonly string[] }[]) {
    const { type, name, component, parent, role, attachable } = this.group;
    const grants = contents.map(({ id, keys }) => [id, this.grantsOf(keys)] as const);
    // Policies have their names in the whole account, whatever Region a stack is in.
    const prefix = pulumi
      .all([role.gatewayName, role.scope, resourcePath(type, name, parent)])
      .apply(([gatewayName, { region }, path]) => {
        const identity = [pulumi.getProject(), pulumi.getStack(), region, ...path];
        return `agentcore-${gatewayName.toLowerCase()}-${shortHash(identity, 7)}`;
      });
    const args = { prefix, grants: Object.fromEntries(grants), attachable };
    return contents.length === 0 ? undefined : new PolicyNames(name, args, { parent: component });
  }

  /**
   * For each target apart: where one comes whose ARN is not known yet, the others are known to keep what they had. Where a
   * policy is, is part of what it grants: on another path it is made anew, and its name is taken on every path.
   */
  private grantsOf(keys: readonly string[]): Record<string, pulumi.Output<string>> {
    const ofTargets = keys.flatMap((key) => {
      const statements = this.statements.get(key);
      return statements === undefined ? [] : [[`target ${key}`, grantsAsText(statements)] as const];
    });
    const path = pulumi.output(this.group.policyPath).apply((at) => shortHash([at ?? "/"], 7));
    return { ...Object.fromEntries(ofTargets), path };
  }

  private policy(id: string, names: PolicyNames | undefined, statements: pulumi.Output<Statement[]>) {
    const { name, component, role, policyPath } = this.group;
    const logicalName = `${name}-${id}`;
    const document = statements.apply((known) => fitted(logicalName, policyDocument(known)));
    const policy = new Policy(
      logicalName,
      {
        // Absent where a run leaves the names out (--target, --exclude), and then this as well.
        name: names?.names.apply((all: Record<string, string> | undefined) => all?.[id] as string),
        // IAM never changes it, and no name may stand in it: under its old name, the policy could not be made anew.
        description: "What targets of an AgentCore gateway need.",
        policy: document,
        ...(isNil(policyPath) ? {} : { path: policyPath }),
      },
      // The aws provider deletes first whatever has a name of the program's own; here the new one always has another name.
      { parent: component, deleteBeforeReplace: false },
    );
    const attachment = new RolePolicyAttachment(
      logicalName,
      { role: role.roleName, policyArn: policy.arn },
      { parent: component, deleteBeforeReplace: false },
    );
    return { policy, attachment };
  }
}

function grantsAsText(statements: pulumi.Output<Statement[]>): pulumi.Output<string> {
  return statements.apply((known) => grantsOf(known).join(" "));
}

/** What was reserved for names that were not known may turn out to be too little. */
function fitted(logicalName: string, document: string): string {
  const size = policySize(document);
  if (size <= policyQuotas.managedPolicy) return document;
  throw programError(
    `${logicalName}: the policy has ${size.toLocaleString("en")} characters, and IAM allows ${policyQuotas.managedPolicy.toLocaleString("en")}: the names in it are longer than the program let expect. Write a longestName as long as the longest of them, which counts also for the names that credential providers have kept from before; leave movedFrom in the program where it was; or write shorter names; and statements and operations in the program (no Output).`,
  );
}
