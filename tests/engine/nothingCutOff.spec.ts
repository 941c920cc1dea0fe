import { evaluate, type PolicyDocument } from "../../provider/sandbox/policies/evaluator";
import { type JournalEntry, readJournal } from "../../provider/sandbox";
import { expect } from "chai";
import * as agentcore from "../../provider";
import { ok, resourcesOf, startWorld, type Project, type World } from "./project";
import {
  customClient,
  gatewayTarget,
  header,
  mcpServer,
  secretKey,
  serverConfiguration,
  toolsGateway,
} from "./programs";
import { firstKey, prepareStack } from "./fixtures";

interface Target {
  readonly gatewayId: string;
  readonly name: string;
  readonly credentialProviderConfiguration?: Partial<Record<"apiKey" | "oauth", { providerArn: string }>>;
}

/** Policies and targets of one role at one moment of an update. */
class Moment {
  private readonly policies = new Map<string, string>();
  private readonly attached = new Set<string>();
  private readonly targets = new Map<string, Target>();

  /** Applies one entry of the journal. Entries of other resources change nothing. */
  apply({ operation, key, detail }: JournalEntry): void {
    const { policy, policyArn, arn = key, targetId } = detail as Record<string, string>;
    if (operation === "PutRolePolicy" || operation === "CreatePolicy" || operation === "CreatePolicyVersion")
      this.policies.set(arn, policy as string);
    if (operation === "DeleteRolePolicy" || operation === "DeletePolicy") this.policies.delete(arn);
    if (operation === "PutRolePolicy") this.attached.add(key);
    if (operation === "AttachRolePolicy") this.attached.add(policyArn as string);
    if (operation === "DetachRolePolicy") this.attached.delete(policyArn as string);
    if (/^(Create|Update)GatewayTarget$/.test(operation))
      this.targets.set(targetId as string, detail as unknown as Target);
    if (operation === "DeleteGatewayTarget") this.targets.delete(targetId as string);
  }

  /** Calls that a target needs now, and that the policies do not allow. */
  cutOff(secretOf: (providerArn: string) => string | undefined): string[] {
    const documents = [...this.policies]
      .filter(([name]) => this.attached.has(name))
      .map(([, text]) => JSON.parse(text) as PolicyDocument);
    const isDenied = (action: string, resource: string) => evaluate(documents, { action, resource }) !== "allowed";
    return [...this.targets.values()].flatMap((target) =>
      callsOf(target, secretOf)
        .filter(([action, resource]) => isDenied(action, resource))
        .map(([action, resource]) => `${target.name}: ${action} on ${resource}`),
    );
  }
}

const getCredential = {
  apiKey: "bedrock-agentcore:GetResourceApiKey",
  oauth: "bedrock-agentcore:GetResourceOauth2Token",
} as const;

function callsOf(target: Target, secretOf: (providerArn: string) => string | undefined): [string, string][] {
  const { credentialProviderConfiguration = {}, gatewayId } = target;
  return (["apiKey", "oauth"] as const).flatMap((kind) => {
    const providerArn = credentialProviderConfiguration[kind]?.providerArn;
    if (providerArn === undefined) return [];
    const agentcore = providerArn.split(":").slice(0, 5).join(":");
    const directory = `${agentcore}:workload-identity-directory/default`;
    const identities = [directory, `${directory}/workload-identity/${gatewayId}`];
    const vault = providerArn.split("/").slice(0, 2).join("/");
    const secret = secretOf(providerArn);
    return [
      ...identities.map((arn): [string, string] => ["bedrock-agentcore:GetWorkloadAccessToken", arn]),
      ...[...identities, vault, providerArn].map((arn): [string, string] => [getCredential[kind], arn]),
      ...(secret === undefined ? [] : [["secretsmanager:GetSecretValue", secret] as [string, string]]),
    ];
  });
}

/**
 * Returns each moment at which a target could not get its credential, with the denied call. Only the journal shows this:
 * an update that removes a permission too early has the right result at its end.
 */
