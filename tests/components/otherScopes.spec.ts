import { expect } from "chai";
import { programRunner } from "./programRunner";

const [own, other] = ["123456789012", "210987654321"];

/** Answers look-ups by the names of aws providers, `eu-west-1/123456789012` for example; the stack's own is in us-east-1. */
const prelude = `
const pulumi = require("@pulumi/pulumi");
const aws = { ...require("@pulumi/aws/provider") };
// Loaded by who needs them: each takes a while.
for (const part of ["apigateway", "bedrock", "lambda"])
  Object.defineProperty(aws, part, { get: () => require("@pulumi/aws/" + part) });
const agentcore = require("pulumi-agentcore-outbound-auth");
const told = new Set(), values = {}, lookUps = [];
process.on("unhandledRejection", (reason) => told.add(String(reason.message ?? reason)));
pulumi.runtime.setMocks({
  newResource: ({ name, inputs }) => ({ id: name + "0123456789", state: inputs }),
  call: ({ token, provider }) => {
    lookUps.push(token);
    const [, region, account] = /::([a-z0-9-]+)\\/(\\d{12})/.exec(provider ?? "") ?? [, "us-east-1", "${own}"];
    return token.endsWith(":getRegion") ? { region } : { accountId: account, arn: "arn:aws:iam::" + account + ":user/deployer" };
  },
});
const at = (region, account = "${own}") => new aws.Provider(region + "/" + account, { region });
const key = { type: "API_KEY", apiKey: "secret-value", credentialLocation: "HEADER", credentialParameterName: "X-Key" };
const openApi = { type: "openApiSchema" };
const roleIn = (opts) => new agentcore.GatewayRole("tools", { gatewayName: "tools" }, opts);
const gatewayIn = (opts, more) =>
  new aws.bedrock.AgentcoreGateway("tools", { name: "tools", roleArn: "arn", authorizerType: "AWS_IAM", ...more }, opts);
const bundleIn = (gateway, opts, name = "search") =>
  new agentcore.OutboundAuth(name, { gateway, target: openApi, credential: key }, opts);
const groupIn = (gateway, opts) =>
  new agentcore.GatewayOutboundAuth("many", { gateway, targets: {
    news: { target: openApi, credential: key }, maps: { target: openApi, credential: key },
  } }, opts);
const targetIn = (gateway, gatewayIdentifier, opts) =>
  new agentcore.GatewayTarget("search", {
    gateway, gatewayIdentifier, credential: key,
    targetConfiguration: { mcp: { openApiSchema: { inlinePayload: { payload: "{}" } } } },
  }, opts);
const calling = (gateway, calls, region, name = "calls") => {
  const bundle = new agentcore.OutboundAuth(name, {
    gateway, target: { type: "mcpServer", calls }, credential: { type: "GATEWAY_IAM_ROLE", region },
  });
  pulumi.all([bundle.statements, bundle.credentialProviderConfiguration, bundle.policy.namePrefix])
    .apply(([statements, { gatewayIamRole }, namePrefix]) =>
      Object.assign(values, { resources: statements.flatMap(({ Resource }) => Resource), gatewayIamRole, namePrefix }));
};
process.on("exit", () => process.stdout.write(JSON.stringify({ told: [...told], values, lookUps })));
`;

interface Run {
  /** What the program is told is wrong. */
  told: string[];
  /** What the bundle that calls something came to. */
  values: { resources?: string[]; gatewayIamRole?: object; namePrefix?: string };
  lookUps: string[];
}

