import type { Outcome } from "./play";

/** What a user reads, as far as it says what to do: the first pattern that fits decides. */
const messages: readonly { readonly pattern: RegExp; readonly words: string }[] = [
  { pattern: /^$/, words: "nothing" },
  { pattern: /^killed$/, words: "the engine's own error" },
  { pattern: /^gone$/, words: "nothing any more" },
  {
    pattern: /is already deleted; the next pulumi up creates it again/,
    words: "the old one is gone, the next `up` makes the new one",
  },
  { pattern: /Run again: the next run finds the result and completes it/, words: "what went wrong. Run again" },
  { pattern: /too many requests/, words: "too many requests. Run again" },
  { pattern: /access denied/, words: "access denied, and what to allow" },
  { pattern: /in use or being changed.*Remove what uses it first/, words: "in use: remove first what uses it" },
  { pattern: /in use or being changed/, words: "being changed. Run again" },
  { pattern: /environment variable SECRET, which is not set/, words: "that the variable is not set. Nothing was sent" },
  { pattern: /the name is taken/, words: "the name is taken" },
  { pattern: /CREATE_FAILED/, words: "`CREATE_FAILED`, with the service's reason" },
  { pattern: /UPDATE_FAILED/, words: "`UPDATE_FAILED`, with the service's reason" },
  { pattern: /the service could not delete it/, words: "not deleted, with the service's reason" },
  {
    pattern: /after 5 minutes. Run again: the next run waits for it/,
    words: "still at work after 5 minutes. Run again",
  },
  { pattern: /it was (?:not )?created by .*Nothing was changed/, words: "whose it is. Nothing was changed" },
  {
    pattern: /The provider that was created there has been deleted/,
    words: "another account's credentials. Removed again",
  },
  { pattern: /the credentials belong to account/, words: "another account's credentials. Nothing was done" },
];

/** What the next run writes, with the writes that are refused, and what that comes to. */
const writes: Readonly<Record<string, string>> = {
  "": "nothing is left to do",
  Create: "makes it",
  "Create✗": "is refused as well",
  "Create✗ Create": "makes it once the name is free",
  "Create✗ Create✗ Create": "makes it once the name is free",
  "Create✗ Update": "finds it by its mark, and sends secret and configuration",
  "Create✗ Update Delete": "finds the new one by its mark, and deletes the old one",
  "Create✗ Delete Create": "finds the old one by its mark, and makes the new one in its place",
  "Create Delete": "makes the new one, and deletes the old one",
  Update: "sends it",
  "Update✗ Update": "waits until the service is done, and sends it",
  "Update✗ Create": "makes it",
  Delete: "deletes it",
  "Delete✗": "finds that it is gone",
  "Delete✗ Delete": "deletes what is left, once the service is done",
  "Delete Delete": "deletes both",
  "Delete Create": "removes the failed one, and makes it again",
  "Delete Create Delete": "removes the failed one, makes it again, and deletes the old one",
};

const isWrite = (call: string) => !/^(Get|List)/.test(call);
const isTagging = (call: string) => /^(Tag|Untag)Resource/.test(call);

/** What the user got to read, in short; nothing where it does not say what to do. */
export function gistOf(message: string): string | undefined {
  return messages.find(({ pattern }) => pattern.test(message))?.words;
}

/** What the next run did, in short. */
export function nextInWords({ next, played: { name, operation } }: Outcome): string {
  const commands = (operation.next ?? [operation]).map(({ command }) => command);
  if (commands.at(-1) === "refresh") return "reads it";
  const written = next.filter(isWrite);
  const text = writes[written.filter((call) => !isTagging(call)).join(" ")];
  if (text === undefined) throw new Error(`${name}: there are no words for ${next.join(" ")}`);
  if (written.some(isTagging)) return text === writes[""] ? "sets the tags" : `${text}, and puts the tags right`;
  return written.length === 0 && next.length > 0 && !commands.includes("refresh") ? "waits for it" : text;
}
