import { expect } from "chai";
import { program } from "./program";
import { programRunner } from "./programRunner";

interface Run {
  /** By what it is of: configuration and statements. */
  values: Record<string, unknown>;
  registered: { type: string; name: string }[];
  /** Rejections that nobody handled. */
  unhandled: string[];
}

/** Users' mocks, as JavaScript. */
const handBack = `({ name, inputs }) => ({ id: name + "-id", state: inputs })`;
const account = `{ accountId: "999999999999", arn: "arn:aws-cn:iam::999999999999:user/deployer" }`;

interface Mocks {
  newResource?: string;
  call: string;
  preview?: boolean;
  given?: string;
  /** Account, Region and partition that ARNs then have. */
  place?: string;
  /** What has no values then. */
  without?: string[];
}

const bundles = ["search", "crm", "given", "found", "tickets", "live", "news"];

const mocks: Record<string, Mocks> = {
  "that hand back inputs, and answer look-ups with nothing": { call: "() => ({})" },
  // As always at a preview, what the mocks do not say is not known: here the function's name.
  "the same, at a preview": { call: "() => ({})", preview: true, without: ["tickets", "live"] },
  "that hand back the arguments of look-ups": { call: "({ inputs }) => inputs" },
  "that hand back nothing at all": { newResource: `({ name }) => ({ id: name, state: {} })`, call: "() => ({})" },
  "that say where they are": {
    call: `({ token }) => token.endsWith(":getRegion") ? { region: "cn-north-1" } : ${account}`,
    place: "aws-cn:bedrock-agentcore:cn-north-1:999999999999",
    // A provider by itself does not look up where it is.
    given: `accountId: "999999999999", connection: { region: "cn-north-1" }`,
  },
};

describe("A program in a unit test, with mocks", () => {
  const printedBy = programRunner();

  function run({ newResource = handBack, preview = false, ...more }: Mocks & { times?: number }): Run {
    return JSON.parse(printedBy(program({ newResource, preview, ...more }))) as Run;
  }

  for (const [what, given] of Object.entries(mocks)) {
    it(`has configurations and statements, and ends: ${what}`, () => {
      const { values, unhandled, registered } = run(given);
      expect(unhandled).to.deep.equal([]);
      expect(registered.map(({ type }) => type)).to.include("pulumi-nodejs:dynamic/agentcore:StackOwner");
      const { without = [], place = "aws:bedrock-agentcore:us-east-1:123456789012" } = given;
      expect([...Object.keys(values), ...without]).to.have.members(bundles);
      const text = JSON.stringify(values);
      expect(text).to.not.match(/undefined|null|secret-value/);
      expect(text).to.match(
        new RegExp(`arn:${place}:token-vault/default/apikeycredentialprovider/search-[0-9a-f]{7}"`),
      );
      for (const arn of without.includes("live") ? [] : [/:function:tickets"/, /:function:tickets:live"/])
        expect(text).to.match(arn);
    });
  }

  it("waits for IAM where a policy is, and nowhere else", () => {
    const { registered } = run({ call: "() => ({})" });
    const waits = registered.filter(({ type }) => type.endsWith(":PolicyPropagation")).map(({ name }) => name);
    expect(waits).to.include("tools").and.not.include("undemanding");
  });

  it("does not meet what a test before it made", () => {
    const { unhandled, registered } = run({ call: "() => ({})", times: 2 });
    expect(unhandled).to.deep.equal([]);
    const owners = registered.filter(({ type }) => type.endsWith(":StackOwner"));
    expect(owners).to.have.lengthOf(2);
  });
});
