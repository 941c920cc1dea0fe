import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { GatewayOutboundAuth, GatewayRole, type TargetOutboundAuthArgs } from "../../../provider";
import { managedPolicyDocument } from "../../../provider/components/policies/managedPolicies";
import { allow } from "../../../provider/iam/policy/document";
import type { Statement } from "../../../provider/iam/policy/document";
import { apiKey, openApi } from "../samples";

const search = (name: string) => ({ target: openApi, credential: { ...apiKey, name } });
const nothing = { target: { type: "mcpServer" }, credential: { type: "NONE" } } as const;
const jwt = { target: { type: "passthrough" }, credential: { type: "JWT_PASSTHROUGH" } } as const;
const schema = { ...nothing, target: { ...openApi, schema: { uri: "s3://schemas/a.json" } } };

const targets = (count: number, prefix = "target") =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}-${index}`, search(`${prefix}-${index}`)]));

interface Group {
  targets: Record<string, TargetOutboundAuthArgs>;
  targetsPerPolicy?: number;
}

describe("the managed policies of a group", () => {
  let role: GatewayRole;
  beforeEach(async () => {
    await pulumi.runtime.setMocks({
      newResource: (args) => ({ id: `${args.name}-id`, state: args.inputs as object }),
      call: () => ({}),
    });
    role = new GatewayRole("tools", { gatewayName: "tools" });
  });

  const cases: readonly { name: string; group: Group; count: number }[] = [
    { name: "one for 20 targets", group: { targets: targets(20) }, count: 1 },
    { name: "two for 21 targets", group: { targets: targets(21) }, count: 2 },
    { name: "one for 50 targets at 50 in each", group: { targets: targets(50), targetsPerPolicy: 50 }, count: 1 },
    { name: "none for targets that need no permission", group: { targets: { nothing, jwt } }, count: 0 },
    { name: "one for a schema in S3", group: { targets: { schema } }, count: 1 },
    {
      name: "one for 20 targets next to targets that need no permission",
      group: { targets: { ...targets(20), nothing, jwt } },
      count: 1,
    },
  ];
  for (const { name, group, count } of cases)
    it(`are ${name}`, () =>
      expect(new GatewayOutboundAuth("tools", { gateway: role, ...group }).policies).to.have.lengthOf(count));

  it("are refused if the role has no room for them, with what to write", () => {
    const declare = () =>
      new GatewayOutboundAuth("tools", { gateway: role, targets: targets(20), targetsPerPolicy: 2 });
    expect(declare).to.throw(
      /GatewayOutboundAuth "tools" has 1 problem:\s+targets: they need \d+ managed policies .* room for 8, because 2 of 10 stay free .* larger targetsPerPolicy \(2 now\).* attachablePolicies/,
    );
  });

  it("are not declared if anything is wrong with the group or its targets, all of which is reported together", () => {
    const lambda = { target: { type: "lambda" }, credential: { type: "API_KEY" } };
    const mistyped = { ...search("b"), credential: { ...apiKey, credentialLocation: "BODY" }, movedFrom: 3 };
    const wrong = {
      targetsPerPolicy: 0,
      longestName: 48,
      attachable: 3,
      targets: { "my target": lambda, b: mistyped },
    };
    const declare = () => void Reflect.construct(GatewayOutboundAuth, ["tools", { gateway: role, ...wrong }]);
    for (const path of [
      ...["attachable", "targetsPerPolicy", "longestName", `targets["my target"].credential.type`],
      ...["targets.b.credential.credentialLocation", "targets.b.movedFrom"],
    ])
      expect(declare).to.throw(`\n  ${path}: `);
  });

  it("are counted together with those of other groups of the role, and one stays free for each group", () => {
    const declare = (name: string) =>
      new GatewayOutboundAuth(name, { gateway: role, targets: targets(1, name), attachablePolicies: 6 });
    for (const name of ["one", "two", "three"]) declare(name);
    expect(() => declare("four")).to.throw(
      /"four" has 1 problem:\s+targets: they need 4 managed policies .* room for 2, because 4 of 6/,
    );
    // A group without policies needs no room.
    new GatewayOutboundAuth("none", { gateway: role, targets: { nothing }, attachablePolicies: 5 });
  });
});

describe("the document of a managed policy", () => {
  const statementsOf = (name: string, size: number): Statement[] => [
    allow("Call", ["service:Call"], [name.padEnd(size, "x")]),
  ];
  const documentOf = (sizes: readonly number[]) =>
    managedPolicyDocument(
      "Group",
      "tools-all",
      Object.fromEntries(sizes.map((size, index) => [`t${index}`, statementsOf(`t${index}`, size)])),
    );
  const same = (count: number, size: number) => Array.from({ length: count }, () => size);

  it("contains each permission once, however many targets need it", () => {
    const shared = statementsOf("shared", 3000);
    const text = managedPolicyDocument("Group", "tools-all", { a: shared, b: shared, c: shared });
    expect(text.match(/shared/g)).to.have.lengthOf(1);
  });

  it("is refused if it is too long, with the largest targetsPerPolicy that fits", () => {
    expect(() => documentOf(same(20, 320))).to.throw(
      /Group has 1 problem:\n {2}targetsPerPolicy: policy tools-all has 6,\d{3} characters with its 20 targets, and IAM allows 6,144\. Write targetsPerPolicy: 18, or shorter names\./,
    );
    expect(documentOf(same(18, 320))).to.have.length.below(6145);
  });

  it("suggests a number with which every part fits", () => {
    let suggested = 0;
    try {
      documentOf([...same(10, 100), ...same(4, 3000)]);
    } catch (error) {
      suggested = Number(/targetsPerPolicy: (\d+),/.exec(String(error))?.[1]);
    }
    expect(suggested).to.be.within(1, 13);
  });

  it("is refused with the names of targets that no policy can hold", () => {
    expect(() => documentOf([7000, 100, 8000])).to.throw(
      /Group has 2 problems:\n {2}targets\.t0: this target alone needs a policy of 7,\d{3} characters, and IAM allows 6,144\. Write fewer operations .*\n {2}targets\.t2: /,
    );
  });
});
