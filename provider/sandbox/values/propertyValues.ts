// Property values as the engine sends them: plain JSON in which a secret, an asset or an archive is an object with a
// signature and an unknown value is a fixed text. Source: @pulumi/pulumi runtime/rpc (specialSigKey, specialSecretSig,
// specialAssetSig, specialArchiveSig, unknownValue).
import { createHash } from "node:crypto";

export type Properties = Record<string, unknown>;

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

/** What stands in the place of a value that is not known at preview. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const isUnknown = (value: unknown): boolean => value === UNKNOWN;

export const isObject = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isSecret = (value: unknown): value is { value: unknown } => isObject(value) && value[SIGNATURE] === SECRET;

export const secret = (value: unknown): Properties => ({ [SIGNATURE]: SECRET, value });

/** An archive as the engine sends it: of `assets`, a `path` or a `uri`, and the engine's `hash` of all that is in it. */
export const archive = (contents: Properties): Properties => ({ [SIGNATURE]: ARCHIVE, ...contents });

/** An asset or an archive. */
type Files = Properties & { [SIGNATURE]: string };

export const isArchive = (value: unknown): value is Files => isObject(value) && value[SIGNATURE] === ARCHIVE;

/** Whether the value stands for files: an asset or an archive. */
export const isFiles = (value: unknown): value is Files =>
  isArchive(value) || (isObject(value) && value[SIGNATURE] === ASSET);

/** What tells two contents apart without reading a file: the engine's hash, or else everything that it sent. */
export function hashOfFiles(files: Files): string {
  if (typeof files.hash === "string" && files.hash !== "") return files.hash;
  return createHash("sha256").update(JSON.stringify(files)).digest("hex");
}

/** Whether the value is unknown, or anything in it. */
export function containsUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(containsUnknown);
  if (isObject(value)) return Object.values(value).some(containsUnknown);
  return isUnknown(value);
}

/** The plain values. Null and missing mean the same to the aws provider, so null properties are dropped. */
export function revealed(value: Properties): Properties {
  return reveal(value) as Properties;
}

function reveal(value: unknown): unknown {
  if (isSecret(value)) return reveal(value.value);
  if (Array.isArray(value)) return value.map(reveal);
  if (!isObject(value) || isFiles(value)) return value;
  const sig = value[SIGNATURE];
  if (typeof sig === "string")
    throw new Error(
      `the stand-in aws plugin does not emulate resource references or output values as inputs (signature ${sig}).`,
    );
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== null && entry !== undefined)
      .map(([key, entry]) => [key, reveal(entry)]),
  );
}

/**
 * `values` with a secret wherever one of the `originals` has a secret at the same path: what came in as a secret goes out
 * and stays in the state as one.
 */
export function concealed(values: Properties, ...originals: Properties[]): Properties {
  return originals.reduce<unknown>((result, original) => conceal(result, original), values) as Properties;
}

function conceal(value: unknown, original: unknown): unknown {
  if (value === undefined || isSecret(value)) return value;
  if (isSecret(original)) return secret(value);
  if (Array.isArray(value) && Array.isArray(original))
    return value.map((entry, index) => conceal(entry, original[index] as unknown));
  if (isObject(value) && isObject(original))
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, conceal(entry, original[key])]));
  return value;
}