describe("A program with what is in other places", () => {
  const printedBy = programRunner();

  function run(program: string): Run {
    return JSON.parse(printedBy(prelude + program)) as Run;
  }

  const inParent = `
    const parent = new pulumi.ComponentResource("test:index:Parent", "parent", {}, { providers: [at("eu-west-1")] });`;

  for (const { name, program, lookUps } of [
    {
      name: "without aws providers of its own",
      program: `const role = roleIn(); bundleIn(role, {}, "b"); groupIn(role); targetIn(role, gatewayIn());`,
      lookUps: 2,
    },
    {
      name: "with one aws provider",
      program: `const here = { provider: at("eu-west-1") }; const role = roleIn(here);
        bundleIn(role, here, "b"); groupIn(role, { providers: [here.provider] }); targetIn(role, gatewayIn(here), here);`,
      lookUps: 2,
    },
    {
      name: "with one aws provider, by its parent",
      program: `${inParent} const role = roleIn({ parent });
        bundleIn(role, { parent }, "b"); groupIn(role, { parent }); targetIn(role, gatewayIn({ parent }), { parent });`,
      lookUps: 2,
    },
    {
      name: "with two aws providers of one place",
      program: `const here = { provider: at("us-east-1") }; const role = roleIn();
        bundleIn(role, here, "b"); groupIn(role, here); targetIn(role, gatewayIn(here), here);`,
      lookUps: 4,
    },
    {
      name: "whose gateway says its Region",
      program: `const here = { provider: at("us-east-1") }; const role = roleIn({ provider: at("eu-west-1") });
        targetIn(role, gatewayIn(here, { region: "eu-west-1" }), { provider: role.getProvider("aws:x/y:Z") });`,
      lookUps: 4,
    },
    {
      name: "whose gateway is known by its id",
      program: `targetIn(roleIn(), "tools-0123456789");`,
      lookUps: 2,
    },
  ])
    it(`is told nothing, and looks up no more than it has providers: ${name}`, () => {
      const found = run(program);
      expect(found.told).to.deep.equal([]);
      expect(found.lookUps).to.have.lengthOf(lookUps);
    });

  const ours = `account ${own}, Region us-east-1`;
  for (const { name, place, theirs } of [
    { name: "Region", place: `{ provider: at("eu-west-1") }`, theirs: `account ${own}, Region eu-west-1` },
    {
      name: "account",
      place: `{ provider: at("us-east-1", "${other}") }`,
      theirs: `account ${other}, Region us-east-1`,
    },
  ]) {
    for (const { kind, program } of [
      { kind: 'OutboundAuth "search"', program: `bundleIn(roleIn(), ${place});` },
      { kind: 'GatewayOutboundAuth "many"', program: `groupIn(roleIn(), ${place});` },
    ])
      it(`is told once that ${kind} is in another ${name} than its role`, () => {
        const { told } = run(program);
        expect(told).to.have.lengthOf(1);
        expect(told[0]).to.contain(`${kind} has 1 problem:\n  gateway: the GatewayRole is in ${ours}`);
        expect(told[0]).to.contain(`in ${theirs}`).and.to.contain("{ provider }");
      });

    it(`is told that gateway and target are in another ${name} than the role, by the paths of both`, () => {
      const { told } = run(`const there = ${place}; targetIn(roleIn(), gatewayIn(there), there);`);
      expect(told).to.have.lengthOf(2);
      const text = told.join("\n");
      expect(text).to.match(/OutboundAuth "search" has 1 problem:\n {2}gateway: the GatewayRole is in/);
      expect(text).to.match(/GatewayTarget "search" has 1 problem:\n {2}gatewayIdentifier: the gateway is in/);
      expect(text).to.contain(`the gateway is in ${theirs}`).and.to.contain(ours);
    });
  }

  for (const { name, role } of [
    { name: "the role", role: "roleIn()" },
    { name: "bundles of a role that is made elsewhere", role: `{ name: "tools", role: "tools-role" }` },
  ])
    it(`is told that the gateway alone is in another Region than ${name}`, () => {
      const { told } = run(`targetIn(${role}, gatewayIn({ provider: at("eu-west-1") }));`);
      expect(told).to.have.lengthOf(1);
      expect(told[0]).to.match(/ {2}gatewayIdentifier: the gateway is in/);
    });

  it("is told that the gateway names another Region than that of its provider", () => {
    const { told } = run(`targetIn(roleIn(), gatewayIn({}, { region: "eu-west-1" }));`);
    expect(told).to.have.lengthOf(1);
    expect(told[0]).to.contain(`the gateway is in account ${own}, Region eu-west-1`);
  });

  it("is told that the gateway is elsewhere once its Region is known, and nothing before", () => {
    const later = (value: string) =>
      `const gateway = gatewayIn(); gateway.region = ${value}; targetIn(roleIn(), gateway);`;
    expect(run(later(`pulumi.output(pulumi.unknown)`)).told).to.deep.equal([]);
    expect(run(later(`pulumi.output(Promise.resolve("eu-west-1"))`)).told).to.have.lengthOf(1);
  });

  describe("and calls in the Region that the credential names", () => {
    it("may call the URL of a function that it gives by its name there, and not of its namesake", () => {
      const { told, values } = run(`calling(roleIn(), { functionUrl: "tickets" }, "eu-west-1");`);
      expect(told).to.deep.equal([]);
      expect(values.resources).to.include(`arn:aws:lambda:eu-west-1:${own}:function:tickets`);
      expect(JSON.stringify(values.resources))
        .to.not.contain("function:tickets:us-east-1")
        .and.not.contain("lambda:us-");
      expect(values.gatewayIamRole).to.deep.equal({ service: "lambda", region: "eu-west-1" });
      expect(values.namePrefix).to.contain("tickets@eu-west-1+url");
    });

    it("may call the API that is a resource where that says it is", () => {
      const api = `new aws.apigateway.RestApi("api", { region: "eu-west-1" })`;
      const call = `calling(roleIn(), { api: { restApi: ${api}, stage: "prod" } }`;
      for (const region of ["undefined", `"eu-west-1"`]) {
        const { told, values } = run(`${call}, ${region});`);
        expect(told).to.deep.equal([]);
        expect(values.gatewayIamRole).to.deep.equal({ service: "execute-api", region: "eu-west-1" });
        expect(values.resources?.filter((one) => one.includes(":execute-api:"))).to.deep.equal([
          `arn:aws:execute-api:eu-west-1:${own}:api0123456789/prod/*/*`,
        ]);
      }
    });

    it("is told where the Region contradicts what is a resource, or an ARN that comes later", () => {
      const arn = (rest: string) => `pulumi.output(Promise.resolve("arn:aws:${rest}"))`;
      const calls = {
        function: `{ functionUrl: new aws.lambda.Function("tickets", { name: "tickets", role: "arn" }) }`,
        functionArn: `{ functionUrl: ${arn(`lambda:us-east-1:${own}:function:tickets`)} }`,
        runtime: `{ runtime: ${arn(`bedrock-agentcore:us-east-1:${own}:runtime/assistant-a1B2c3D4e5`)} }`,
        gateway: `{ gateway: ${arn(`bedrock-agentcore:us-east-1:${own}:gateway/search-0123456789`)} }`,
        api: `{ api: { restApi: new aws.apigateway.RestApi("api", { region: "us-east-1" }), stage: "prod" } }`,
      };
      const bundles = Object.entries(calls).map(
        ([name, call]) => `calling(role, ${call}, pulumi.output(Promise.resolve("eu-west-1")), "${name}");`,
      );
      const { told } = run(`const role = roleIn(); ${bundles.join("\n")}`);
      expect(told.map((text) => /^OutboundAuth "(\w+)" has 1 problem:/.exec(text)?.[1])).to.have.members(
        Object.keys(calls),
      );
      for (const text of told)
        expect(text).to.contain("  credential.region: contradicts what is called, which is in Region us-east-1 and ");
    });
  });
});