function cutOffs(journal: readonly JournalEntry[], secretOf: (providerArn: string) => string | undefined): string[] {
  const moment = new Moment();
  return journal.flatMap((entry) => {
    moment.apply(entry);
    return moment.cutOff(secretOf).map((call) => `after ${entry.operation} ${entry.key}: ${call}`);
  });
}

const ownSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:own-AbCdEf";

type CredentialOf = (targetName: string) => agentcore.CredentialArgs;

const apiKey =
  (more: (targetName: string) => Partial<agentcore.NewApiKeyProviderArgs> = () => ({})) =>
  (targetName: string) =>
    ({ type: "API_KEY", apiKey: secretKey(), ...header, ...more(targetName) }) as const;

/** Credentials that the same target has one after the other. */
const credentials: Record<string, CredentialOf> = {
  "an API key": apiKey(),
  "a provider of another name": apiKey((targetName) => ({ name: `${targetName}-other` })),
  "a key in the user's own secret": apiKey((targetName) => ({
    name: `${targetName}-own`,
    apiKey: agentcore.fromSecretsManager({ secretId: ownSecret, jsonKey: "key" }),
  })),
  "an OAuth client": () => ({ type: "OAUTH", scopes: [], oauth2: customClient() }),
  "an OAuth client of another vendor": () => ({
    type: "OAUTH",
    scopes: [],
    oauth2: { vendor: "GithubOauth2", clientId: "client", clientSecret: secretKey() },
  }),
  "no credential": () => ({ type: "NONE" }),
  "an API key again": apiKey(),
};

/** One bundle and a group of targets with these names, all with the same kind of credential. */
const program = (credentialOf: CredentialOf, names: readonly string[]) => () => {
  const { role, gateway } = toolsGateway();
  const argsOf = (name: string) => ({ target: mcpServer, credential: credentialOf(name) });
  const single = new agentcore.OutboundAuth("single", { gateway: role, ...argsOf("single") });
  const targets = Object.fromEntries(names.map((name) => [name, argsOf(name)]));
  const tools = new agentcore.GatewayOutboundAuth("tools", { gateway: role, targets });
  for (const [name, bundle] of Object.entries({ single, ...tools.targets }))
    gatewayTarget(name, gateway, bundle, serverConfiguration);
};

describe("A target, at every moment of an update", () => {
  let world: World;
  let project: Project;
  before(async () => {
    world = await startWorld();
    project = world.project(program(apiKey(), ["one", "two"]));
    await prepareStack(project, firstKey);
  });
  after(() => world.close());

  /** ARNs of secrets by the provider's ARN, also of deleted providers. */
  const secrets = new Map<string, string>();

  for (const [name, credentialOf] of Object.entries(credentials))
    it(`keeps its permissions, when it gets ${name}`, async () => {
      project.setProgram(program(credentialOf, ["one", "two"]));
      ok(await project.up());
      await expectNothingCutOff();
    });

  it("keeps its permissions, when others of its group are removed, added and renamed", async () => {
    for (const names of [["two"], ["two", "three", "four"], ["two", "three", "five"]]) {
      project.setProgram(program(apiKey(), names));
      ok(await project.up());
    }
    await expectNothingCutOff();
  });

  it("keeps its permissions until it is removed, also if the role no longer needs any for its kind of credential", async () => {
    const oauth = credentials["an OAuth client"] as CredentialOf;
    const mixed: CredentialOf = (name) => (name === "two" ? oauth(name) : apiKey()(name));
    for (const names of [["one", "two"], ["one"]]) {
      project.setProgram(program(mixed, names));
      ok(await project.up());
    }
    const { operation } = readJournal(world.cloud)
      .filter(({ key }) => /two$|-oauth-vault-/.test(key))
      .at(-1)!;
    expect(operation).to.equal("DeleteRolePolicy");
    await expectNothingCutOff();
  });

  it("keeps its permissions, when its policies are replaced on request", async () => {
    const policies = resourcesOf(await project.exportState(), "aws:iam/rolePolicy:RolePolicy");
    expect(policies).to.have.lengthOf(3);
    ok(await project.up({ args: policies.map(({ urn }) => `--replace=${urn}`) }));
    await expectNothingCutOff();
  });

  it("counts as cut off if a policy is removed before its target", () => {
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
