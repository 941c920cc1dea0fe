import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { ok, resourcesOf, type Project, type World } from "../engine/project";
import { everywhere, partlyElsewhere } from "./programs";
import { allowedTo, begin, planned, refusal } from "../engine/fixtures";

const [own, other] = ["123456789012", "210987654321"];
const regions = ["us-east-1", "eu-west-1"];

const awsProvider = (name: string, region: string, credentials: aws.ProviderArgs = {}) =>
  new aws.Provider(name, { region, ...credentials });

describe("Gateways of one program in several Regions", () => {
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(() => {
      const [us, eu] = [awsProvider("us", "us-east-1"), awsProvider("eu", "eu-west-1")];
      return everywhere([
        { name: "us", provider: us },
        { name: "eu", provider: eu, options: { providers: [eu] } },
      ]);
    }));
  });
  after(() => world.close());

  it("deploy each resource in its Region, under different names", async () => {
    const { plan } = await project.previewJson();
    const shown = plan?.steps.flatMap(({ newState }) => newState?.inputs?.credentialProviderArn ?? []);
    ok(await project.up());
    const providers = await world.controlPlane.providers();
    expect(providers.map(({ name, region }) => `${name.replace(/-[0-9a-f]{7}$/, "")} ${region}`)).to.have.members([
      "search-us us-east-1",
      "search-eu eu-west-1",
      "many-us-news-us us-east-1",
      "many-eu-news-eu eu-west-1",
    ]);
    expect(shown).to.have.members(providers.map(({ arn }) => arn));
    const names = resourcesOf(await project.exportState(), "aws:iam/policy:Policy").map(({ inputs }) => inputs?.name);
    expect(new Set(names).size).to.equal(2);
    expect(await planned(project)).to.deep.equal({});
  });

  it("have roles that may use the provider of their Region only", async () => {
    const { roles } = await project.stackOutputs<{ roles: string[] }>();
    for (const { arn, region } of await world.controlPlane.providers()) {
      const decisions = roles.map((role) => allowedTo(world, role)("bedrock-agentcore:GetResourceApiKey", arn));
      expect(decisions, arn).to.deep.equal(regions.map((each) => (each === region ? "allowed" : "implicitDeny")));
    }
  });

  it("are destroyed without a rest", async () => {
    ok(await project.destroy());
    expect(await world.controlPlane.providers()).to.deep.equal([]);
    expect(resourcesOf(await project.exportState())).to.deep.equal([]);
  });
});

describe("A gateway in another Region than its role", () => {
  const program = (role: boolean, gateway: boolean, target: boolean) => partlyElsewhere({ role, gateway, target });
  const [ours, theirs] = regions.map((region) => `account ${own}, Region ${region}`);

  it("is refused at preview, and is deployed after all have the same aws provider", async () => {
    const { world, project } = await begin(program(false, true, true));
    try {
      expect(await refusal(project.preview()))
        .to.contain(`gateway: the GatewayRole is in ${ours}, but the resource that needs it is in ${theirs};`)
        .and.to.contain(`roleArn: the gateway is in ${theirs}, but its role is for a gateway in ${ours}.`);
      project.setProgram(program(false, true, false));
      expect(await refusal(project.preview())).to.contain(`roleArn: the gateway is in ${theirs}`);
      project.setProgram(program(true, true, true));
      ok(await project.up());
      expect((await world.controlPlane.providers()).map(({ region }) => region)).to.deep.equal(["eu-west-1"]);
    } finally {
      await world.close();
    }
  });
});

describe("Gateways of one program in several accounts", () => {
  const credentials = { accessKey: `AKIALOCAL${other}`, secretKey: "x" };
  const program = (credential?: (name: string) => object) => () => {
    const ours = { name: "ours", provider: awsProvider("ours", "us-east-1") };
    const theirs = { name: "theirs", provider: awsProvider("theirs", "us-east-1", credentials) };
    return everywhere([ours, theirs], credential);
  };
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(program()));
  });
  after(() => world.close());

  it("refuse credentials of the other account", async () => {
    expect(await refusal(project.up())).to.contain(
      `the credentials belong to account ${own}, but this provider belongs to account ${other}. Nothing was done.`,
    );
    for (const { account } of await world.controlPlane.providers()) expect(account).to.equal(own);
  });

  it("are deployed with credentials of each account", async () => {
    const connection = { assumeRole: { roleArn: `arn:aws:iam::${other}:role/deploy` } };
    project.setProgram(program((name) => (name === "theirs" ? { connection } : {})));
    ok(await project.up());
    const providers = await world.controlPlane.providers();
    expect(providers.map(({ name, account }) => [name.includes("theirs"), account])).to.have.deep.members([
      [false, own],
      [false, own],
      [true, other],
      [true, other],
    ]);
    expect(await planned(project)).to.deep.equal({});
    ok(await project.destroy());
    expect(await world.controlPlane.providers()).to.deep.equal([]);
  });
});
