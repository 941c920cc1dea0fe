import type { Problem } from "../../rules/core/problem";
import type { Context } from "./context";

/** A bag of properties as the engine hands it over: values have arrived, or are the text for "not known yet". */
export type Properties = Record<string, unknown>;

/** What happens to one type of resource. Plain functions from data to data, with calls in between. */
export interface Handler {
  /** Judges and completes inputs. No network. */
  check(context: Context, olds: Properties, news: Properties): Promise<{ inputs: Properties; problems: Problem[] }>;
  /** Says what forces a replacement; the engine itself compares the inputs. No network. */
  diff(
    context: Context,
    id: string,
    olds: Properties,
    news: Properties,
  ): {
    replaces: string[];
    deleteBeforeReplace: boolean;
    /** There is something to do that the inputs do not show. */
    changes?: true;
  };
  create(context: Context, inputs: Properties): Promise<{ id: string; outputs: Properties }>;
  /** `undefined` when it is gone. */
  read(
    context: Context,
    id: string,
    state: Properties,
  ): Promise<{ id: string; outputs: Properties; inputs: Properties } | undefined>;
  update(context: Context, id: string, olds: Properties, news: Properties): Promise<{ outputs: Properties }>;
  delete(context: Context, id: string, state: Properties): Promise<void>;
}

/**
 * A creation or an update that got as far as to leave an object at the service. The engine keeps the resource, marked as
 * unfinished, and the next `up` calls update on it.
 */
export class PartialFailure extends Error {
  constructor(
    readonly id: string,
    readonly outputs: Properties,
    message: string,
  ) {
    super(message);
  }
}

/** Version of the outputs in the state, an output only. Older ones are migrated, newer ones refused. */
export const stateVersion = 1;

/** Refuses a state that a newer version of this package wrote: what it means is not known here. */
export function assertReadableState(state: Properties): void {
  const written = state.stateVersion;
  if (typeof written === "number" && written > stateVersion) {
    throw new Error(
      `the state was written by a newer version of pulumi-agentcore-outbound-auth (state version ${written}, this one knows ${stateVersion}). Install that version or a newer one.`,
    );
  }
}
