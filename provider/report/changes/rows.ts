import { uses } from "../model";
import type { Cell, CredentialChange, Sentence, SettingChange, TargetRow, Use } from "../model";
import { byCodeUnits, byName } from "../preview/values";
import { credentialSettings, settingNotes } from "./credentialSettings";
import { hostsOf } from "./endpoints";
import type { ServingPermission } from "./servedTargets";
import type { Target } from "./targets";

/** Returns the rows of the table of targets. Changed rows come first. */
export function rowsOf(
  targets: readonly Target[],
  permissions: readonly ServingPermission[],
  credentials: readonly CredentialChange[],
): TargetRow[] {
  const serving = new Map<Target, ServingPermission[]>(targets.map((target) => [target, []]));
  for (const permission of permissions) for (const target of permission.targets) serving.get(target)?.push(permission);
  const rows = targets.map((target) => rowOf(target, serving.get(target) ?? [], credentials));
  return rows.sort(
    (left, right) => order.indexOf(left.change) - order.indexOf(right.change) || byName(left.name, right.name),
  );
}

const order: readonly TargetRow["change"][] = ["new", "changed", "deleted", "unchanged"];

function rowOf(
  target: Target,
  permissions: readonly ServingPermission[],
  credentials: readonly CredentialChange[],
): TargetRow {
  const { name, gateway, resource, credential } = target;
  const cells = Object.fromEntries(uses.map((use) => [use, cellOf(permissions, use, credential)])) as Record<Use, Cell>;
  const hosts = [...new Set(hostsOf(resource.after?.properties.targetConfiguration))].sort(byCodeUnits);
  const own = credentials.filter(({ targets }) => targets.includes(name));
  const settings = credentialSettings(resource);
  return {
    name,
    gateway,
    urn: resource.urn,
    change: changeOf(target, cells, own),
    credential,
    cells,
    ...(settings.length === 0 ? {} : { settings }),
    ...(hosts.length === 0 ? {} : { hosts }),
    notes: notesOf(target, own, settings, stillAllowed(permissions)),
    source: resource.source,
  };
}

/** Returns the cell for all permissions of one use. The first row that applies wins. */
const cellRules: readonly (readonly [Cell, (permission: ServingPermission) => boolean])[] = [
  ["unknown", ({ word, certain }) => !certain && word !== "kept"],
  ["gained", ({ word }) => word === "gained" || word === "widened"],
  ["lost", ({ word }) => word === "lost"],
  ["follows", ({ word }) => word === "follows"],
  ["kept", () => true],
];

function cellOf(permissions: readonly ServingPermission[], use: Use, { type }: TargetRow["credential"]): Cell {
  // A policy that the preview does not show can contain all that the credential needs.
  const needed: readonly Use[] = type === "API_KEY" || type === "OAUTH" ? ["fetch", "secret"] : ["call"];
  const own = permissions.filter(
    ({ action, effect, ...one }) => effect === "Allow" && (action === "" ? needed.includes(use) : one.use === use),
  );
  return cellRules.find(([, applies]) => own.some(applies))?.[0] ?? "none";
}

function changeOf(
  { resource }: Target,
  cells: Readonly<Record<Use, Cell>>,
  credentials: readonly CredentialChange[],
): TargetRow["change"] {
  if (resource.operation === "create" || resource.operation === "import") return "new";
  if (resource.operation === "delete") return "deleted";
  const isChanged =
    resource.operation !== "same" ||
    credentials.length > 0 ||
    Object.values(cells).some((cell) => cell !== "none" && cell !== "kept");
  return isChanged ? "changed" : "unchanged";
}

/** Notes about the credential provider of a target that exists before and after the change. */
const credentialNotes: Partial<Record<CredentialChange["change"], (change: CredentialChange) => Sentence>> = {
  created: ({ name }) => ["new provider ", { code: name }],
  imported: ({ name }) => ["provider ", { code: name }, " is imported"],
  replaced: ({ name }) => ["new provider ", { code: name }],
  rotated: ({ kind }) => [kind === "apiKey" ? "key rotates" : "client secret rotates"],
  sourceChanged: ({ secretSource }) => ["secret now from ", ...sourceText(secretSource?.after)],
  updated: ({ properties }) => ["provider changes: ", properties.join(", ")],
  retained: ({ name }) => ["provider ", { code: name }, " stays in AWS"],
};

function sourceText(source: TargetRow["credential"]["secretSource"]): Sentence {
  if (source === undefined) return ["nowhere"];
  if (source.type === "inline") return ["the program"];
  if (source.type === "env") return [{ code: source.name }];
  return source.secretId === undefined ? ["Secrets Manager"] : [{ code: source.secretId }];
}

const verbs: Readonly<Record<Use, string>> = {
  fetch: "fetch its credential",
  secret: "read its secret",
  key: "use its KMS key",
  call: "call it",
};

/** Says what the role may still do for a target that is deleted; `undefined` if nothing. */
function stillAllowed(permissions: readonly ServingPermission[]): string | undefined {
  const kept = permissions.filter(({ word, effect }) => word === "kept" && effect === "Allow");
  const allowed = uses.filter((use) => kept.some((permission) => permission.use === use)).map((use) => verbs[use]);
  if (allowed.length === 0) return undefined;
  const isWildcard = kept.every(({ because }) => because === "wildcard");
  return `the role may still ${allowed.join(" and ")}${isWildcard ? " through a wildcard" : ""}`;
}

/** Most scopes in a note. The findings name all. */
const mostScopes = 5;

function notesOf(
  { resource }: Target,
  credentials: readonly CredentialChange[],
  settings: readonly SettingChange[],
  still?: string,
): Sentence[] {
  const isNew = resource.operation === "create" || resource.operation === "import";
  // The other settings of a new target are in the program.
  const shown = settings.filter(({ setting, certain }) => !isNew || (setting === "scope" && certain));
  const ofSettings = settingNotes(shown, resource, mostScopes);
  if (isNew) return [[resource.operation === "create" ? "new" : "imported"], ...ofSettings];
  if (resource.operation === "delete")
    return [
      [resource.retained ? "leaves the stack, stays in AWS" : "deleted"],
      ...(still === undefined ? [] : [[still]]),
    ];
  const notes = credentials.map((change) => credentialNotes[change.change]?.(change));
  return [
    ...(resource.operation === "replace" ? [["replaced"]] : []),
    ...notes.filter((note) => note !== undefined),
    ...ofSettings,
  ];
}
