import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { GatewayRole, OutboundAuth } from "../../provider";
import type { WebIdentityArgs } from "../../provider";
import type { Statement } from "../../provider/iam/policy/document";
import { located, runProgram } from "./runProgram";

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
  readonly name: string;
  /** Configuration of the OAuth client. */
  readonly client: object;
  /** ARN of its secret, as the service returns it. */
  readonly secretArn?: string;
  /** Resources of the statements, without those for vault, provider and workload token. */
  readonly granted: Record<string, string[]>;
  readonly warning?: RegExp;
  readonly webIdentity?: WebIdentityArgs;
  readonly condition?: object;
}

const cases: readonly Case[] = [
  {
    name: "a secret that AgentCore manages",
    client: { clientId: "client", clientSecret: "CANARY-secret" },
    secretArn: managed,
    granted: { OAuthSecrets: [managed] },
  },
  {
    name: "its own secret, whose key is not visible",
    client: {
      clientId: "client",
      clientSecretSource: "EXTERNAL",
      clientSecretConfig: { secretId: own, jsonKey: "key" },
    },
    secretArn: own,
    granted: { OAuthSecrets: [own] },
    warning: /the key that encrypts the secret is not visible/,
  },
  {
    name: "assertions that a key signs",
    client: { clientId: "client", clientAuthenticationMethod: "PRIVATE_KEY_JWT", privateKeyJwtConfig: signing },
    granted: { SignAssertion: [key], DescribeSigningKey: [key] },
  },
  {
    name: "tokens that AWS signs",
    client: { clientAuthenticationMethod: "AWS_IAM_ID_TOKEN_JWT" },
    granted: { WebIdentityToken: ["*"] },
  },
  {
    name: "tokens that AWS signs for one audience",
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
    name: "a secret, and an actor with tokens that AWS signs",
    client: { clientId: "client", clientSecret: "CANARY-secret", onBehalfOfTokenExchangeConfig: actor },
    secretArn: managed,
    granted: { OAuthSecrets: [managed], WebIdentityToken: ["*"] },
  },
];

const arn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/oauth2credentialprovider/crm";

/** Runs a program with a bundle that uses such a provider. */
function run({ client, secretArn, webIdentity }: Case) {
  const clientSecretArns = secretArn === undefined ? [] : [{ secretArn }];
  return runProgram(
    () => {
      const credentialProvider = new aws.bedrock.AgentcoreOauth2CredentialProvider("crm", {
        name: "crm",
        credentialProviderVendor: "CustomOauth2",
        oauth2ProviderConfig: {
          customOauth2ProviderConfig: {
            oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" },
            ...client,
          },
        },
      });
      const { statements } = new OutboundAuth("crm", {
        gateway: new GatewayRole("tools", { gatewayName: "tools" }),
        target: { type: "mcpServer" },
        credential: { type: "OAUTH", credentialProvider, scopes: ["read"], webIdentity },
      });
      return { statements, isSecret: pulumi.output(pulumi.isSecret(statements)) };
    },
    {
      lookUp: located("us-east-1"),
      stateOf: ({ type, inputs }) =>
        type.includes("Oauth2CredentialProvider")
          ? { ...(inputs as object), credentialProviderArn: arn, clientSecretArns }
          : (inputs as Record<string, unknown>),
    },
  );
}

const always = ["WorkloadToken", "OAuthVault", "OAuthProviders"];

describe("A credential provider of @pulumi/aws", () => {
  for (const each of cases)
    it(`gives the role the permissions for ${each.name}, and no others`, async () => {
      const { values, warnings } = await run(each);
      const statements = values.statements as Statement[];
      const resources = statements.map(({ Sid, Resource }) => [Sid, Resource] as const);
      const granted = Object.fromEntries(resources.filter(([sid]) => !always.includes(sid)));
      expect(granted).to.deep.equal(each.granted);
      expect(statements.find(({ Sid }) => Sid === "WebIdentityToken")?.Condition).to.deep.equal(each.condition);
      expect(warnings.join("\n")).to.match(each.warning ?? /^$/);
      expect(values.isSecret).to.equal(false);
      expect(JSON.stringify(statements)).to.not.contain("CANARY");
    });
});
