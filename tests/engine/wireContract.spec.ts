import { expect } from "chai";
import * as agentcore from "../../provider";
import { group, byRole, crmServer, oneTarget, secretKey, ticketsFunction } from "./programs";
import { ok, resourcesOf, type Project, type ResourceState, type World } from "./project";
import { begin, dependenciesOf, onlyProvider, setVaultKey } from "./fixtures";

/**
 * The contents of users' states and the tags of their providers, byte by byte. A change here breaks every existing stack:
 * add to it with a new `stateVersion`, never change it.
 */
const frozen = {
  urns: [
    "urn:pulumi:dev::engine-test::agentcore:index:GatewayRole$aws:iam/role:Role::tools",
    "urn:pulumi:dev::engine-test::agentcore:index:GatewayRole$aws:iam/rolePolicy:RolePolicy::tools-api-key-vault",
    "urn:pulumi:dev::engine-test::agentcore:index:GatewayRole$aws:iam/rolePolicy:RolePolicy::tools-workload-token",
    "urn:pulumi:dev::engine-test::agentcore:index:GatewayRole::tools",
    "urn:pulumi:dev::engine-test::agentcore:index:OutboundAuth$aws:iam/rolePolicy:RolePolicy::search",
    "urn:pulumi:dev::engine-test::agentcore:index:OutboundAuth$pulumi-nodejs:dynamic/agentcore:ApiKeyCredentialProvider::search",
    "urn:pulumi:dev::engine-test::agentcore:index:OutboundAuth$pulumi-nodejs:dynamic/agentcore:PolicyPropagation::search",
    "urn:pulumi:dev::engine-test::agentcore:index:OutboundAuth::search",
    "urn:pulumi:dev::engine-test::pulumi-nodejs:dynamic/agentcore:StackOwner::agentcore-outbound-auth",
  ],
  policyPrefixes: ["agentcore-search-7ed4b6f-", "agentcore-tools-api-key-vault-", "agentcore-tools-workload-token-"],
  providerName: "search-7ed4b6f",
  resourceMark: "46826bd7cb8b9228",
  inputs: {
    __provider: `exports.handler = () => require("pulumi-agentcore-outbound-auth/provider").providers.ApiKeyCredentialProvider;`,
    keys: [
      "__provider",
      "accountId",
      "apiKey",
      "apiKeySecretArnPattern",
      "automaticName",
      "connection",
      "credentialProviderArn",
      "mark",
      "name",
      "region",
      "tags",
      "tagsAll",
    ],
  },
  propagation: {
    text: `exports.handler = () => require("pulumi-agentcore-outbound-auth/provider").providers.PolicyPropagation;`,
    inputs: ["__provider", "policies"],
    outputs: ["__provider", "changedAt", "policies", "stateVersion"],
  },
  ownerText: `exports.handler = () => require("pulumi-agentcore-outbound-auth/provider").providers.StackOwner;`,
  outputsBesidesInputs: ["apiKeySecretArn", "incarnation", "knownUntil", "stateVersion"],
  tagKeys: ["pulumi-agentcore-outbound-auth:owner", "pulumi-agentcore-outbound-auth:resource", "team"],
};

