import type { Holder, PermissionChange } from "../model";
import { count } from "./words";

/** A permission as a line: `+ tickets  may fetch its API key  ACTION  on RESOURCE  if CONDITION`. */
export interface PermissionLine {
  /** `+` for more, `-` for less, `!` for wider than before, a space for the same permission on another resource. */
  readonly symbol: "+" | "-" | "!" | " ";
  readonly who: string;
  readonly verb: string;
  readonly action: string;
  readonly resource: string;
  readonly condition: string;
  readonly remark: string;
  /** The permission before the change, if it is another one. */
  readonly before?: string;
}

/** Part of all ARNs of one account and Region. Lines leave it out. */
export interface Home {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** Returns the account and Region that most permissions name. */
export function homeOf(permissions: readonly PermissionChange[]): Home | undefined {
  const counts = new Map<string, number>();
  for (const { resource } of permissions) {
    const home = /^arn:([^:]+):[^:]+:([^:]+:\d{12}):/.exec(resource);
    if (home !== null) counts.set(`${home[1]}:${home[2]}`, (counts.get(`${home[1]}:${home[2]}`) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, left], [, right]) => right - left);
  const [partition, region, account] = most?.[0].split(":") ?? [];
  return partition && region && account ? { partition, region, account } : undefined;
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

export const holderLabel = ({ kind, name }: Holder) => `${holders[kind]} ${name}`;

/** Returns the permissions of each holder as lines, in the order of the report. */
export function permissionGroups(
  permissions: readonly PermissionChange[],
  home?: Home,
): readonly { readonly heading: string; readonly lines: readonly PermissionLine[] }[] {
  const groups = new Map<string, PermissionLine[]>();
  for (const permission of permissions) {
    const heading = holderLabel(permission.holder);
    const lines = groups.get(heading) ?? [];
    groups.set(heading, [...lines, lineOf(permission, home)]);
  }
  return [...groups].map(([heading, lines]) => ({ heading, lines }));
}

/** What an action does, for one target and for several. */
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

const allowVerbs: Readonly<
  Record<PermissionChange["word"], readonly [symbol: PermissionLine["symbol"], verb: string]>
> = {
  gained: ["+", "may"],
  widened: ["!", "may now"],
  follows: [" ", "may still"],
  moved: [" ", "may still"],
  lost: ["-", "may no longer"],
  narrowed: ["-", "may now only"],
};

/** A `Deny` that is gained gives less. */
const denyVerbs: Readonly<Record<PermissionChange["word"], readonly [symbol: PermissionLine["symbol"], verb: string]>> =
  {
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
  notVisible: "this policy is not in the preview",
  cannotTell: "the preview does not show the value",
};

function lineOf(permission: PermissionChange, home: Home | undefined): PermissionLine {
  const { action, resource, condition, targets, holder, before, principal, policy } = permission;
  const [symbol, verb] = (permission.effect === "Deny" ? denyVerbs : allowVerbs)[permission.word];
  const one = targets.length === 1 && holder.kind === "role";
  const object = actions[action]?.[one ? 0 : 1] ?? "use";
  const isHidden = action === "";
  const who =
    holder.kind !== "role"
      ? (principal ?? "anyone")
      : targets.length === 0
        ? "the role"
        : targets.length > 3
          ? count(targets.length, "target")
          : targets.join(", ");
  return {
    symbol,
    who,
    verb: isHidden ? "may do all that it allows" : permission.effect === "Deny" ? verb : `${verb} ${object}`,
    action: isHidden ? `policy ${policy ?? "without a name"}` : action,
    resource: isHidden || resource === "" ? "" : `on ${shortArn(resource, action, home)}`,
    condition: condition === undefined ? "" : `if ${condition}`,
    remark: remarkOf(permission),
    ...(before === undefined
      ? {}
      : {
          before: [
            "before:",
            ...(before.action === action ? [] : [before.action]),
            `on ${shortArn(before.resource, before.action, home)}`,
            ...(before.condition === undefined ? [] : [`if ${before.condition}`]),
          ].join(" "),
        }),
  };
}

function remarkOf({ because, certain, wildcard, word }: PermissionChange): string {
  const remarks = [
    ...(because === undefined ? [] : [reasons[because]]),
    ...(wildcard && because !== "wildcard" ? [reasons.wildcard] : []),
    ...(certain || because === "cannotTell" || because === "notVisible" ? [] : ["not certain"]),
    ...(word === "moved" ? ["in another policy"] : []),
  ];
  return remarks.length === 0 ? "" : `(${remarks.join(", ")})`;
}
