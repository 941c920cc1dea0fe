import { join } from "node:path";
import ts from "typescript";
import { repository } from "../examples/exampleFolders";

/** The beginning of each program. */
const start = `import * as bedrock from "@pulumi/aws/bedrock";
import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";
import * as iam from "pulumi-agentcore-outbound-auth/iam";
const config = new pulumi.Config();
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
`;

/** TypeScript's language service with one program, as an editor uses it. */
export class Editor {
  private readonly file = join(repository, "tests", "api", "program.ts");
  private text = "";
  private version = 0;
  private readonly service = ts.createLanguageService({
    getScriptFileNames: () => [this.file],
    getScriptVersion: (name) => (name === this.file ? String(this.version) : ""),
    getScriptSnapshot: (name) =>
      ts.ScriptSnapshot.fromString(name === this.file ? this.text : (ts.sys.readFile(name) ?? "")),
    getCurrentDirectory: () => repository,
    getCompilationSettings: () => ({
      module: ts.ModuleKind.NodeNext,
      strict: true,
      skipLibCheck: true,
      types: ["node"],
    }),
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: (name) => ts.sys.fileExists(name),
    readFile: (name) => ts.sys.readFile(name),
  });

  /** Returns what the editor offers between the two parts of a program. */
  completions(before: string, after: string): string[] {
    this.write(before + after);
    const entries = this.service.getCompletionsAtPosition(this.file, start.length + before.length, {})?.entries ?? [];
    return entries.map(({ name }) => name).sort();
  }

  /** Returns type and description of the last property with this name. */
  hover(program: string, property: string): string {
    this.write(program);
    const at = this.text.lastIndexOf(`${property}:`);
    const info = this.service.getQuickInfoAtPosition(this.file, at);
    return `${ts.displayPartsToString(info?.displayParts)}\n${ts.displayPartsToString(info?.documentation)}`;
  }

  /** Returns each error: the text that it marks, and the message. */
  problems(program: string): { readonly marked: string; readonly message: string }[] {
    this.write(program);
    const found = [
      ...this.service.getSyntacticDiagnostics(this.file),
      ...this.service.getSemanticDiagnostics(this.file),
    ];
    return found.map(({ start: at = 0, length = 0, messageText }) => ({
      marked: this.text.slice(at, at + length),
      message: ts.flattenDiagnosticMessageText(messageText, "\n"),
    }));
  }

  close(): void {
    this.service.dispose();
  }

  private write(program: string): void {
    this.text = start + program;
    this.version++;
  }
}
