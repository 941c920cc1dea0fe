import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "../../provider";
import { ok, resourcesOf, type Project, type World } from "./project";
import { customClient, discovery, mcpServer, oauthTarget, secretKey, toolsGateway } from "./programs";
import {
  announced,
  begin,
  firstKey,
  liveSecret,
  oauth2ProviderType,
  onlyProvider,
  operations,
  planned,
  printed,
  providerInState,
  refusal,
  secondKey,
} from "./fixtures";

/** A client of a vendor whose endpoints are known. */
const client = (vendor: "SpotifyOauth2" | "ZoomOauth2", name?: string) => () =>
  ({ vendor, name, clientId: "client", clientSecret: secretKey() }) as const;

describe("An MCP server with OAuth, from its first preview to its destroy", () => {
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(oauthTarget()));
  });
  after(() => world.close());

  it("previews every policy in full before anything exists", async () => {
    const preview = ok(await project.preview({ diff: true }));
    for (const part of [
      "GetWorkloadAccessToken",
      "GetResourceOauth2Token",
      "secretsmanager:GetSecretValue",
      `token-vault/default/oauth2credentialprovider/crm-`,
      "bedrock-agentcore-identity!default/oauth2/crm-",
    ])
      expect(preview.stdout).to.contain(part);
    expect(preview.stdout).to.not.match(/policy *: \[unknown\]|undefined/);
    expect(printed(preview)).to.not.contain("CANARY");
    expect(await world.controlPlane.providers()).to.deep.equal([]);
  });

  it("creates one provider with one call, and with the configured secret", async () => {
    ok(await project.up());
    expect(await operations(world)).to.deep.equal(["CreateOauth2CredentialProvider"]);
    expect(await liveSecret(world)).to.deep.equal({ clientSecret: firstKey });
    expect(await project.stackOutputs()).to.deep.include({
      callbackUrl: (await onlyProvider(world)).callbackUrl,
      registration: "the authorization server's own administration",
    });
  });

  it("rotates the secret with one call, and without showing it", async () => {
    ok(await project.setConfig("key", secondKey, { secret: true }));
    const preview = ok(await project.preview({ diff: true }));
    expect(preview.stdout).to.contain("~ clientSecret: [secret] => [secret]");
    expect(announced(preview)).to.deep.equal({ update: 1 });
    await world.controlPlane.clearCalls();
    ok(await project.up());
    expect(await operations(world)).to.deep.equal(["UpdateOauth2CredentialProvider"]);
    expect(await liveSecret(world)).to.deep.equal({ clientSecret: secondKey });
  });

  it("shows after a refresh what another tool changed, and restores it with one call", async () => {
    const { arn } = await onlyProvider(world);
    await world.controlPlane.drift({ action: "changeConfig", arn, config: { clientId: "somebody-elses" } });
    ok(await project.refresh());
    const preview = ok(await project.preview({ diff: true }));
    expect(preview.stdout).to.match(/~ clientId: "somebody-elses" => "client"/);
    await world.controlPlane.clearCalls();
    ok(await project.up());
    expect(await operations(world)).to.deep.equal(["UpdateOauth2CredentialProvider"]);
    expect(await liveSecret(world)).to.deep.equal({ clientSecret: secondKey });
    expect(await planned(project)).to.deep.equal({});
  });

  it("creates another provider for another vendor, updates the target, and deletes the old one last", async () => {
    const before = await onlyProvider(world);
    project.setProgram(oauthTarget(client("SpotifyOauth2")));
    await world.controlPlane.clearCalls();
    ok(await project.up());
    expect(await operations(world)).to.deep.equal(["CreateOauth2CredentialProvider", "DeleteOauth2CredentialProvider"]);
    const after = await onlyProvider(world);
    expect(after.vendor).to.equal("SpotifyOauth2");
    expect(after.arn).to.not.equal(before.arn);
    expect(await project.stackOutputs()).to.include({ registration: "https://developer.spotify.com/dashboard" });
    expect(await planned(project)).to.deep.equal({});
  });

  it("keeps a fixed name if the vendor changes: creates the provider again, and does not delete it afterwards", async () => {
    project.setProgram(oauthTarget(client("SpotifyOauth2", "crm")));
    ok(await project.up());
    project.setProgram(oauthTarget(client("ZoomOauth2", "crm")));
    ok(await project.up());
    expect(await onlyProvider(world)).to.include({ name: "crm", vendor: "ZoomOauth2" });
    expect(await liveSecret(world)).to.deep.equal({ clientSecret: secondKey });
    expect(await planned(project)).to.deep.equal({});
  });

  it("destroys everything with one call, and leaves nothing", async () => {
    await world.controlPlane.clearCalls();
    ok(await project.destroy());
    expect(await operations(world)).to.deep.equal(["DeleteOauth2CredentialProvider"]);
    expect(await world.controlPlane.providers()).to.deep.equal([]);
    expect(resourcesOf(await project.exportState())).to.deep.equal([]);
  });
});

