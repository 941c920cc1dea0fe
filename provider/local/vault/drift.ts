import { randomBytes } from "node:crypto";
import { fieldProblems, knownMembers, shapeNamed } from "../model/model";
import { kinds } from "./records";
import type { AnyRecord, Kind } from "./records";
import type { Vault, Vaults } from "./vault";
import { answeredShape, vendorNamed } from "./vendors";

/**
 * A change that another tool makes to a provider. It bypasses the API, the log and the provider's status. `arn` is the
 * provider's ARN. `secondsLater` adds seconds to the times that Get returns, for clients that compare times; default 0.
 * `apiKey` and `clientSecret` are the new value of the secret: use the one that the kind of provider has; default random.
 */
export type Drift =
  /** Deletes the provider. */
  | { readonly action: "delete"; readonly arn: string }
  /** Sets another value of the managed secret under the same ARN; `lastUpdatedTime` changes. */
  | {
      readonly action: "rotateSecret";
      readonly arn: string;
      readonly apiKey?: string;
      readonly clientSecret?: string;
      readonly secondsLater?: number;
    }
  /** Deletes the provider and creates it again: new secret ARN and value, new times, and only these tags. */
  | {
      readonly action: "recreate";
      readonly arn: string;
      readonly tags?: Record<string, string>;
      readonly apiKey?: string;
      readonly clientSecret?: string;
      readonly secondsLater?: number;
    }
  /**
   * Changes members of an OAuth2 provider's configuration that Get returns, for example `{ clientId: "other" }`. Null
   * removes a member. `lastUpdatedTime` changes.
   */
  | {
      readonly action: "changeConfig";
      readonly arn: string;
      readonly config: Record<string, unknown>;
      readonly secondsLater?: number;
    }
  /** Adds tags, or changes their values. */
  | { readonly action: "setTags"; readonly arn: string; readonly tags: Record<string, string> }
  /** Removes tags. */
  | { readonly action: "removeTags"; readonly arn: string; readonly tagKeys: string[] };

/** @throws RangeError if the provider does not exist, or if the change does not fit it. */
export function applyDrift(vaults: Vaults, drift: Drift): void {
  const found = vaults.find(drift.arn);
  if (!found) throw new RangeError(`drift.arn: there is no provider ${drift.arn}`);
  const { vault, record } = found;
  checkMembers(drift, record.kind);
  switch (drift.action) {
    case "delete":
      return vault.drop(record);
    case "rotateSecret":
      return rotateSecret(vault, record, newValue(drift, record.kind), laterMs(drift));
    case "recreate":
      return recreate(vault, record, newValue(drift, record.kind), laterMs(drift), drift.tags);
    case "changeConfig":
      return changeConfig(vault, record, drift.config, laterMs(drift));
    case "setTags":
      return vault.tag(record, drift.tags);
    case "removeTags":
      return vault.untag(record, drift.tagKeys);
    default:
      throw new RangeError("drift.action: must be delete, rotateSecret, recreate, changeConfig, setTags or removeTags");
  }
}

function rotateSecret(vault: Vault, record: AnyRecord, value: string, later: number): void {
  const { kind, name, content } = record;
  if (content.secret?.source !== "MANAGED")
    throw new RangeError("drift.action: rotateSecret needs a provider with a managed secret");
  vault.overwrite(record, { ...content, secret: vault.managedSecret(kind, name, value, content.secret) }, later);
}

/** A client that authenticates with a signed token stays without a secret. */
function recreate(vault: Vault, record: AnyRecord, value: string, later: number, tags?: Record<string, string>): void {
  const { kind, name, content } = record;
  const renewed = content.secret ? { ...content, secret: vault.managedSecret(kind, name, value) } : content;
  vault.recreate(record, renewed, tags, later);
}

function changeConfig(vault: Vault, record: AnyRecord, changes: Record<string, unknown>, later: number): void {
  if (record.kind !== "oauth2") throw new RangeError("drift.action: changeConfig needs an OAuth2 provider");
  const { content } = record;
  const { member } = vendorNamed(content.vendor);
  const shape = answeredShape(content.vendor);
  const members = Object.keys(shapeNamed(shape).members ?? {});
  const unknown = Object.keys(changes).find((name) => !members.includes(name));
  if (unknown !== undefined) throw new RangeError(`drift.config: must have no members but ${members.join(", ")}`);
  const changed = { ...content.config[member], ...changes };
  const [problem] = fieldProblems(shape, changed);
  if (problem) throw new RangeError(`drift.config.${problem.name}: ${problem.message}`);
  vault.overwrite(record, { ...content, config: { [member]: knownMembers(shape, changed) } }, later);
}

/** Drift may come from another process, so types are not enough. */
function checkMembers(drift: Drift, kind: Kind): void {
  const { action, config, tags, tagKeys, secondsLater = 0, ...others } = drift as Readonly<Record<string, unknown>>;
  const { secretMember, label } = kinds[kind];
  for (const name of ["apiKey", "clientSecret"] as const) {
    if (others[name] === undefined) continue;
    if (typeof others[name] !== "string") throw new RangeError(`drift.${name}: must be a string`);
    if (name !== secretMember)
      throw new RangeError(`drift.${name}: the secret of an ${label} provider is its ${secretMember}`);
  }
  if (typeof secondsLater !== "number" || !Number.isInteger(secondsLater) || secondsLater < 0)
    throw new RangeError("drift.secondsLater: must be a whole number from 0");
  if (action === "changeConfig" && !isObject(config)) throw new RangeError("drift.config: must be an object");
  const areTags = isObject(tags) && Object.values(tags).every(isString);
  if ((action === "setTags" || tags !== undefined) && !areTags)
    throw new RangeError("drift.tags: must be an object of strings");
  if (action === "removeTags" && !(Array.isArray(tagKeys) && tagKeys.every(isString)))
    throw new RangeError("drift.tagKeys: must be a list of strings");
}

const laterMs = ({ secondsLater = 0 }: { readonly secondsLater?: number }) => secondsLater * 1_000;

const isString = (value: unknown) => typeof value === "string";
const isObject = (value: unknown) => typeof value === "object" && value !== null;

const newValue = (secret: { readonly apiKey?: string; readonly clientSecret?: string }, kind: Kind) =>
  secret[kinds[kind].secretMember] ?? `${kind}-drift-${randomBytes(12).toString("hex")}`;
