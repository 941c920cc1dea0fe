// The files in documents/: what the role of each cell is granted, for reading, and compared with what the engine made.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import type { ResolvedAuthentication } from "./proof";
import type { RuntimeCall } from "./runtimeCalls";

/** Beside the source of this module: the compiler leaves these files where they are. */
const folder = join(__dirname, "..", "..", "..", "tests", "iamProof", "documents");

/** How all of them are written again. */
const command = "WRITE_DOCS=1 npm test -- tests/iamProof/iamProof.spec.ts";

const inAwsItself = { partition: "aws", region: "us-east-1" };

/** Names of the files that there are. */
export const documentFiles = (): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

/** The document of a role, and its file's name: where it is as in `aws` but for partition and Region, there is none. */
export async function documentOf(
  role: ResolvedAuthentication,
  inAws: ResolvedAuthentication,
): Promise<{ file: string; text: string } | undefined> {
  const { cell, place } = role;
  const isLikeAws = JSON.stringify(policiesOf(role)).replaceAll(`arn:${place.partition}:`, "arn:aws:");
  const text = isLikeAws.replaceAll(place.region, inAwsItself.region);
  if (role !== inAws && text === JSON.stringify(policiesOf(inAws))) return undefined;
  const document = {
    description: `${cell?.title}.`,
    place,
    calls: callsOf(role.needed),
    trustPolicy: role.role.trustPolicy,
    policies: policiesOf(role),
  };
  const suffix = role === inAws ? "" : `.${place.partition}`;
  return {
    file: `${cell?.name}${suffix}.json`,
    text: await format(JSON.stringify(document), { parser: "json", printWidth: 120 }),
  };
}

/** Compares a document with its file; with `WRITE_DOCS=1` in the environment, writes it instead. */
export function assertDocument({ file, text }: { file: string; text: string }): void {
  const path = join(folder, file);
  if (process.env.WRITE_DOCS === "1") {
    mkdirSync(folder, { recursive: true });
    return writeFileSync(path, text);
  }
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  throw new Error(
    `tests/iamProof/documents/${file} is not what the engine made:\n\n${text}\nWrite it with: ${command}`,
  );
}

/** In the order of their names. */
function policiesOf({ role }: ResolvedAuthentication): Record<string, unknown> {
  return Object.fromEntries(Object.entries(role.policies).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the gateway does with the role, each call with all that IAM checks of it. */
function callsOf(needed: readonly RuntimeCall[]): object[] {
  const calls = new Map<string, { action: string; resources: string[]; context?: object; source: string }>();
  for (const { action, resource, context, source } of needed) {
    const name = JSON.stringify([action, context, source]);
    const call = calls.get(name) ?? {
      action,
      resources: [],
      ...(Object.keys(context).length === 0 ? {} : { context }),
      source,
    };
    call.resources.push(resource);
    calls.set(name, call);
  }
  return [...calls.values()];
}
