// Principals in policies, for the other services.
import { evaluate } from "../policies/evaluator";
import type { PolicyDocument } from "../policies/evaluator";
import { policyProblem } from "../policies/grammar";
import { isExactArn, parseArn } from "../resource/arn";
import type { Call } from "../resource/call";
import { roleByArn } from "./stored";

/** True if the role exists and its trust policy lets the service assume it for that object. */
export function canAssume(service: string, roleArn: string, sourceArn: string, call: Call): boolean {
  const role = roleByArn(call.store, roleArn);
  if (role === undefined) return false;
  const decision = evaluate([JSON.parse(role.inputs.assumeRolePolicy) as PolicyDocument], {
    action: "sts:AssumeRole",
    resource: roleArn,
    principal: { type: "Service", id: service },
    context: { "aws:SourceAccount": call.account, "aws:SourceArn": sourceArn },
  });
  return decision === "allowed";
}

/** A principal that a resource policy can name: an account, a role, or the caller. Undefined if there is none. */
export function existingPrincipal(
  id: string,
  { store, partition, callerArn }: Pick<Call, "store" | "partition" | "callerArn">,
): { arn: string; uniqueId?: string } | undefined {
  if (/^\d{12}$/.test(id)) return { arn: `arn:${partition}:iam::${id}:root` };
  const arn = isExactArn(id) ? parseArn(id) : undefined;
  if (arn?.service !== "iam" || arn.partition !== partition || !/^\d{12}$/.test(arn.account)) return undefined;
  if (arn.resource === "root" || id === callerArn || id === roleOfSession(callerArn)) return { arn: id };
  const role = arn.resource.startsWith("role/") ? roleByArn(store, id) : undefined;
  return role && { arn: id, uniqueId: role.uniqueId };
}

/** ARN of the role of an assumed-role session, without the path. */
const roleOfSession = (sessionArn: string): string =>
  sessionArn.replace(/^(arn:[^:]+):sts:(.*:)assumed-role\/([^/]+)\/.*$/, "$1:iam:$2role/$3");

/** Returns a service's objection to the policy of one of its resources. Services look up the principals in it. */
export function resourcePolicyProblem(text: string, call: Call): string | undefined {
  const problem = policyProblem(text, "resource");
  if (problem !== undefined) return problem;
  const { Statement } = JSON.parse(text) as PolicyDocument;
  const missing = [Statement]
    .flat()
    .flatMap(({ Principal, NotPrincipal }) => [Principal, NotPrincipal])
    .flatMap((principal) => (typeof principal === "object" ? (principal.AWS ?? []) : []))
    .find((id) => id !== "*" && existingPrincipal(id, call) === undefined);
  return missing && `Invalid principal in policy: "AWS":"${missing}"`;
}
