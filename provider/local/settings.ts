/** How the name of a deleted provider stays taken. Both may be given; the name is free when both are over. */
export interface SlowDelete {
  /** So many attempts to create the name again are refused. Default 0. */
  calls?: number;
  /** The name is refused for so many milliseconds. Default 0. */
  milliseconds?: number;
}

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
  /** Whether the name of a deleted provider stays taken for a while. Default off: a name is free at once. */
  slowDelete: SlowDelete;
}

export const defaultSettings: Settings = { quota: 50, rateLimit: false, secretArnForm: "new", slowDelete: {} };

/** The settings in `changes`, checked: they may come from another process. */
export function checkedSettings(changes: Partial<Settings>): Partial<Settings> {
  const { quota, rateLimit, secretArnForm, slowDelete, ...unknown } = changes;
  for (const name of Object.keys(unknown)) throw new RangeError(`settings: there is no setting ${name}`);
  if (quota !== undefined && !isCount(quota)) throw new RangeError("settings.quota: must be a whole number from 0");
  if (rateLimit !== undefined && typeof rateLimit !== "boolean") {
    throw new RangeError("settings.rateLimit: must be true or false");
  }
  if (secretArnForm !== undefined && !["new", "old"].includes(secretArnForm)) {
    throw new RangeError('settings.secretArnForm: must be "new" or "old"');
  }
  for (const name of ["calls", "milliseconds"] as const) {
    const value = slowDelete?.[name];
    if (value !== undefined && !isCount(value)) {
      throw new RangeError(`settings.slowDelete.${name}: must be a whole number from 0`);
    }
  }
  const given = Object.entries({ quota, rateLimit, secretArnForm, slowDelete }).filter(
    ([, value]) => value !== undefined,
  );
  return Object.fromEntries(given);
}

const isCount = (value: unknown) => Number.isInteger(value) && (value as number) >= 0;
