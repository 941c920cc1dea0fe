import { randomBytes } from "node:crypto";
import type { Kind } from "./kinds.js";
import type { Vaults } from "./vault.js";

/** A change that somebody else makes to a provider, past the API and its log. `arn` is the provider's ARN. */
export type Drift =
  /** The provider is gone. */
  | { action: "delete"; arn: string }
  /** Another value of the managed secret (default: a random one) under the same ARN; `lastUpdatedTime` moves. */
  | { action: "rotateSecret"; arn: string; apiKey?: string }
  /** Deleted and made again under its name: new secret ARN and value, new times, the given tags only (default: none). */
  | { action: "recreate"; arn: string; apiKey?: string; tags?: Record<string, string> }
  /** Tags are added or get other values. */
  | { action: "setTags"; arn: string; tags: Record<string, string> }
  /** Tags are taken away. */
  | { action: "removeTags"; arn: string; tagKeys: string[] };

/** Makes the change. Throws if the provider does not exist or the change does not fit it. */
export function applyDrift(vaults: Vaults, drift: Drift): void {
  const found = vaults.find(drift.arn);
  if (!found) throw new RangeError(`drift.arn: there is no provider ${drift.arn}`);
  checkMembers(drift);
  const { vault, record } = found;
  switch (drift.action) {
    case "delete":
      return vault.remove(record.kind, record.name);
    case "rotateSecret":
      if (record.secret.source !== "MANAGED") {
        throw new RangeError("drift.action: rotateSecret needs a provider with a managed secret");
      }
      return vault.replaceSecret(record, { ...record.secret, value: drift.apiKey ?? someSecret(record.kind) });
    case "recreate":
      return vault.recreate(record, drift.apiKey ?? someSecret(record.kind), drift.tags);
    case "setTags":
      return vault.tag(record, drift.tags);
    case "removeTags":
      return vault.untag(record, drift.tagKeys);
    default:
      throw new RangeError("drift.action: must be delete, rotateSecret, recreate, setTags or removeTags");
  }
}

/** Drift may come from another process, so types are no proof. */
function checkMembers(drift: Drift): void {
  const { action, apiKey, tags, tagKeys } = drift as Record<string, unknown>;
  if (apiKey !== undefined && typeof apiKey !== "string") throw new RangeError("drift.apiKey: must be a string");
  const areTags = typeof tags === "object" && tags !== null && Object.values(tags).every(isString);
  if ((action === "setTags" || tags !== undefined) && !areTags) {
    throw new RangeError("drift.tags: must be an object of strings");
  }
  if (action === "removeTags" && !(Array.isArray(tagKeys) && tagKeys.every(isString))) {
    throw new RangeError("drift.tagKeys: must be a list of strings");
  }
}

const isString = (value: unknown) => typeof value === "string";

const someSecret = (kind: Kind) => `${kind}-drift-${randomBytes(12).toString("hex")}`;
