import { accountId } from "../rules/core/limits";
import type { Problem, TextRule } from "../rules/core/problem";
import { list, map, object, optional, shapeProblems, text } from "../rules/core/shape";
import type { Shape } from "../rules/core/shape";
import { isNil, isObject } from "../rules/core/values";
import { assumeRoleMembers } from "../rules/providers/connection";

/** Reads one key of the stack configuration, `aws:region` for example. */
export type ReadConfig = (key: string) => string | undefined;

/** An entry of `aws:assumeRoles`. */
export interface ConfiguredRole {
  readonly roleArn: string;
  readonly sessionName?: string;
  readonly externalId?: string;
  readonly duration?: string;
  /** A member that the aws provider has and this package does not. */
  readonly [unsupported: string]: unknown;
}

/** Settings of the stack configuration that are objects or lists. Absent and invalid ones are empty. */
export interface StructuredSettings {
  readonly assumeRoles: readonly ConfiguredRole[];
  readonly assumeRole?: ConfiguredRole;
  readonly allowedAccountIds: readonly string[];
  readonly forbiddenAccountIds: readonly string[];
  readonly endpoints: readonly Readonly<Record<string, string | undefined>>[];
  readonly defaultTags: { readonly tags?: Readonly<Record<string, string>> };
  readonly ignoreTags: { readonly keys?: readonly string[]; readonly keyPrefixes?: readonly string[] };
}

const anyText = (is: string): Shape => text({ is, minLength: 0, maxLength: Infinity });
const duration: TextRule = {
  is: "the duration",
  maxLength: 32,
  pattern: /^(\d*\.?\d+(h|ms?|s|us|µs|ns))+$/,
  allowed: 'characters in the form "1h30m"',
};
const role = object({ ...assumeRoleMembers, duration: optional(text(duration)) });
const oneRole = '{ "roleArn": "arn:aws:iam::123456789012:role/deploy" }';
const accounts = { shape: list(text(accountId)), example: '["123456789012"]' };
const anyMap = map({ is: "the name", maxLength: Infinity }, { is: "the value", minLength: 0, maxLength: Infinity }, {});

/** The form of each structured setting, with an example for messages. */
const forms: Readonly<Record<keyof StructuredSettings, { readonly shape: Shape; readonly example: string }>> = {
  assumeRoles: { shape: list(role), example: `[${oneRole}]` },
  assumeRole: { shape: role, example: oneRole },
  allowedAccountIds: accounts,
  forbiddenAccountIds: accounts,
  endpoints: { shape: list(anyMap), example: '[{ "bedrockagentcore": "https://HOST", "sts": "https://HOST" }]' },
  defaultTags: { shape: object({ tags: optional(anyMap) }), example: '{ "tags": { "team": "search" } }' },
  ignoreTags: {
    shape: object({
      keys: optional(list(anyText("the key"))),
      keyPrefixes: optional(list(anyText("the prefix"))),
    }),
    example: '{ "keys": ["CostCenter"], "keyPrefixes": ["audit:"] }',
  },
};

/** Members of a role that the aws provider has. Ignoring one would change the identity or its permissions. */
const unsupportedRoleMembers = ["policy", "policyArns", "sourceIdentity", "tags", "transitiveTagKeys"];

/** Parses the structured settings, and reports each one that has another form. */
export function structuredSettings(config: ReadConfig): { settings: StructuredSettings; problems: Problem[] } {
  const problems: Problem[] = [];
  const parsed = <Key extends keyof StructuredSettings>(key: Key): StructuredSettings[Key] | undefined => {
    const { shape, example } = forms[key];
    const written = config(`aws:${key}`);
    if (isNil(written) || written === "") return undefined;
    const value = parseJson(written);
    if (value === null) return undefined;
    const found =
      value === undefined
        ? [{ path: `aws:${key}`, reason: "is not valid JSON." }]
        : shapeProblems(`aws:${key}`, withoutUnsupported(value), shape);
    const remedy = ` The stack configuration needs aws:${key} in the form ${example}.`;
    problems.push(...found.map(({ path, reason }) => ({ path, reason: reason + remedy })));
    return found.length === 0 ? (value as StructuredSettings[Key]) : undefined;
  };
  const settings: StructuredSettings = {
    assumeRoles: parsed("assumeRoles") ?? [],
    assumeRole: parsed("assumeRole"),
    allowedAccountIds: parsed("allowedAccountIds") ?? [],
    forbiddenAccountIds: parsed("forbiddenAccountIds") ?? [],
    endpoints: parsed("endpoints") ?? [],
    defaultTags: parsed("defaultTags") ?? {},
    ignoreTags: parsed("ignoreTags") ?? {},
  };
  return { settings, problems };
}

/** Reports members of roles that would choose another identity than the aws provider's. */
export function unsupportedRoleProblems({ assumeRoles, assumeRole }: StructuredSettings): Problem[] {
  const roles = [
    ...assumeRoles.map((role, index) => ({ path: `aws:assumeRoles[${index}]`, role })),
    ...(assumeRole === undefined ? [] : [{ path: "aws:assumeRole", role: assumeRole }]),
  ];
  const reason =
    "this package does not support this member. Write connection: { profile } with a profile that contains it.";
  return roles.flatMap(({ path, role }) =>
    unsupportedRoleMembers
      .filter((member) => !isNil(role[member]))
      .map((member) => ({ path: `${path}.${member}`, reason })),
  );
}

function withoutUnsupported(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUnsupported);
  if (!isObject(value) || !("roleArn" in value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !unsupportedRoleMembers.includes(key)));
}

/**
 * Returns the value of a JSON text, or `undefined` if it is not valid. Members that are null are left out. Numbers and
 * booleans become texts: the Pulumi CLI writes digits as a number and "true" as a boolean.
 */
function parseJson(written: string): unknown {
  try {
    return JSON.parse(written, (_key, value: unknown) => {
      if (isObject(value)) return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
      return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
    });
  } catch {
    return undefined;
  }
}

/** Returns a switch of the stack configuration, and reports a value that is neither true nor false. */
export function booleanSetting(config: ReadConfig, key: string, problems: Problem[]): boolean {
  const written = config(`aws:${key}`) ?? "";
  if (!["", "true", "false"].includes(written))
    problems.push({ path: `aws:${key}`, reason: "must be true or false in the stack configuration." });
  return written === "true";
}
