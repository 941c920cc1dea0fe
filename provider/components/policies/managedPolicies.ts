import { Policy, RolePolicyAttachment } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { mergeStatements, policyDocument, policyQuotas, policySize } from "../../iam/policy/document";
import type { Statement } from "../../iam/policy/document";
import { grantsOf, packTargets } from "../../iam/policy/packing";
import { requiredProperty } from "../../resources/program/failedDependency";
import { throwIfInvalid } from "../../resources/program/problems";
import { resourcePath, shortHash } from "../../resources/program/stack";
import { PolicyNames } from "../../resources/stateOnly";
import { isNil } from "../../rules/core/values";
import type { ExecutionRole } from "../gateway/executionRole";
import type { Grant } from "../grants/grant";

/** A group of targets, and how it stores their statements. */
export interface TargetGroup {
  readonly label: string;
  readonly type: string;
  readonly name: string;
  readonly component: pulumi.ComponentResource;
  readonly parent: pulumi.Resource | undefined;
  readonly role: ExecutionRole;
  readonly targetsPerPolicy: number;
  /** Managed policies that the role can have. */
  readonly attachablePolicies: number;
  readonly policyPath: pulumi.Input<string> | undefined;
}

/** The managed policies of a group. */
export interface ManagedPolicies {
  readonly policies: readonly Policy[];
  /** Known when the policies are in force. */
  readonly inForce: pulumi.Output<unknown>;
}

/**
 * Creates the managed policies with the statements of all targets of a group.
 *
 * @param grants - by name of the target
 * @throws pulumi.RunError if the role has no room for the policies.
 */
export function createManagedPolicies(group: TargetGroup, grants: ReadonlyMap<string, Grant>): ManagedPolicies {
  const { name, component, role } = group;
  const parts = packTargets([...grants.keys()], group.targetsPerPolicy).map(({ id, targets }): PolicyPart => ({
    id: id || "all",
    statements: Object.fromEntries(targets.map((target) => [target, (grants.get(target) as Grant).statements])),
  }));
  assertRoom(group, parts.length);
  const names = namesOf(group, parts);
  const created = parts.map((part) => createPolicy(group, part, names));
  const policies = created.map(({ policy }) => policy);
  if (policies.length === 0) return { policies, inForce: pulumi.output(undefined) };
  const shared = new Set([...grants.values()].flatMap((grant) => grant.shared));
  const texts = created.map(({ text }) => text);
  return { policies, inForce: role.permissionsInForce(name, texts, [...shared], component) };
}

/** One managed policy of a group. */
interface PolicyPart {
  readonly id: string;
  readonly statements: Readonly<Record<string, pulumi.Output<Statement[]>>>;
}

/** Attachments that stay free, so that new policies can be attached before the old ones go. */
const minFreeAttachments = 2;

/** Counts the group's policies with those of the groups before it on the same role. */
function assertRoom({ label, role, targetsPerPolicy, attachablePolicies }: TargetGroup, count: number): void {
  if (count === 0) return;
  role.managedPolicies.push(count);
  const total = role.managedPolicies.reduce((sum, policies) => sum + policies, 0);
  const free = Math.max(minFreeAttachments, role.managedPolicies.length);
  if (total <= attachablePolicies - free) return;
  const reason = `they need ${total} managed policies (with other groups of this role), and the role has room for ${attachablePolicies - free}, because ${free} of ${attachablePolicies} stay free for changes. Write a larger targetsPerPolicy (${targetsPerPolicy} now) if the policies have room. Or have IAM's quota "Managed policies attached to an IAM role" raised and write attachablePolicies. Or give some targets to a second gateway with its own role.`;
  throwIfInvalid(label, [{ path: "targets", reason }]);
}

