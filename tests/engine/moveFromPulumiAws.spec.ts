import { CreateApiKeyCredentialProviderCommand } from "@aws-sdk/client-bedrock-agentcore-control";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as agentcore from "../../provider";
import { controlClient } from "../local/clients";
import { begin, firstKey, liveKey, onlyProvider, planned } from "./fixtures";
import { apiKey, gatewayTarget, header, openApi, secretKey } from "./programs";
import { ok, type Project, type World } from "./project";

const arn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/search";

/** Moves the role of the former program into the GatewayRole. */
const formerRole: pulumi.ResourceTransform = ({ type, props, opts }) =>
  type === "aws:iam/role:Role"
    ? { props, opts: pulumi.mergeOptions(opts, { aliases: [{ parent: pulumi.rootStackResource }] }) }
    : undefined;

function ownRole() {
  const Statement = [
    { Effect: "Allow", Principal: { Service: "bedrock-agentcore.amazonaws.com" }, Action: "sts:AssumeRole" },
  ];
  return new aws.iam.Role("tools", { assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement }) });
}

function ownPolicy(role: aws.iam.Role) {
  const Statement = [{ Effect: "Allow", Action: "bedrock-agentcore:GetResourceApiKey", Resource: "*" }];
  const policy = JSON.stringify({ Version: "2012-10-17", Statement });
  return new aws.iam.RolePolicy("tools", { role: role.name, policy });
}

const gatewayOf = ({ arn: roleArn }: { arn: pulumi.Output<string> }) =>
  new aws.bedrock.AgentcoreGateway("tools", {
    name: "tools",
    roleArn,
    authorizerType: "AWS_IAM",
    protocolType: "MCP",
  });

const former =
  (opts: pulumi.CustomResourceOptions = {}) =>
  () => {
    const role = ownRole();
    ownPolicy(role);
    const provider = new aws.bedrock.AgentcoreApiKeyCredentialProvider(
      "search",
      { name: "search", apiKey: secretKey() },
      opts,
    );
    const key = { providerArn: provider.credentialProviderArn, ...header };
    gatewayTarget("search", gatewayOf(role), { credentialProviderConfiguration: pulumi.output({ apiKey: key }) });
  };

const moved =
  ({ hasOwnPolicy = false, hasGatewayRole = false } = {}) =>
  () => {
    const role = hasGatewayRole
      ? new agentcore.GatewayRole("tools", { gatewayName: "tools" }, { transforms: [formerRole] })
      : ownRole();
    if (hasOwnPolicy && role instanceof aws.iam.Role) ownPolicy(role);
    const search = new agentcore.OutboundAuth("search", {
      gateway: role instanceof aws.iam.Role ? { name: "tools", role } : role,
      target: openApi,
      credential: { ...apiKey(), adopt: arn },
    });
    gatewayTarget("search", gatewayOf(role), search);
  };

// The steps of docs/how-to/move-from-pulumi-aws.md.
describe("A program that moves from @pulumi/aws", () => {
  let world: World;
  let project: Project;
  beforeEach(async () => {
    ({ world, project } = await begin(former()));
  });
  afterEach(() => world.close());

  /** Ids of role, gateway and target. */
  const ids = async () => {
    const types = /^aws:(iam\/role|bedrock\/agentcoreGateway|bedrock\/agentcoreGatewayTarget):/;
    const { deployment } = await project.exportState();
    return deployment.resources
      ?.filter(({ type }) => types.test(type))
      .map(({ id }) => id)
      .sort();
  };

  it("keeps its provider, role, gateway and target", async () => {
    ok(await project.up());
    const kept = await ids();
    expect(kept).to.have.lengthOf(3);
    // The stand-in aws plugin does not show its providers to the control plane.
    const create = new CreateApiKeyCredentialProviderCommand({ name: "search", apiKey: "CANARY-of-aws-4b1d" });
    await controlClient(world.controlPlane).send(create);

    project.setProgram(former({ retainOnDelete: true }));
    expect(await planned(project)).to.deep.equal({});
    ok(await project.up());

    project.setProgram(moved({ hasOwnPolicy: true }));
    expect(await planned(project)).to.deep.equal({ create: 7, delete: 1 });
    ok(await project.up());
    expect(await liveKey(world)).to.equal(firstKey);

    project.setProgram(moved());
    expect(await planned(project)).to.deep.equal({ delete: 1 });
    ok(await project.up());

    project.setProgram(moved({ hasGatewayRole: true }));
    expect(await planned(project)).to.deep.equal({ create: 3, update: 1, delete: 2 });
    ok(await project.up());
    expect(await planned(project)).to.deep.equal({});

    expect((await onlyProvider(world)).arn).to.equal(arn);
    expect(await ids()).to.deep.equal(kept);
  });
});
