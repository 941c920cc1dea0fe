// The simulated AWS account: a folder that several plugin processes share, because preview, update and every explicit
// provider have a process each. It needs no locks: an object is one file, its creation fails if the file exists, and its
// replacement is a rename. Only a quota over several objects can be exceeded by two processes at the same moment.
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

/** Environment variable with the path of the folder. */
const STORE_VARIABLE = "STANDIN_AWS_STORE";

/** `scope` is an account, or an account and a Region. `kind` is the type of object. */
export interface Key {
  scope: string;
  kind: string;
  name: string;
}

/** One change of an object in the store. */
export interface JournalEntry {
  /** ISO 8601, in UTC. */
  time: string;
  /** Operation of the AWS API, such as `CreateRole`. */
  operation: string;
  /** `scope/kind/name` of the object that changed. */
  key: string;
  /** Names, ARNs and policies of the object. Never a secret. */
  detail: Record<string, unknown>;
}

export class Store {
  constructor(readonly folder: string) {}

  /** Returns false, and changes nothing, if the object exists. */
  create(key: Key, object: object): boolean {
    const path = this.path(key);
    mkdirSync(join(path, ".."), { recursive: true });
    // A link fails if the name is taken, and no other process can read half an object.
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
    return ifExists(() => JSON.parse(readFileSync(this.path(key), "utf8")) as T);
  }

  replace(key: Key, object: object): void {
    const path = this.path(key);
    mkdirSync(join(path, ".."), { recursive: true });
    renameSync(writeDraft(path, object), path);
  }

  remove(key: Key): void {
    rmSync(this.path(key), { force: true });
  }

  removeAll(scope: string, kind: string, prefix: string): void {
    for (const name of this.names(scope, kind, prefix)) this.remove({ scope, kind, name });
  }

  /** Names of the objects of a kind that begin with `prefix`, sorted. */
  names(scope: string, kind: string, prefix = ""): string[] {
    const files = ifExists(() => readdirSync(this.folderOf(scope, kind))) ?? [];
    return files
      .filter((file) => file.endsWith(".json"))
      .map((file) => decodeURIComponent(file.slice(0, -".json".length)))
      .filter((name) => name.startsWith(prefix))
      .sort();
  }

  list<T extends object>(scope: string, kind: string, prefix = ""): T[] {
    return this.names(scope, kind, prefix)
      .map((name) => this.read<T>({ scope, kind, name }))
      .filter((object) => object !== undefined);
  }

  /** The accounts that have objects. */
  accounts(): string[] {
    return (ifExists(() => readdirSync(this.folder)) ?? []).filter((name) => /^\d{12}$/.test(name));
  }

  record(operation: string, key: Key, detail: Record<string, unknown>): void {
    const entry: JournalEntry = {
      time: new Date().toISOString(),
      operation,
      key: pathOf(key),
      detail,
    };
    mkdirSync(this.folder, { recursive: true });
    appendFileSync(journalFile(this.folder), JSON.stringify(entry) + "\n");
  }

  private path({ scope, kind, name }: Key): string {
    return join(this.folderOf(scope, kind), `${encodeURIComponent(name)}.json`);
  }

  /** Programs choose Regions and types: none may lead out of the folder. */
  private folderOf(scope: string, kind: string): string {
    const parts = [...scope.split("/"), kind];
    if (!parts.every((part) => /^[\w-]+$/.test(part)))
      throw new Error(`${scope}, ${kind}: not an account with a Region, and a type of resource.`);
    return join(this.folder, ...parts);
  }
}

/** An account in memory, for one program in this process. It keeps no journal. */
export class MemoryStore extends Store {
  private readonly objects = new Map<string, object>();

  constructor() {
    super("the mocks");
  }

  override create(key: Key, object: object): boolean {
    if (this.objects.has(pathOf(key))) return false;
    this.replace(key, object);
    return true;
  }

  override read<T extends object>(key: Key): T | undefined {
    return structuredClone(this.objects.get(pathOf(key))) as T | undefined;
  }

  override replace(key: Key, object: object): void {
    this.objects.set(pathOf(key), structuredClone(object));
  }

  override remove(key: Key): void {
    this.objects.delete(pathOf(key));
  }

  override names(scope: string, kind: string, prefix = ""): string[] {
    const start = pathOf({ scope, kind, name: prefix });
    const found = [...this.objects.keys()].filter((path) => path.startsWith(start));
    return found.map((path) => path.slice(start.length - prefix.length)).sort();
  }

  override accounts(): string[] {
    return [...new Set([...this.objects.keys()].map((path) => path.slice(0, 12)))];
  }

  override record(): void {}
}

const pathOf = ({ scope, kind, name }: Key): string => `${scope}/${kind}/${name}`;

/**
 * Returns all changes that programs made, oldest first. `storeFolder` is the folder in `STANDIN_AWS_STORE`. The result is
 * empty if nothing has changed yet.
 */
export function readJournal(storeFolder: string): JournalEntry[] {
  const text = ifExists(() => readFileSync(journalFile(storeFolder), "utf8")) ?? "";
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as JournalEntry);
}

/** The store in the folder of the environment variable. */
export function storeFromEnvironment(environment: NodeJS.ProcessEnv = process.env): Store {
  const folder = environment[STORE_VARIABLE];
  if (!folder)
    throw new Error(
      `${STORE_VARIABLE}: not set. Set it to the path of a folder, in which the stand-in aws plugin stores its objects ` +
        `(it is created if it does not exist).`,
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

/** Returns undefined if the file or folder does not exist. */
function ifExists<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
