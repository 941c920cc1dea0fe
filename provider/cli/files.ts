// Files that commands read and write. Messages name the file, and never contain a part of its content.
import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  createReadStream,
  readdirSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  realpathSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { line } from "../report/formats/escape";

/** Wrong use of a command, or a file that cannot be read or written. */
export class CommandError extends Error {}

export interface Input {
  /** Name of the file, for messages. */
  readonly name: string;
  readonly text: string;
}

/** Largest input. A preview of a thousand targets has about 36 MB. */
const maximumBytes = 200_000_000;

/** Reads files. `-`, and no file at all, mean stdin. */
export async function readInputs(files: readonly string[]): Promise<Input[]> {
  const names = files.length > 0 ? files : ["-"];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new CommandError(`${nameOf(twice)} appears twice. Write it once.`);
  const inputs: Input[] = [];
  for (const file of names) inputs.push({ name: nameOf(file), text: await readText(file) });
  return inputs;
}

/** Parses an input. If it is not usable, the message begins with its name. */
export async function parseInput<T>({ name, text }: Input, parse: (text: string) => T): Promise<T> {
  // Loaded here, so that commands without input start fast.
  const { UnusableInput } = await import("../report/preview/document.js");
  try {
    return parse(text);
  } catch (error) {
    throw error instanceof UnusableInput ? new CommandError(`${name}: ${error.message}`) : error;
  }
}

/** Reads a file. It can be as PowerShell writes it: UTF-16, with a byte order mark. */
export async function readText(file: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of file === "-" ? process.stdin : createReadStream(file)) {
      chunks.push(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      if (bytes > maximumBytes)
        throw new CommandError(`${nameOf(file)} is larger than ${maximumBytes / 1_000_000} MB, so it is no preview.`);
    }
  } catch (error) {
    throw fileError(`cannot read ${nameOf(file)}`, error);
  }
  const content = Buffer.concat(chunks);
  const isUtf16 = content[0] === 0xff && content[1] === 0xfe;
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(content);
}

/** Writes a file with the folders around it. Another process sees the old content or the new one, never a part. */
export function writeFile(file: string, text: string): void {
  try {
    const state = statSync(file, { throwIfNoEntry: false });
    // A device such as /dev/stdout must not be replaced by a file.
    if (state !== undefined && !state.isFile()) return writeFileSync(file, withLineBreak(text));
    // A link stays a link.
    const target = state === undefined ? file : realpathSync(file);
    mkdirSync(dirname(target), { recursive: true });
    const temporary = `${target}.${randomUUID()}.tmp`;
    try {
      writeFileSync(temporary, withLineBreak(text), { flag: "wx", mode: state?.mode });
      renameSync(temporary, target);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  } catch (error) {
    throw fileError(`cannot write ${nameOf(file)}`, error);
  }
}

export function addToFile(file: string, text: string): void {
  try {
    appendFileSync(file, withLineBreak(text));
  } catch (error) {
    throw fileError(`cannot write ${nameOf(file)}`, error);
  }
}

/** Returns true for a folder without files, and for a path at which nothing is. */
export function isEmptyFolder(path: string): boolean {
  try {
    return readdirSync(path).length === 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}

/** Prints a text on stdout. A reader that stops early, such as `head`, is no error. */
export function print(text: string): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    fail(fileError("cannot write to stdout", error));
  });
  process.stdout.write(withLineBreak(text));
}

/** Prints an error of a command, and makes it end with exit code 1. */
export function fail(error: unknown): void {
  process.exitCode = 1;
  if (error instanceof CommandError) return console.error(`error: ${error.message}`);
  // The message of another error can contain a part of the input, and so a secret. Its stack says where it happened.
  const { name, message, stack = "" } = error as Error;
  const [, peer] = /^Cannot find module '(@pulumi\/(?:aws|pulumi))\b/.exec(message) ?? [];
  if (peer !== undefined) return console.error(`error: this command needs ${peer}. Run: npm install ${peer}`);
  const frames = stack
    .slice(stack.indexOf(message) + message.length)
    .split("\n")
    .filter((text) => /^\s+at /.test(text));
  console.error([`error: ${name} in this command. Please report it, with these lines:`, ...frames].join("\n"));
}

/** Returns an error that says which file, and what is wrong with it. */
function fileError(problem: string, error: unknown): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error as Error;
  return new CommandError(`${problem}: ${reasons[code] ?? code}.`);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  ENOTDIR: "a part of its path is not a folder",
  EISDIR: "it is a folder",
  EACCES: "this user has no permission",
  EPERM: "this user has no permission",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EEXIST: "a part of its path is a file",
  ENAMETOOLONG: "its path is too long",
};

const withLineBreak = (text: string) => (text.endsWith("\n") ? text : `${text}\n`);

/** Returns a name for messages. A pull request can name its files as it likes. */
const nameOf = (file: string) => (file === "-" ? "stdin" : line(file));
