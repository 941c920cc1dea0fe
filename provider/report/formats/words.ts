// Sentences of the report, the same in every format.
import { uses } from "../model";
import type {
  Cell,
  CredentialChange,
  CredentialOfTarget,
  PreviewError,
  Report,
  SecretSource,
  Sentence,
  StackReport,
  TargetRow,
  Use,
} from "../model";
import { line } from "./escape";

/** Returns `1 key`, `2 keys`. */
export const count = (number: number, one: string, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

/** Returns the heading's words for one or more stacks: `2 targets gain access, 1 loses it, 1 key rotates`. */
export function headline(stacks: readonly StackReport[]): string {
  const failed = stacks.filter(({ status }) => status === "failed").length;
  const failure = stacks.length === 1 ? "the preview failed" : count(failed, "preview") + " failed";
  const changing = stacks.filter(({ status }) => status === "changes");
  if (changing.length === 0) return failed > 0 ? failure : "no changes";
  return [...(failed > 0 ? [failure] : []), ...changesIn(changing)].join(", ");
}

function changesIn(stacks: readonly StackReport[]): string[] {
  const total = (name: keyof StackReport["counts"]) => stacks.reduce((sum, { counts }) => sum + counts[name], 0);
  const credentials = stacks.flatMap((stack) => stack.credentials);
  const deleted = credentials.filter(({ change }) => change === "deleted");
  const destroyed = deleted.filter(({ destroysSecret }) => destroysSecret);
  const others = credentials.filter(({ change }) => change === "sourceChanged" || change === "updated");
  const rotated = credentials.filter(({ change }) => change === "rotated");
  const targets = targetClauses([
    [total("gaining"), "gains", "gain", ""],
    [total("losing"), "loses", "lose", ""],
    [total("following"), "keeps", "keep", " on a new resource"],
  ]);
  const clauses = [
    ...targets,
    clause(
      total("gainedWithoutTarget"),
      targets.length > 0 ? "other permission" : "permission",
      "is added",
      "are added",
    ),
    clause(total("widened"), "permission", "becomes wider", "become wider"),
    clause(total("cannotTell"), "permission", "cannot be checked"),
    clause(total("targetCredentialsWidened"), "target credential", "may allow more"),
    clause(total("targetCredentialsUnknown"), "target credential", "cannot be checked"),
    clause(total("targetCredentialsChanged"), "target credential", "changes", "change"),
    clause(total("rotated"), secretNoun(rotated), "rotates", "rotate"),
    clause(total("following") > 0 ? 0 : total("credentialsReplaced"), provider, "is replaced", "are replaced"),
    clause(destroyed.length, secretNoun(destroyed), "is destroyed", "are destroyed"),
    clause(total("credentialsDeleted") - destroyed.length, provider, "is deleted", "are deleted"),
    clause(others.length, provider, "changes", "change"),
  ].filter((text) => text !== undefined);
  return clauses.length > 0 ? clauses : ["no IAM permission and no secret changes"];
}

const provider = "credential provider";

type TargetClause = readonly [number: number, one: string, many: string, end: string];

/** Returns `2 targets gain access`, and after it `1 loses it`. */
function targetClauses(clauses: readonly TargetClause[]): string[] {
  return clauses
    .filter(([number]) => number > 0)
    .map(([number, one, many, end], index) => {
      const verb = number === 1 ? one : many;
      return index === 0 ? `${count(number, "target")} ${verb} access${end}` : `${number} ${verb} it${end}`;
    });
}

/** Returns `1 key changes`, `2 keys change`. */
export const changeCount = (number: number, noun: string) =>
  `${count(number, noun)} ${number === 1 ? "changes" : "change"}`;

function clause(number: number, noun: string, one: string, many = one): string | undefined {
  return number > 0 ? `${count(number, noun)} ${number === 1 ? one : many}` : undefined;
}

function secretNoun(credentials: readonly CredentialChange[]): string {
  if (credentials.every(({ kind }) => kind === "apiKey")) return "key";
  return credentials.every(({ kind }) => kind === "oauth2") ? "client secret" : "secret";
}

const columns: Readonly<Record<Use, string>> = {
  fetch: "fetches credential",
  secret: "reads secret",
  key: "uses KMS key",
  call: "calls",
};

/** Symbols of cells in Markdown, their form on a terminal, and their meaning. */
export const cells: Readonly<
  Record<Cell, { readonly symbol: string; readonly plain: string; readonly meaning: string }>
> = {
  gained: { symbol: "➕", plain: "+", meaning: "gains the permission" },
  lost: { symbol: "➖", plain: "-", meaning: "loses it" },
  follows: { symbol: "↻", plain: "~", meaning: "keeps it, on a new resource" },
  kept: { symbol: "✓", plain: "✓", meaning: "has it, unchanged" },
  unknown: { symbol: "?", plain: "?", meaning: "the preview does not say" },
  none: { symbol: "", plain: "", meaning: "" },
};

/** Columns of the table of targets. Those that would be empty are left out. */
export interface TableLayout {
  readonly titles: readonly string[];
  readonly hasGateway: boolean;
  readonly uses: readonly { readonly use: Use; readonly title: string }[];
}

export function layoutOf(targets: readonly TargetRow[]): TableLayout {
  const hasGateway = new Set(targets.map(({ gateway }) => gateway)).size > 1;
  const shown = uses
    .filter((use) => targets.some((target) => target.cells[use] !== "none"))
    .map((use) => ({ use, title: columns[use] }));
  const titles = shown.map(({ title }) => title);
  return {
    titles: ["target", ...(hasGateway ? ["gateway"] : []), ...titles, "change", "credential"],
    hasGateway,
    uses: shown,
  };
}

/** Returns the symbols in the rows of targets, each with its meaning. */
export function legendOf(targets: readonly TargetRow[], form: "symbol" | "plain"): string[] {
  const used = new Set(targets.flatMap((target) => uses.map((use) => cells[target.cells[use]])));
  const shown = Object.values(cells).filter((cell) => cell[form] !== "" && used.has(cell));
  return shown.map((cell) => `${cell[form]} ${cell.meaning}`);
}

export function credentialLabel({ type, vendor, secretSource }: CredentialOfTarget): Sentence {
  switch (type) {
    case "API_KEY":
      return ["API key", ...sourceLabel(secretSource)];
    case "OAUTH":
      return [
        "OAuth client",
        ...(vendor === undefined ? [] : [" of ", { code: vendor }]),
        ...sourceLabel(secretSource),
      ];
    case "GATEWAY_IAM_ROLE":
      return ["role of the gateway"];
    case "CALLER_IAM_CREDENTIALS":
      return ["IAM credentials of the caller"];
    case "JWT_PASSTHROUGH":
      return ["token of the caller"];
    case "NONE":
      return ["none"];
    case "UNKNOWN":
      return ["?"];
  }
}

/** A value in the program is the usual source, so the table does not mention it. */
function sourceLabel(source: SecretSource | undefined): Sentence {
  if (source === undefined || source.type === "inline") return [];
  return source.type === "env" ? [" from environment ", { code: source.name }] : [" from ", ...sourceWords(source)];
}

function sourceWords(source: SecretSource | undefined): Sentence {
  if (source === undefined) return ["a source that the preview does not show"];
  switch (source.type) {
    case "inline":
      return ["the program or its configuration"];
    case "env":
      return ["environment variable ", { code: source.name }];
    case "secretsManager":
      return [
        ...(source.secretId === undefined ? ["a secret in Secrets Manager"] : ["secret ", { code: source.secretId }]),
        ...(source.jsonKey === undefined ? [] : [", key ", { code: source.jsonKey }]),
      ];
  }
}

/** Returns the last column of a target's row. */
export function notesOf({ change, notes }: TargetRow): Sentence {
  if (notes.length === 0) return [change];
  return notes.flatMap((note, index) => (index === 0 ? note : ["; ", ...note]));
}

/** Returns a sentence on the change of a credential provider. */
export function credentialSentence(credential: CredentialChange): Sentence {
  const { kind, name, oldName, vendor, secretSource, properties, targets } = credential;
  const noun = kind === "apiKey" ? "API key" : "OAuth client";
  const secret = kind === "apiKey" ? "API key" : "client secret";
  const old: Sentence = oldName === undefined ? ["the old provider"] : [{ code: oldName }];
  const sourceChange: Sentence =
    secretSource === undefined
      ? []
      : [
          ` Its ${secret} comes from `,
          ...sourceWords(secretSource.after),
          ", before from ",
          ...sourceWords(secretSource.before),
          ".",
        ];
  const vendorChange: Sentence =
    vendor?.before === undefined || vendor.after === undefined
      ? []
      : [" Its vendor is ", { code: vendor.after }, ", before ", { code: vendor.before }, "."];
  const sentence = ((): Sentence => {
    switch (credential.change) {
      case "created":
        return [
          { code: name },
          ` is a new credential provider for an ${noun}. The secret comes from `,
          ...sourceWords(secretSource?.after),
          ".",
        ];
      case "imported":
        return [{ code: name }, ` is imported: an existing credential provider for an ${noun}.`];
      case "replaced":
        return [
          { code: name },
          ` is a new credential provider for an ${noun}. It replaces `,
          ...old,
          targets.length === 0 ? "." : ". Targets move to it before the old one is deleted.",
          ...vendorChange,
          ...sourceChange,
        ];
      case "deleted":
        return [
          { code: name },
          " is deleted.",
          credential.destroysSecret
            ? ` AgentCore destroys its ${secret}, which cannot be restored.`
            : ` Its ${secret} stays in Secrets Manager.`,
        ];
      case "rotated":
        return [{ code: name }, ` gets another ${secret}. Its ARN and permissions stay.`];
      case "sourceChanged":
        return [{ code: name }, " stays.", ...sourceChange];
      case "updated":
        return [{ code: name }, ` gets other settings: `, ...listOf(properties), ".", ...vendorChange];
      case "retained":
        return [{ code: name }, " leaves the stack, and stays in AWS with its secret."];
    }
  })();
  const users: Sentence = targets.length === 0 ? [] : [" Used by ", ...listOf(targets), "."];
  return [...sentence, ...users];
}

const longestList = 5;

/** Returns names with commas, and how many more there are. */
export function listOf(names: readonly string[]): Sentence {
  const shown = names.slice(0, longestList).flatMap((name, index) => [...(index === 0 ? [] : [", "]), { code: name }]);
  return names.length > longestList ? [...shown, ` and ${names.length - longestList} more`] : shown;
}

const operations: Readonly<Record<string, string>> = {
  create: "created",
  import: "imported",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
};

/** Returns a sentence on the changes that are no part of outbound auth; nothing if there are none. */
function otherChangesSentence({ otherChanges }: StackReport): string | undefined {
  const changes = Object.entries(otherChanges).filter(([, number]) => number > 0);
  const total = changes.reduce((sum, [, number]) => sum + number, 0);
  if (total === 0) return undefined;
  const parts = changes.map(([operation, number]) => `${number} ${operations[operation] ?? "changed"}`);
  return `${count(total, "other resource")} outside of outbound auth: ${parts.join(", ")}.`;
}

/** Returns small print on a stack with changes: other changes, and the fingerprint. */
export function footerOf(stack: StackReport): Sentence[] {
  const others = otherChangesSentence(stack);
  const fingerprint = /^sha256:[0-9a-f]{12}/.exec(stack.fingerprint)?.[0] ?? stack.fingerprint;
  return [
    ...(others === undefined ? [] : [[others]]),
    ...(stack.status === "changes" ? [["Fingerprint of this change: ", { code: fingerprint }, "."]] : []),
  ];
}

export const writtenBy = ({ name, version }: Report["tool"]): Sentence => [
  "Written by ",
  { code: `${name} ${version}` },
  ".",
];

export const failedSentence =
  "The preview failed, so this report does not say what would change. Correct the errors, and run it again.";

export const incompleteSentence = "This report is not complete.";

export const replacesSentence = "This report replaces any earlier one.";

/** Returns errors as lines of text: severity and resource, and the message below it. */
export function errorLines(errors: readonly PreviewError[]): string[] {
  return errors.flatMap(({ severity, resource, message }) => {
    const text =
      message ?? "The message is not shown, because it can contain secrets. Read it in the log of the preview.";
    const about = resource === undefined ? severity : `${severity}  ${line(resource)}`;
    return [
      about,
      ...text
        .trimEnd()
        .split("\n")
        .map((part) => `    ${line(part)}`),
    ];
  });
}
