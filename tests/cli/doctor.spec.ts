import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";
import type { Statement } from "../../provider/iam";
import type { Diagnosis } from "../../provider/doctor/diagnosis/facts";
import { startLocalControlPlane, type LocalControlPlane } from "../../provider/local";
import { unknownValue } from "../../provider/report/preview/preview";
import { FakeClock } from "../local/fakeClock";
import { controlClient, stsClient } from "../local/clients";
import { previewText, stackText, type PreviewArgs, type StepArgs } from "../report/previews";
import { killAll, start } from "./command";

const vault = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default";
const ownSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:mine-AbCdEf";
const ownKey = "arn:aws:kms:us-east-1:123456789012:key/11112222-3333-4444-5555-666677778888";
const thisStack = "a".repeat(32);
const anotherStack = "b".repeat(32);
const tagsOf = (owner: string) => ({
  "pulumi-agentcore-outbound-auth:owner": owner,
  "pulumi-agentcore-outbound-auth:resource": "0123456789abcdef",
});

const stackOwner: StepArgs = {
  type: "pulumi-nodejs:dynamic/agentcore:StackOwner",
  name: "agentcore-outbound-auth",
  before: { ownerId: thisStack },
  after: {},
};

/** A provider that `pulumi up` creates. */
function newProvider(name: string, more: object = {}, place = "us-east-1:123456789012"): StepArgs {
  const [region, accountId] = place.split(":");
  const credentialProviderArn = `arn:aws:bedrock-agentcore:${place}:token-vault/default/apikeycredentialprovider/${name}`;
  const after = { name, region, accountId, credentialProviderArn, apiKey: "[secret]", tagsAll: { team: "a" }, ...more };
  return { type: "pulumi-nodejs:dynamic/agentcore:ApiKeyCredentialProvider", name: `${name}-resource`, after };
}

const gatewayRole: StepArgs = { type: "agentcore:index:GatewayRole", name: "tools" };
const role: StepArgs = {
  type: "aws:iam/role:Role",
  name: "tools",
  parent: gatewayRole,
  after: { name: "tools", assumeRolePolicy: "{}" },
};
const gateway: StepArgs = {
  type: "aws:bedrock/agentcoreGateway:AgentcoreGateway",
  name: "tools",
  after: { name: "tools", tags: { team: "a" } },
  propertyDependencies: { roleArn: [role] },
};

/** Returns a policy document with this number of characters. */
function policyOf(size: number): string {
  const document = (arn: string) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: arn }] });
  return document(`arn:aws:s3:::${"x".repeat(size - document("arn:aws:s3:::").length)}`);
}

/** An inline policy of the role with this number of characters. */
function inlinePolicy(size: number): StepArgs {
  return {
    type: "aws:iam/rolePolicy:RolePolicy",
    name: "search",
    parent: gatewayRole,
    after: { name: "search", role: "tools", policy: policyOf(size) },
  };
}

