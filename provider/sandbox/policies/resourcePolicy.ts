// The policies of secrets, keys and APIs: who may be named in them.
import { isExactArn, parseArn } from "../values/arn";
import type { PolicyDocument, Statement } from "./iamEvaluator";
import { policyProblem } from "./policyGrammar";
import { readRole } from "../resources/iam/iamObjects";
import type { Session } from "../session";

/** What a service finds wrong with the policy of one of its resources; undefined if nothing is. */
export function resourcePolicyProblem(text: string, session: Session): string | undefined {
  const problem = policyProblem(text, "resource");
  if (problem !== undefined) return problem;
  const { Statement } = JSON.parse(text) as PolicyDocument;
  const stranger = [Statement]
    .flat()
    .flatMap(principalsOf)
    .find((id) => !exists(id, session));
  return stranger === undefined ? undefined : `Invalid principal in policy: "AWS":"${stranger}"`;
}

/** The caller as a policy names it: a session counts as its role, whose path a session does not show. */
export function callerPrincipal({ callerArn }: Session): string {
  const { partition, account, service, resource } = parseArn(callerArn)!;
  return service === "sts" ? `arn:${partition}:iam::${account}:role/${resource.split("/")[1]}` : callerArn;
}

const principalsOf = ({ Principal, NotPrincipal }: Statement): string[] =>
  [Principal, NotPrincipal].flatMap((principal) => (typeof principal === "object" ? (principal.AWS ?? []) : []));

/** Services look principals up by their ARN; the pretend cloud has no others than roles, accounts and the caller. */
function exists(id: string, session: Session): boolean {
  if (id === "*" || /^\d{12}$/.test(id) || id === callerPrincipal(session)) return true;
  const arn = isExactArn(id) ? parseArn(id) : undefined;
  if (arn?.service !== "iam" || arn.partition !== session.partition || !/^\d{12}$/.test(arn.account)) return false;
  if (arn.resource === "root") return true;
  const [kind, ...path] = arn.resource.split("/");
  return kind === "role" && readRole(session.store, arn.account, path.at(-1) ?? "")?.arn === id;
}
