// Texts that a program could use to break out of its place in a report, and reports of any size with only such texts.
import fc from "fast-check";
import { uses } from "../../../provider/report/model";
import type {
  CredentialChange,
  Finding,
  PermissionChange,
  Report,
  Sentence,
  SecretSource,
  StackReport,
  TargetRow,
} from "../../../provider/report/model";
import { noCounts, reportOf } from "./reports";

/** Every text of `hostileText` contains this word. */
export const hostileWord = "HOSTILE";

const fragments = [
  "`",
  "``",
  "```",
  "~~~",
  "|",
  "\\|",
  "\\",
  "\n",
  "\r\n",
  "\n\n",
  "\n```\n",
  "\u0000",
  "\u001b[31m",
  "\u0085",
  "\u00a0",
  "\u2028",
  "\u202e",
  "\u2066",
  "\u200b",
  "\ufeff",
  "\ud83d",
  "👩‍👩‍👧",
  "</details>",
  "</sub>",
  "<details>",
  "<img src=https://evil.example/a.png>",
  "<script>",
  "<!--",
  "-->",
  "--!>",
  "--",
  "&lt;b&gt;",
  "&#96;",
  "@octocat",
  "#123",
  "!45",
  "GH-7",
  "org/repo#8",
  "https://evil.example",
  "www.evil.example",
  "me@evil.example",
  "[link](https://evil.example)",
  "![image](https://evil.example/a.png)",
  "[ref]: https://evil.example",
  "[^1]",
  "\n/close",
  "\n# heading",
  "\n> [!WARNING]",
  "\n- item",
  "\n    code",
  "* ",
  "**bold**",
  "$`x`$",
  "%%{init: {}}%%",
  " ",
  "x".repeat(500),
];

export const hostileText: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: "binary", maxLength: 6 })), { maxLength: 6 }),
    fc.array(fc.constantFrom(...fragments), { maxLength: 3 }),
  )
  .map(([before, after]) => `${before.join("")}${hostileWord}${after.join("")}`);

const sentence: fc.Arbitrary<Sentence> = hostileText.map((code) => ["Words about ", { code }, "."]);
const texts = fc.array(hostileText, { maxLength: 7 });

const secretSource: fc.Arbitrary<SecretSource> = fc.oneof(
  fc.constant({ type: "inline" } as const),
  fc.record({ type: fc.constant("env" as const), name: hostileText }),
  fc.record(
    { type: fc.constant("secretsManager" as const), secretId: hostileText, jsonKey: hostileText },
    { requiredKeys: ["type", "secretId"] },
  ),
);

const cell = fc.constantFrom("gained", "lost", "follows", "kept", "none", "unknown" as const);

const target: fc.Arbitrary<TargetRow> = fc.record(
  {
    name: hostileText,
    gateway: hostileText,
    urn: hostileText,
    change: fc.constantFrom("new", "changed", "deleted", "unchanged" as const),
    credential: fc.record(
      {
        type: fc.constantFrom("API_KEY", "OAUTH", "GATEWAY_IAM_ROLE", "JWT_PASSTHROUGH", "NONE", "UNKNOWN" as const),
        vendor: hostileText,
        source: secretSource,
      },
      { requiredKeys: ["type"] },
    ),
    cells: fc.record({ fetch: cell, secret: cell, key: cell, call: cell } satisfies Record<
      (typeof uses)[number],
      unknown
    >),
    settings: fc.array(
      fc.record(
        {
          setting: fc.constantFrom("scope", "customParameter", "other" as const),
          name: hostileText,
          before: hostileText,
          after: hostileText,
          certain: fc.boolean(),
          wider: fc.boolean(),
        },
        { requiredKeys: ["setting", "certain", "wider"] },
      ),
      { maxLength: 2 },
    ),
    notes: fc.array(sentence, { maxLength: 2 }),
  },
  { requiredKeys: ["name", "urn", "change", "credential", "cells", "notes"] },
);

const grant = fc.record(
  { action: hostileText, resource: hostileText, condition: hostileText },
  { requiredKeys: ["action", "resource"] },
);

