/** Describes in a few words what a user reads and what the next run does. */
import type { Outcome } from "./runCase";

/** Error messages and their gist. The first matching pattern decides. */
const messages: readonly { readonly pattern: RegExp; readonly gist: string }[] = [
  { pattern: /^$/, gist: "nothing" },
  { pattern: /^killed$/, gist: "the engine's own error" },
  { pattern: /^gone$/, gist: "nothing more" },
  {
    pattern: /is already deleted; the next pulumi up creates it again/,
    gist: "the old one is deleted, the next `up` creates the new one",
  },
  { pattern: /Run again: the next run finds the result and completes it/, gist: "the problem. Run again" },
  {
    pattern: /the proxy .*An earlier attempt got no answer/,
    gist: "the proxy failed, and an earlier attempt may have succeeded",
  },
  { pattern: /TLS certificate has expired/, gist: "the certificate has expired. Nothing was sent" },
  { pattern: /TLS found no version or cipher/, gist: "the TLS handshake failed. Nothing was sent" },
  { pattern: /the proxy (?:failed|cannot be reached)/, gist: "the proxy failed. Nothing was sent" },
  { pattern: /too many requests/, gist: "too many requests. Run again" },
  { pattern: /access denied/, gist: "access denied, and the permission to add" },
  { pattern: /in use or being changed.*Remove what uses it first/, gist: "in use: remove the user first" },
  { pattern: /in use or being changed/, gist: "being changed. Run again" },
  { pattern: /environment variable SECRET, which is not set/, gist: "the variable is not set. Nothing was sent" },
  { pattern: /the name is taken/, gist: "the name is taken" },
  { pattern: /CREATE_FAILED/, gist: "`CREATE_FAILED`, with the service's reason" },
  { pattern: /UPDATE_FAILED/, gist: "`UPDATE_FAILED`, with the service's reason" },
  { pattern: /the service could not delete it/, gist: "not deleted, with the service's reason" },
  {
    pattern: /after 5 minutes. Run again: the next run waits for it/,
    gist: "not finished after 5 minutes. Run again",
  },
  { pattern: /it was (?:not )?created by .*Nothing was changed/, gist: "the owner. Nothing was changed" },
  {
    pattern: /The provider that was created there has been deleted/,
    gist: "another account's credentials. Deleted again",
  },
  { pattern: /the credentials belong to account/, gist: "another account's credentials. Nothing was done" },
];

/** Writes of the next run, and their result. A cross marks writes that the service rejected. */
const writes: Readonly<Record<string, string>> = {
  "": "nothing is left to do",
  Create: "creates it",
  "Create✗": "fails as well",
  "Create✗ Create": "creates it as soon as the name is free",
  "Create✗ Create✗ Create": "creates it as soon as the name is free",
  "Create✗ Update": "finds it by its tags, and sends secret and configuration",
  "Create✗ Update Delete": "finds the new one by its tags, and deletes the old one",
  "Create✗ Delete Create": "finds the old one by its tags, and replaces it",
  "Create Delete": "creates the new one, and deletes the old one",
  Update: "sends it",
  "Update✗ Update": "waits for the service, and sends it",
  "Update✗ Create": "creates it",
  Delete: "deletes it",
  "Delete✗": "finds that it is deleted",
  "Delete✗ Delete": "waits for the service, and deletes it",
  "Delete Delete": "deletes both",
  "Delete Create": "deletes the failed one, and creates it again",
  "Delete Create Delete": "deletes the failed one, creates it again, and deletes the old one",
};

const isWrite = (call: string) => !/^(Get|List)/.test(call);
const isTagging = (call: string) => /^(Tag|Untag)Resource/.test(call);

/** Returns the gist of a message, or undefined if the message does not say what to do. */
export function messageGist(message: string): string | undefined {
  return messages.find(({ pattern }) => pattern.test(message))?.gist;
}

/** Returns the result of the next run. */
export function nextRunText({ next, testCase: { name, operation } }: Outcome): string {
  const commands = (operation.next ?? [operation]).map(({ command }) => command);
  if (commands.at(-1) === "refresh") return "reads it";
  const written = next.filter(isWrite);
  const text = writes[written.filter((call) => !isTagging(call)).join(" ")];
  if (text === undefined) throw new Error(`${name}: no description of ${next.join(" ")}`);
  if (written.some(isTagging)) return text === writes[""] ? "sets the tags" : `${text}, and sets the tags`;
  return written.length === 0 && next.length > 0 && !commands.includes("refresh") ? "waits for it" : text;
}
