import { expect } from "chai";
import * as fc from "fast-check";
import { readPreview, readStack, UnusableInput } from "../../../provider/report/preview/readPreview";
import { previewText, stackText } from "../previews";

const role = { type: "aws:iam/role:Role", name: "tools", before: { path: "/" }, after: { path: "/x/" } };
const text = previewText([role]);
const run = "Run: pulumi preview --json --show-sames";

const reasonFor = (input: string, read = readPreview): string => {
  try {
    read(input);
  } catch (error) {
    if (error instanceof UnusableInput) return error.message;
    throw error;
  }
  return "none";
};

describe("The document of a preview", () => {
  const skipped: [string, string, number][] = [
    ["nothing else", text, 0],
    ["messages before it", `Installing policy pack…\n[resource plugin aws-7.48.0] installing\n\n${text}`, 2],
    ["messages after it", `${text}\nUpdate plan written to "plan.json"\n`, 1],
    ["a message that begins with a brace", `{aws} ready\n${text}`, 1],
    ["line ends of Windows", text.replaceAll("\n", "\r\n"), 0],
    ["a byte order mark", `\ufeff${text}`, 0],
    ["one line", `ready\n${JSON.stringify(JSON.parse(text))}\nend\n`, 2],
  ];
  for (const [title, input, lines] of skipped)
    it(`is read with ${title}`, () => {
      expect(readPreview(input)).to.deep.equal({ ...readPreview(text), skippedLines: lines });
    });

  const refused: [string, string, string][] = [
    ["nothing", "", "The input is empty. The command failed before it wrote anything."],
    ["empty lines", " \n\n", "The input is empty. The command failed before it wrote anything."],
    ["a preview for people", "Previewing update (prod):\n + aws:iam:Role", "pulumi preview without --json."],
    ["other text", "<html></html>", "This is not JSON."],
    ["a text in JSON", '"text"', "This is not JSON."],
    ["a list", "[\n  {\n  }\n]\n", "This is a list in JSON."],
    ["an empty object", "{}", "This is JSON, but not a preview of Pulumi."],
    ["another object", '{"config": {}, "steps": {}}', "This is JSON, but not a preview of Pulumi."],
    ["steps of another kind", '{"steps": [{"op": "same"}], "changeSummary": {}}', "a step has no operation or URN."],
    ["damaged JSON", text.replace('"op": "same"', '"op": same'), "This is damaged JSON."],
    ["UTF-16", Buffer.from(text, "utf16le").toString(), "This is text in UTF-16."],
    ["an event stream", '{"sequence":0,"timestamp":1,"preludeEvent":{}}\n{"sequence":1}\n', "This is an event stream"],
    ["an event stream after a message", 'ready\n{"sequence":0}\n{"sequence":1}\n', "It can contain secrets"],
    ["--output json", '{"result":"succeeded","duration":1,"summary":{}}\n', "pulumi preview --output json"],
    ["an older plan", '{"version":1,"plan":{"manifest":{}}}', "a plan of pulumi preview --save-plan"],
    ["a plan", '{\n    "manifest": {},\n    "resourcePlans": {}\n}\n', "a plan of pulumi preview --save-plan"],
    ["an exported stack", stackText([role]), "This is the output of pulumi stack export."],
    ["a state file", '{"version": 3, "checkpoint": {}}', "This is a file of a state backend."],
    ["a report", '{\n  "schemaVersion": 1,\n  "tool": {}\n}', "This is a report of this command, not its input."],
    ["a plan of Terraform", '{"format_version":"1.2","planned_values":{}}', "This is output of Terraform."],
    ["messages of Terraform", '{"@level":"info"}\n{"@level":"info"}\n', "This is output of Terraform."],
    ["a template", '{\n "AWSTemplateFormatVersion": "2010-09-09"\n}', "of AWS CloudFormation."],
  ];
  for (const [title, input, reason] of refused)
    it(`is refused, with the command to run, if it is ${title}`, () => {
      expect(reasonFor(input)).to.contain(reason).and.to.contain(run);
    });

  for (const [title, op, command] of [
    ["a refresh", "refresh", "This is the preview of pulumi refresh, not of an update."],
    ["a destruction", "delete", "This is the preview of pulumi destroy, not of an update."],
  ] as const)
    it(`is refused if it is the preview of ${title}`, () => {
      expect(reasonFor(text.replace(/"op": "\w+"/g, `"op": "${op}"`))).to.equal(`${command} ${run}`);
    });

  it("is refused if there are two", () => {
    expect(reasonFor(text + text)).to.equal("This is more than one document. Write each of them to a separate file.");
  });

  it("is refused if a property is nested too deeply to show", () => {
    const nested = Array.from({ length: 200 }).reduce<object>((inner) => ({ inner }), {});
    expect(reasonFor(previewText([{ ...role, after: nested }]))).to.contain("more than 100 levels");
  });

  for (const [title, whole] of [
    ["on many lines", text.trimEnd()],
    ["on one line", JSON.stringify(JSON.parse(text))],
  ] as const)
    it(`is refused at each place where it is cut off, ${title}`, () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: whole.length - 1 }), (length) => {
          const cut = whole.slice(0, length);
          expect(reasonFor(cut)).to.equal(`The preview was cut off after ${cut.trimEnd().length} characters. ${run}`);
        }),
      );
    });

  it("never quotes the text in the reason", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: text.length }),
        fc.constantFrom('"CANARY', "CANARY", "}", "\u0000"),
        (at, damage) => {
          expect(reasonFor(text.slice(0, at) + damage + text.slice(at))).to.not.contain("CANARY");
        },
      ),
    );
  });

  it("is read or refused, and nothing else, whatever the text is", () => {
    const lines = fc.constantFrom(
      "{",
      "}",
      "[",
      '{"',
      '"steps": [',
      "]",
      "null",
      ",",
      '"changeSummary": {}',
      text,
      "x",
    );
    const joined = fc.array(lines).map((all) => all.join("\n"));
    const step = fc.record(
      { op: fc.string(), urn: fc.string().map((name) => `urn:pulumi:${name}`) },
      { requiredKeys: [] },
    );
    const state = fc.dictionary(
      fc.constantFrom("id", "inputs", "parent", "custom", "urn", "stackTrace"),
      fc.jsonValue(),
    );
    const steps = fc.array(
      fc.tuple(step, state, state).map(([a, oldState, newState]) => ({ ...a, oldState, newState })),
    );
    const others = fc.record({ steps, diagnostics: fc.jsonValue(), changeSummary: fc.jsonValue() });
    const documents = fc.oneof(
      fc.json(),
      others.map((document) => JSON.stringify(document)),
    );
    for (const read of [readPreview, readStack])
      fc.assert(
        fc.property(fc.oneof(fc.string(), joined, documents), (input) => {
          reasonFor(input, read);
        }),
      );
  });
});

