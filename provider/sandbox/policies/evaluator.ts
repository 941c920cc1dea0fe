// Decides whether policies allow a request, as the IAM user guide describes it (the specs name the pages). It shares no
// code with the rest of the package, so that a mistake there cannot agree with itself here.
import { conditionsMatch } from "./conditions";
import { isResolved, matchesAction, matchesResource } from "./patterns";
import type { Context, Variables } from "./patterns";

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
  /** The caller. Only statements with a Principal use it. */
  principal?: { type: "AWS" | "Service" | "Federated"; id: string };
  /** Condition keys. Their names are not case-sensitive; a list is a key with several values. */
  context?: Context;
}

/**
 * Decision of all documents together: an explicit deny in any statement wins, then an allow in any statement. Throws on
 * what the evaluator does not emulate.
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
  // One variable without a value makes the whole statement invalid.
  const resources = [statement.Resource ?? [], statement.NotResource ?? []].flat();
  return (
    resources.every((pattern) => isResolved(pattern, variables)) &&
    principalMatches(statement, request) &&
    listMatches(statement.Action, statement.NotAction, (pattern) => matchesAction(pattern, request.action)) &&
    listMatches(statement.Resource, statement.NotResource, (pattern) =>
      matchesResource(pattern, request.resource, variables),
    ) &&
    conditionsMatch(statement.Condition ?? {}, request.context ?? {}, variables)
  );
}

/** A statement without either element matches everything: a trust policy has no Resource. */
function listMatches(
  included: string | string[] | undefined,
  excluded: string | string[] | undefined,
  matches: (pattern: string) => boolean,
): boolean {
  if (included !== undefined) return [included].flat().some(matches);
  if (excluded !== undefined) return ![excluded].flat().some(matches);
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
    // An account id, or the ARN of the account's root, means every principal in the account.
    const account = /^(\d{12})$|^arn:[^:]+:iam::(\d{12}):root$/.exec(id);
    return caller.type === "AWS" && account !== null && caller.id.split(":")[4] === (account[1] ?? account[2]);
  });
}

/** In a document before version 2012-10-17, `${...}` is plain text. */
function variablesOf(document: PolicyDocument, request: AccessRequest): Variables {
  return document.Version === "2012-10-17" ? { enabled: true, context: request.context ?? {} } : { enabled: false };
}
