// What IAM rejects in a policy document, in IAM's words.
import { isObject } from "../core/propertyValues";
import type { Properties } from "../core/propertyValues";
import { isExactArn, parseArn } from "../core/identifiers";
import { AwsError } from "../core/definition";
import { isConditionOperator } from "./evaluator";
import type { PolicyDocument } from "./evaluator";

/** Policy of a principal, trust policy of a role, or policy of another resource. */
type PolicyKind = "identity" | "trust" | "resource";

const DOCUMENT_MEMBERS = ["Version", "Id", "Statement"];
const STATEMENT_MEMBERS = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];
const TRUST_ACTIONS = /^sts:(AssumeRole(WithSAML|WithWebIdentity)?|TagSession|SetSourceIdentity|SetContext)$/i;

/** Returns the document, or throws MalformedPolicyDocument with IAM's explanation. */
export function parsePolicy(text: string, kind: PolicyKind, operation: string): PolicyDocument {
  const problem = policyProblem(text, kind);
  if (problem !== undefined) throw new AwsError(operation, "MalformedPolicyDocument", problem);
  return JSON.parse(text) as PolicyDocument;
}

/** Returns what is wrong with a document, or undefined. */
export function policyProblem(text: string, kind: PolicyKind): string | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return "This policy contains invalid Json";
  }
  return isObject(document) ? documentProblem(document, kind) : "Syntax errors in policy.";
}

/** Size for IAM's quotas: characters without white space. */
export const policySize = (text: string): number => text.replace(/\s/g, "").length;

function documentProblem(document: Properties, kind: PolicyKind): string | undefined {
  const stranger = Object.keys(document).find((name) => !DOCUMENT_MEMBERS.includes(name));
  if (stranger !== undefined) return `Syntax error: unknown element ${stranger}`;
  if (document.Version === undefined) return "Policy document must be version 2012-10-17 or greater.";
  if (document.Version !== "2012-10-17" && document.Version !== "2008-10-17")
    return "The policy's Version must be 2012-10-17 or 2008-10-17";
  if (document.Id !== undefined && typeof document.Id !== "string") return "The policy's Id must be a string";
  const statements = [document.Statement].flat();
  if (document.Statement === undefined || statements.length === 0) return "Missing required field Statement";
  const sids = statements.map((statement) => (isObject(statement) ? statement.Sid : undefined)).filter(Boolean);
  if (new Set(sids).size < sids.length) return "Statement IDs (SID) in a single policy must be unique.";
  return first(statements, (statement) =>
    isObject(statement) ? statementProblem(statement, kind) : "Syntax errors in policy.",
  );
}

function statementProblem(statement: Properties, kind: PolicyKind): string | undefined {
  const stranger = Object.keys(statement).find((name) => !STATEMENT_MEMBERS.includes(name));
  if (stranger !== undefined) return `Syntax error: unknown element ${stranger}`;
  if (statement.Sid !== undefined && !/^[0-9A-Za-z]*$/.test(sidOf(statement)))
    return "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*";
  if (statement.Effect !== "Allow" && statement.Effect !== "Deny") return "Syntax error: Effect must be Allow or Deny";
  return (
    exactlyOne(statement, "Action", "NotAction") ??
    first(texts(statement.Action ?? statement.NotAction), actionProblem) ??
    MEMBER_RULES[kind](statement) ??
    conditionProblem(statement.Condition)
  );
}

const MEMBER_RULES: Record<PolicyKind, (statement: Properties) => string | undefined> = {
  identity: identityProblem,
  trust: trustProblem,
  resource: (statement) => principalsProblem(statement) ?? resourcesProblem(statement),
};

function identityProblem(statement: Properties): string | undefined {
  if (statement.Principal !== undefined || statement.NotPrincipal !== undefined)
    return "Policy document should not specify a principal.";
  return resourcesProblem(statement);
}

const resourcesProblem = (statement: Properties): string | undefined =>
  exactlyOne(statement, "Resource", "NotResource") ??
  first(texts(statement.Resource ?? statement.NotResource), resourceProblem);

const principalsProblem = (statement: Properties): string | undefined =>
  exactlyOne(statement, "Principal", "NotPrincipal") ?? principalProblem(statement.Principal ?? statement.NotPrincipal);

function trustProblem(statement: Properties): string | undefined {
  for (const member of ["Resource", "NotResource"])
    if (statement[member] !== undefined) return `Has prohibited field ${member}`;
  if (!texts(statement.Action ?? statement.NotAction).every((action) => TRUST_ACTIONS.test(action)))
    return "AssumeRole policy may only specify STS AssumeRole actions.";
  return principalsProblem(statement);
}

