import { conflict } from "../errors.js";
import { Wait } from "./wait.js";

/** How far a provider is, in the API's words. */
export type Status =
  "CREATING" | "CREATE_FAILED" | "UPDATING" | "UPDATE_FAILED" | "READY" | "DELETING" | "DELETE_FAILED";

/** What happens to a provider and may take its time. */
export type Change = "creating" | "updating" | "deleting";

/** The status while a change goes on, and the one that it ends in if it fails. */
export const statesOf: Record<Change, { during: Status; failed: Status }> = {
  creating: { during: "CREATING", failed: "CREATE_FAILED" },
  updating: { during: "UPDATING", failed: "UPDATE_FAILED" },
  deleting: { during: "DELETING", failed: "DELETE_FAILED" },
};

// That nothing interferes with a change that goes on follows from the ConflictException of these operations. That a
// provider whose creation or deletion failed takes no update is not documented.
const allowed: Record<Status, Change[]> = {
  READY: ["updating", "deleting"],
  UPDATE_FAILED: ["updating", "deleting"],
  CREATE_FAILED: ["deleting"],
  DELETE_FAILED: ["deleting"],
  CREATING: [],
  UPDATING: [],
  DELETING: [],
};

/** Throws the service's conflict if a provider is in no state for this change. */
export function checkAllows({ name, status }: { name: string; status: Status }, change: Change): void {
  if (allowed[status].includes(change)) return;
  throw conflict(`Credential provider with name: ${name} cannot be changed while its status is ${status}`);
}

/** The changes that go on, at most one for each provider. */
export class ChangesUnderWay {
  private readonly changes = new Map<string, { wait: Wait; finish: (at: number) => void }>();

  /** `finish` is called once, when the change is noticed to be over, with the time at which it was. */
  start(id: string, wait: Wait, finish: (at: number) => void): void {
    this.changes.set(id, { wait, finish });
  }

  /** One more call that has seen the provider as it is while it changes. */
  count(id: string, now: number): void {
    this.changes.get(id)?.wait.count(now);
  }

  abandon(id: string): void {
    this.changes.delete(id);
  }

  finishOver(now: number): void {
    for (const [id, { wait, finish }] of [...this.changes]) {
      const end = wait.endedAt(now);
      if (end === undefined) continue;
      this.changes.delete(id);
      finish(end);
    }
  }
}
