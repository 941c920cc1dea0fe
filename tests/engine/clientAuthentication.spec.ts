import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "../../provider";
import { ok, resourcesOf, startWorld, type Project, type World } from "./project";
import { discovery, header, mcpServer, secretKey, toolsGateway } from "./programs";
import { begin, oauth2ProviderType, planned, printed, refusal } from "./fixtures";

const key = "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef";
const ownSecret = "arn:aws:secretsmanager:us-east-1:210987654321:secret:search-AbCdEf";

/** A bundle for each way in which a provider authenticates. */
const program =
  (secretId = ownSecret) =>
  () => {
    const gateway = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
    const withKey = (name: string, apiKey: agentcore.SecretArgs) =>
      new agentcore.OutboundAuth(name, {
        gateway,
        target: mcpServer,
        credential: { type: "API_KEY", apiKey, ...header },
      });
    withKey("env", agentcore.fromEnv("KEY"));
    withKey("own", agentcore.fromSecretsManager({ secretId, jsonKey: "key", kmsKeyArn: key }));
    // @ts-expect-error A JavaScript program may write null.
    withKey("ownOfNoKey", agentcore.fromSecretsManager({ secretId, jsonKey: "other", kmsKeyArn: null }));
    const withClient = (name: string, oauth2: agentcore.NewOAuthProviderArgs["oauth2"]) =>
      new agentcore.OutboundAuth(name, {
        gateway,
        target: mcpServer,
        credential: { type: "OAUTH", scopes: [], oauth2 },
      });
    const server = { vendor: "CustomOauth2", ...discovery } as const;
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

const viaIdentity = { "kms:ViaService": "bedrock-agentcore-identity.us-east-1.amazonaws.com" };

interface Expected {
  Sid: string;
  [element: string]: unknown;
}

/** Statements of each bundle besides that of its provider. */
const expected: Record<string, Expected[]> = {
  env: [{ Sid: "ApiKeySecrets", Action: ["secretsmanager:GetSecretValue"] }],
  own: [
    { Sid: "ExternalSecrets", Action: ["secretsmanager:GetSecretValue"], Resource: [ownSecret] },
    {
      Sid: "ExternalSecretKey",
      Action: ["kms:Decrypt"],
      Resource: [key],
      Condition: {
        StringEquals: {
          "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
          "kms:EncryptionContext:SecretARN": ownSecret,
        },
      },
    },
  ],
  ownOfNoKey: [{ Sid: "ExternalSecrets", Action: ["secretsmanager:GetSecretValue"], Resource: [ownSecret] }],
  signing: [
    {
      Sid: "SignAssertion",
      Action: ["kms:Sign"],
      Resource: [key],
      Condition: { StringEquals: { ...viaIdentity, "kms:SigningAlgorithm": "ECDSA_SHA_256" } },
    },
    {
      Sid: "DescribeSigningKey",
      Action: ["kms:DescribeKey"],
      Resource: [key],
      Condition: { StringEquals: viaIdentity },
    },
  ],
  workload: [{ Sid: "WebIdentityToken", Action: ["sts:GetWebIdentityToken"], Resource: ["*"] }],
  actor: [
    { Sid: "OAuthSecrets", Action: ["secretsmanager:GetSecretValue"] },
    { Sid: "WebIdentityToken", Action: ["sts:GetWebIdentityToken"], Resource: ["*"] },
  ],
};

describe("Bundles whose providers authenticate without a secret in the state", () => {
  let world: World;
  let project: Project;
  const env = { KEY: "CANARY-env" };
  before(async () => {
    world = await startWorld();
    project = world.project(program());
    ok(await project.init());
  });
  after(() => world.close());

  /** Expects the policy of a bundle to grant exactly the expected statements. */
  function expectStatements(document: unknown, name: string): void {
    const { Statement } = JSON.parse(String(document)) as { Statement: { Sid: string }[] };
    const found = Statement.filter(({ Sid }) => !/Providers$/.test(Sid));
    const statements = expected[name] ?? [];
    expect(
      found.map(({ Sid }) => Sid),
      name,
    ).to.deep.equal(statements.map(({ Sid }) => Sid));
    for (const [index, statement] of statements.entries()) expect(found[index], name).to.deep.include(statement);
  }

  const isPolicyOf = (name: string, { urn }: { urn: string }) =>
    urn.endsWith(`OutboundAuth$aws:iam/rolePolicy:RolePolicy::${name}`);

  it("grant exactly what they need, known at the first preview", async () => {
    const { plan } = await project.previewJson({ env });
    for (const name of Object.keys(expected))
      expectStatements(plan?.steps.find((step) => isPolicyOf(name, step))?.newState?.inputs?.policy, name);
  });

  it("grant the same at up, and store no secret", async () => {
    ok(await project.up({ env }));
    const state = await project.exportState();
    const policies = resourcesOf(state, "aws:iam/rolePolicy:RolePolicy");
    for (const name of Object.keys(expected))
      expectStatements(policies.find((policy) => isPolicyOf(name, policy))?.outputs?.policy, name);
    expect(JSON.stringify(state)).to.not.contain("CANARY");
    expect(await planned(project)).to.deep.equal({});
  });

  it("grant the same for providers that another program looks up", async () => {
    const state = await project.exportState();
    const arnOf = (name: string) =>
      resourcesOf(state, "pulumi-nodejs:dynamic/agentcore:Oauth2CredentialProvider").find(({ urn }) =>
        urn.endsWith(`::${name}`),
      )?.id;
    const names = ["signing", "workload", "actor"];
    const arns = Object.fromEntries(names.map((name) => [name, String(arnOf(name))]));
    const lookUp = () => {
      const gateway = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
      for (const [name, arn] of Object.entries(arns)) {
        const credentialProvider = agentcore.Oauth2CredentialProvider.get(name, arn);
        const credential = { type: "OAUTH" as const, scopes: [], credentialProvider };
        new agentcore.OutboundAuth(name, { gateway, target: mcpServer, credential });
      }
    };
    const reader = world.project(lookUp, { name: "reader" });
    ok(await reader.init());
    const { plan } = await reader.previewJson();
    for (const name of names)
      expectStatements(plan?.steps.find((step) => isPolicyOf(name, step))?.newState?.inputs?.policy, name);
  });

  it("refuse at preview a secret by its name, because a permission needs the ARN", async () => {
    project.setProgram(program("search"));
    expect(await refusal(project.preview({ env }))).to.match(
      /credential\.apiKey\.secretId: permissions need the full ARN of the secret/,
    );
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
