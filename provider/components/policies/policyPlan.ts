import * as pulumi from "@pulumi/pulumi";
import { policyQuotas } from "../../iam/policy/document";
import type { Statement } from "../../iam/policy/document";
import { packedSize, packStatements } from "../../iam/policy/packing";
import type { PackedDocument, PackedItem } from "../../iam/policy/packing";
import { plainValues } from "../../resources/program/plainValues";
import { throwIfInvalid } from "../../resources/program/errors";
import { callOf } from "../../rules/targets/calls";
import { targetKind } from "../../rules/targets/targetKinds";
import { isNil, containsUnknown } from "../../rules/core/values";
import type { RawObject } from "../../rules/core/values";

import { readTarget } from "../../rules/targets/readTarget";
import type { GatewayOutboundAuthArgs, TargetOutboundAuthArgs } from "../args/gatewayOutboundAuth";
import { Attachments } from "../gateway/managedPolicyQuota";
import { defaultLongestName, longestStatements } from "./longestStatements";
import { authenticationOf } from "../grants/providerAuthentication";

/** What decides which policies there are. */
export type PackedArgs = Pick<
  GatewayOutboundAuthArgs<Record<string, TargetOutboundAuthArgs>>,
  "targets" | "longestName" | "attachablePolicies"
>;

/** Logical name of a target's bundle. */
export function nameOfBundle(group: string, target: string): string {
  return `${group}-${target}`;
}

/**
 * Which targets stand together in which policy: follows from the program's text alone.
 *
 * @throws pulumi.RunError where the role cannot have so many, with what to write.
 */
export function documentsFor(label: string, name: string, { targets, ...given }: PackedArgs): PackedDocument[] {
  const together = targetsOfSameNeeds(name, targets, given.longestName ?? undefined);
  // Some targets need nothing, and IAM takes no policy without a statement.
  const needed = together.filter(({ statements }) => statements.length > 0);
  const documents = packed(label, needed).map(({ id, keys }) => ({
    id,
    keys: keys.flatMap((first) => needed.find(({ key }) => key === first)?.keys ?? []),
  }));
  const alone = new Attachments();
  alone.add(documents.length);
  assertAttachable(label, alone, given);
  return documents;
}

/** How many managed policies the role can have, of groups. */
export function attachableOf({ attachablePolicies }: Pick<PackedArgs, "attachablePolicies">): number {
  return attachablePolicies ?? policyQuotas.managedPoliciesOfRole;
}

/** @throws pulumi.RunError where the role would have more managed policies than it has room for, with what to write. */
export function assertAttachable(
  label: string,
  { total, free }: Pick<Attachments, "total" | "free">,
  { longestName, ...given }: Omit<PackedArgs, "targets">,
): void {
  const most = attachableOf(given) - free;
  if (total <= most) return;
  const reason = `they need ${total} managed policies, with those of other groups of the role, and the role has room for ${most} (${free} stay free for changes). Write shorter names; a longestName, where names come as Outputs (${longestName ?? defaultLongestName} characters are reserved for each now), and statements and operations in the program; have IAM's quota "Managed policies attached to an IAM role" raised and write attachablePolicies; or give some of the targets to a second gateway with a role of its own.`;
  throwIfInvalid(label, [{ path: "targets", reason }]);
}

/** Targets that need the very same: one item under the name of the first. */
interface SharedItem extends PackedItem {
  readonly keys: string[];
}

function packed(label: string, items: readonly SharedItem[]): PackedDocument[] {
  const tooLarge = items
    .map(({ keys, statements }) => ({ keys, size: packedSize(statements) }))
    .filter(({ size }) => size > policyQuotas.managedPolicy);
  const problems = tooLarge.map(({ keys, size }) => {
    const alone = keys.length === 1 ? `${keys[0]} alone` : `${keys.join(", ")}, which need the same,`;
    const reason = `${alone} may need ${inWords(size)} characters, and a managed policy holds ${inWords(policyQuotas.managedPolicy)}. Write less for it: fewer operations or statements, or shorter names.`;
    return { path: "targets", reason };
  });
  throwIfInvalid(label, problems);
  return packStatements(items);
}

const inWords = (count: number) => count.toLocaleString("en");

/**
 * Targets that need the very same go into the same policy, so that it is granted once. Those that have more than their subject
 * in common but not all, such as operations of one API, stay apart: together they may be more than any policy holds.
 */
function targetsOfSameNeeds(
  group: string,
  targets: Record<string, TargetOutboundAuthArgs>,
  longestName: number | undefined,
): SharedItem[] {
  const items = new Map<string, SharedItem>();
  const subjects = new Subjects();
  for (const key of Object.keys(targets).sort()) {
    const target = targets[key] as TargetOutboundAuthArgs;
    const statements = longestOf(group, key, subjects.firstWith(subjectOf(target), key), target, longestName);
    const text = statements.length === 0 ? key : JSON.stringify(statements);
    const item = items.get(text) ?? { key, statements, keys: [] };
    item.keys.push(key);
    items.set(text, item);
  }
  return [...items.values()];
}

/** Which target was the first about a thing: all targets about it are reckoned with the same names. */
class Subjects {
  private readonly first = new Map<string, string>();
  private readonly objects = new Map<object, number>();

  firstWith(subject: readonly unknown[], key: string): string {
    if (subject.every((part) => isNil(part))) return key;
    const text = JSON.stringify(subject.map((part) => this.textOf(part)));
    const first = this.first.get(text) ?? key;
    this.first.set(text, first);
    return first;
  }

  /** What is known is what it says; what comes later is the same where it is the same object. */
  private textOf(part: unknown): unknown {
    if (typeof part !== "object" || part === null) return part;
    if (!containsUnknown(plainValues(part))) return part;
    const number = this.objects.get(part) ?? this.objects.size;
    this.objects.set(part, number);
    return { number };
  }
}

/** What a target's statements are about, where the program's text shows that it is the same for two targets. */
function subjectOf({ target, credential }: TargetOutboundAuthArgs): readonly unknown[] {
  const { credentialProvider } = credential as { credentialProvider?: object | null };
  if (!isNil(credentialProvider))
    return "arn" in credentialProvider && typeof credentialProvider.arn === "string"
      ? [credentialProvider.arn]
      : [credentialProvider];
  if (credential.type !== "GATEWAY_IAM_ROLE") return [];
  const read = readTarget(target).target as RawObject;
  const { runtime, gateway, functionUrl, qualifier, restApi, stage, operations, tools } =
    callOf(read, targetKind(read.type))?.values ?? {};
  const called = read.function ?? runtime ?? gateway ?? functionUrl;
  return restApi === undefined ? [called, qualifier ?? read.qualifier] : [restApi, stage, operations, tools];
}

function longestOf(
  group: string,
  key: string,
  subject: string,
  args: TargetOutboundAuthArgs,
  longestName: number | undefined,
): Statement[] {
  const credential = args.credential as { credentialProvider?: unknown };
  const { credentialProvider } = credential;
  const plain = {
    key,
    subject,
    names: [nameOfBundle(group, key), ...(isNil(args.movedFrom) ? [] : [args.movedFrom])],
    target: plainValues(readTarget(args.target).target) as Record<string, unknown>,
    credential: plainValues(credential) as Record<string, unknown>,
    providerHasProof:
      pulumi.Resource.isInstance(credentialProvider) && authenticationOf(credentialProvider) !== undefined,
  };
  return longestStatements(plain, longestName);
}
