import { isKnown, isNil } from "./values";

/** An invalid or missing property. */
export interface Problem {
  /** Path of the property as a program writes it, for example `credential.apiKey`. */
  readonly path: string;
  /** Describes what is wrong, what is allowed and what to write. Never contains the value: it may be a secret. */
  readonly reason: string;
}

/** Returns the problem if it exists, and nothing otherwise. */
export function problemIf(exists: boolean, path: string, reason: string): Problem[] {
  return exists ? [{ path, reason }] : [];
}

/** Translates the path of a problem, and the paths in its sentences. */
export function withPaths({ path, reason }: Problem, written: (path: string) => string): Problem {
  const inSentences = /\b(?:target|credential)(?:\.[a-zA-Z]\w*|\[\d+\])+/g;
  return { path: written(path), reason: reason.replace(inSentences, (found) => written(found)) };
}

/** Reports a required property that is not set. `remedy` says what to write. */
export function requiredProblems(path: string, value: unknown, remedy: string): Problem[] {
  return problemIf(isNil(value), path, `missing: ${remedy}`);
}

/** Checks an optional boolean that must be known at construction. */
export function booleanProblems(path: string, value: unknown): Problem[] {
  const isWrong = !isNil(value) && typeof value !== "boolean";
  return problemIf(isWrong, path, "must be true or false: a plain value, not an Output.");
}

/** Renders all problems as one text, one line each. */
export function renderProblems(label: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [`${label} has ${count}:`, ...problems.map(({ path, reason }) => `  ${path}: ${reason}`)].join("\n");
}

/** The texts that a property allows. The messages are built from the same record, so that they match the checks. */
export interface TextRule {
  /** Names the property as the subject of a message, for example `the name`. */
  readonly is: string;
  /** @default 1 */
  readonly minLength?: number;
  readonly maxLength: number;
  /** Matches the whole text. */
  readonly pattern?: RegExp;
  /** Describes the texts that match the pattern. */
  readonly allowed?: string;
  /** The value becomes part of an HTTP request, so it has no control characters. */
  readonly isSent?: true;
}

/** A tab is the only control character that a header can contain. Source: RFC 9110, "Field values". */
// eslint-disable-next-line no-control-regex -- this is what it looks for
const controlCharacter = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** Refuses control characters in a value of an HTTP request. Never shows the value: it may be a secret. */
function sentTextProblems(path: string, value: string, { is, isSent }: TextRule): Problem[] {
  if (isSent !== true || !controlCharacter.test(value)) return [];
  const isLineEnd = !controlCharacter.test(value.replace(/[\r\n]+$/, ""));
  const reason = isLineEnd
    ? "ends with a newline. Remove the newline at the end."
    : "contains a control character, a line break for example, which no HTTP header can carry. Remove it.";
  return [{ path, reason: `${is} ${reason}` }];
}

/** The texts that a secret allows, and how a program writes it. */
export interface SecretRule extends TextRule {
  readonly remedy: string;
}

/** Checks a text. Absent and unknown values have no problems. */
export function textProblems(path: string, value: unknown, rule: TextRule): Problem[] {
  if (!isKnown(value)) return [];
  if (typeof value !== "string") return [{ path, reason: `${rule.is} must be a string, not ${typeName(value)}.` }];
  const { is, minLength = 1, maxLength, pattern, allowed = "characters" } = rule;
  const remedy = `Write ${minLength} to ${maxLength} ${allowed}.`;
  if (value.length < minLength || value.length > maxLength)
    return [{ path, reason: `${is} has ${value.length} characters. ${remedy}` }];
  const sent = sentTextProblems(path, value, rule);
  if (sent.length > 0) return sent;
  const isWrong = pattern?.test(value) === false;
  return problemIf(isWrong, path, `${is} has a character or form that is not allowed. ${remedy}`);
}