describe("The wire contract", () => {
  let world: World;
  let project: Project;
  let resources: ResourceState[];
  before(async () => {
    ({ world, project } = await begin(oneTarget({ tags: { team: "search" } })));
    ok(await project.up());
    resources = resourcesOf(await project.exportState());
  });
  after(() => world.close());

  const find = (type: string) => resources.find((resource) => resource.type.endsWith(type)) as ResourceState;

  it("keeps type tokens, names and parents of every resource that the package creates", () => {
    const ours = resources
      .map(({ urn }) => urn)
      .filter((urn) => urn.includes("agentcore") && !urn.includes("aws:bedrock"));
    expect(ours.sort()).to.deep.equal(frozen.urns);
  });

  it("keeps the texts that the provider process evaluates, in inputs and outputs", () => {
    const provider = find(":ApiKeyCredentialProvider");
    const owner = find(":StackOwner");
    expect([provider.inputs?.__provider, provider.outputs?.__provider]).to.deep.equal([
      frozen.inputs.__provider,
      frozen.inputs.__provider,
    ]);
    expect([owner.inputs?.__provider, owner.outputs?.__provider]).to.deep.equal([frozen.ownerText, frozen.ownerText]);
    const { inputs, outputs } = find(":PolicyPropagation");
    const { text } = frozen.propagation;
    expect([inputs?.__provider, outputs?.__provider]).to.deep.equal([text, text]);
  });

  it("keeps the keys of inputs and outputs, and the state's version as an output only", () => {
    const { inputs = {}, outputs = {} } = find(":ApiKeyCredentialProvider");
    expect(Object.keys(inputs).sort()).to.deep.equal(frozen.inputs.keys);
    expect(Object.keys(outputs).sort()).to.deep.equal([...frozen.inputs.keys, ...frozen.outputsBesidesInputs].sort());
    expect(outputs.stateVersion).to.equal(1);
    const owner = find(":StackOwner");
    expect(Object.keys(owner.inputs ?? {})).to.deep.equal(["__provider"]);
    expect(Object.keys(owner.outputs ?? {}).sort()).to.deep.equal(["__provider", "ownerId", "stateVersion"]);
    const propagation = find(":PolicyPropagation");
    expect(Object.keys(propagation.inputs ?? {}).sort()).to.deep.equal(frozen.propagation.inputs);
    expect(Object.keys(propagation.outputs ?? {}).sort()).to.deep.equal(frozen.propagation.outputs);
  });

  it("keeps automatic names, ownership tags and the names of policies", async () => {
    const { inputs = {} } = find(":ApiKeyCredentialProvider");
    const owner = find(":StackOwner").outputs?.ownerId;
    expect(inputs.name).to.equal(frozen.providerName);
    expect(inputs.mark).to.deep.equal({ owner, resource: frozen.resourceMark });
    const { tags } = await onlyProvider(world);
    expect(Object.keys(tags).sort()).to.deep.equal(frozen.tagKeys);
    expect(tags).to.include({
      [frozen.tagKeys[0] as string]: owner,
      [frozen.tagKeys[1] as string]: frozen.resourceMark,
    });
    const policies = resources.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");
    expect(policies.map((policy) => policy.inputs?.namePrefix).sort()).to.deep.equal(frozen.policyPrefixes);
  });

  it("lets the target depend on its gateway, its provider and one resource for its permissions, and nothing else", () => {
    expect(dependenciesOf(find("AgentcoreGatewayTarget"))).to.deep.equal([
      "AgentcoreGateway::tools",
      "ApiKeyCredentialProvider::search",
      "PolicyPropagation::search",
    ]);
    expect(dependenciesOf(find(":PolicyPropagation"))).to.deep.equal([
      "Role::tools",
      "RolePolicy::search",
      "RolePolicy::tools-api-key-vault",
      "RolePolicy::tools-workload-token",
    ]);
  });
});

