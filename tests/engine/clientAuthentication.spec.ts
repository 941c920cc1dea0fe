import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "../../provider";
import { ok, resourcesOf, startWorld, type PreviewPlan, type Project, type World } from "./project";
import { discovery, header, mcpServer, secretKey, toolsGateway } from "./programs";
import { begin, oauth2ProviderType, planned, printed } from "./fixtures";

const key = "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef";
const secretId = "arn:aws:secretsmanager:us-east-1:210987654321:secret:search-AbCdEf";

/** A bundle for each way in which a provider authenticates. */
const program = () => {
  const gateway = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
  const withKey = (name: string, apiKey: agentcore.SecretArgs) =>
    new agentcore.OutboundAuth(name, {
      gateway,
      target: mcpServer,
      credential: { type: "API_KEY", apiKey, ...header },
    });
  withKey("env", agentcore.fromEnv("KEY"));
  // @ts-expect-error A JavaScript program may write null.
  withKey("own", agentcore.fromSecretsManager({ secretId, jsonKey: "key", kmsKeyArn: null }));
  const server = { vendor: "CustomOauth2", ...discovery } as const;
  const withClient = (name: string, oauth2: agentcore.NewOAuthProviderArgs["oauth2"]) =>
    new agentcore.OutboundAuth(name, {
      gateway,
      target: mcpServer,
      credential: { type: "OAUTH", scopes: [], oauth2 },
    });
  withClient("signing", {
    ...server,
    clientId: "client",
    clientAuthenticationMethod: "PRIVATE_KEY_JWT",
    privateKeyJwtConfig: {
      privateKeySource: { kmsKeySource: { kmsKeyArn: key } },
      signingAlgorithm: "ES256",
      additionalPayloadClaims: { tenant: "CANARY-claim" },
    },
  });
  withClient("workload", { ...server, clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT" });
  withClient("actor", {
    ...server,
    clientId: "client",
    clientSecret: agentcore.fromEnv("KEY"),
    onBehalfOfTokenExchangeConfig: {
      grantType: "TOKEN_EXCHANGE",
      tokenExchangeGrantTypeConfig: { actorTokenContent: "AWS_IAM_ID_TOKEN_JWT" },
    },
  });
};

// tests/iamProof shows the statements.
describe("Bundles whose providers authenticate without a secret in the state", () => {
  let world: World;
  let project: Project;
  let granted: Record<string, string>;
  before(async () => {
    world = await startWorld();
    project = world.project(program);
    ok(await project.init());
  });
  after(() => world.close());

  /** Statements by the name of the bundle. Those about secrets name the one that the service created. */
  const byBundle = (policies: readonly { urn: string; policy?: unknown }[]) =>
    Object.fromEntries(
      policies.flatMap(({ urn, policy }) => {
        const [, name] = /OutboundAuth\$aws:iam\/rolePolicy:RolePolicy::(.*)/.exec(urn) ?? [];
        return name === undefined ? [] : [[name, String(policy).replace(/(:secret:.*?)-[^"]*"/g, '$1"')] as const];
      }),
    );
  const previewed = (plan?: PreviewPlan) =>
    byBundle((plan?.steps ?? []).map(({ urn, newState }) => ({ urn, policy: newState?.inputs?.policy })));

  it("grant what they need, known at the first preview, and store no secret", async () => {
    const env = { KEY: "CANARY-env" };
    const { plan } = await project.previewJson({ env });
    ok(await project.up({ env }));
    const state = await project.exportState();
    const policies = resourcesOf(state, "aws:iam/rolePolicy:RolePolicy");
    granted = byBundle(policies.map(({ urn, inputs }) => ({ urn, policy: inputs?.policy })));
    expect(previewed(plan)).to.deep.equal(granted);
    const sids = Object.entries(granted).map(([name, text]) => [name, ...(text.match(/(?<="Sid":")\w+/g) ?? [])]);
    expect(sids).to.have.deep.members([
      ["env", "ApiKeyProviders", "ApiKeySecrets"],
      ["own", "ApiKeyProviders", "ExternalSecrets"],
      ["signing", "OAuthProviders", "SignAssertion", "DescribeSigningKey"],
      ["workload", "OAuthProviders", "WebIdentityToken"],
      ["actor", "OAuthProviders", "OAuthSecrets", "WebIdentityToken"],
    ]);
    expect(JSON.stringify(state)).to.not.contain("CANARY");
    expect(await planned(project)).to.deep.equal({});
  });

  it("grant the same for providers that another program looks up", async () => {
    const providers = resourcesOf(
      await project.exportState(),
      "pulumi-nodejs:dynamic/agentcore:Oauth2CredentialProvider",
    );
    const arns = providers.map(({ urn, id }) => [urn.split("::").at(-1)!, id!] as const);
    const reader = world.project(
      () => {
        const gateway = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
        for (const [name, arn] of arns) {
          const credentialProvider = agentcore.Oauth2CredentialProvider.get(name, arn);
          const credential = { type: "OAUTH" as const, scopes: [], credentialProvider };
          new agentcore.OutboundAuth(name, { gateway, target: mcpServer, credential });
        }
      },
      { name: "reader" },
    );
    ok(await reader.init());
    const { signing, workload, actor } = granted;
    expect(previewed((await reader.previewJson()).plan)).to.deep.equal({ signing, workload, actor });
  });
});

describe("Arguments that no document of AWS forbids", () => {
  it("are warned of at preview, and pass at up", async () => {
    const { world, project } = await begin(() => {
      const client = { clientId: "client", clientSecret: secretKey() };
      const issuer = pulumi.output("https://zoom.example.com");
      new agentcore.Oauth2CredentialProvider("zoom", { ...client, vendor: "ZoomOauth2", issuer });
      const server = { ...client, ...discovery, vendor: "CustomOauth2" } as const;
      const token = { ...server, clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT" } as const;
      // @ts-expect-error The types follow the documents.
      new agentcore.Oauth2CredentialProvider("workload", token);
      const unused = { defaultReturnUrl: "https://app.example.com", customParameters: { grant_type: "password" } };
      const credential = { type: "OAUTH" as const, oauth2: server, scopes: [], ...unused };
      new agentcore.OutboundAuth("crm", { gateway: toolsGateway().role, target: mcpServer, credential });
    });
    try {
      const preview = printed(ok(await project.preview()));
      for (const warning of [
        'Oauth2CredentialProvider "zoom": issuer: the service knows the endpoints of Zoom.',
        'Oauth2CredentialProvider "workload": clientSecret: probably a mistake if clientAuthenticationMethod is',
        'OutboundAuth "crm": credential.defaultReturnUrl: is for user consent only.',
        'OutboundAuth "crm": credential.customParameters["grant_type"]: does not set the grant.',
      ])
        expect(preview).to.contain(warning);
      ok(await project.up());
      const providers = await world.controlPlane.providers();
      const zoom = providers.find(({ vendor }) => vendor === "ZoomOauth2");
      expect(JSON.stringify(zoom?.config)).to.contain('"issuer":"https://zoom.example.com"');
      expect(providers.find(({ name }) => name.startsWith("workload"))).to.not.have.property("secretArn");
      const states = resourcesOf(await project.exportState(), oauth2ProviderType);
      const withSecret = states.filter(({ inputs }) => "clientSecret" in (inputs ?? {}));
      expect([states.length, withSecret.length]).to.deep.equal([3, 2]);
      expect(await planned(project)).to.not.have.any.keys("create", "update", "replace", "delete");
    } finally {
      await world.close();
    }
  });
});
