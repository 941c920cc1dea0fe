import { expect } from "chai";
import type { Statement } from "../../provider/iam/policy/document";
import { programRunner } from "./programRunner";

const key = "arn:aws:kms:us-east-1:123456789012:key/0aa0aa00-1111-2222-3333-444444444444";
const managed =
  "arn:aws:secretsmanager:us-east-1:123456789012:secret:bedrock-agentcore-identity!default/oauth2/crm-0e976f98-LMwdhV";
const own = "arn:aws:secretsmanager:us-east-1:123456789012:secret:crm-client-AbCdEf";

const signing = {
  signingAlgorithm: "ES256",
  privateKeySource: { kmsKeySource: { kmsKeyArn: key } },
  additionalHeaderClaims: { claim: "CANARY-claim" },
};
const actor = {
  grantType: "TOKEN_EXCHANGE",
  tokenExchangeGrantTypeConfig: { actorTokenContent: "AWS_IAM_ID_TOKEN_JWT" },
};

interface Case {
  readonly proves: string;
  /** Of the custom OAuth client. */
  readonly client: object;
  /** What the service says of its secret. */
  readonly secretArn?: string;
  /** What the role gets besides vault, provider and tokens. */
  readonly granted: Record<string, string[]>;
  readonly warned?: RegExp;
  /** What the program says to narrow tokens that AWS signs, and what comes of it. */
  readonly webIdentity?: object;
  readonly condition?: object;
}

const cases: readonly Case[] = [
  {
    proves: "a secret that AgentCore manages",
    client: { clientId: "client", clientSecret: "CANARY-secret" },
    secretArn: managed,
    granted: { OAuthSecrets: [managed] },
  },
  {
    proves: "a secret of one's own, whose key does not show",
    client: {
      clientId: "client",
      clientSecretSource: "EXTERNAL",
      clientSecretConfig: { secretId: own, jsonKey: "key" },
    },
    secretArn: own,
    granted: { OAuthSecrets: [own] },
    warned: /the key that encrypts the secret is not visible/,
  },
  {
    proves: "assertions that a key signs",
    client: { clientId: "client", clientAuthenticationMethod: "PRIVATE_KEY_JWT", privateKeyJwtConfig: signing },
    granted: { SignAssertion: [key], DescribeSigningKey: [key] },
  },
  {
    proves: "tokens that AWS signs",
    client: { clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT" },
    granted: { WebIdentityToken: ["*"] },
  },
  {
    proves: "tokens that AWS signs for one audience",
    client: { clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT" },
    webIdentity: { audiences: ["https://id.example.com"], signingAlgorithm: "ES384" },
    granted: { WebIdentityToken: ["*"] },
    condition: {
      "ForAllValues:StringEquals": { "sts:IdentityTokenAudience": ["https://id.example.com"] },
      Null: { "sts:IdentityTokenAudience": "false" },
      StringEquals: { "sts:SigningAlgorithm": "ES384" },
    },
  },
  {
    proves: "a secret, and an actor with tokens that AWS signs",
    client: { clientId: "client", clientSecret: "CANARY-secret", onBehalfOfTokenExchangeConfig: actor },
    secretArn: managed,
    granted: { OAuthSecrets: [managed], WebIdentityToken: ["*"] },
  },
];

/** Prints the statements of a bundle that takes such a provider, and what the program is told. */
const program = ({ client, secretArn, webIdentity }: Case) => `
const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");
const agentcore = require("pulumi-agentcore-outbound-auth");
const said = { warnings: [] };
pulumi.log.warn = async (text) => { said.warnings.push(text); };
pulumi.runtime.setMocks({
  newResource: ({ type, name, inputs }) => ({
    id: name,
    state: type.includes("Oauth2CredentialProvider") ? {
      ...inputs,
      credentialProviderArn: "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/oauth2credentialprovider/crm",
      clientSecretArns: ${JSON.stringify(secretArn === undefined ? [] : [{ secretArn }])},
    } : inputs,
  }),
  call: ({ token }) => token.endsWith(":getRegion")
    ? { region: "us-east-1" }
    : { accountId: "123456789012", arn: "arn:aws:iam::123456789012:user/deployer" },
});
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
const credentialProvider = new aws.bedrock.AgentcoreOauth2CredentialProvider("crm", {
  name: "crm",
  credentialProviderVendor: "CustomOauth2",
  oauth2ProviderConfig: { customOauth2ProviderConfig: {
    oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
    ...${JSON.stringify(client)},
  } },
});
const bundle = new agentcore.OutboundAuth("crm", {
  gateway: role, target: { type: "mcpServer" }, credential: {
    type: "OAUTH", credentialProvider, scopes: ["read"], webIdentity: ${JSON.stringify(webIdentity)},
  },
});
pulumi.isSecret(bundle.statements).then((isSecret) => { said.isSecret = isSecret; });
bundle.statements.apply((statements) => { said.statements = statements; });
process.on("exit", () => process.stdout.write(JSON.stringify(said)));
`;

const always = ["WorkloadToken", "OAuthVault", "OAuthProviders"];

describe("A credential provider of @pulumi/aws", () => {
  const printedBy = programRunner();

  for (const each of cases)
    it(`has the role granted ${each.proves}, and no more`, () => {
      const printed = printedBy(program(each));
      const { statements, warnings, isSecret } = JSON.parse(printed) as {
        statements: Statement[];
        warnings: string[];
        isSecret: boolean;
      };
      const resources = statements.map(({ Sid, Resource }) => [Sid, Resource] as const);
      const granted = Object.fromEntries(resources.filter(([sid]) => !always.includes(sid)));
      expect(granted).to.deep.equal(each.granted);
      expect(statements.find(({ Sid }) => Sid === "WebIdentityToken")?.Condition).to.deep.equal(each.condition);
      expect(warnings.join("\n")).to.match(each.warned ?? /^$/);
      expect(isSecret).to.equal(false);
      expect(printed).to.not.contain("CANARY");
    });
});
