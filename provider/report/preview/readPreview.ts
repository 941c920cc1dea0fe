import type { Preview } from "./preview";

/** Text that is no preview. The message says what it is, and which command to run. */
export class UnusableInput extends Error {}

/**
 * Reads the output of `pulumi preview --json --show-sames`.
 *
 * @param exitCode exit code of that command, if it is known.
 * @throws UnusableInput if the text is something else.
 */
export function readPreview(_text: string, _exitCode?: number): Preview {
  throw new UnusableInput("not written yet.");
}
