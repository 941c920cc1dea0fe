import { expect } from "chai";
import { readJournal } from "../../provider/sandbox";
import { cutOffs } from "./everyMoment";
import { gatewayAndRole } from "./groups";
import { ok, resourcesOf, startWorld, type Project, type World } from "./project";
import { placement } from "./programs";
import { firstKey, prepareStack } from "./fixtures";

const oauth = (members: string) =>
  `{ type: "OAUTH", scopes: [], oauth2: { clientId: "client", clientSecret: apiKey, ${members} } }`;
const discovery = `oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" }`;
const ownSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:own-AbCdEf";

/** Credentials that the same target has one after the other, as JavaScript. */
const credentials: readonly { name: string; credential: string }[] = [
  { name: "an API key", credential: `{ type: "API_KEY", apiKey, ${placement} }` },
  { name: "a provider of another name", credential: `{ type: "API_KEY", apiKey, name: "NAME-other", ${placement} }` },
  {
    name: "a key in a secret of one's own",
    credential: `{ type: "API_KEY", name: "NAME-own", ${placement},
      apiKey: agentcore.fromSecretsManager({ secretId: "${ownSecret}", jsonKey: "key" }) }`,
  },
  { name: "an OAuth client", credential: oauth(`vendor: "CustomOauth2", ${discovery}`) },
  { name: "an OAuth client of another vendor", credential: oauth(`vendor: "GithubOauth2"`) },
  { name: "no credential", credential: `{ type: "NONE" }` },
  { name: "an API key again", credential: `{ type: "API_KEY", apiKey, ${placement} }` },
];

/** One bundle of its own and a group of two targets, all with the same kind of credential. */
const program = (credential: string, names: readonly string[]) => `${gatewayAndRole}
const mcp = (name, bundle) => new aws.bedrock.AgentcoreGatewayTarget(name, {
  name, gatewayIdentifier: gateway.gatewayId,
  credentialProviderConfiguration: bundle.credentialProviderConfiguration,
  targetConfiguration: { mcp: { mcpServer: { endpoint: "https://crm.example.com/mcp" } } },
});
mcp("single", new agentcore.OutboundAuth("single", {
  gateway: role, target: { type: "mcpServer" }, credential: ${credential.replaceAll("NAME", "single")},
}));
const targets = {
  ${names.map((name) => `${name}: { target: { type: "mcpServer" }, credential: ${credential.replaceAll("NAME", name)} }`).join(",\n  ")}
};
const tools = new agentcore.GatewayOutboundAuth("tools", { gateway: role, targets });
for (const [name, bundle] of Object.entries(tools.targets)) mcp(name, bundle);
`;

describe("A target, in every moment of an update", () => {
  let world: World;
  let project: Project;
  before(async () => {
    world = await startWorld();
    project = world.project(program(credentials[0]!.credential, ["one", "two"]));
    await prepareStack(project, firstKey);
  });
  after(() => world.close());

  /** As the control plane has had them, also of providers that are gone. */
  const secrets = new Map<string, string>();

  for (const { name, credential } of credentials)
    it(`keeps its permissions, when it comes to ${name}`, async () => {
      project.setProgram(program(credential, ["one", "two"]));
      ok(await project.up());
      await expectNothingCutOff();
    });

  it("keeps its permissions, when others of its group leave, come and get other names", async () => {
    for (const names of [["two"], ["two", "three", "four"], ["two", "three", "five"]]) {
      project.setProgram(program(credentials[0]!.credential, names));
      ok(await project.up());
    }
    await expectNothingCutOff();
  });

  it("keeps its permissions, when its policies are replaced by hand", async () => {
    const policies = resourcesOf(await project.exportState(), "aws:iam/rolePolicy:RolePolicy");
    expect(policies).to.have.lengthOf(3);
    ok(await project.up({ args: policies.map(({ urn }) => `--replace=${urn}`) }));
    await expectNothingCutOff();
  });

  it("would be seen to be cut off: a policy that goes before its target does", () => {
    const journal = readJournal(world.cloud);
    const index = journal.findIndex(({ operation }) => operation === "DetachRolePolicy");
    const earlier = [...journal.slice(0, index - 2), journal[index]!, ...journal.slice(index - 2)];
    expect(cutOffs(earlier, (arn) => secrets.get(arn))).to.not.deep.equal([]);
  });

  async function expectNothingCutOff(): Promise<void> {
    for (const { arn, secretArn } of await world.controlPlane.providers())
      if (secretArn !== undefined) secrets.set(arn, secretArn);
    const journal = readJournal(world.cloud);
    expect(cutOffs(journal, (arn) => secrets.get(arn))).to.deep.equal([]);
  }
});