/** A name changes if its policy would lose a permission. Pulumi then replaces the policy and deletes the old one last. */
function namesOf({ type, name, component, parent, role, policyPath, ...group }: TargetGroup, parts: PolicyPart[]) {
  if (parts.length === 0) return undefined;
  // Names of managed policies are unique in the account, in all Regions together.
  const prefix = pulumi
    .all([role.gatewayName, role.scope, resourcePath(type, name, parent)])
    .apply(([gatewayName, { region }, path]) => {
      const hash = shortHash([pulumi.getProject(), pulumi.getStack(), region, ...path], 7);
      return `agentcore-${gatewayName.toLowerCase()}-${hash}`;
    });
  // IAM cannot move a policy to another path, so a new path needs a new name.
  const path = pulumi.output(policyPath).apply((text) => shortHash([text ?? "/"], 7));
  // One text for each target: an unknown ARN of one target does not hide that the others keep their permissions.
  const grants = parts.map(({ id, statements }): [string, pulumi.Output<string>[]] => {
    const texts = Object.values(statements).map((ofTarget) => ofTarget.apply((known) => grantsOf(known).join(" ")));
    return [id, [...texts, path]];
  });
  const args = {
    prefix,
    role: pulumi.all([role.accountId, role.roleName]).apply((texts) => texts.join("/")),
    // Without the grants of one target, a check of the names would find that its policy loses them.
    grants: requiredProperty(Object.fromEntries(grants), {}),
    attachable: group.attachablePolicies,
  };
  return new PolicyNames(name, args, { parent: component });
}

function createPolicy(group: TargetGroup, { id, statements }: PolicyPart, names: PolicyNames | undefined) {
  const { name, component, role, policyPath } = group;
  const logicalName = `${name}-${id}`;
  const document = pulumi.output(statements).apply((known) => managedPolicyDocument(group.label, logicalName, known));
  // The aws provider would delete the old policy first, because the policy has a fixed name. A new one has another name.
  const opts = { parent: component, deleteBeforeReplace: false };
  const policy = new Policy(
    logicalName,
    {
      // The names are absent if --target or --exclude skips them.
      name: names?.names.apply((all: Record<string, string> | undefined) => all?.[id] as string),
      // A policy's description cannot change, so it contains no name.
      description: "What targets of an AgentCore gateway need.",
      policy: requiredProperty(document, policyDocument([])),
      ...(isNil(policyPath) ? {} : { path: policyPath }),
    },
    opts,
  );
  const policyArn = requiredProperty(policy.arn, "arn:aws:iam::000000000000:policy/skipped");
  const attachment = new RolePolicyAttachment(logicalName, { role: role.roleName, policyArn }, opts);
  // The policy takes effect when it is attached. A new policy with the same text takes as long to reach all of AWS.
  const text = pulumi.all([policy.name, policy.policy, attachment.urn]).apply((texts) => texts.slice(0, 2).join("\n"));
  return { policy, text };
}

type StatementsByTarget = Readonly<Record<string, readonly Statement[]>>;

/** @throws pulumi.RunError if the document is longer than IAM allows, with the `targetsPerPolicy` that fits. */
export function managedPolicyDocument(label: string, logicalName: string, statements: StatementsByTarget): string {
  const document = merged(Object.values(statements));
  if (policySize(document) > policyQuotas.managedPolicy) throwIfInvalid(label, sizeProblems(logicalName, statements));
  return document;
}

function merged(statements: readonly (readonly Statement[])[]): string {
  return policyDocument(mergeStatements(statements.flat()));
}

function sizeProblems(logicalName: string, statements: StatementsByTarget) {
  const targets = Object.keys(statements);
  const sizeOf = (names: readonly string[]) => policySize(merged(names.map((name) => statements[name] ?? [])));
  const limit = policyQuotas.managedPolicy;
  const tooLarge = targets.filter((target) => sizeOf([target]) > limit);
  if (tooLarge.length > 0)
    return tooLarge.map((target) => ({
      path: `targets.${target}`,
      reason: `this target alone needs a policy of ${withSeparators(sizeOf([target]))} characters, and IAM allows ${withSeparators(limit)}. Write fewer operations or statements for it, or shorter names.`,
    }));
  const size = sizeOf(targets);
  const fits = (count: number) => packTargets(targets, count).every((part) => sizeOf(part.targets) <= limit);
  // A policy full of average targets must fit as well, so that the next target does not need a new number.
  let targetsPerPolicy = Math.floor((targets.length * limit) / size);
  while (!fits(targetsPerPolicy)) targetsPerPolicy -= 1;
  const reason = `policy ${logicalName} has ${withSeparators(size)} characters with its ${targets.length} targets, and IAM allows ${withSeparators(limit)}. Write targetsPerPolicy: ${targetsPerPolicy}, or shorter names.`;
  return [{ path: "targetsPerPolicy", reason }];
}

const withSeparators = (count: number) => count.toLocaleString("en");
