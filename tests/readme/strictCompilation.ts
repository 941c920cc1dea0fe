// Compiles programs of the documentation in strict mode.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  ModuleKind,
  ModuleResolutionKind,
  ScriptTarget,
  type CompilerHost,
  type CompilerOptions,
  type SourceFile,
  createCompilerHost,
  createProgram,
  flattenDiagnosticMessageText,
  getPreEmitDiagnostics,
} from "typescript";

const repository = join(__dirname, "..", "..", "..");

const options: CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ScriptTarget.ES2022,
  module: ModuleKind.NodeNext,
  moduleResolution: ModuleResolutionKind.NodeNext,
  types: ["node", "mocha"],
};

/** Returns the compiler's errors. Several programs together take little longer than one. */
export function compilationProblems(...texts: string[]): string[] {
  // Only an ES module can wait at the top level.
  const extension = (text: string) => (/^(const .*)?await /m.test(text) ? "mts" : "ts");
  return projectProblems(Object.fromEntries(texts.map((text, index) => [`program${index}.${extension(text)}`, text])));
}

/** Returns the compiler's errors for one program in several files: name to text. */
export function projectProblems(texts: Record<string, string>): string[] {
  // In the repository, so that a program finds its imports, and the package by its own name.
  const folder = mkdtempSync(join(repository, "dist", "program-"));
  try {
    const files = Object.keys(texts).map((name) => join(folder, name));
    for (const [name, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const program = createProgram(files, options, host());
    return getPreEmitDiagnostics(program).map(({ messageText }) => flattenDiagnosticMessageText(messageText, "\n"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const declarations = new Map<string, SourceFile | undefined>();

/** Returns a host that parses the many declarations of @pulumi/aws only once. */
function host(): CompilerHost {
  const plain = createCompilerHost(options);
  const getSourceFile: CompilerHost["getSourceFile"] = (file, ...more) => {
    if (!file.endsWith(".d.ts")) return plain.getSourceFile(file, ...more);
    if (!declarations.has(file)) declarations.set(file, plain.getSourceFile(file, ...more));
    return declarations.get(file);
  };
  return { ...plain, getSourceFile };
}
