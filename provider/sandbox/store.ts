// The pretend cloud: a folder that several plugin processes share (preview and up are separate processes, and every
// explicit provider is one more). No lock is needed: an object is one file, whose creation fails if it exists and whose
// replacement is a rename, and all calls are synchronous, so that one process never interleaves with itself. What is
// not covered is a quota over several objects that two processes fill at the same moment.
import {
  appendFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** Environment variable that names the folder of the pretend cloud. */
const STORE_VARIABLE = "STANDIN_AWS_STORE";

/** Where an object stands: `scope` is an account, or an account and a Region; `kind` is the type of object. */
export interface Key {
  scope: string;
  kind: string;
  name: string;
}

/** One change of the pretend cloud. The order of the lines is the order of the changes. */
export interface JournalEntry {
  time: string;
  operation: string;
  /** `scope/kind/name` of the object that changed. */
  key: string;
  detail: Record<string, unknown>;
}

export class Store {
  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /** False if an object of that key exists already: then nothing happens. */
  create(key: Key, object: object): boolean {
    const path = this.path(key);
    mkdirSync(join(path, ".."), { recursive: true });
    // Written beside it and linked into place: like O_EXCL this fails if the name is taken, and unlike it, no other
    // process can ever read half an object.
    const draft = writeDraft(path, object);
    try {
      linkSync(draft, path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }

  read<T extends object>(key: Key): T | undefined {
    return readJson(this.path(key)) as T | undefined;
  }

  replace(key: Key, object: object): void {
    const path = this.path(key);
    mkdirSync(join(path, ".."), { recursive: true });
    renameSync(writeDraft(path, object), path);
  }

  /** False if there was no such object. */
  remove(key: Key): boolean {
    try {
      rmSync(this.path(key));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
      throw error;
    }
  }

  /** All objects of a kind whose name begins with `prefix`, in order of their names. */
  list<T extends object>(scope: string, kind: string, prefix = ""): T[] {
    const folder = join(this.folder, ...scope.split("/"), kind);
    const start = encodeURIComponent(prefix);
    return entries(folder)
      .filter((file) => file.endsWith(".json") && file.startsWith(start))
      .sort()
      .map((file) => readJson(join(folder, file)) as T | undefined)
      .filter((object) => object !== undefined);
  }

  record(operation: string, key: Key, detail: Record<string, unknown>): void {
    const entry: JournalEntry = {
      time: new Date().toISOString(),
      operation,
      key: `${key.scope}/${key.kind}/${key.name}`,
      detail,
    };
    appendFileSync(journalFile(this.folder), JSON.stringify(entry) + "\n");
  }

  private path(key: Key): string {
    return join(this.folder, ...key.scope.split("/"), key.kind, `${encodeURIComponent(key.name)}.json`);
  }
}

/** All changes of the pretend cloud in that folder so far, oldest first. */
export function readJournal(storeFolder: string): JournalEntry[] {
  let text: string;
  try {
    text = readFileSync(journalFile(storeFolder), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as JournalEntry);
}

/** The store that the environment names. */
export function storeFromEnvironment(environment: NodeJS.ProcessEnv = process.env): Store {
  const folder = environment[STORE_VARIABLE];
  if (!folder)
    throw new Error(
      `${STORE_VARIABLE}: not set. The stand-in aws plugin keeps its pretend cloud in a folder; ` +
        `set ${STORE_VARIABLE} to the path of one (it is made if it does not exist).`,
    );
  return new Store(folder);
}

const journalFile = (folder: string): string => join(folder, "journal.jsonl");

let drafts = 0;

function writeDraft(path: string, object: object): string {
  const draft = `${path}.${process.pid}.${++drafts}.draft`;
  writeFileSync(draft, JSON.stringify(object, undefined, 2));
  return draft;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
