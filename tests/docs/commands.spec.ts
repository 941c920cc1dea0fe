import { expect } from "chai";
import { Command } from "commander";
import { addDoctorCommand } from "../../provider/cli/doctor";
import { addGraphCommand } from "../../provider/cli/graph";
import { addImportFileCommand } from "../../provider/cli/importFile";
import { addLocalCommand } from "../../provider/cli/local";
import { addReportCommand } from "../../provider/cli/report";
import { addSandboxCommand } from "../../provider/cli/sandbox";
import { manifest } from "../project/manifest";
import { markdownFiles } from "./markdown";

const program = new Command();
addDoctorCommand(program);
addGraphCommand(program);
addImportFileCommand(program);
addLocalCommand(program);
addReportCommand(program);
addSandboxCommand(program);

const commandName = Object.keys(manifest.bin)[0] as string;

/** Returns the calls of our command in a page, each as its arguments. */
function callsIn(text: string): string[][] {
  const blocks = [...text.matchAll(/^```(?:sh|ya?ml)\n(.*?)^```/gms)].map(([, block = ""]) =>
    block.replace(/\\\n/g, " "),
  );
  const call = new RegExp(`-p ${manifest.name} ${commandName} (.*)`, "g");
  return blocks.flatMap((block) =>
    [...block.matchAll(call)].map(([, rest = ""]) => {
      const [own = ""] = rest.split(/ [|&>#]|"\$|[;)}]/);
      return own.trim().split(/\s+/);
    }),
  );
}

/** Returns what of a call the command does not know. */
function unknownIn([name = "", ...args]: readonly string[], parent = program): string[] {
  const command = parent.commands.find((one) => one.name() === name);
  if (command === undefined) return [name];
  if (command.commands.some((one) => one.name() === args[0])) return unknownIn(args, command);
  const known = command.options.map(({ long }) => long);
  const end = args.indexOf("--");
  const options = (end < 0 ? args : args.slice(0, end)).filter((arg) => arg.startsWith("--"));
  return options.map((option) => option.replace(/=.*/, "")).filter((option) => !known.includes(option));
}

describe("The commands in the pages", () => {
  for (const { name, text } of markdownFiles()) {
    const calls = callsIn(text);
    if (calls.length > 0)
      it(`exist, with their options: ${name}`, () => {
        expect(calls.flatMap((call) => unknownIn(call))).to.deep.equal([]);
      });

    const scripts = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script as string);
    if (scripts.length > 0)
      it(`are scripts of package.json: ${name}`, () => {
        expect(scripts.filter((script) => !(script in manifest.scripts))).to.deep.equal([]);
      });
  }

  it("are found", () => {
    expect(markdownFiles().flatMap(({ text }) => callsIn(text))).to.have.length.greaterThan(25);
  });
});