describe("agentcore-outbound-auth doctor", function () {
  this.timeout(30_000);
  let local: LocalControlPlane;
  let folder: string;
  const clock = new FakeClock();
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "doctor-"));
    local = await startLocalControlPlane({ clock });
  });
  afterEach(async () => {
    killAll();
    await local.close();
    rmSync(folder, { recursive: true });
  });

  interface Options {
    readonly steps?: readonly StepArgs[];
    readonly preview?: PreviewArgs;
    readonly text?: string;
    readonly args?: readonly string[];
    readonly env?: NodeJS.ProcessEnv;
  }

  /** Runs the command to its end, without the accounts of the machine. */
  async function doctor({ steps, preview, text, args = [], env = local.environment }: Options = {}) {
    const file = join(folder, "preview.json");
    const input = text ?? (steps === undefined ? undefined : previewText(steps, preview));
    if (input !== undefined) writeFileSync(file, input);
    const none = { AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null" };
    const alone = { PATH: process.env.PATH, AWS_EC2_METADATA_DISABLED: "true", ...none, ...env };
    const run = start(["doctor", ...(input === undefined ? [] : [file]), ...args], { env: alone });
    const code = await run.ended;
    for (const output of [run.stdout, run.stderr]) expect(output).to.not.contain("CANARY");
    return { code, stdout: run.stdout, stderr: run.stderr };
  }

  async function diagnose(options: Options = {}) {
    const run = await doctor({ ...options, args: ["--json", ...(options.args ?? [])] });
    expect(run.stderr).to.equal("");
    return { code: run.code, ...(JSON.parse(run.stdout) as Diagnosis) };
  }

  async function createKey(name: string, owner?: string) {
    const tags = owner === undefined ? undefined : tagsOf(owner);
    await controlClient(local).createApiKeyCredentialProvider({ name, apiKey: "CANARY-key", tags });
  }

  /** Rows without the warning that every test has, because the local control plane is not AWS. */
  const rows = ({ findings }: Diagnosis) =>
    findings
      .filter(({ sentence }) => !sentence.startsWith("Requests go to"))
      .map(({ severity, sentence }) => `${severity}: ${sentence}`);

  it("lists the vault with owner, age and place of the secret, and changes nothing", async () => {
    await createKey("ours", thisStack);
    await createKey("theirs", anotherStack);
    await createKey("by-hand");
    await controlClient(local).createOauth2CredentialProvider({
      name: "crm",
      credentialProviderVendor: "GithubOauth2",
      oauth2ProviderConfigInput: {
        githubOauth2ProviderConfig: {
          clientId: "Iv1.0123456789abcdef",
          clientSecretSource: "EXTERNAL",
          clientSecretConfig: { secretId: ownSecret, jsonKey: "key" },
        },
      },
    });
    await local.clearCalls();
    const { code, stdout, stderr } = await doctor({ steps: [stackOwner] });
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    for (const pattern of [
      /^caller +arn:aws:iam::123456789012:user\/local$/m,
      /^account +123456789012$/m,
      /^Region +us-east-1$/m,
      /^vault key +the service's own$/m,
      /^API-key credential providers: 3; OAuth 2 credential providers: 1 \(default quota: 50 of each kind\)$/m,
      /^API-key +ours +this stack +\d+ d +AgentCore's$/m,
      /^API-key +theirs +another stack \(b{32}\) +\d+ d +AgentCore's$/m,
      /^API-key +by-hand +none +\d+ d +AgentCore's$/m,
      /^OAuth 2 +crm +none +\d+ d +your own \(arn:aws:secretsmanager:.*mine-AbCdEf\)$/m,
    ])
      expect(stdout).to.match(pattern);
    const operations = (await local.calls()).map(({ operation }) => operation);
    expect(operations.filter((operation) => !/^(Get|List)/.test(operation))).to.deep.equal([]);
  });

  it("takes the owner from the output of pulumi stack export, too", async () => {
    await createKey("ours", thisStack);
    const { providers } = await diagnose({ text: stackText([stackOwner]) });
    expect(providers.map(({ name, ownerKind }) => ({ name, ownerKind }))).to.deep.equal([
      { name: "ours", ownerKind: "thisStack" },
    ]);
  });

  it("reports an endpoint that is not AWS, and the setting that it comes from", async () => {
    const { code, endpoint, findings } = await diagnose();
    expect({ code, endpoint }).to.deep.equal({ code: 0, endpoint: local.url });
    expect(findings).to.deep.equal([
      {
        severity: "warning",
        sentence: `Requests go to ${local.url}, not to AWS.`,
        remedy: "It comes from AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL. Remove it to reach AWS.",
      },
    ]);
  });

  it("reports a customer managed key of the vault", async () => {
    await createKey("first");
    await controlClient(local).setTokenVaultCMK({
      kmsConfiguration: { keyType: "CustomerManagedKey", kmsKeyArn: ownKey },
    });
    const diagnosis = await diagnose();
    expect(diagnosis).to.deep.include({ code: 0, vault: { key: "CUSTOMER", kmsKeyArn: ownKey } });
    expect(rows(diagnosis)).to.deep.equal([
      `info: The token vault is encrypted with the customer managed key ${ownKey}.`,
    ]);
  });

  for (const { title, owner, more = {}, code, row } of [
    {
      title: "another stack",
      owner: anotherStack,
      code: 2,
      row: /^error: .*"search" exists .*Another stack created it/,
    },
    {
      title: "another tool",
      owner: undefined,
      code: 2,
      row: /^error: .*"search" exists .*not created by this package/,
    },
    { title: "an interrupted run", owner: thisStack, code: 0, row: /^info: .*"search" exists already: an earlier run/ },
    { title: "an adopted provider", owner: undefined, more: { adopt: `${vault}/x` }, code: 0, row: undefined },
  ])
    it(`reports a name of the preview that is taken by ${title}`, async () => {
      await createKey("search", owner);
      const diagnosis = await diagnose({ steps: [stackOwner, newProvider("search", more)] });
      expect(diagnosis.code).to.equal(code);
      if (row === undefined) return expect(rows(diagnosis)).to.deep.equal([]);
      expect(rows(diagnosis)).to.have.lengthOf(1);
      expect(rows(diagnosis)[0]).to.match(row);
    });

  for (const { existing, created, code, says } of [
    { existing: 44, created: 0, code: 0, says: undefined },
    { existing: 44, created: 1, code: 0, says: "warning: .*: 44 of 50, .*, and pulumi up creates 1 more" },
    { existing: 49, created: 2, code: 0, says: "warning: .*: 49 of 50, .*, and pulumi up creates 2 more" },
  ])
    it(`counts ${existing} providers and ${created} new ones against the default quota`, async () => {
      for (let number = 0; number < existing; number++) await createKey(`key-${number}`);
      const steps = Array.from({ length: created }, (_, number) => newProvider(`new-${number}`));
      const diagnosis = await diagnose({ steps });
      expect(diagnosis.code).to.equal(code);
      expect(rows(diagnosis).join("\n")).to.match(new RegExp(says ?? "^$"));
    });

  for (const { size, code, row } of [
    { size: 5_000, code: 0, row: /^$/ },
    { size: 9_500, code: 0, row: /^warning: Role tools: inline policies: 9,500 of 10,240 bytes\.$/ },
    { size: 10_241, code: 2, row: /^error: Role tools: inline policies: 10,241 of 10,240 bytes\.$/ },
  ])
    it(`compares ${size} characters of inline policies with IAM's quota`, async () => {
      const diagnosis = await diagnose({ steps: [gatewayRole, role, inlinePolicy(size)] });
      expect(diagnosis.code).to.equal(code);
      expect(diagnosis.roles).to.deep.equal([
        { role: "tools", inlineBytes: size, managedPolicies: 0, largestManagedBytes: 0, hidden: [] },
      ]);
      expect(rows(diagnosis).join("\n")).to.match(row);
    });

  it("compares managed policies with IAM's quotas, and names a policy that the preview does not show", async () => {
    const group: StepArgs = { type: "agentcore:index:GatewayOutboundAuth", name: "tools", parent: gatewayRole };
    const managed = (name: string, policy: unknown): StepArgs => ({
      type: "aws:iam/policy:Policy",
      name,
      parent: group,
      after: { name, policy },
    });
    const documents = [...Array.from({ length: 10 }, () => policyOf(6_145)), unknownValue];
    const policies = documents.map((document, index) => managed(`tools-${index}`, document));
    const attachments = policies.map((policy): StepArgs => ({
      type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      name: policy.name,
      parent: group,
      after: { role: "tools", policyArn: unknownValue },
      propertyDependencies: { policyArn: [policy] },
    }));
    const diagnosis = await diagnose({ steps: [gatewayRole, role, group, ...policies, ...attachments] });
    expect(diagnosis.code).to.equal(2);
    expect(rows(diagnosis)).to.deep.equal([
      "error: Role tools: largest managed policy: 6,145 of 6,144 bytes.",
      "warning: Role tools: managed policies: 11 of 10.",
      "info: Role tools: the preview does not show policy tools-10, so its size is not counted.",
    ]);
  });

  it("says what the deployer's policy leaves out, and what it allows too widely", async () => {
    const names = [newProvider("search"), newProvider("news")];
    const second = { ...gateway, name: "more", after: { name: "more" } };
    const diagnosis = await diagnose({ steps: [...names, { ...gateway, propertyDependencies: {} }, second] });
    expect(diagnosis.code).to.equal(0);
    const [first, ...others] = rows(diagnosis);
    expect(first).to.match(/^info: The deployer's policy leaves out the gateway: roleArn: must be the ARN/);
    expect(others).to.deep.equal([
      "info: The deployer's policy is for the gateway more, and the stack has 1 more.",
      "info: The deployer's policy allows credential providers of all names, because these have no common beginning.",
    ]);
  });

  it("prints the deployer's statements, and a command for each that checks them", async () => {
    const steps = [stackOwner, newProvider("search"), gatewayRole, role, gateway];
    const { code, deployer } = await diagnose({ steps });
    expect(code).to.equal(0);
    expect(deployer?.notes).to.deep.equal([]);
    const sids = deployer?.statements.map(({ Sid }) => Sid);
    expect(sids).to.include.members(["TokenVault", "ManageProviders", "Roles", "PassRole", "ManageGateway"]);
    expect(deployer?.commands.map(({ sid }) => sid)).to.deep.equal(sids);
    expect(deployer?.commands.find(({ sid }) => sid === "PassRole")?.command).to.equal(
      "aws iam simulate-principal-policy --policy-source-arn arn:aws:iam::123456789012:user/local " +
        "--action-names iam:PassRole --resource-arns arn:aws:iam::123456789012:role/tools --context-entries " +
        "'ContextKeyName=iam:PassedToService,ContextKeyValues=bedrock-agentcore.amazonaws.com,ContextKeyType=string' " +
        `--query "EvaluationResults[?EvalDecision!='allowed'].[EvalActionName,EvalResourceName,EvalDecision]"`,
    );
    const { stdout } = await doctor({ steps });
    expect(stdout)
      .to.contain("Policy of the deployer\nIt covers what this package creates, the gateway, and its role. Add what")
      .and.contain("Commands that list what the caller is not allowed");
    expect(documentsIn(stdout).map(({ Statement }) => Statement)).to.deep.equal([deployer?.statements]);
  });

  it("prints documents that fit into managed policies, and those for failed MCP servers separately", async () => {
    const functionArn = (number: number) => `arn:aws:lambda:us-east-1:123456789012:function:orders-${number}`;
    const permissions = Array.from({ length: 120 }, (_, number): StepArgs => ({
      type: "aws:lambda/permission:Permission",
      name: `orders-${number}`,
      parent: { type: "agentcore:index:OutboundAuth", name: `orders-${number}` },
      after: { function: functionArn(number) },
    }));
    const target: StepArgs = {
      type: "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget",
      name: "news",
      after: {
        targetConfiguration: { mcp: { mcpServer: { endpoint: "https://news.example.com" } } },
        credentialProviderConfiguration: { apiKey: {} },
      },
    };
    const steps = [newProvider("search"), gatewayRole, role, gateway, ...permissions, target];
    const { deployer } = await diagnose({ steps });
    const { stdout } = await doctor({ steps });
    const [number = ""] = /(?<=from each of the )\d+/.exec(stdout) ?? [];
    expect(Number(number)).to.be.greaterThan(2);
    expect(stdout).to.match(
      /^It has 1\d,\d{3} characters, and a managed policy can have 6,144\. Create a policy from/m,
    );
    expect(stdout)
      .to.contain(`Document ${number} of ${number}\n{`)
      .and.contain("Only if targets of MCP servers end as");
    const documents = documentsIn(stdout);
    expect(documents).to.have.lengthOf(Number(number) + 1);
    for (const document of documents) {
      expect(JSON.stringify(document).length).to.be.at.most(6_144);
      const sids = document.Statement.map(({ Sid }) => Sid);
      expect(new Set(sids).size).to.equal(sids.length);
    }
    const optional = documents.pop();
    expect(optional?.Statement).to.deep.equal(deployer?.targetSetup);
    const granted = (statements: readonly Statement[]) =>
      statements.flatMap(({ Action, Resource }) =>
        Action.flatMap((action) => Resource.map((one) => `${action} ${one}`)),
      );
    expect(granted(documents.flatMap(({ Statement }) => Statement))).to.have.members(
      granted(deployer?.statements ?? []),
    );
  });

  it("includes what targets and OAuth clients need of the deployer", async () => {
    const keyArn = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000001";
    const managedVpc = { managedVpcResource: { vpcIdentifier: "vpc-1" } };
    const target = (name: string, mcp: object, more: object = {}): StepArgs => ({
      type: "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget",
      name,
      after: { name, targetConfiguration: { mcp }, ...more },
    });
    const client = {
      ...newProvider("crm", {
        privateKeyJwtConfig: { privateKeySource: { kmsKeySource: { kmsKeyArn: keyArn } } },
        privateEndpointOverrides: [{ domain: "id.example.com", privateEndpoint: managedVpc }],
      }),
      type: "pulumi-nodejs:dynamic/agentcore:Oauth2CredentialProvider",
    };
    const targets = [
      target("tickets", { openApiSchema: { s3: { uri: "s3://schemas/tickets.json" } } }),
      target("shop", { apiGateway: { restApiId: "a1b2c3d4e5", stage: "prod" } }),
      target(
        "crm",
        { mcpServer: { endpoint: "https://crm.example.com" } },
        { credentialProviderConfiguration: { oauth: {} } },
      ),
      target("news", { mcpServer: { endpoint: "https://news.example.com" } }, { privateEndpoint: managedVpc }),
    ];
    const { deployer } = await diagnose({ steps: [stackOwner, client, gatewayRole, role, gateway, ...targets] });
    expect(deployer?.notes).to.deep.equal([]);
    const resourcesOf = (sid: string) => deployer?.statements.find(({ Sid }) => Sid === sid)?.Resource;
    expect(resourcesOf("SigningKeys")).to.deep.equal([keyArn]);
    expect(resourcesOf("SchemaObjects")).to.deep.equal(["arn:aws:s3:::schemas/tickets.json"]);
    expect(resourcesOf("ExportApis")?.[0]).to.contain("/restapis/a1b2c3d4e5/stages/prod/");
    expect(resourcesOf("PrivateEndpoints")).to.have.lengthOf(2);
    // Most targets of MCP servers do not need these, and they let the deployer get tokens.
    expect(resourcesOf("TargetSecrets")).to.equal(undefined);
    expect(deployer?.targetSetup.map(({ Sid }) => Sid)).to.deep.equal([
      "WorkloadToken",
      "WorkloadTokenForTargetSetup",
      "OAuthVault",
      "CompleteTokenAuth",
      "TargetSecrets",
    ]);
  });

  it("prints no command that a tag of the program could change", async () => {
    const { code, deployer } = await diagnose({
      steps: [stackOwner, newProvider("search", { tagsAll: { "it's $(id)": "a" } })],
    });
    expect(code).to.equal(0);
    expect(deployer?.commands).to.not.be.empty;
    expect(deployer?.commands.filter(({ command }) => command.includes("$("))).to.deep.equal([]);
    expect(deployer?.notes.join("\n")).to.match(/^The statement \w+ has no command: a value in it has a character/m);
  });

  it("simulates the role behind a session", async () => {
    const session = await assumeRole();
    const { deployer } = await diagnose({ steps: [newProvider("search")], env: session });
    expect(deployer?.commands[0]?.command).to.contain("--policy-source-arn arn:aws:iam::123456789012:role/Deploy ");
  });

  it("names the place of providers that it did not examine, and a preview that is not complete", async () => {
    const elsewhere = newProvider("far", {}, "eu-west-1:210987654321");
    const diagnosis = await diagnose({ steps: [elsewhere], preview: { changeSummary: null } });
    expect(diagnosis.code).to.equal(0);
    expect(rows(diagnosis)).to.deep.equal([
      "warning: The preview is not complete, so some of its resources were not checked.",
      "warning: The stack has credential providers in account 210987654321, eu-west-1. They were not examined.",
    ]);
  });

  for (const { operation, severity, code, looksUp = false } of [
    { operation: "GetTokenVault", severity: "warning", code: 0 },
    { operation: "ListApiKeyCredentialProviders", severity: "error", code: 2, looksUp: true },
    { operation: "GetApiKeyCredentialProvider", severity: "info", code: 0 },
    { operation: "ListTagsForResource", severity: "info", code: 0 },
  ])
    it(`reports that ${operation} is not allowed${looksUp ? ", and looks up the names of the preview" : ""}`, async () => {
      await createKey("search", anotherStack);
      await local.addFault({ operation, kind: "accessDenied", times: 1000 });
      const diagnosis = await diagnose(looksUp ? { steps: [stackOwner, newProvider("search")] } : {});
      expect(diagnosis.code).to.equal(code);
      const [first = "", ...more] = rows(diagnosis);
      expect(first).to.match(new RegExp(`^${severity}: `));
      const about = `The caller has no permission for bedrock-agentcore:${operation}`;
      if (looksUp) expect(diagnosis.counts).to.not.have.property("apikeycredentialprovider");
      if (looksUp) expect(first).to.match(/"search" exists already.*Another stack created it/);
      expect(looksUp ? more.join("\n") : first).to.contain(about);
    });

  it("reports in one row that AWS throttles a call, and does not wait for minutes", async () => {
    await local.addFault({ operation: "GetTokenVault", kind: "throttle", times: 1000 });
    const diagnosis = await diagnose();
    expect(diagnosis.code).to.equal(2);
    expect(rows(diagnosis)).to.deep.equal(["error: GetTokenVault: AWS throttles the requests of this account."]);
  });

  it("reports an expired token once", async () => {
    const session = await assumeRole();
    clock.advance(3_601_000);
    const diagnosis = await diagnose({ env: session });
    expect(diagnosis.code).to.equal(2);
    expect(rows(diagnosis)).to.have.lengthOf(1);
    expect(rows(diagnosis)[0]).to.match(/^error: GetCallerIdentity .*the credentials have expired/);
  });

  it("reports an account that the operator does not allow", async () => {
    const env = { ...local.environment, AGENTCORE_OUTBOUND_AUTH_ALLOWED_ACCOUNTS: "210987654321" };
    const diagnosis = await diagnose({ env });
    expect(diagnosis.code).to.equal(2);
    expect(rows(diagnosis)[0]).to.match(/^error: .*account 123456789012, which AGENTCORE.* does not allow/);
  });

  for (const { title, endpoint, more, says } of [
    {
      title: "a proxy that cannot be reached",
      more: { HTTPS_PROXY: "http://127.0.0.1:1" },
      says: /the proxy cannot be/,
    },
    { title: "an endpoint that cannot be reached", endpoint: "http://127.0.0.1:1", says: /nothing listens there/ },
    { title: "an endpoint that gets no secrets", endpoint: "https://example.com", says: /does not belong to AWS/ },
  ])
    it(`reports ${title}`, async () => {
      const {
        AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL: _url,
        AWS_ENDPOINT_URL_STS: _sts,
        ...rest
      } = local.environment;
      const override = endpoint === undefined ? {} : { AWS_ENDPOINT_URL: endpoint };
      const diagnosis = await diagnose({ env: { ...rest, ...override, ...more } });
      expect(diagnosis.code).to.equal(2);
      expect(rows(diagnosis).join("\n"))
        .to.match(/^error: /)
        .and.to.match(says);
    });

  it("says just that there are no credentials, or no Region", async () => {
    const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _key, ...noCredentials } = local.environment;
    const { AWS_REGION: _region, ...noRegion } = local.environment;
    const says = "error: no AWS credentials. Set them in the environment, or write --profile.\n";
    expect(await doctor({ env: noCredentials })).to.deep.equal({ code: 1, stdout: "", stderr: says });
    expect(await doctor({ env: noRegion })).to.deep.equal({
      code: 1,
      stdout: "",
      stderr: "error: no Region. Write --region, or set AWS_REGION.\n",
    });
    expect(await diagnose({ env: noRegion, args: ["--region", "eu-west-1"] })).to.include({ region: "eu-west-1" });
  });

  it("refuses a file that is neither a preview nor the state of a stack, without a call", async () => {
    const run = await doctor({ text: "CANARY" });
    expect(run).to.include({ code: 1, stdout: "" });
    expect(run.stderr).to.match(/^error: .*preview\.json: This is not JSON\. Run: pulumi preview --json/);
    expect(await local.calls()).to.deep.equal([]);
  });

  it("examines the Region of the preview's configuration, unless --region names another one", async () => {
    const { AWS_REGION: _region, ...noRegion } = local.environment;
    const of = { steps: [stackOwner], preview: { config: { "aws:region": "eu-west-1" } } };
    expect(await diagnose({ ...of, env: noRegion })).to.include({ region: "eu-west-1" });
    expect(await diagnose(of)).to.include({ region: "eu-west-1" });
    expect(await diagnose({ ...of, args: ["--region", "us-west-2"] })).to.include({ region: "us-west-2" });
    const wrong = await doctor({ steps: [stackOwner], preview: { config: { "aws:region": "CANARY/.." } } });
    expect(wrong).to.include({ code: 1, stdout: "" });
    expect(wrong.stderr).to.match(/^error: Region: /);
  });

  /** Returns the policy documents in the output. */
  function documentsIn(stdout: string): { readonly Statement: readonly Statement[] }[] {
    return [...stdout.matchAll(/^\{\n(?: .*\n)+\}$/gm)].map(([text]) => JSON.parse(text) as { Statement: Statement[] });
  }

  async function assumeRole(): Promise<Record<string, string>> {
    const command = new AssumeRoleCommand({
      RoleArn: "arn:aws:iam::123456789012:role/Deploy",
      RoleSessionName: "ci",
      DurationSeconds: 3600,
    });
    const { Credentials } = await stsClient(local).send(command);
    return {
      ...local.environment,
      AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? "",
      AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? "",
      AWS_SESSION_TOKEN: Credentials?.SessionToken ?? "",
    };
  }
});
