// Does a set of policies allow a request? Follows what AWS documents, page by page (the specs name them); it shares no
// code with the product, so that a wrong belief there cannot agree with itself here.
import { conditionsHold } from "./iamConditions";
import type { Context } from "./iamContext";
import { isResolved, matchesAction, matchesResource } from "./iamPatterns";
import type { Variables } from "./iamPatterns";

export type Decision = "allowed" | "explicitDeny" | "implicitDeny";

export interface PolicyDocument {
  Version?: string;
  Id?: string;
  Statement: Statement | Statement[];
}

export interface Statement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: Principal;
  NotPrincipal?: Principal;
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Condition?: Record<string, Record<string, string | boolean | number | (string | boolean | number)[]>>;
}

type Principal = "*" | Record<string, string | string[]>;

export interface AccessRequest {
  /** Such as `lambda:InvokeFunction`. */
  action: string;
  /** ARN, or `*` for an action without resource types. */
  resource: string;
  /** Who asks; only statements with a Principal look at it. */
  principal?: { type: "AWS" | "Service" | "Federated"; id: string };
  /** Condition keys of the request; their names are not case-sensitive. A list is a multivalued key. */
  context?: Context;
}

/**
 * The decision of these documents taken together: an explicit deny in any statement, else an allow in any, else nothing
 * grants it. Throws on what the evaluator does not emulate.
 */
export function evaluate(documents: readonly PolicyDocument[], request: AccessRequest): Decision {
  const effects = documents.flatMap((document) =>
    [document.Statement]
      .flat()
      .filter((statement) => applies(statement, request, variablesOf(document, request)))
      .map((statement) => statement.Effect),
  );
  if (effects.includes("Deny")) return "explicitDeny";
  return effects.includes("Allow") ? "allowed" : "implicitDeny";
}

function applies(statement: Statement, request: AccessRequest, variables: Variables): boolean {
  // A variable that cannot be resolved makes the whole statement invalid, whichever of its resources matches.
  const resources = [statement.Resource ?? [], statement.NotResource ?? []].flat();
  return (
    resources.every((pattern) => isResolved(pattern, variables)) &&
    principalMatches(statement, request) &&
    listMatches(statement.Action, statement.NotAction, (pattern) => matchesAction(pattern, request.action)) &&
    listMatches(statement.Resource, statement.NotResource, (pattern) =>
      matchesResource(pattern, request.resource, variables),
    ) &&
    conditionsHold(statement.Condition ?? {}, request.context ?? {}, variables)
  );
}

/** A trust policy has neither Resource nor NotResource: then the statement is about whatever it hangs on. */
function listMatches(
  yes: string | string[] | undefined,
  no: string | string[] | undefined,
  matches: (pattern: string) => boolean,
): boolean {
  if (yes !== undefined) return [yes].flat().some(matches);
  if (no !== undefined) return ![no].flat().some(matches);
  return true;
}

function principalMatches(statement: Statement, request: AccessRequest): boolean {
  if (statement.Principal !== undefined) return isPrincipal(statement.Principal, request.principal);
  if (statement.NotPrincipal !== undefined) return !isPrincipal(statement.NotPrincipal, request.principal);
  return true;
}

function isPrincipal(principal: Principal, caller: AccessRequest["principal"]): boolean {
  if (principal === "*") return true;
  if (caller === undefined) return false;
  return [principal[caller.type] ?? []].flat().some((id) => {
    if (id === "*" || id === caller.id) return true;
    // An account, as its number or as its root's ARN, stands for every principal in it.
    const account = /^(\d{12})$|^arn:[^:]+:iam::(\d{12}):root$/.exec(id);
    return caller.type === "AWS" && account !== null && caller.id.split(":")[4] === (account[1] ?? account[2]);
  });
}

/** Policy variables exist from version 2012-10-17 on; in an older document `${...}` is plain text. */
function variablesOf(document: PolicyDocument, request: AccessRequest): Variables {
  return document.Version === "2012-10-17" ? { enabled: true, context: request.context ?? {} } : { enabled: false };
}