/** The same for OAuth targets, Lambda targets and a token vault. */
const frozenOfOthers = {
  urns: [
    "urn:pulumi:dev::engine-test::agentcore:index:GatewayRole$aws:iam/rolePolicy:RolePolicy::tools-oauth-vault",
    "urn:pulumi:dev::engine-test::agentcore:index:GatewayRole$aws:iam/rolePolicy:RolePolicy::tools-workload-token",
    "urn:pulumi:dev::engine-test::agentcore:index:OutboundAuth$aws:iam/rolePolicy:RolePolicy::crm",
    "urn:pulumi:dev::engine-test::agentcore:index:OutboundAuth$aws:iam/rolePolicy:RolePolicy::tickets",
    "urn:pulumi:dev::engine-test::aws:lambda/permission:Permission::tools-invoke-tickets",
    "urn:pulumi:dev::engine-test::agentcore:index:OutboundAuth$pulumi-nodejs:dynamic/agentcore:Oauth2CredentialProvider::crm",
    "urn:pulumi:dev::engine-test::pulumi-nodejs:dynamic/agentcore:TokenVault::vault",
  ],
  policyPrefixes: [
    "agentcore-crm-b66da9c-",
    "agentcore-tickets-*-",
    "agentcore-tools-oauth-vault-",
    "agentcore-tools-workload-token-",
  ],
  providerName: "crm-b66da9c",
  providerText: `exports.handler = () => require("pulumi-agentcore-outbound-auth/provider").providers.Oauth2CredentialProvider;`,
  inputs: [
    "__provider",
    "accountId",
    "authorizationEndpoint",
    "automaticName",
    "clientId",
    "clientSecret",
    "clientSecretArnPattern",
    "connection",
    "credentialProviderArn",
    "domain",
    "issuer",
    "mark",
    "name",
    "region",
    "tagsAll",
    "tokenEndpoint",
    "vendor",
  ],
  outputsBesidesInputs: ["callbackUrl", "clientSecretArn", "incarnation", "knownUntil", "stateVersion", "status"],
  vault: {
    text: `exports.handler = () => require("pulumi-agentcore-outbound-auth/provider").providers.TokenVault;`,
    outputs: [
      "__provider",
      "accountId",
      "arn",
      "connection",
      "keyType",
      "kmsKeyArn",
      "region",
      "stateVersion",
      "tokenVaultId",
    ],
  },
};

const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012";

describe("The wire contract of OAuth and Lambda targets, and of a token vault", () => {
  let world: World;
  let resources: ResourceState[];
  before(async () => {
    let project: Project;
    const domain = "acme.us.auth0.com";
    const client = { vendor: "Auth0Oauth2", domain, clientId: "client" } as const;
    ({ world, project } = await begin(() => {
      const { role: gateway } = crmServer({ ...client, clientSecret: secretKey() });
      const target = { type: "lambda", function: ticketsFunction(), permission: true } as const;
      new agentcore.OutboundAuth("tickets", { gateway, target, credential: byRole });
      const connection = { region: "us-east-1" };
      agentcore.TokenVault.get("vault", undefined, { accountId: "123456789012", connection });
      new agentcore.ApiKeyCredentialProvider("alone", { apiKey: secretKey() });
    }));
    await setVaultKey(world, kmsKeyArn);
    ok(await project.up());
    resources = resourcesOf(await project.exportState());
  });
  after(() => world.close());

  const find = (type: string) => resources.find((resource) => resource.type.endsWith(type)) as ResourceState;

  it("keeps type tokens, names and parents of every resource that the package creates", () => {
    const urns = resources.map(({ urn }) => urn);
    expect(urns).to.include.members(frozenOfOthers.urns);
  });

  it("stores the program's line, and only one frame of the package above it for a provider in a bundle", () => {
    expect(find(":ApiKeyCredentialProvider").sourcePosition).to.match(/tests\/engine\/wireContract/);
    const [ours, theirs] = find(":Oauth2CredentialProvider").stackTrace ?? [];
    expect(ours?.sourcePosition).to.match(/dist\/provider\/index\.js/);
    expect(theirs?.sourcePosition).to.match(/tests\/engine\/programs/);
  });

  it("keeps the text, and the keys of inputs and outputs", () => {
    const { inputs = {}, outputs = {} } = find(":Oauth2CredentialProvider");
    expect([inputs.__provider, outputs.__provider]).to.deep.equal([
      frozenOfOthers.providerText,
      frozenOfOthers.providerText,
    ]);
    expect(Object.keys(inputs).sort()).to.deep.equal(frozenOfOthers.inputs);
    expect(Object.keys(outputs).sort()).to.deep.equal(
      [...frozenOfOthers.inputs, ...frozenOfOthers.outputsBesidesInputs].sort(),
    );
  });

  it("keeps the vault's text, keys and id", () => {
    const { id, external, outputs = {} } = find(":TokenVault");
    expect({ id, external }).to.deep.equal({ id: "default", external: true });
    expect(outputs.__provider).to.equal(frozenOfOthers.vault.text);
    expect(Object.keys(outputs).sort()).to.deep.equal(frozenOfOthers.vault.outputs);
    expect(outputs).to.include({ keyType: "CustomerManagedKey", kmsKeyArn, stateVersion: 1 });
  });

  it("keeps automatic names, and the names of policies", () => {
    expect(find(":Oauth2CredentialProvider").inputs?.name).to.equal(frozenOfOthers.providerName);
    const policies = resources.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");
    // The function's name is random.
    const names = policies.map((policy) =>
      String(policy.inputs?.namePrefix).replace(/tickets-[0-9a-f]{7}/, "tickets-*"),
    );
    expect(names.sort()).to.deep.equal(frozenOfOthers.policyPrefixes);
  });
});

