import { statesOf } from "./states";
import type { Change, Slowness } from "./states";

/** Duration of the states CREATING, UPDATING and DELETING of OAuth2 providers. Absent: the change completes immediately. */
export type SlowStates = { readonly [C in Change]?: Slowness };

/** Settings that can change while the local control plane runs. */
export interface Settings {
  /** Providers per kind, account and Region. @default 50, the service's quota */
  quota: number;
  /** Limits each operation to 20 requests a second, with a burst of 20, per account and Region. @default false */
  rateLimit: boolean;
  /**
   * Form of the names of new managed secrets: `new` is `…/NAME-<8 hex>-<6 alphanumeric>`, `old` is
   * `…/NAME-<6 alphanumeric>`. @default "new"
   */
  secretArnForm: "new" | "old";
  /**
   * Time for which the name of a deleted provider stays taken. `calls` counts the creations that fail until the name is
   * free. @default - the name is free immediately
   */
  slowDelete: Slowness;
  /**
   * Duration of creations, updates and deletions of OAuth2 providers. `calls` counts the Get calls that still return the
   * state, for each provider separately. @default - each change completes immediately
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

/** Checks settings and returns those that are set. They may come from another process, so types are not enough. */
export function checkedSettings(changes: Partial<Settings>): Partial<Settings> {
  const { quota, rateLimit, secretArnForm, slowDelete, slowStates, ...unknown } = changes;
  for (const name of Object.keys(unknown)) throw new RangeError(`settings: there is no setting ${name}`);
  if (quota !== undefined && !isCount(quota)) throw new RangeError("settings.quota: must be a whole number from 0");
  if (rateLimit !== undefined && typeof rateLimit !== "boolean")
    throw new RangeError("settings.rateLimit: must be true or false");
  if (secretArnForm !== undefined && !["new", "old"].includes(secretArnForm))
    throw new RangeError('settings.secretArnForm: must be "new" or "old"');
  if (slowDelete !== undefined) checkSlowness("slowDelete", slowDelete);
  if (slowStates !== undefined) {
    checkObject("slowStates", slowStates, Object.keys(statesOf));
    for (const [change, slowness] of Object.entries(slowStates))
      if (slowness !== undefined) checkSlowness(`slowStates.${change}`, slowness);
  }
  const known = Object.entries({ quota, rateLimit, secretArnForm, slowDelete, slowStates });
  return Object.fromEntries(known.filter(([, value]) => value !== undefined));
}

function checkSlowness(path: string, slowness: unknown): void {
  checkObject(path, slowness, ["calls", "milliseconds"]);
  for (const [name, value] of Object.entries(slowness))
    if (value !== undefined && !isCount(value))
      throw new RangeError(`settings.${path}.${name}: must be a whole number from 0`);
}

function checkObject(path: string, value: unknown, members: readonly string[]): asserts value is object {
  if (typeof value !== "object" || value === null) throw new RangeError(`settings.${path}: must be an object`);
  const unknown = Object.keys(value).find((name) => !members.includes(name));
  if (unknown !== undefined) throw new RangeError(`settings.${path}: there is no member ${unknown}`);
}

const isCount = (value: unknown) => typeof value === "number" && Number.isInteger(value) && value >= 0;
