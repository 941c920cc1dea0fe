import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  GatewayOutboundAuth,
  GatewayRole,
  GatewayTarget,
  OutboundAuth,
  type CallArgs,
  type GatewayArgs,
} from "../../provider";
import { runProgram, type ProgramResult } from "./runProgram";
import { apiKey, byRole, openApi } from "./samples";

const [own, other] = ["123456789012", "210987654321"];

type Options = pulumi.ComponentResourceOptions;

/** An aws provider. The mock reads account and Region from its name; the default provider is in us-east-1. */
const at = (region: string, account = own) => new aws.Provider(`${region}/${account}`, {});

const search = { target: openApi, credential: apiKey };

const roleIn = (opts?: Options) => new GatewayRole("tools", { gatewayName: "tools" }, opts);
const gatewayIn = (opts?: pulumi.CustomResourceOptions, more: object = {}) =>
  new aws.bedrock.AgentcoreGateway(
    "tools",
    { name: "tools", roleArn: "arn", authorizerType: "AWS_IAM", ...more },
    opts,
  );
const bundleIn = (gateway: GatewayArgs, opts?: Options, name = "search") =>
  new OutboundAuth(name, { gateway, ...search }, opts);
const groupIn = (gateway: GatewayArgs, opts?: Options) =>
  new GatewayOutboundAuth("many", { gateway, targets: { news: search, maps: search } }, opts);
const targetIn = (gateway: GatewayArgs, gatewayIdentifier: aws.bedrock.AgentcoreGateway | string, opts?: Options) => {
  const targetConfiguration = { mcp: { openApiSchema: { inlinePayload: { payload: "{}" } } } };
  new GatewayTarget("search", { gateway, gatewayIdentifier, credential: apiKey, targetConfiguration }, opts);
};

const run = (program: () => Readonly<Record<string, pulumi.Output<unknown>>> | void, isPreview?: boolean) =>
  runProgram(program, {
    isPreview,
    lookUp: ({ token, provider }) => {
      const [, region = "us-east-1", accountId = own] = /::([a-z0-9-]+)\/(\d{12})/.exec(provider ?? "") ?? [];
      return token.endsWith(":getRegion") ? { region } : { accountId, arn: `arn:aws:iam::${accountId}:user/deployer` };
    },
  });

/** Declares a role, and all that uses it with the same options. */
const everything = (opts: Options, ofRole = opts) => {
  const role = roleIn(ofRole);
  bundleIn(role, opts, "b");
  groupIn(role, opts);
  targetIn(role, gatewayIn(opts), opts);
};

describe("A program with several aws providers", () => {
  for (const { name, program, lookUps } of [
    { name: "no explicit one", lookUps: 2, program: () => everything({}) },
    { name: "one for all", lookUps: 2, program: () => everything({ provider: at("eu-west-1") }) },
    {
      name: "one for all, by their parent",
      lookUps: 2,
      program: () => {
        const providers = [at("eu-west-1")];
        everything({ parent: new pulumi.ComponentResource("test:index:Parent", "p", {}, { providers }) });
      },
    },
    {
      name: "two of one account and Region",
      lookUps: 4,
      program: () => everything({ provider: at("us-east-1") }, {}),
    },
    {
      name: "two, and a gateway with its own Region",
      lookUps: 4,
      program: () => {
        const there = { provider: at("eu-west-1") };
        targetIn(roleIn(there), gatewayIn({ provider: at("us-east-1") }, { region: "eu-west-1" }), there);
      },
    },
    {
      name: "no explicit one, and a gateway by its id",
      lookUps: 2,
      program: () => targetIn(roleIn(), "tools-0123456789"),
    },
  ])
    it(`is correct with ${name}, and looks up each provider once`, async () => {
      const result = await run(program);
      expect(result.errors).to.deep.equal([]);
      expect(result.lookUps).to.have.lengthOf(lookUps);
    });

  const ours = `account ${own}, Region us-east-1`;
  for (const { name, there, theirs } of [
    { name: "Region", there: () => at("eu-west-1"), theirs: `account ${own}, Region eu-west-1` },
    { name: "account", there: () => at("us-east-1", other), theirs: `account ${other}, Region us-east-1` },
  ]) {
    for (const { kind, create } of [
      { kind: 'OutboundAuth "search"', create: bundleIn },
      { kind: 'GatewayOutboundAuth "many"', create: groupIn },
    ])
      it(`gets one error if ${kind} is in another ${name} than its role`, async () => {
        const { errors } = await run(() => void create(roleIn(), { provider: there() }));
        expect(errors).to.have.lengthOf(1);
        expect(errors[0]).to.contain(`${kind} has 1 problem:\n  gateway: the GatewayRole is in ${ours}`);
        expect(errors[0]).to.contain(`in ${theirs}`).and.to.contain("{ provider }");
      });

    it(`gets errors with both paths if gateway and target are in another ${name} than the role`, async () => {
      const { errors } = await run(() => {
        const opts = { provider: there() };
        targetIn(roleIn(), gatewayIn(opts), opts);
      });
      expect(errors).to.have.lengthOf(2);
      const text = errors.join("\n");
      expect(text).to.match(/GatewayTarget "search" has 1 problem:\n {2}gateway: the GatewayRole is in/);
      expect(text).to.match(/GatewayTarget "search" has 1 problem:\n {2}gatewayIdentifier: the gateway is in/);
      expect(text).to.contain(`the gateway is in ${theirs}`).and.to.contain(ours);
    });
  }

  for (const { name, role } of [
    { name: "the role", role: roleIn },
    { name: "bundles of a role from elsewhere", role: () => ({ name: "tools", role: "tools-role" }) },
  ])
    it(`gets an error if only the gateway is in another Region than ${name}`, async () => {
      const { errors } = await run(() => targetIn(role(), gatewayIn({ provider: at("eu-west-1") })));
      expect(errors).to.have.lengthOf(1);
      expect(errors[0]).to.match(/ {2}gatewayIdentifier: the gateway is in/);
    });

  it("gets an error if the gateway sets another Region than its provider", async () => {
    const { errors } = await run(() => targetIn(roleIn(), gatewayIn({}, { region: "eu-west-1" })));
    expect(errors).to.have.lengthOf(1);
    expect(errors[0]).to.contain(`the gateway is in account ${own}, Region eu-west-1`);
  });

  it("gets this error once the gateway's Region is known, and not before", async () => {
    const errorsWith = async (region: unknown) => {
      const { errors } = await run(() => targetIn(roleIn(), Object.assign(gatewayIn(), { region })));
      return errors;
    };
    expect(await errorsWith(pulumi.output(pulumi.unknown))).to.deep.equal([]);
    expect(await errorsWith(pulumi.output(Promise.resolve("eu-west-1")))).to.have.lengthOf(1);
  });
});

