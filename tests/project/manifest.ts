import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../examples/exampleFolders";

interface Manifest {
  readonly name: string;
  readonly homepage: string;
  readonly license: string;
  readonly files: readonly string[];
  readonly bin: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types?: string }>>;
}

/** The package.json of this repository. An import would copy it into dist/, where programs would find it first. */
export const manifest = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as Manifest;
