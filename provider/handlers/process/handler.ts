import type { Problem } from "../../rules/core/problem";
import type { Context } from "./context";

/** Property bag of the engine: resolved values, or the text that stands for an unknown value. */
export type Properties = Record<string, unknown>;

/** A resource as the engine stores it. */
export interface Stored {
  readonly id: string;
  readonly outputs: Properties;
}

/** Lifecycle of one resource type. The type arguments describe what `check` returns and what the state contains. */
export interface Handler<State extends Properties = Properties, Inputs extends Properties = State> {
  /** Validates and completes inputs. Never uses the network. */
  check(
    context: Context,
    olds: Partial<State>,
    news: Inputs,
  ): Promise<{ inputs: Properties; problems: readonly Problem[] }>;
  /** Lists the inputs that force a replacement; the engine compares the inputs. Never uses the network. */
  diff(
    context: Context,
    id: string,
    olds: State,
    news: Inputs,
  ): {
    replaces: string[];
    deleteBeforeReplace: boolean;
    /** Forces an update even if no input differs. */
    changes?: true;
  };
  create(context: Context, inputs: Inputs): Promise<Stored>;
  /** Returns `undefined` if the object no longer exists. */
  read(context: Context, id: string, state: State): Promise<(Stored & { inputs: Properties }) | undefined>;
  update(context: Context, id: string, olds: State, news: Inputs): Promise<Pick<Stored, "outputs">>;
  delete(context: Context, id: string, state: State): Promise<void>;
}

/**
 * A failed creation or update that left an object at the service. The engine stores it as unfinished, and the next `up`
 * updates it.
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

/** Version of the state, stored as an output. Older states are migrated, newer ones are errors. */
export const stateVersion = 1;

/** Rejects a state that a newer version of this package wrote: its meaning is unknown here. */
export function assertReadableState(state: Properties): void {
  const written = state.stateVersion;
  if (typeof written === "number" && written > stateVersion) {
    throw new Error(
      `the state was written by a newer version of pulumi-agentcore-outbound-auth (state version ${written}; this version supports ${stateVersion}). Install that version or a newer one.`,
    );
  }
}
