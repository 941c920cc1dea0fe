// Programs of the documentation, as a user's strictest compiler sees them.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  ModuleKind,
  ModuleResolutionKind,
  ScriptTarget,
  createProgram,
  flattenDiagnosticMessageText,
  getPreEmitDiagnostics,
} from "typescript";

const repository = join(__dirname, "..", "..", "..");

/** What the compiler has against a program. */
export function compilationProblems(text: string): string[] {
  // In the repository, so that the program finds what it imports; the package itself through a path.
  const folder = mkdtempSync(join(repository, "dist", "program-"));
  try {
    const file = join(folder, "index.ts");
    writeFileSync(file, text);
    const program = createProgram([file], {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: ScriptTarget.ES2022,
      module: ModuleKind.NodeNext,
      moduleResolution: ModuleResolutionKind.NodeNext,
      types: ["node"],
      paths: { "pulumi-agentcore-outbound-auth": [join(repository, "dist", "provider", "index.d.ts")] },
    });
    return getPreEmitDiagnostics(program).map(({ messageText }) => flattenDiagnosticMessageText(messageText, "\n"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
