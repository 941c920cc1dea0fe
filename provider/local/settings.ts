import { statesOf } from "./vault/states.js";
import type { Change } from "./vault/states.js";
import type { Slowness } from "./vault/wait.js";

/** How long OAuth2 providers stay in the states CREATING, UPDATING and DELETING. What is left out is done at once. */
export type SlowStates = { [C in Change]?: Slowness };

/** What can be changed while the local control plane runs. */
export interface Settings {
  /** Providers per kind, account and Region. Default 50, the service's quota. */
  quota: number;
  /** Whether each operation is limited to 20 requests a second, with a burst of 20, per account and Region. Default off. */
  rateLimit: boolean;
  /**
   * Names of managed secrets that are created from now on: `new` is `…/NAME-<8 hex>-<6 alphanumeric>`, `old` is
   * `…/NAME-<6 alphanumeric>`. Default `new`.
   */
  secretArnForm: "new" | "old";
  /**
   * How long the name of a deleted provider stays taken, after it can be read no more; `calls` counts attempts to
   * create it again, which are refused. Default: a name is free at once.
   */
  slowDelete: Slowness;
  /**
   * How long creations, updates and deletions of OAuth2 providers that begin from now on take; `calls` counts the Get
   * calls that still answer the state, for each provider by itself. Default: each is done at once.
   */
  slowStates: SlowStates;
}

export const defaultSettings: Settings = {
  quota: 50,
  rateLimit: false,
  secretArnForm: "new",
  slowDelete: {},
  slowStates: {},
};

/** The settings in `changes`, checked: they may come from another process. */
export function checkedSettings(changes: Partial<Settings>): Partial<Settings> {
  const { quota, rateLimit, secretArnForm, slowDelete, slowStates, ...unknown } = changes;
  for (const name of Object.keys(unknown)) throw new RangeError(`settings: there is no setting ${name}`);
  if (quota !== undefined && !isCount(quota)) throw new RangeError("settings.quota: must be a whole number from 0");
  if (rateLimit !== undefined && typeof rateLimit !== "boolean") {
    throw new RangeError("settings.rateLimit: must be true or false");
  }
  if (secretArnForm !== undefined && !["new", "old"].includes(secretArnForm)) {
    throw new RangeError('settings.secretArnForm: must be "new" or "old"');
  }
  if (slowDelete !== undefined) checkSlowness("slowDelete", slowDelete);
  if (slowStates !== undefined) {
    checkObject("slowStates", slowStates, Object.keys(statesOf));
    for (const [change, slowness] of Object.entries(slowStates)) {
      if (slowness !== undefined) checkSlowness(`slowStates.${change}`, slowness);
    }
  }
  const given = Object.entries({ quota, rateLimit, secretArnForm, slowDelete, slowStates });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function checkSlowness(path: string, slowness: unknown): void {
  checkObject(path, slowness, ["calls", "milliseconds"]);
  for (const [name, value] of Object.entries(slowness as object)) {
    if (value !== undefined && !isCount(value)) {
      throw new RangeError(`settings.${path}.${name}: must be a whole number from 0`);
    }
  }
}

function checkObject(path: string, value: unknown, members: string[]): void {
  if (typeof value !== "object" || value === null) throw new RangeError(`settings.${path}: must be an object`);
  const unknown = Object.keys(value).find((name) => !members.includes(name));
  if (unknown !== undefined) throw new RangeError(`settings.${path}: there is no member ${unknown}`);
}

const isCount = (value: unknown) => Number.isInteger(value) && (value as number) >= 0;