/** Checks a required text that must not be blank. `remedy` says what to write. */
export function requiredTextProblems(path: string, value: unknown, rule: TextRule, remedy: string): Problem[] {
  if (isNil(value)) return [{ path, reason: `missing. ${remedy}` }];
  if (isKnown(value) && typeof value === "string" && value !== "" && value.trim() === "")
    return [{ path, reason: `${rule.is} consists of white space only.` }];
  return textProblems(path, value, rule);
}

/** Names the type of a value for a message. Never contains the value. */
export function typeName(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a value of type ${typeof value}`;
}

/** Checks a text that must be one of the choices. Absent and unknown values have no problems. */
export function choiceProblems(path: string, value: unknown, label: string, choices: readonly string[]): Problem[] {
  const isWrong = isKnown(value) && !choices.some((choice) => choice === value);
  return problemIf(isWrong, path, `${label} must be one of ${quoted(choices)}.`);
}

/** Returns texts as a list for a message. */
export function quoted(texts: readonly string[]): string {
  return texts.map((text) => `"${text}"`).join(", ");
}

/** Reports properties that do not exist. Without it, a misspelt property in JavaScript would be ignored silently. */
export function unexpectedMembers(path: string, value: unknown, expected: readonly string[]): Problem[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .filter(([key, member]) => !expected.includes(key) && member !== undefined)
    .map(([key]) => ({
      path: path === "" ? key : `${path}.${key}`,
      reason:
        remedyForFormerName(key, expected) ??
        `there is no such property. Properties here: ${[...new Set(expected)].join(", ")}.`,
    }));
}

/** Reports only properties that have another name here, for objects whose allowed properties are not known yet. */
export function formerNameProblems(path: string, value: object, newNames: readonly string[]): Problem[] {
  return Object.keys(value).flatMap((key) => {
    const reason = remedyForFormerName(key, newNames);
    return reason === undefined ? [] : [{ path: path === "" ? key : `${path}.${key}`, reason }];
  });
}

/** Property names of the AgentCore API and of older AWS pages, with the names that this package uses. */
const renamed: Readonly<Record<string, readonly string[]>> = {
  credentialProviderName: ["name"],
  credentialProviderType: ["type", "vendor"],
  credentialProviderVendor: ["vendor"],
  providerArn: ["arn"],
};

const belongsInCredential = "write its properties directly in credential";

/** Properties that have no counterpart here, with what to do instead. */
const replaced: Readonly<Record<string, string>> = {
  apiKeyCredentialProvider: `${belongsInCredential}, and its providerArn as credentialProvider: { arn }.`,
  oauthCredentialProvider: `${belongsInCredential}, and its providerArn as credentialProvider: { arn }.`,
  iamCredentialProvider: `${belongsInCredential}.`,
  longestName:
    "was removed: a policy takes a number of targets, however long their names are. Write targetsPerPolicy, with a smaller number than 20 for long names.",
  tokenForJwt: "was removed: with AUTHORIZATION_CODE, the role always gets workload tokens for users' JWTs. Remove it.",
  tokenForTargetSetup:
    "was removed: with AUTHORIZATION_CODE, the role gets this permission for MCP servers without a static tool schema. Remove it.",
  userIdCondition: "was removed: the permission has no condition on user ids. Remove it.",
};

/** The API's nested configuration of a vendor: `oauth2ProviderConfigInput`, `customOAuth2ProviderConfig`. */
const vendorConfiguration = /ProviderConfig(Input)?$/i;

/** Returns what to write instead of a property that has another name here, or `undefined` for any other property. */
function remedyForFormerName(name: string, expected: readonly string[]): string | undefined {
  const newName = Object.hasOwn(renamed, name) ? renamed[name]?.find((one) => expected.includes(one)) : undefined;
  if (newName !== undefined) return `is called ${newName} here. Write ${newName}.`;
  if (Object.hasOwn(replaced, name)) return replaced[name];
  if (vendorConfiguration.test(name) && expected.includes("vendor"))
    return "is not used here: write its properties directly, next to vendor.";
  return undefined;
}