describe("The document of an exported stack", () => {
  const read = (steps: Parameters<typeof stackText>[0], version?: number) => readStack(stackText(steps, version));
  const role = { type: "aws:iam/role:Role", name: "tools", before: { path: "/" } };

  for (const version of [3, 4])
    it(`is a preview in which nothing changes, in version ${version}`, () => {
      const { resources, ...rest } = read([role], version);
      const found = resources.find(({ name }) => name === "tools");
      expect(found).to.deep.include({ operation: "same", changedProperties: [], type: "aws:iam/role:Role" });
      expect(found?.before).to.deep.equal(found?.after);
      expect(found?.after).to.deep.include({ id: "tools-id", properties: { path: "/" } });
      const facts = { project: "shop", stack: "prod", failed: false, missing: [], errors: [] };
      expect(rest).to.deep.equal({ ...facts, endpointOverrides: [], skippedLines: 0 });
    });

  it("has no resources that are still to be deleted", () => {
    for (const oldState of [{ delete: true }, { pendingReplacement: true }])
      expect(read([{ ...role, oldState }]).resources.map(({ type }) => type)).to.deep.equal(["pulumi:pulumi:Stack"]);
  });

  it("has a text for each encrypted secret", () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
    const [found] = read([{ ...role, before: { apiKey: secret, tags: { a: [secret] } } }]).resources;
    expect(found?.after?.properties).to.deep.equal({ apiKey: "[secret]", tags: { a: ["[secret]"] } });
  });

  it("is refused in another version, and if it is something else", () => {
    const reason = (input: string) => reasonFor(input, readStack);
    expect(reason(stackText([role], 2))).to.equal("This is a state of another version than 3 and 4.");
    expect(reason(text)).to.equal(
      "This is a preview, which agentcore-outbound-auth report draws. This command draws what is deployed. Run: pulumi stack export",
    );
    expect(reason("{}")).to.equal("This is not the state of a stack. Run: pulumi stack export");
    expect(reason(stackText([role]).slice(0, 90))).to.match(/^The state was cut off after 90 characters\. Run: /);
    expect(reason('{"sequence":0}')).to.match(/^This is an event stream/);
  });
});
