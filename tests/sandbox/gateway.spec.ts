import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { Sandbox, messageOf } from "./pluginClient";
import {
  AGENTCORE,
  API_KEY_PROVIDER,
  GATEWAY,
  ROLE,
  TARGET,
  OTHER_ACCOUNT,
  createGateway,
  creates,
  gatewayInputs,
  policyOf,
  rejectsAtPreview,
  roleArnOf,
  targetInputs,
  trustFor,
} from "./samples";

const API_KEY = "aws:bedrock/agentcoreApiKeyCredentialProvider:AgentcoreApiKeyCredentialProvider";

describe("gateways in the sandbox", function () {
  this.timeout(20_000);
  const sandbox = new Sandbox();
  let count = 0;
  const newName = (): string => `tools${++count}`;

  it("have an id from their name in lower case, and the workload identity of that id", async () => {
    await sandbox.plugin.create(ROLE, { name: "Mixed", assumeRolePolicy: policyOf(trustFor("mixed")) });
    const { id, outputs } = await sandbox.plugin.create(GATEWAY, gatewayInputs("Mixed"));
    expect(id).to.match(/^mixed-[0-9a-z]{10}$/);
    expect(outputs).to.deep.include({
      gatewayId: id,
      gatewayArn: `${AGENTCORE}:gateway/${id}`,
      gatewayUrl: `https://${id}.gateway.bedrock-agentcore.eu-west-1.amazonaws.com/mcp`,
      workloadIdentityDetails: [
        { workloadIdentityArn: `${AGENTCORE}:workload-identity-directory/default/workload-identity/${id}` },
      ],
    });
  });

  rejectsAtPreview(sandbox, GATEWAY, gatewayInputs("g"), {
    "an underscore in the name": [{ name: "my_tools" }, "name"],
    "two dashes in a row": [{ name: "my--tools" }, "name"],
    "another authorizer": [{ authorizerType: "JWT" }, "authorizerType"],
    "a JWT authorizer without configuration": [{ authorizerConfiguration: null }, "authorizerConfiguration"],
    "another protocol": [{ protocolType: "HTTP" }, "protocolType"],
    "a missing role": [{ roleArn: null }, "roleArn"],
    "a role that is not an ARN": [{ roleArn: "tools" }, "roleArn"],
  });

  const roleFor = (trust: object) => async () => {
    const name = newName();
    const assumeRolePolicy = policyOf({ ...trustFor(name), ...trust });
    await sandbox.plugin.create(ROLE, { name, assumeRolePolicy });
    return gatewayInputs(name);
  };
  creates(sandbox, GATEWAY, roleFor({}), {
    "the role of the gateway": [{}, "no error"],
    // The provider's schema allows 100 characters.
    "a name of 49 characters": [{ name: "g".repeat(49) }, "([0-9a-zA-Z][-]?){1,48}"],
    "a role that does not exist": [{ roleArn: roleArnOf("missing-role") }, "does not exist"],
    "a role of another account": [{ roleArn: roleArnOf("tools", OTHER_ACCOUNT) }, "Cross-account pass role"],
    "a role under another path": [{ roleArn: roleArnOf("x/tools1") }, "does not exist"],
  });
  const untrusting: Record<string, object> = {
    "a role that trusts another service": { Principal: { Service: "lambda.amazonaws.com" } },
    "a role that trusts the service for another account": {
      Condition: { StringEquals: { "aws:SourceAccount": OTHER_ACCOUNT } },
    },
    "a role that trusts the service for another gateway": { Condition: trustFor("other").Condition },
  };
  for (const [title, trust] of Object.entries(untrusting))
    creates(sandbox, GATEWAY, roleFor(trust), { [title]: [{}, "not authorized to assume role"] });

  it("have unique names", async () => {
    const name = newName();
    await createGateway(sandbox.plugin, name);
    expect(await messageOf(sandbox.plugin.create(GATEWAY, gatewayInputs(name)))).to.include("ConflictException");
  });

  it("check a new role when they are updated", async () => {
    const name = newName();
    const { id, outputs } = await createGateway(sandbox.plugin, name);
    const later = { ...gatewayInputs(name), description: "tools" };
    expect(await sandbox.plugin.update(GATEWAY, id, outputs, later)).to.include({
      gatewayId: id,
      description: "tools",
    });
    const moved = { ...later, roleArn: roleArnOf("missing-role") };
    expect(await messageOf(sandbox.plugin.update(GATEWAY, id, outputs, moved))).to.include("does not exist");
  });

  it("are deleted after their targets", async () => {
    const gateway = await createGateway(sandbox.plugin, newName());
    const target = await sandbox.plugin.create(TARGET, targetInputs(gateway.id));
    expect(await messageOf(sandbox.plugin.delete(GATEWAY, gateway))).to.include("has 1 targets associated with it");
    const journal = await sandbox.journalOf(async () => {
      await sandbox.plugin.delete(TARGET, target);
      await sandbox.plugin.delete(GATEWAY, gateway);
      await sandbox.plugin.delete(GATEWAY, gateway);
    });
    expect(journal).to.deep.equal(["DeleteGatewayTarget", "DeleteGateway"]);
  });
});

describe("API-key credential providers in the sandbox", function () {
  this.timeout(20_000);
  const sandbox = new Sandbox();

  it("have a secret that AgentCore manages, and never show their key", async () => {
    const { id, outputs } = await sandbox.plugin.create(API_KEY, { name: "search", apiKey: "first" });
    expect(id).to.equal("search");
    expect(outputs.credentialProviderArn).to.equal(API_KEY_PROVIDER);
    const [{ secretArn }] = outputs.apiKeySecretArns as [{ secretArn: string }];
    expect(secretArn).to.match(
      /:secret:bedrock-agentcore-identity!default\/apikey\/search-[0-9a-z]{8}-[0-9A-Za-z]{6}$/,
    );
    const changed = await sandbox.plugin.update(API_KEY, id, outputs, { name: "search", apiKey: "second" });
    expect(changed).to.deep.equal({ ...outputs, apiKey: "second" });
    const stored = readdirSync(sandbox.store, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    expect(stored.map((file) => readFileSync(join(file.parentPath, file.name), "utf8")).join()).not.to.match(
      /first|second/,
    );
  });

  rejectsAtPreview(
    sandbox,
    API_KEY,
    { name: "search", apiKey: "key" },
    {
      "a name with a dot": [{ name: "my.search" }, "name"],
      "no key": [{ apiKey: null }, "apiKey"],
      "a secret of the user's own, which is not emulated": [{ apiKeySecretSource: "EXTERNAL" }, "apiKeySecretSource"],
    },
  );
  creates(sandbox, API_KEY, () => Promise.resolve({ name: "taken", apiKey: "key" }), {
    "a new name": [{}, "no error"],
    "a name that exists": [{}, "already exists"],
  });
});
