import { sides } from "../preview/preview";
import type { Preview, Side } from "../preview/preview";
import { sortedBy } from "../preview/values";
import { holdersOf } from "./holders";
import type { HolderDocuments, PolicyDocument } from "./roles";

export interface PolicyFile {
  /** Folder of the role, and name: `tools/before.json`. */
  readonly path: string;
  readonly text: string;
}

/** A role whose policies the preview does not show whole. */
export interface RoleWithoutFiles {
  readonly role: string;
  readonly urn: string;
  /** Names of the policies that are not visible. */
  readonly policies: readonly string[];
}

export interface PolicyFiles {
  readonly files: readonly PolicyFile[];
  readonly withoutFiles: readonly RoleWithoutFiles[];
}

/**
 * Returns the policies of each role before and after the change, as one document each, and its trust policy. A role that
 * does not exist has no file.
 *
 * They are the input of `aws accessanalyzer check-no-new-access`: type IDENTITY_POLICY, and RESOURCE_POLICY for trust.
 */
export function policyFiles(preview: Preview): PolicyFiles {
  const { roles, others } = holdersOf(preview);
  const folders = new Set<string>();
  const files: PolicyFile[] = [];
  const withoutFiles: RoleWithoutFiles[] = [];
  for (const role of sortedBy(roles, ({ holder }) => holder.urn)) {
    const { name, urn } = role.holder;
    const hidden = hiddenPolicies(role);
    if (hidden.length > 0) {
      withoutFiles.push({ role: name, urn, policies: hidden });
      continue;
    }
    const folder = folderOf(name, folders);
    const trust = others.find(({ holder }) => holder.kind === "trust" && holder.urn === urn);
    for (const side of sides) {
      files.push(...filesOf(`${folder}/${side}.json`, role, side));
      if (trust !== undefined && hiddenPolicies(trust).length === 0)
        files.push(...filesOf(`${folder}/trust-${side}.json`, trust, side));
    }
  }
  return { files, withoutFiles };
}

/** A policy that is not visible, and the same before and after, adds nothing new. */
function hiddenPolicies({ documents: { before, after } }: HolderDocuments): string[] {
  const ids = ({ id }: PolicyDocument) => id;
  const isHidden = ({ id, content, changes }: PolicyDocument) =>
    content === undefined && (changes || !(before.map(ids).includes(id) && after.map(ids).includes(id)));
  return [...new Set([...before, ...after].filter(isHidden).map(({ name }) => name))].sort();
}

function filesOf(path: string, { exists, documents }: HolderDocuments, side: Side): PolicyFile[] {
  if (!exists[side]) return [];
  const sorted = sortedBy(documents[side], ({ id }) => id);
  const statements = sorted.flatMap(({ content }) => content?.statements ?? []);
  // Statements of several documents may have the same Sid.
  const Statement = statements.map((statement) => ({ ...statement, Sid: undefined }));
  return [{ path, text: `${JSON.stringify({ Version: "2012-10-17", Statement }, undefined, 2)}\n` }];
}

/** Returns a name of letters, digits, `-` and `_` that is not among the others, and adds it to them. */
export function folderOf(role: string, folders: Set<string>): string {
  const safe = role.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, 100) || "role";
  let folder = safe;
  for (let number = 2; folders.has(folder.toLowerCase()); number++) folder = `${safe}-${number}`;
  folders.add(folder.toLowerCase());
  return folder;
}
