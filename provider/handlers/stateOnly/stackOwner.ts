import { randomBytes } from "node:crypto";
import { assertReadableState, stateVersion } from "../process/handler";
import type { Handler } from "../process/handler";

/**
 * The random identity of a stack, kept in its state before any provider is made. Nothing exists outside the state.
 * Two stacks of one project and name on different backends differ in it, and in nothing else.
 */
export const stackOwner: Handler = {
  check: (_context, _olds, news) => Promise.resolve({ inputs: news, problems: [] }),
  diff: () => ({ replaces: [], deleteBeforeReplace: false }),
  create: () => {
    const ownerId = randomBytes(16).toString("hex");
    return Promise.resolve({ id: ownerId, outputs: { ownerId, stateVersion } });
  },
  read: (_context, id, state) => Promise.resolve({ id, outputs: state, inputs: {} }),
  update: (_context, _id, olds) => {
    assertReadableState(olds);
    return Promise.resolve({ outputs: olds });
  },
  delete: () => Promise.resolve(),
};
