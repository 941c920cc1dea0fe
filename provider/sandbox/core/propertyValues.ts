// Property values as the engine sends them: plain JSON. A secret, an asset or an archive is an object with a signature.
// An unknown value is a fixed text. Source: @pulumi/pulumi runtime/rpc.
import { createHash } from "node:crypto";

export type Properties = Record<string, unknown>;
export type Tags = Record<string, string>;

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

/** Value that the engine sends at preview for a value that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const isUnknown = (value: unknown): boolean => value === UNKNOWN;

export const isObject = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isSecret = (value: unknown): value is { value: unknown } => isObject(value) && value[SIGNATURE] === SECRET;

export const secret = (value: unknown): Properties => ({ [SIGNATURE]: SECRET, value });

/** An archive with `assets`, a `path` or a `uri`, and the engine's `hash` of the content. */
export const archive = (contents: Properties): Properties => ({ [SIGNATURE]: ARCHIVE, ...contents });

type Files = Properties & { [SIGNATURE]: string };

export const isArchive = (value: unknown): value is Files => isObject(value) && value[SIGNATURE] === ARCHIVE;

export const isFiles = (value: unknown): value is Files =>
  isArchive(value) || (isObject(value) && value[SIGNATURE] === ASSET);

/** Identifies the content without reading a file: the engine's hash, or a hash of everything that the engine sent. */
export function hashOfFiles(files: Files): string {
  if (typeof files.hash === "string" && files.hash !== "") return files.hash;
  return createHash("sha256").update(JSON.stringify(files)).digest("hex");
}

export function containsUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(containsUnknown);
  if (isObject(value)) return Object.values(value).some(containsUnknown);
  return isUnknown(value);
}

/** The values without secret markers and without null members, which mean the same as missing ones to the aws provider. */
export const plainValues = (values: Properties): Properties => mapMembers(values, plainValue);

function plainValue(value: unknown): unknown {
  if (isSecret(value)) return plainValue(value.value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (!isObject(value) || isFiles(value)) return value;
  const signature = value[SIGNATURE];
  if (typeof signature === "string")
    throw new Error(`the stand-in aws plugin does not emulate inputs with signature ${signature}.`);
  return mapMembers(value, plainValue);
}

const mapMembers = (values: Properties, map: (value: unknown) => unknown): Properties =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, entry]) => entry !== null && entry !== undefined)
      .map(([key, entry]) => [key, map(entry)]),
  );

/** Marks as secret each value that is a secret at the same path of one of the `originals`. */
export const withSecretsOf = (values: Properties, ...originals: Properties[]): Properties =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      originals.reduce((marked, original) => markSecrets(marked, original[key]), value),
    ]),
  );

function markSecrets(value: unknown, original: unknown): unknown {
  if (value === undefined || isSecret(value)) return value;
  if (isSecret(original)) return secret(value);
  if (Array.isArray(value) && Array.isArray(original))
    return value.map((entry: unknown, index) => markSecrets(entry, original[index]));
  if (isObject(value) && isObject(original)) return withSecretsOf(value, original);
  return value;
}

/** Compares two JSON texts without regard to white space and the order of members. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (typeof one !== "string" || typeof other !== "string" || isUnknown(one) || isUnknown(other)) return false;
  try {
    return sorted(JSON.parse(one)) === sorted(JSON.parse(other));
  } catch {
    return false;
  }
}

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_name, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1))) : part,
  );