describe("A role of another principal than a role of the gateway's account", () => {
  const later = (text: string) => pulumi.output(Promise.resolve(text));
  const bundleOf = (role: aws.iam.Role | pulumi.Input<string>) => {
    const target = {
      type: "lambda" as const,
      function: `arn:aws:lambda:us-east-1:${own}:function:tickets`,
      permission: true as const,
    };
    new OutboundAuth("tickets", { gateway: { name: "tools", role }, target, credential: byRole });
  };
  const granted = ({ registered }: ProgramResult) =>
    registered.filter(({ type, inputs }) => {
      const { role, principal } = inputs as { role?: string; principal?: string };
      return /Policy|Permission/.test(type) && (role !== undefined || principal !== undefined);
    });

  const roleIn = (account: string) => `arn:aws:iam::${account}:role/tools`;
  for (const isPreview of [true, false])
    for (const [name, role, reason] of [
      ["a role of another account", () => roleIn(other), /gateway\.role: the role is in account 210987654321/],
      ["the same as an Output", () => later(roleIn(other)), /gateway\.role: the role is in account 210987654321/],
      ["an account", () => `arn:aws:iam::${own}:root`, /gateway\.role: not the ARN of a role/],
      ["an account as an Output", () => later(`arn:aws:iam::${own}:root`), /gateway\.role: not the ARN of a role/],
      ["a user as an Output", () => later(`arn:aws:iam::${own}:user/x`), /gateway\.role: not the ARN of a role/],
      ["every role as an Output", () => later(`arn:aws:iam::${own}:role/*`), /gateway\.role: .* must name one thing/],
      [
        "a role resource with an aws provider of another account",
        () => new aws.iam.Role("theirs", { assumeRolePolicy: "{}" }, { provider: at("us-east-1", other) }),
        /gateway\.role: the role is in account 210987654321/,
      ],
    ] as const)
      it(`gets nothing, and the program an error ${isPreview ? "at preview" : "at up"}: ${name}`, async () => {
        let thrown = "";
        const result = await run(() => {
          try {
            bundleOf(role());
          } catch (error) {
            thrown = (error as Error).message;
          }
        }, isPreview);
        expect([thrown, ...result.errors].join("\n")).to.match(reason);
        expect(granted(result)).to.deep.equal([]);
      });

  it("is not a role of the gateway's account, as a text, an Output or a resource", async () => {
    const ofOwnRegion = () => new aws.iam.Role("tools", { name: "tools", assumeRolePolicy: "{}" });
    const ofOtherRegion = () =>
      new aws.iam.Role("tools", { name: "tools", assumeRolePolicy: "{}" }, { provider: at("eu-west-1") });
    for (const role of [() => roleIn(own), () => later(roleIn(own)), ofOwnRegion, ofOtherRegion]) {
      const result = await run(() => bundleOf(role()));
      expect(result.errors).to.deep.equal([]);
      const roles = result.registered.map(({ inputs }) => (inputs as { role?: string }).role);
      expect(roles).to.include("tools");
    }
  });
});

