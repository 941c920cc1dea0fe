import * as pulumi from "@pulumi/pulumi";
import { policyQuotas } from "../iam/document";
import type { Statement } from "../iam/document";
import { packStatements } from "../iam/packing";
import type { PackedDocument, PackedItem } from "../iam/packing";
import { plainValues } from "../resources/plainValues";
import { programError, refuse } from "../resources/programError";
import { calledBy } from "../rules/calls";
import { isNothing } from "../rules/given";
import type { Given } from "../rules/given";
import { respellCredential } from "../rules/oldSpellings";
import { renderProblems } from "../rules/problem";
import { readTarget } from "../rules/readTarget";
import type { GatewayOutboundAuthArgs, TargetOutboundAuthArgs } from "./gatewayOutboundAuthArgs";
import { longestStatements } from "./longestStatements";
import { proofOf } from "./providerProof";
import { objectIn } from "./standIn";

/** Attachments that stay free, for policies that are made anew while the old ones still serve. */
const freeForChanges = 2;

const defaultLongestName = 128;

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
export function documentsFor(what: string, name: string, { targets, ...given }: PackedArgs): PackedDocument[] {
  const longestName = given.longestName ?? defaultLongestName;
  const together = targetsBySubject(targets);
  const items = together.map((keys): PackedItem => {
    const [first] = keys as [string];
    // All under the first target's name: they are about the same thing, and merge.
    const ofTarget = (key: string) => longestOf(name, first, targets[key] as TargetOutboundAuthArgs, longestName);
    return { key: first, statements: keys.flatMap(ofTarget) };
  });
  // Some targets need nothing, and IAM takes no policy without a statement.
  const documents = packed(
    what,
    items.filter(({ statements }) => statements.length > 0),
  ).map(({ id, keys }) => ({
    id,
    keys: keys.flatMap((first) => together.find(([key]) => key === first) ?? []),
  }));
  assertAttachable(what, documents.length, given);
  return documents;
}

/** @throws pulumi.RunError where the role would have more managed policies than it has room for, with what to write. */
export function assertAttachable(
  what: string,
  count: number,
  { longestName, attachablePolicies }: Omit<PackedArgs, "targets">,
): void {
  const most = (attachablePolicies ?? policyQuotas.managedPoliciesOfRole) - freeForChanges;
  if (count <= most) return;
  const reason = `they need ${count} managed policies, with those of other groups of the role, and the role has room for ${most} (${freeForChanges} stay free for changes). Write shorter names; a longestName, where names come as Outputs (${longestName ?? defaultLongestName} characters are reserved for each now), and statements and operations in the program; have IAM's quota "Managed policies attached to an IAM role" raised and write attachablePolicies; or give some of the targets to a second gateway with a role of its own.`;
  refuse(what, [{ path: "targets", reason }]);
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
  if (!isNothing(credentialProvider))
    return "arn" in credentialProvider && typeof credentialProvider.arn === "string"
      ? credentialProvider.arn
      : credentialProvider;
  if (credential.type !== "GATEWAY_IAM_ROLE") return undefined;
  const read = readTarget(target).target as Given;
  const { runtime, gateway, api, functionUrl } = calledBy(read)?.call ?? {};
  return read.function ?? runtime ?? gateway ?? objectIn(api)?.restApi ?? functionUrl;
}

function longestOf(group: string, key: string, args: TargetOutboundAuthArgs, longestName: number): Statement[] {
  const credential = respellCredential(args.credential).args as { credentialProvider?: unknown };
  const { credentialProvider } = credential;
  const plain = {
    names: [nameOfBundle(group, key), ...(isNothing(args.movedFrom) ? [] : [args.movedFrom])],
    target: plainValues(readTarget(args.target).target) as Record<string, unknown>,
    credential: plainValues(credential) as Record<string, unknown>,
    providerHasProof: pulumi.Resource.isInstance(credentialProvider) && proofOf(credentialProvider) !== undefined,
  };
  return longestStatements(plain, longestName);
}
