import { isNotVisible, sharedResource } from "../model";
import type { Holder, PermissionChange, Sentence } from "../model";
import { line, name } from "./escape";
import { count } from "./words";

/** Part of all ARNs of one account and Region. Lines leave it out. */
interface Home {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** Returns the account and Region that most permissions name. */
function homeOf(permissions: readonly PermissionChange[]): Home | undefined {
  const counts = new Map<string, number>();
  for (const { resource } of permissions) {
    const home = /^arn:([^:]+):[^:]+:([^:]+:\d{12}):/.exec(resource);
    if (home !== null) counts.set(`${home[1]}:${home[2]}`, (counts.get(`${home[1]}:${home[2]}`) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, left], [, right]) => right - left);
  const [partition, region, account] = most?.[0].split(":") ?? [];
  return partition && region && account ? { partition, region, account } : undefined;
}

/** Returns the meaning of signs that shorten names in lines; nothing if no line has one. */
function signsSentence(lines: readonly string[], home: Home | undefined): Sentence | undefined {
  const has = (sign: string) => lines.some((text) => text.includes(sign));
  const sentence: Sentence = [
    ...(has(" on …") ? homeWords(home) : []),
    ...(has("-[new]") ? [{ code: "[new]" }, " is the end of a name that is not known yet. "] : []),
    ...(has("-???") ? [{ code: "?" }, " matches any one character. "] : []),
  ];
  const last = sentence.at(-1);
  return typeof last === "string" ? [...sentence.slice(0, -1), last.trimEnd()] : undefined;
}

function homeWords(home: Home | undefined): Sentence {
  if (home === undefined) return [];
  const { account, region } = home;
  return [
    { code: "…" },
    " is the start of an ARN in account ",
    { code: account },
    ", Region ",
    { code: region },
    ". Other ARNs are in full. ",
  ];
}

/** Beginnings of names that every credential provider and every managed secret has. */
const commonStarts: readonly (readonly [service: string, start: string])[] = [
  ["bedrock-agentcore", ":token-vault/default/"],
  ["secretsmanager", ":secret:bedrock-agentcore-identity!default/"],
];

/** Returns an ARN without its beginning, if it is of this account and Region, and of the service that the action names. */
function shortArn(arn: string, action: string, home: Home | undefined): string {
  const service = /^[\w-]+(?=:)/.exec(action)?.[0];
  if (home === undefined || service === undefined) return arn;
  const start = `arn:${home.partition}:${service}:${home.region}:${home.account}`;
  if (!arn.startsWith(`${start}:`)) return arn;
  const rest = arn.slice(start.length);
  const common = commonStarts.find(([name, text]) => name === service && rest.startsWith(text))?.[1];
  return common === undefined ? `…${rest}` : `…${common.slice(-1)}${rest.slice(common.length)}`;
}

const holders: Readonly<Record<Holder["kind"], string>> = {
  role: "Role",
  trust: "Trust policy of role",
  function: "Policy of function",
  secret: "Policy of secret",
  key: "Policy of KMS key",
  restApi: "Policy of REST API",
  gateway: "Policy of gateway",
};

/** Longest name to which the verbs of all sentences are aligned. */
const longestAligned = 24;

/**
 * Returns some of the permissions of a stack as lines, in which the ARNs of its account and Region are shorter.
 *
 * @param all permissions of the stack
 */
export function shortPermissionLines(
  permissions: readonly PermissionChange[],
  all: readonly PermissionChange[],
): { lines: string[]; meaning?: Sentence } {
  const home = homeOf(all);
  const lines = permissionLines(permissions, home);
  const meaning = signsSentence(lines, home);
  return meaning === undefined ? { lines } : { lines, meaning };
}

/**
 * Returns permissions as lines of text, each holder after a heading. A sentence is followed by a line with action and
 * resource for each of its permissions. Lines begin with `+` for more, `-` for less, `!` for wider than before, and a
 * space for the same permission on another resource.
 *
 * @param home account and Region whose ARNs are shortened
 */
export function permissionLines(permissions: readonly PermissionChange[], home?: Home): string[] {
  const groups = new Map<string, PermissionChange[]>();
  for (const permission of permissions) {
    const heading = `${holders[permission.holder.kind]} ${name(permission.holder.name)}`;
    groups.set(heading, [...(groups.get(heading) ?? []), permission]);
  }
  const widths = permissions.map((permission) => line(subjectOf(permission)).length);
  const width = longestOf(widths, longestAligned);
  return [...groups].flatMap(([heading, members]) => [
    `# ${line(heading)}`,
    ...withoutRepetition(members.map((permission) => linesOf(permission, width, home))),
  ]);
}

/** Returns the longest length up to a limit. */
export function longestOf(lengths: readonly number[], limit: number): number {
  return lengths.reduce((longest, length) => (length <= limit ? Math.max(longest, length) : longest), 0);
}

/** Verbs for actions, for one target and for several. */
const actions: Readonly<Record<string, readonly [one: string, many: string]>> = {
  "bedrock-agentcore:GetResourceApiKey": ["fetch its API key", "fetch API keys"],
  "bedrock-agentcore:GetResourceOauth2Token": ["get its OAuth token", "get OAuth tokens"],
  "bedrock-agentcore:GetWorkloadAccessToken": ["get a workload token", "get workload tokens"],
  "bedrock-agentcore:GetWorkloadAccessTokenForJWT": ["get a workload token", "get workload tokens"],
  "secretsmanager:GetSecretValue": ["read its secret", "read secrets"],
  "kms:Decrypt": ["decrypt with its KMS key", "decrypt with KMS keys"],
  "lambda:InvokeFunction": ["call its function", "call functions"],
  "execute-api:Invoke": ["call its API", "call APIs"],
  "sts:AssumeRole": ["assume the role", "assume the role"],
};

type Symbol = "+" | "-" | "!" | " ";

const allowVerbs: Readonly<Record<PermissionChange["word"], readonly [symbol: Symbol, verb: string]>> = {
  gained: ["+", "may"],
  widened: ["!", "may now"],
  follows: [" ", "may still"],
  moved: [" ", "may still"],
  lost: ["-", "may no longer"],
  narrowed: ["-", "may now only"],
};

/** A `Deny` that is gained gives less. */
const denyVerbs: Readonly<Record<PermissionChange["word"], readonly [symbol: Symbol, verb: string]>> = {
  gained: ["-", "is now denied"],
  widened: ["!", "is no longer denied"],
  follows: [" ", "is still denied"],
  moved: [" ", "is still denied"],
  lost: ["!", "is no longer denied"],
  narrowed: ["-", "is now denied"],
};

const reasons: Readonly<Record<NonNullable<PermissionChange["because"]>, string>> = {
  wildcard: "wildcard",
  conditionRemoved: "condition removed",
  denyRemoved: "Deny removed",
  boundaryRemoved: "permissions boundary removed",
  trust: "trusts more callers",
  anotherRole: "the gateway uses another role",
  authorizer: "the gateway checks its callers in another way",
  notVisible: "this policy is not in the preview",
  cannotTell: "the preview does not show the value",
};

function linesOf(permission: PermissionChange, width: number, home: Home | undefined): string[] {
  const { before, word, effect } = permission;
  const [symbol, verb] = (effect === "Deny" ? denyVerbs : allowVerbs)[word];
  const sentence = [line(subjectOf(permission)).padEnd(width + 1), predicateOf(permission, verb), remarkOf(permission)];
  const grants = [
    grantOf(permission, home),
    ...(before === undefined ? [] : [`before: ${oldGrantOf(before, permission, home)}`]),
  ];
  return [sentence.join(" ").trimEnd(), ...grants.map((grant) => `    ${line(grant)}`)].map(
    (text) => `${symbol} ${text}`,
  );
}

/** Leaves out a sentence that is the same as the one before. */
function withoutRepetition(permissions: readonly string[][]): string[] {
  return permissions.flatMap(([sentence = "", ...grants], index) =>
    sentence === permissions[index - 1]?.[0] ? grants : [sentence, ...grants],
  );
}

/** Returns the targets that a permission of a role serves, or the principal of another policy. */
function subjectOf({ holder, principal, targets }: PermissionChange): string {
  if (holder.kind !== "role") return principalName(principal ?? "anyone");
  if (targets.length === 0) return "the role";
  return targets.length > 3 ? count(targets.length, "target") : targets.map(name).join(", ");
}

/** Returns `Service: lambda.amazonaws.com`. */
function principalName(principal: string): string {
  const [, type = "", id = principal] = /^(\w+: )(.+)$/.exec(principal) ?? [];
  return type + name(id);
}

function predicateOf({ action, resource, effect, holder, targets, use }: PermissionChange, verb: string): string {
  if (action === "") return "may do all that this policy allows";
  if (effect === "Deny") return verb;
  const [one, many] =
    (Object.hasOwn(actions, action) ? actions[action] : undefined) ??
    (use === "call" ? ["call its service", "call services"] : ["do this", "do this"]);
  if (holder.kind !== "role") return `${verb} ${many}`;
  return `${verb} ${targets.length === 1 ? one : sharedResource.test(resource) ? `${many} for its targets` : many}`;
}

function grantOf({ action, resource, condition, policy }: Grant, home: Home | undefined): string {
  const parts = action === "" ? [`policy ${policy ?? "without a name"}`] : [action];
  if (resource !== "") parts.push("on", shortArn(resource, action, home));
  if (condition !== undefined) parts.push("if", condition);
  return parts.join(" ");
}

/** Leaves out an action that stays. */
const oldGrantOf = (before: Grant, { action }: Grant, home: Home | undefined) => {
  const grant = grantOf(before, home);
  return before.action === action ? grant.slice(action.length).trimStart() : grant;
};

type Grant = Pick<PermissionChange, "action" | "resource" | "condition" | "policy">;

function remarkOf({ because, certain, wildcard, word }: PermissionChange): string {
  const remarks = [
    ...(because === undefined ? [] : [reasons[because]]),
    ...(wildcard && because !== "wildcard" ? [reasons.wildcard] : []),
    ...(certain || isNotVisible({ because }) ? [] : ["not certain"]),
    ...(word === "moved" ? ["in another policy"] : []),
  ];
  return remarks.length === 0 ? "" : `(${remarks.join(", ")})`;
}
