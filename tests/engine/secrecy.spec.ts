import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as agentcore from "../../provider";
import type { LocalProvider } from "../../provider/local";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { ok, type Project, type Result, type World } from "./project";
import { discovery, header, mcpServer, openApi, secretKey } from "./programs";
import { begin, oauth2ProviderType, printed, providerInState, refusal, secondKey } from "./fixtures";

const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555";

/** Secrets as plain text, as plain outputs, and in configuration that is not marked as secret. */
function carelessProgram() {
  const gateway = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
  const key = (apiKey: agentcore.SecretArgs) => ({ type: "API_KEY" as const, apiKey, ...header });
  const plain = key("CANARY-plain-in-program");
  new agentcore.OutboundAuth("plain", { gateway, target: openApi, credential: plain });
  const output = key(pulumi.output("CANARY-plain-output"));
  new agentcore.OutboundAuth("output", { gateway, target: mcpServer, credential: output });
  new agentcore.ApiKeyCredentialProvider("secret", { apiKey: secretKey(), tags: { team: "search" } });
  const oauth2 = { vendor: "GithubOauth2", clientId: "id", clientSecret: "CANARY-plain-client" } as const;
  const client = { type: "OAUTH" as const, scopes: [], oauth2 };
  new agentcore.OutboundAuth("client", { gateway, target: mcpServer, credential: client });
  const tenant = { vendor: "Auth0Oauth2", clientId: "id" } as const;
  new agentcore.Oauth2CredentialProvider("secret-tenant", {
    ...tenant,
    domain: pulumi.secret("CANARY-tenant.us.auth0.com"),
    clientSecret: "CANARY-again",
  });
  new agentcore.Oauth2CredentialProvider("tenant", {
    ...tenant,
    domain: "acme.us.auth0.com",
    clientSecret: pulumi.output("CANARY-output-client"),
  });
  const server = {
    vendor: "CustomOauth2",
    clientId: "id",
    clientAuthenticationMethod: "PRIVATE_KEY_JWT",
    ...discovery,
  } as const;
  const signature = { signingAlgorithm: "ES256", privateKeySource: { kmsKeySource: { kmsKeyArn } } } as const;
  new agentcore.Oauth2CredentialProvider("signing", {
    ...server,
    privateKeyJwtConfig: { ...signature, additionalPayloadClaims: { aud: "CANARY-claim" } },
  });
  new agentcore.Oauth2CredentialProvider("signing-output", {
    ...server,
    privateKeyJwtConfig: pulumi.output({ ...signature, additionalHeaderClaims: { kid: "CANARY-header-claim" } }),
  });
  return { nothing: "to see" };
}

/** Programs with a secret in an argument that validation refuses. */
const refusedPrograms: (() => void)[] = [
  () => void new agentcore.ApiKeyCredentialProvider("bad", { apiKey: "CANARY-".repeat(20_000) }),
  () => void new agentcore.ApiKeyCredentialProvider("bad", { apiKey: secretKey(), name: "CANARY in the name" }),
  () => void new agentcore.ApiKeyCredentialProvider("bad", { apiKey: "k", tags: { "aws:x": "CANARY" } }),
  () => {
    const placed = { credentialLocation: "CANARY", credentialParameterName: "CANARY " };
    const credential = { type: "API_KEY", apiKey: "CANARY", ...placed };
    // @ts-expect-error The compiler rejects it, too.
    new agentcore.OutboundAuth("bad", { gateway: { name: "g", role: "r" }, target: { type: "lambda" }, credential });
  },
];

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

  it("in the log of the control plane, and in tags", async () => {
    const kept = JSON.stringify([await world.controlPlane.calls(), await world.controlPlane.providers()]);
    // AgentCore shows a provider's tenant and claims to all who may read the provider.
    expect(kept.replaceAll(/CANARY-(tenant\.us\.auth0\.com|claim|header-claim)/g, "")).to.not.contain("CANARY");
  });

  it("if validation refuses it", async () => {
    for (const program of refusedPrograms) {
      project.setProgram(program);
      expect(await refusal(project.preview({ diff: true }))).to.not.contain("CANARY");
    }
  });

  it("after everything is destroyed", async () => {
    project.setProgram(carelessProgram);
    const destroyed = ok(await project.destroy());
    expect(printed(destroyed)).to.not.contain("CANARY");
    expect(await world.controlPlane.providers()).to.deep.equal([]);
  });
});

