import { randomBytes } from "node:crypto";
import { kinds } from "./kinds.js";
import type { Kind } from "./kinds.js";
import { shapeNamed } from "../model/model.js";
import { knownPart } from "../model/projection.js";
import { fieldProblems } from "../model/validation.js";
import type { AnyRecord, Vault } from "./vault.js";
import type { Vaults } from "./vaults.js";
import { vendors } from "./vendors.js";

/** A secret's new value, under the name that the provider's kind has for it. */
interface NewSecret {
  apiKey?: string;
  clientSecret?: string;
}

/** When it was done, by the times that Get answers: so many seconds from now, for who compares times. Default 0. */
interface Later {
  secondsLater?: number;
}

/**
 * A change that somebody else makes to a provider, past the API, its log and its states. `arn` is the provider's ARN.
 */
export type Drift =
  /** The provider is gone. */
  | { action: "delete"; arn: string }
  /** Another value of the managed secret (default: a random one) under the same ARN; `lastUpdatedTime` moves. */
  | ({ action: "rotateSecret"; arn: string } & NewSecret & Later)
  /** Deleted and made again under its name: new secret ARN and value, new times, the given tags only (default: none). */
  | ({ action: "recreate"; arn: string; tags?: Record<string, string> } & NewSecret & Later)
  /**
   * Other values in an OAuth2 provider's configuration, such as `{ clientId: "other" }`: members of what Get answers
   * for its vendor. Null takes one away. `lastUpdatedTime` moves.
   */
  | ({ action: "changeConfig"; arn: string; config: Record<string, unknown> } & Later)
  /** Tags are added or get other values. */
  | { action: "setTags"; arn: string; tags: Record<string, string> }
  /** Tags are taken away. */
  | { action: "removeTags"; arn: string; tagKeys: string[] };

/** Makes the change. Throws if the provider does not exist or the change does not fit it. */
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
  if (content.secret?.source !== "MANAGED") {
    throw new RangeError("drift.action: rotateSecret needs a provider with a managed secret");
  }
  vault.overwrite(record, { ...content, secret: vault.managedSecret(kind, name, value, content.secret) }, later);
}

/** A client that has no secret, because it authenticates with a signed token, has none afterwards either. */
function recreate(vault: Vault, record: AnyRecord, value: string, later: number, tags?: Record<string, string>): void {
  const { kind, name, content } = record;
  const renewed = content.secret ? { ...content, secret: vault.managedSecret(kind, name, value) } : content;
  vault.recreate(record, renewed, tags, later);
}

function changeConfig(vault: Vault, record: AnyRecord, changes: Record<string, unknown>, later: number): void {
  if (record.kind !== "oauth2") throw new RangeError("drift.action: changeConfig needs an OAuth2 provider");
  const { content } = record;
  const { member } = vendors[content.vendor]!;
  const { shape } = shapeNamed("Oauth2ProviderConfigOutput").members![member]!;
  const members = Object.keys(shapeNamed(shape).members ?? {});
  const unknown = Object.keys(changes).find((name) => !members.includes(name));
  if (unknown !== undefined) throw new RangeError(`drift.config: must have no members but ${members.join(", ")}`);
  const changed = { ...content.config[member], ...changes };
  const [problem] = fieldProblems(shape, changed);
  if (problem) throw new RangeError(`drift.config.${problem.name}: ${problem.message}`);
  vault.overwrite(record, { ...content, config: { [member]: knownPart(shape, changed) } }, later);
}

/** Drift may come from another process, so types are no proof. */
function checkMembers(drift: Drift, kind: Kind): void {
  const { action, config, tags, tagKeys, secondsLater = 0, ...others } = drift as Record<string, unknown>;
  const { secretMember, label } = kinds[kind];
  for (const name of ["apiKey", "clientSecret"] as const) {
    if (others[name] === undefined) continue;
    if (typeof others[name] !== "string") throw new RangeError(`drift.${name}: must be a string`);
    if (name !== secretMember) {
      throw new RangeError(`drift.${name}: the secret of an ${label} provider is its ${secretMember}`);
    }
  }
  if (!Number.isInteger(secondsLater) || (secondsLater as number) < 0) {
    throw new RangeError("drift.secondsLater: must be a whole number from 0");
  }
  if (action === "changeConfig" && !isObject(config)) throw new RangeError("drift.config: must be an object");
  const areTags = isObject(tags) && Object.values(tags).every(isString);
  if ((action === "setTags" || tags !== undefined) && !areTags) {
    throw new RangeError("drift.tags: must be an object of strings");
  }
  if (action === "removeTags" && !(Array.isArray(tagKeys) && tagKeys.every(isString))) {
    throw new RangeError("drift.tagKeys: must be a list of strings");
  }
}

const laterMs = ({ secondsLater = 0 }: Later) => secondsLater * 1_000;

const isString = (value: unknown) => typeof value === "string";
const isObject = (value: unknown) => typeof value === "object" && value !== null;

const newValue = (given: NewSecret, kind: Kind) =>
  given[kinds[kind].secretMember] ?? `${kind}-drift-${randomBytes(12).toString("hex")}`;