function principalProblem(principal: unknown): string | undefined {
  if (principal === "*") return undefined;
  if (!isObject(principal) || Object.keys(principal).length === 0) return "Syntax errors in policy.";
  return first(Object.entries(principal), ([type, ids]) => {
    const isValid = PRINCIPALS[type];
    if (isValid === undefined) return `Invalid principal in policy: "${type}"`;
    const wrong = texts(ids).find((id) => id !== "*" && !isValid(id));
    return wrong === undefined ? undefined : `Invalid principal in policy: "${type}":"${wrong}"`;
  });
}

const PRINCIPALS: Record<string, (id: string) => boolean> = {
  AWS: (id) => /^\d{12}$/.test(id) || (isExactArn(id) && ["iam", "sts"].includes(parseArn(id)!.service)),
  Service: (id) => /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(id),
  Federated: (id) => isExactArn(id) || /^[a-z0-9.-]+$/.test(id),
  CanonicalUser: (id) => /^[0-9a-f]{64}$/.test(id),
};

function actionProblem(action: string): string | undefined {
  if (action === "*") return undefined;
  return /^[a-z0-9-]+:[A-Za-z0-9*?]+$/i.test(action)
    ? undefined
    : "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
}

function resourceProblem(resource: string): string | undefined {
  if (resource === "*") return undefined;
  // A variable may replace any part, and contains a colon.
  const arn = parseArn(resource.replace(/\$\{[^}]*\}/g, "*"));
  if (arn === undefined) return `Resource ${resource} must be in ARN format or "*".`;
  // A program built this ARN from a missing value.
  if (resource.split(/[:/]/).some((part) => part === "undefined" || part === "[object Object]"))
    return `Resource ${resource} contains the text of a missing value`;
  if (!/^(aws(-[a-z]+)*|\*)$/.test(arn.partition))
    return `Partition "${arn.partition}" is not valid for resource "${resource}".`;
  if (!/^[a-z0-9-]+$/.test(arn.service)) return `Vendor ${arn.service} is not valid`;
  if (!/^[a-z0-9*?-]*$/.test(arn.region)) return `Region "${arn.region}" is not valid for resource "${resource}".`;
  if (!/^(\d{12}|\d*[*?][\d*?]*|aws|)$/.test(arn.account))
    return `The account ID in resource "${resource}" is not valid`;
  return undefined;
}

function conditionProblem(condition: unknown): string | undefined {
  if (condition === undefined) return undefined;
  if (!isObject(condition)) return "Syntax errors in policy.";
  return first(Object.entries(condition), ([operator, keys]) => {
    if (!isConditionOperator(operator)) return `Invalid Condition type : ${operator}`;
    if (!isObject(keys) || Object.keys(keys).length === 0) return "Syntax errors in policy.";
    return first(Object.entries(keys), ([key, values]) => {
      // The prefix is a service, or the issuer of an OpenID Connect provider.
      if (!/^[\w./-]+:\S+/.test(key)) return `Condition key ${key} must be prefaced by a vendor`;
      const list = [values].flat<unknown[]>();
      if (list.length === 0 || !list.every((value) => ["string", "boolean", "number"].includes(typeof value)))
        return "Syntax errors in policy.";
      if (list.some((value) => /(^|[:/])undefined($|[:/])/.test(String(value))))
        return `Condition ${operator} of ${key} contains the text of a missing value`;
      return operator === "Bool" || operator === "Null"
        ? first(list, (value) =>
            /^(true|false)$/i.test(String(value)) ? undefined : `Invalid boolean value in condition ${key}`,
          )
        : undefined;
    });
  });
}

function exactlyOne(statement: Properties, one: string, other: string): string | undefined {
  if (statement[one] !== undefined && statement[other] !== undefined)
    return `Syntax error: ${one} and ${other} together`;
  const value = statement[one] ?? statement[other];
  if (value === undefined) return `Missing required field ${one}`;
  if (one === "Principal") return undefined;
  const list = [value].flat<unknown[]>();
  return list.length > 0 && list.every((entry) => typeof entry === "string") ? undefined : "Syntax errors in policy.";
}

const sidOf = (statement: Properties): string => (typeof statement.Sid === "string" ? statement.Sid : "?");

const texts = (value: unknown): string[] => [value].flat<unknown[]>().filter((entry) => typeof entry === "string");

function first<T>(list: T[], problem: (entry: T) => string | undefined): string | undefined {
  for (const entry of list) {
    const found = problem(entry);
    if (found !== undefined) return found;
  }
  return undefined;
}