describe("A secret tag stays encrypted, with the other tags of its credential provider", () => {
  const program = (team: string) => () => {
    const apiKey = secretKey();
    const tags = { team: pulumi.secret(team), kind: "CANARY-kind" };
    new agentcore.ApiKeyCredentialProvider("own", { apiKey, tags });
    const client = { vendor: "GithubOauth2", clientId: "id", clientSecret: apiKey } as const;
    new agentcore.Oauth2CredentialProvider("default", client);
  };
  let world: World;
  let project: Project;
  before(async () => ({ world, project } = await begin(program("CANARY-team"))));
  after(() => world.close());

  const setDefaultTag = async (owner: string) =>
    ok(await project.pulumi(["config", "set", "--secret", "--path", "aws:defaultTags.tags.owner", "--", owner]));
  const sentTags = async () => {
    const providers = await world.controlPlane.providers();
    const own = ({ tags }: LocalProvider) => Object.entries(tags).filter(([key]) => !key.startsWith("pulumi-"));
    return providers.map((provider) => Object.fromEntries(own(provider)));
  };

  it("in previews, plans, updates, refreshes, exports and the state, also if it is a default tag of the stack", async () => {
    let output = "";
    const record = (result: Result) => (output += printed(ok(result)));
    const args = ["--save-plan=plan.json"];
    const upAsPlanned = async () => {
      record(await project.preview({ diff: true, args }));
      output += readFileSync(join(project.folder, "plan.json"), "utf8");
      record(await project.up({ args: ["--diff", "--plan=plan.json"] }));
    };
    await setDefaultTag("CANARY-owner");
    record(await project.previewJson());
    await upAsPlanned();
    await setDefaultTag("CANARY-other-owner");
    project.setProgram(program("CANARY-other-team"));
    await upAsPlanned();
    const owner = "CANARY-other-owner";
    expect(await sentTags()).to.have.deep.members([
      { kind: "CANARY-kind", owner, team: "CANARY-other-team" },
      { owner },
    ]);
    record(await project.refresh({ args: ["--diff"] }));
    record(await project.pulumi(["stack", "export"]));
    expect(output).to.contain("~ tagsAll: [secret] => [secret]").and.not.contain("CANARY");
    for (const file of filesBelow(join(world.folder, "backend")))
      expect(readFileSync(file, "latin1"), file).to.not.contain("CANARY");
  });
});

describe("The reason for which the service failed to create a provider", () => {
  const secret = "CANARY-<client>&secret";
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const echoes = {
    plain: secret,
    "in base64": base64(secret),
    "in base64 without padding": base64(secret).replace(/=+$/, ""),
    beginning: `${secret.slice(0, 12)}...`,
    end: `...${secret.slice(-12)}`,
    "in hex": Buffer.from(secret).toString("hex"),
    "in HTTP Basic": `Basic ${base64(`id:${secret}`)}`,
    "in HTML": secret.replace("<", "&lt;").replace(">", "&gt;").replace("&s", "&amp;s"),
    "in JSON for HTML": secret.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"),
    "a tag": "CANARY-tag",
  };
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(() => {
      const tags = { team: pulumi.secret("CANARY-tag") };
      const client = { vendor: "GithubOauth2", clientId: "id", clientSecret: secret, tags } as const;
      new agentcore.Oauth2CredentialProvider("crm", client);
    }));
  });
  after(() => world.close());

  it("repeats the secret in no form, neither in the output nor in the state's initErrors", async () => {
    const reason = Object.entries(echoes)
      .map(([form, echo]) => `${form} (${echo})`)
      .join(", ");
    await world.controlPlane.addFault({ operation: "CreateOauth2CredentialProvider", kind: "failState", reason });
    const output = printed(await project.up());
    const crm = await providerInState(project, oauth2ProviderType);
    const stored = crm?.initErrors?.join("\n") ?? "";
    for (const text of [output, stored])
      for (const [form, echo] of Object.entries(echoes)) expect(text).to.contain(form).and.not.contain(echo);
    expect(output + JSON.stringify(crm)).to.not.contain("CANARY");
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((entry) => join(folder, String(entry)))
    .filter((path) => statSync(path).isFile());
}