describe("A provider that the service creates slowly", () => {
  let world: World;
  const providerExists = async () => (await world.controlPlane.providers()).length > 0;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(oauthTarget()));
    const slow = { calls: 1 };
    await world.controlPlane.set({ slowStates: { creating: slow, updating: slow, deleting: slow } });
  });
  after(() => world.close());

  it("stays in the state with the service's reason if the creation failed", async () => {
    await world.controlPlane.addFault({
      operation: "CreateOauth2CredentialProvider",
      kind: "failState",
      reason: `The discovery document could not be fetched with ${firstKey}`,
    });
    expect(await refusal(project.up()))
      .to.match(/CREATE_FAILED: The discovery document could not be fetched with \[secret\]\. .*creates it again/)
      .and.not.contain("CANARY");
    expect((await providerInState(project, oauth2ProviderType))?.outputs).to.include({ status: "CREATE_FAILED" });
    expect(JSON.stringify(await project.exportState())).to.not.contain("CANARY");
  });

  it("is created again by the next up, under the same ARN", async () => {
    const { arn } = await onlyProvider(world);
    await world.controlPlane.clearCalls();
    ok(await project.up());
    const made = await onlyProvider(world);
    expect(made).to.include({ arn, status: "READY" });
    expect(await liveSecret(world)).to.deep.equal({ clientSecret: firstKey });
    expect((await operations(world)).filter((operation) => !operation.startsWith("Get"))).to.deep.equal([
      "DeleteOauth2CredentialProvider",
      "CreateOauth2CredentialProvider",
    ]);
    expect(await planned(project)).to.deep.equal({});
  });

  it("keeps its old secret if an update failed, and gets the new one at the next up", async () => {
    await world.controlPlane.addFault({
      operation: "UpdateOauth2CredentialProvider",
      kind: "failState",
      reason: "busy",
    });
    ok(await project.setConfig("key", secondKey, { secret: true }));
    expect(await refusal(project.up())).to.match(/UPDATE_FAILED: busy\./);
    expect(await liveSecret(world)).to.deep.equal({ clientSecret: firstKey });
    ok(await project.up());
    expect(await liveSecret(world)).to.deep.equal({ clientSecret: secondKey });
    expect(await planned(project)).to.deep.equal({});
  });

  it("is found by the next up if the CLI was killed during the creation", async () => {
    ok(await project.destroy());
    await world.controlPlane.set({ slowStates: { creating: { milliseconds: 3_000 } } });
    const { child, finished } = await project.startUp(providerExists);
    child.kill("SIGKILL");
    await finished;
    ok(await project.pulumi(["cancel", "--yes"]));
    ok(await project.up());
    expect(await onlyProvider(world)).to.include({ status: "READY" });
    expect(await liveSecret(world)).to.deep.equal({ clientSecret: secondKey });
    expect(await planned(project)).to.deep.equal({});
  });

  it("does not exist after a destroy", async () => {
    ok(await project.destroy());
    expect(await world.controlPlane.providers()).to.deep.equal([]);
  });
});

describe("A wrong OAuth target", () => {
  let world: World;
  let project: Project;
  before(async () => {
    ({ world, project } = await begin(() => {}));
  });
  after(() => world.close());

  const refused = async (program: () => void) => {
    project.setProgram(program);
    const output = await refusal(project.preview({ diff: true }));
    expect(output).to.not.contain("CANARY");
    return output;
  };

  it("is refused at preview, with all problems by path, before anything is created", async () => {
    const output = await refused(() => {
      const { role } = toolsGateway();
      const oauth2 = {
        ...customClient(),
        oauthDiscovery: {
          discoveryUrl: "http://id.example.com/openid-configuration",
          authorizationServerMetadata: { issuer: "https://id.example.com" },
        },
        tenantId: "t",
        clientSecert: "CANARY-misspelt",
        name: "not a name",
      };
      const token = { scope: "CANARY", grantType: "AUTHORIZATION_CODE", customParameters: { audience: "" } };
      const credential = { type: "OAUTH", oauth2, scopes: ["crm.read"], ...token } as const;
      // @ts-expect-error The compiler rejects it, too.
      new agentcore.OutboundAuth("crm", { gateway: role, target: mcpServer, credential });
    });
    for (const path of [
      "credential.scope:",
      "credential.oauth2.tenantId:",
      "credential.oauth2.clientSecert:",
      "credential.oauth2.oauthDiscovery:",
      "credential.oauth2.oauthDiscovery.discoveryUrl:",
      "credential.oauth2.oauthDiscovery.authorizationServerMetadata.authorizationEndpoint:",
      "credential.oauth2.oauthDiscovery.authorizationServerMetadata.tokenEndpoint:",
      "credential.oauth2.name:",
      "credential.grantType:",
      "credential.defaultReturnUrl:",
      `credential.customParameters["audience"]:`,
    ])
      expect(output).to.contain(` ${path} `);
    expect(output).to.contain(`OutboundAuth "crm" has 11 problems:`);
  });

  it("is refused at preview if the values are Outputs", async () => {
    const output = await refused(() => {
      new agentcore.Oauth2CredentialProvider("late", {
        vendor: "Auth0Oauth2",
        domain: pulumi.output("https://acme.us.auth0.com/"),
        clientId: pulumi.output(""),
        clientSecret: pulumi.secret("CANARY-" + "x".repeat(2048)),
      });
    });
    for (const path of ["domain:", "clientId:", "clientSecret:"]) expect(output).to.contain(path);
    const withoutDomain = await refused(() => {
      const args = { vendor: "Auth0Oauth2", clientId: "id", clientSecret: secretKey() } as const;
      // @ts-expect-error The domain is no text.
      new agentcore.Oauth2CredentialProvider("nowhere", { ...args, domain: pulumi.output(undefined) });
    });
    expect(withoutDomain)
      .to.match(/issuer: missing: each tenant of Auth0 has its own/)
      .and.not.contain("undefined");
    const method = await refused(() => {
      const clientAuthenticationMethod = pulumi.output("AWS_IAM_ID_TOKEN_JWT");
      const args = { vendor: "CustomOauth2" as const, clientAuthenticationMethod, ...discovery };
      // @ts-expect-error The method has to be a plain value.
      new agentcore.Oauth2CredentialProvider("workload", args);
    });
    expect(method).to.match(
      /clientAuthenticationMethod: must be a plain value, not an Output.*Write "AWS_IAM_ID_TOKEN_JWT"/,
    );
  });
});