describe("Two bundles of a gateway with a role from elsewhere", () => {
  const errorsIn = async (...regions: readonly string[]) => {
    const { errors } = await run(() => {
      for (const [index, region] of regions.entries()) {
        const provider = new aws.Provider(`${index}::${region}/${own}`, {});
        bundleIn({ name: "tools", role: "tools-role" }, { provider }, `search-${index}`);
      }
    });
    return errors.join("\n");
  };

  it("may have two aws providers of one Region", async () => {
    expect(await errorsIn("eu-west-1", "eu-west-1")).to.equal("");
  });

  it("must not be in two Regions, because they would belong to two gateways", async () => {
    expect(await errorsIn("eu-west-1", "us-east-1")).to.match(
      /the gateway "tools" is named twice, once in account 123456789012, Region eu-west-1, once in account 123456789012, Region us-east-1\. Write/,
    );
  });
});

describe("A credential that names a Region", () => {
  const calling = (gateway: GatewayArgs, calls: CallArgs, region?: pulumi.Input<string>, name = "calls") => {
    const credential = { ...byRole, region };
    const bundle = new OutboundAuth(name, { gateway, target: { type: "mcpServer", calls }, credential });
    return {
      resources: bundle.statements.apply((statements) => statements.flatMap(({ Resource }) => Resource)),
      gatewayIamRole: bundle.credentialProviderConfiguration.apply(({ gatewayIamRole }) => gatewayIamRole),
      namePrefix: bundle.policy!.namePrefix,
    };
  };
  const resourcesOf = ({ values }: ProgramResult) => values.resources as readonly string[];

  it("is where a function by its name is called, and not its namesake in the gateway's Region", async () => {
    const result = await run(() => calling(roleIn(), { functionUrl: "tickets" }, "eu-west-1"));
    expect(result.errors).to.deep.equal([]);
    expect(resourcesOf(result)).to.include(`arn:aws:lambda:eu-west-1:${own}:function:tickets`);
    expect(resourcesOf(result).join()).to.not.contain("function:tickets:us-east-1").and.not.contain("lambda:us-");
    expect(result.values.gatewayIamRole).to.deep.equal({ service: "lambda", region: "eu-west-1" });
    expect(result.values.namePrefix).to.contain("tickets@eu-west-1+url");
  });

  for (const region of [undefined, "eu-west-1"])
    it(`agrees with the Region of an API that is a resource: ${region}`, async () => {
      const result = await run(() => {
        const restApi = new aws.apigateway.RestApi("api", { region: "eu-west-1" });
        return calling(roleIn(), { api: { restApi, stage: "prod" } }, region);
      });
      expect(result.errors).to.deep.equal([]);
      expect(result.values.gatewayIamRole).to.deep.equal({ service: "execute-api", region: "eu-west-1" });
      expect(resourcesOf(result).filter((one) => one.includes(":execute-api:"))).to.deep.equal([
        `arn:aws:execute-api:eu-west-1:${own}:api0123456789/prod/*/*`,
      ]);
    });

  it("is an error if a resource, or an ARN that is an Output, is in another Region", async () => {
    const later = (text: string) => pulumi.output(Promise.resolve(text));
    const arn = (rest: string) => later(`arn:aws:${rest}`);
    const calls: Record<string, () => CallArgs> = {
      function: () => ({ functionUrl: new aws.lambda.Function("tickets", { name: "tickets", role: "arn" }) }),
      functionArn: () => ({ functionUrl: arn(`lambda:us-east-1:${own}:function:tickets`) }),
      runtime: () => ({ runtime: arn(`bedrock-agentcore:us-east-1:${own}:runtime/assistant-a1B2c3D4e5`) }),
      gateway: () => ({ gateway: arn(`bedrock-agentcore:us-east-1:${own}:gateway/search-0123456789`) }),
      api: () => ({ api: { restApi: new aws.apigateway.RestApi("api", { region: "us-east-1" }), stage: "prod" } }),
    };
    const { errors } = await run(() => {
      const role = roleIn();
      for (const [name, call] of Object.entries(calls)) calling(role, call(), later("eu-west-1"), name);
    });
    expect(errors.map((text) => /^OutboundAuth "(\w+)" has 1 problem:/.exec(text)?.[1])).to.have.members(
      Object.keys(calls),
    );
    for (const text of errors)
      expect(text).to.contain("  credential.region: contradicts what is called, which is in Region us-east-1 and ");
  });
});