const permission: fc.Arbitrary<PermissionChange> = fc
  .tuple(
    grant,
    fc.record(
      {
        word: fc.constantFrom("gained", "widened", "follows", "moved", "lost", "narrowed" as const),
        certain: fc.boolean(),
        holder: fc.record({
          kind: fc.constantFrom("role", "trust", "function", "secret", "key", "restApi", "gateway" as const),
          name: hostileText,
          urn: hostileText,
        }),
        targets: texts,
        use: fc.constantFrom(...uses, "other" as const),
        effect: fc.constantFrom("Allow", "Deny" as const),
        wildcard: fc.boolean(),
        because: fc.constantFrom("wildcard", "denyRemoved", "notVisible", "cannotTell" as const),
        principal: hostileText,
        policy: hostileText,
        before: grant,
      },
      { requiredKeys: ["word", "certain", "holder", "targets", "use", "effect", "wildcard"] },
    ),
  )
  .map(([granted, others]) => ({ ...others, ...granted }));

const credential: fc.Arbitrary<CredentialChange> = fc.record(
  {
    kind: fc.constantFrom("apiKey", "oauth2" as const),
    name: hostileText,
    urn: hostileText,
    targets: texts,
    change: fc.constantFrom(
      "created",
      "imported",
      "replaced",
      "deleted",
      "rotated",
      "sourceChanged",
      "updated",
      "retained" as const,
    ),
    oldName: hostileText,
    vendor: fc.record({ before: hostileText, after: hostileText }, { requiredKeys: [] }),
    secretSource: fc.record({ before: secretSource, after: secretSource }, { requiredKeys: [] }),
    properties: texts,
    destroysSecret: fc.boolean(),
  },
  { requiredKeys: ["kind", "name", "urn", "targets", "change", "properties", "destroysSecret"] },
);

const finding: fc.Arbitrary<Finding> = fc.record({
  code: fc.constantFrom("providerDeleted", "wildcard" as const),
  severity: fc.constantFrom("warning", "notice" as const),
  text: sentence,
  targets: texts,
});

/** Lists of one to a few hundred members, so that reports of every size occur. */
function listOf<T>(member: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc
    .tuple(fc.array(member, { maxLength: 8 }), fc.constantFrom(1, 1, 5, 40))
    .map(([members, times]) => Array.from({ length: times }, () => members).flat());
}

const stack: fc.Arbitrary<StackReport> = fc
  .record({
    project: hostileText,
    stack: hostileText,
    status: fc.constantFrom("changes", "changes", "changes", "noChanges", "failed" as const),
    missing: fc.array(fc.record({ code: fc.constantFrom("targeted", "failed" as const), text: sentence }), {
      maxLength: 6,
    }),
    errors: listOf(
      fc.record(
        { severity: fc.constantFrom("error", "warning" as const), resource: hostileText, message: hostileText },
        { requiredKeys: ["severity"] },
      ),
    ),
    targets: listOf(target),
    permissions: listOf(permission),
    credentials: listOf(credential),
    findings: listOf(finding),
    otherChanges: fc.dictionary(hostileText, fc.nat(9), { maxKeys: 4 }),
    fingerprint: hostileText,
  })
  .map((parts) => ({
    ...parts,
    counts: { ...noCounts, gaining: parts.targets.length, widened: parts.permissions.length },
    picture: { nodes: [{ id: "g", kind: "gateway", label: "tools", change: "new" }], edges: [] },
  }));

/** A stack with a few members of each list, for reports of many stacks. */
const smallStack = stack.map((one): StackReport => {
  const { errors, targets, permissions, credentials, findings } = one;
  const few = <T>(members: readonly T[]) => members.slice(0, 3);
  return {
    ...one,
    errors: few(errors),
    targets: few(targets),
    permissions: few(permissions),
    credentials: few(credentials),
    findings: few(findings),
  };
});

export const hostileReport: fc.Arbitrary<Report> = fc
  .tuple(
    fc.oneof(
      stack.map((one) => [one]),
      fc.array(stack, { minLength: 2, maxLength: 3 }),
      smallStack.map((one) => Array.from({ length: 60 }, () => one)),
    ),
    fc.record({ title: hostileText, tag: hostileText }, { requiredKeys: [] }),
  )
  .map(([stacks, others]) => reportOf(stacks, others));
