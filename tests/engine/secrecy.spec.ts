import { expect } from "chai";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { ok, type Project, type World } from "./project";
import { imports, placement } from "./programs";
import { begin, printed, refusal, secondKey } from "./fixtures";

/**
 * Keys given in every careless way: plain text in the program, a plain output, unmarked configuration, and a secret of
 * somebody else in the same configuration.
 */
const carelessProgram = `${imports}
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
new agentcore.OutboundAuth("plain", {
  gateway: role, target: { type: "openApiSchema" },
  credential: { type: "API_KEY", apiKey: "CANARY-plain-in-program", ${placement} },
});
new agentcore.OutboundAuth("output", {
  gateway: role, target: { type: "mcpServer" },
  credential: { type: "API_KEY", apiKey: pulumi.output("CANARY-plain-output"), ${placement} },
});
new agentcore.ApiKeyCredentialProvider("secret", { apiKey: config.requireSecret("key"), tags: { team: "search" } });
new agentcore.OutboundAuth("client", {
  gateway: role, target: { type: "mcpServer" },
  credential: { type: "OAUTH", scopes: [], oauth2: { vendor: "GithubOauth2", clientId: "id", clientSecret: "CANARY-plain-client" } },
});
new agentcore.Oauth2CredentialProvider("secret-tenant", {
  vendor: "Auth0Oauth2", domain: pulumi.secret("CANARY-tenant.us.auth0.com"), clientId: "id", clientSecret: "CANARY-again",
});
new agentcore.Oauth2CredentialProvider("tenant", {
  vendor: "Auth0Oauth2", domain: "acme.us.auth0.com", clientId: "id", clientSecret: pulumi.output("CANARY-output-client"),
});
const server = {
  vendor: "CustomOauth2", clientId: "id", clientAuthenticationMethod: "PRIVATE_KEY_JWT",
  oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
};
const signature = {
  signingAlgorithm: "ES256",
  privateKeySource: { kmsKeySource: { kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555" } },
};
new agentcore.Oauth2CredentialProvider("signing", {
  ...server, privateKeyJwtConfig: { ...signature, additionalPayloadClaims: { aud: "CANARY-claim" } },
});
new agentcore.Oauth2CredentialProvider("signing-output", {
  ...server, privateKeyJwtConfig: pulumi.output({ ...signature, additionalHeaderClaims: { kid: "CANARY-header-claim" } }),
});
exports.nothing = "to see";
`;

describe("A secret stays on its path", () => {
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(carelessProgram));
    ok(await project.setConfig("unrelated:token", "CANARY-unrelated", { secret: true }));
  });
  after(() => world.close());

  const transcript: { command: string; text: string }[] = [];
  const record = async (command: string, result: Promise<{ code: number | null; stdout: string; stderr: string }>) => {
    const done = await result;
    transcript.push({ command, text: printed(done) });
    return done;
  };

  it("through previews, JSON, updates, failures, refreshes and exports", async () => {
    await record("preview --diff", project.preview({ diff: true }));
    await record("preview --json", project.previewJson());
    await world.controlPlane.addFault({ operation: "CreateApiKeyCredentialProvider", kind: "accessDenied", times: 1 });
    await record("up that is denied", project.up());
    await world.controlPlane.addFault({
      operation: "CreateApiKeyCredentialProvider",
      kind: "brokenBody",
      moment: "after",
    });
    await record("up whose answer is broken", project.up({ args: ["--diff"] }));
    ok(await record("up", project.up({ args: ["--diff"] })));
    ok(await project.setConfig("key", secondKey, { secret: true }));
    await record("preview of a rotation", project.preview({ diff: true }));
    await record("preview of a rotation as JSON", project.previewJson());
    ok(await record("up of a rotation", project.up()));
    ok(await record("refresh", project.refresh()));
    ok(await record("export", project.pulumi(["stack", "export"])));
    ok(await record("outputs", project.pulumi(["stack", "output", "--json"])));
    ok(await record("stack", project.pulumi(["stack", "--show-urns", "--show-ids"])));
    for (const { command, text } of transcript) expect(text, command).to.not.contain("CANARY");
  });

  it("in every file of the state's backend, its history and backups", () => {
    const files = filesBelow(join(world.folder, "backend"));
    expect(files.length).to.be.greaterThan(3);
    for (const file of files) expect(readFileSync(file, "latin1"), file).to.not.contain("CANARY");
  });

  it("in what the control plane logs, and in the tags that it keeps", async () => {
    const kept = JSON.stringify([await world.controlPlane.calls(), await world.controlPlane.providers()]);
    // AgentCore shows to whoever may look a provider up where its tenant is, and which claims it signs.
    expect(kept.replaceAll(/CANARY-(tenant\.us\.auth0\.com|claim|header-claim)/g, "")).to.not.contain("CANARY");
  });

  it("also where validation refuses it", async () => {
    for (const program of [
      `new agentcore.ApiKeyCredentialProvider("bad", { apiKey: "CANARY-".repeat(20000) });`,
      `new agentcore.ApiKeyCredentialProvider("bad", { apiKey: config.requireSecret("key"), name: "CANARY in the name" });`,
      `new agentcore.ApiKeyCredentialProvider("bad", { apiKey: "k", tags: { "aws:x": "CANARY" } });`,
      `new agentcore.OutboundAuth("bad", { gateway: { name: "g", role: "r" }, target: { type: "lambda" },
         credential: { type: "API_KEY", apiKey: "CANARY", credentialLocation: "CANARY", credentialParameterName: "CANARY " } });`,
    ]) {
      project.setProgram(`${imports}\n${program}`);
      expect(await refusal(project.preview({ diff: true })), program).to.not.contain("CANARY");
    }
  });

  it("until nothing is left of it", async () => {
    project.setProgram(carelessProgram);
    const destroyed = ok(await project.destroy());
    expect(printed(destroyed)).to.not.contain("CANARY");
    expect(await world.controlPlane.providers()).to.deep.equal([]);
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((entry) => join(folder, String(entry)))
    .filter((path) => statSync(path).isFile());
}