/** The same for a group of targets. */
const frozenOfGroups = {
  urns: [
    "urn:pulumi:dev::engine-test::agentcore:index:GatewayOutboundAuth$agentcore:index:OutboundAuth$pulumi-nodejs:dynamic/agentcore:ApiKeyCredentialProvider::tools-search",
    "urn:pulumi:dev::engine-test::agentcore:index:GatewayOutboundAuth$agentcore:index:OutboundAuth::tools-search",
    "urn:pulumi:dev::engine-test::agentcore:index:GatewayOutboundAuth$aws:iam/policy:Policy::tools-all",
    "urn:pulumi:dev::engine-test::agentcore:index:GatewayOutboundAuth$aws:iam/rolePolicyAttachment:RolePolicyAttachment::tools-all",
    "urn:pulumi:dev::engine-test::agentcore:index:GatewayOutboundAuth$pulumi-nodejs:dynamic/agentcore:PolicyNames::tools",
    "urn:pulumi:dev::engine-test::agentcore:index:GatewayOutboundAuth$pulumi-nodejs:dynamic/agentcore:PolicyPropagation::tools",
    "urn:pulumi:dev::engine-test::agentcore:index:GatewayOutboundAuth::tools",
  ],
  names: {
    text: `exports.handler = () => require("pulumi-agentcore-outbound-auth/provider").providers.PolicyNames;`,
    inputs: ["__provider", "attachable", "grants", "names", "prefix", "revision", "role"],
    first: { all: "agentcore-tools-a89235c-all-1" },
  },
};

describe("The wire contract of groups of targets", () => {
  let world: World;
  let resources: ResourceState[];
  before(async () => {
    let project: Project;
    ({ world, project } = await begin(group(["search"])));
    ok(await project.up());
    resources = resourcesOf(await project.exportState());
  });
  after(() => world.close());

  it("keeps type tokens, names and parents of every resource that the package creates", () => {
    const ours = resources.map(({ urn }) => urn).filter((urn) => urn.includes("GatewayOutboundAuth"));
    expect(ours.sort()).to.deep.equal(frozenOfGroups.urns);
  });

  it("keeps the text and the keys of the resource that stores names of policies, and the first names", () => {
    const { inputs = {}, outputs = {} } = resources.find(({ type }) => type.endsWith(":PolicyNames")) as ResourceState;
    const { text, inputs: keys, first } = frozenOfGroups.names;
    expect([inputs.__provider, outputs.__provider]).to.deep.equal([text, text]);
    expect(Object.keys(inputs).sort()).to.deep.equal(keys);
    expect(Object.keys(outputs).sort()).to.deep.equal(["__provider", "names", "stateVersion"]);
    expect(inputs.names).to.deep.equal(first);
  });

  it("lets a target depend on its gateway, its provider and one resource for all permissions, and nothing else", () => {
    const target = resources.find(({ type }) => type.endsWith("AgentcoreGatewayTarget")) as ResourceState;
    expect(dependenciesOf(target)).to.deep.equal([
      "AgentcoreGateway::tools",
      "ApiKeyCredentialProvider::tools-search",
      "PolicyPropagation::tools",
    ]);
  });
});
