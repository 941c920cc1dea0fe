import { expect } from "chai";
import { deployerStatements } from "../../provider/iam/deployer/deployer";
import { gatewayTrustPolicy } from "../../provider/iam/gateway/agentcoreGateway";
import {
  credentialProviderStatements,
  tokenVaultStatements,
  webIdentityStatements,
} from "../../provider/iam/gateway/credentialProvider";
import { invokeFunctionStatements } from "../../provider/iam/gateway/lambdaFunction";
import type { CredentialProviderKind } from "../../provider/iam/policy/credentialProviders";
import type { Statement } from "../../provider/iam/policy/document";
import { scopes as places } from "./decisions";
import { contradictions } from "./authorizationReference";
import { apiExport, unlisted, unlistedTypes } from "./referenceExceptions";

const kinds: CredentialProviderKind[] = ["apikeycredentialprovider", "oauth2credentialprovider"];

// tests/iamProof compares the policies of every gateway's role with it.
describe("the Service Authorization Reference", () => {
  for (const place of places)
    describe(`in ${place.partition}`, () => {
      const gateway = { ...place, gatewayName: "tools" };
      const secret = (account: string, name: string) =>
        `arn:${place.partition}:secretsmanager:${place.region}:${account}:secret:${name}-LMwdhV`;

      const key = (account: string) =>
        `arn:${place.partition}:kms:${place.region}:${account}:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f`;

      it("agrees with a role whose token of AWS has conditions", async () => {
        const token = { source: "AWS_IAM_ID_TOKEN_JWT", audiences: ["https://a"], signingAlgorithm: "ES384" } as const;
        expect(await contradictions(webIdentityStatements([token]))).to.deep.equal([]);
      });

      it("agrees with the deployer's statements for secrets and keys of your own", async () => {
        const statements = deployerStatements({
          ...place,
          namePrefix: "",
          kinds: [],
          externalSecrets: [{ secretArn: secret("999999999999", "team/crm"), kmsKeyArn: key("999999999999") }],
          signingKeys: [key("999999999999")],
          tokenVaultKeyArn: key("123456789012"),
        });
        expect(await contradictions(statements)).to.deep.equal([]);
      });

      it("agrees with the deployer's statements for role, policies, gateway and private endpoints", async () => {
        const iamArn = `arn:${place.partition}:iam::123456789012`;
        const statements = deployerStatements({
          ...place,
          namePrefix: "search-",
          tagKeys: ["team"],
          owners: ["0123456789abcdef0123456789abcdef"],
          privateEndpoints: ["PROVIDERS", "TARGETS"],
          role: { path: "/agents/", namePrefix: "tools", permissionsBoundary: `${iamArn}:policy/agents` },
          policies: { path: "/agents/", namePrefix: "tools" },
          gateway: {
            gatewayName: "Tools",
            hasTags: true,
            apis: [{ apiId: "a1b2c3d4e5", stage: "prod" }],
            schemas: [{ bucket: "schemas", key: "a/b.json", kmsKeyArn: key("123456789012") }],
            targetSetup: kinds,
          },
          roleArn: `${iamArn}:role/agents/tools`,
          callerIdentity: true,
        });
        const exceptions = { actions: unlisted, types: [apiExport] };
        expect(await contradictions(statements, exceptions)).to.deep.equal([]);
        expect(await contradictions(statements, { actions: unlisted })).to.deep.equal([
          `ExportApis: apigateway:GET has no resource type for arn:${place.partition}:apigateway:${place.region}::/restapis/a1b2c3d4e5/stages/prod/exports/oas30`,
        ]);
      });

      it("agrees with a role that calls an alias of a function, but for the resource type, which it does not list", async () => {
        const statements = invokeFunctionStatements({ ...place, name: "tickets", qualifier: "live" });
        expect(await contradictions(statements, { types: unlistedTypes })).to.deep.equal([]);
        expect(await contradictions(statements)).to.deep.equal([
          `InvokeFunctions: lambda:InvokeFunction has no resource type for ${statements[0]?.Resource[0]}`,
          "lambda:InvokeFunction is granted on no function",
        ]);
      });

      for (const namePrefix of ["", "search-"])
        for (const { name, wanted } of [
          { name: "both kinds", wanted: undefined },
          ...kinds.map((kind) => ({ name: kind, wanted: [kind] })),
        ])
          it(`agrees with the deployer's statements for ${namePrefix || "every name"} of ${name}, but for what it does not list`, async () => {
            const statements = deployerStatements({ ...place, namePrefix, kinds: wanted });
            expect(await contradictions(statements, { actions: unlisted })).to.deep.equal([]);
            expect(await contradictions(statements)).to.deep.equal(
              unlisted.map(({ action }) => `TokenVault: there is no action ${action}`),
            );
          });

      for (const qualifier of ["", ":live", ":7"])
        it(`agrees with the deployer's statements for the policy of a function${qualifier}`, async () => {
          const statements = deployerStatements({
            ...place,
            namePrefix: "",
            kinds: [],
            functions: [`arn:${place.partition}:lambda:${place.region}:123456789012:function:tickets${qualifier}`],
            roleArn: `arn:${place.partition}:iam::123456789012:role/tools`,
          });
          expect(await contradictions(statements, { types: unlistedTypes })).to.deep.equal([]);
        });

      it("agrees with the trust policy's action and condition keys", async () => {
        const [trust] = (JSON.parse(gatewayTrustPolicy(gateway)) as { Statement: Statement[] }).Statement;
        const trusted = {
          ...(trust as Statement),
          Action: ["sts:AssumeRole"],
          Resource: ["arn:aws:iam::123456789012:role/r"],
        };
        expect(await contradictions([trusted])).to.deep.equal([]);
      });
    });

  describe("as a check", () => {
    const place = places[0]!;
    const vault = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default";
    const statement = { Sid: "S", Action: ["bedrock-agentcore:GetTokenVault"], Resource: [vault] };
    for (const [name, statements, finding] of [
      [
        "finds an action that does not exist",
        [{ ...statement, Action: ["bedrock-agentcore:GetApiKeyCredential"] }],
        "S: there is no action bedrock-agentcore:GetApiKeyCredential",
      ],
      [
        "finds an action in another spelling",
        [{ ...statement, Action: ["bedrock-agentcore:getTokenVault"] }],
        "S: bedrock-agentcore:getTokenVault is spelt GetTokenVault",
      ],
      [
        "finds a resource of a type that the action does not have",
        [{ ...statement, Resource: [vault, `${vault}/apikeycredentialprovider/a`] }],
        `S: bedrock-agentcore:GetTokenVault has no resource type for ${vault}/apikeycredentialprovider/a`,
      ],
      [
        "finds an action that takes none of a statement's resources",
        [{ ...statement, Action: ["bedrock-agentcore:GetTokenVault", "lambda:InvokeFunction"], Resource: [vault] }],
        [
          `S: lambda:InvokeFunction has no resource type for ${vault}`,
          "lambda:InvokeFunction is granted on no function",
        ],
      ],
      [
        "finds a resource that none of a statement's actions takes",
        [{ ...statement, Action: ["bedrock-agentcore:GetTokenVault"], Resource: [vault, "arn:aws:s3:::bucket"] }],
        "S: bedrock-agentcore:GetTokenVault has no resource type for arn:aws:s3:::bucket",
      ],
      [
        "finds a required resource type that no policy of the role covers",
        [
          ...credentialProviderStatements(
            { ...place, vault: "default", kind: "apikeycredentialprovider", name: "search" },
            { source: "MANAGED", secretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:a-AbCdEf" },
          ),
          ...tokenVaultStatements("apikeycredentialprovider", { ...place, gatewayName: "tools" }).map((shared) => ({
            ...shared,
            Resource: shared.Resource.slice(0, 2),
          })),
        ],
        "bedrock-agentcore:GetResourceApiKey is granted on no workload-identity",
      ],
      [
        "finds a resource for an action that takes none",
        [{ ...statement, Action: ["sts:GetWebIdentityToken"] }],
        `S: sts:GetWebIdentityToken has no resource type for ${vault}`,
      ],
      [
        "finds every resource for an action that takes some",
        [{ ...statement, Resource: ["*"] }],
        [
          "S: bedrock-agentcore:GetTokenVault has no resource type for *",
          "bedrock-agentcore:GetTokenVault is granted on no token-vault",
        ],
      ],
      [
        "finds the algorithm of a signature where nothing is signed",
        [
          {
            Sid: "S",
            Action: ["kms:DescribeKey"],
            Resource: ["arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f"],
            Condition: { StringEquals: { "kms:SigningAlgorithm": "ECDSA_SHA_256" } },
          },
        ],
        "S: kms:SigningAlgorithm is no condition key of kms:DescribeKey",
      ],
      [
        "finds a condition key of another action",
        [{ ...statement, Condition: { StringEquals: { "secretsmanager:SecretId": "x" } } }],
        "S: secretsmanager:SecretId is no condition key of bedrock-agentcore:GetTokenVault",
      ],
    ] as const)
      it(name, async () => expect(await contradictions(statements)).to.deep.equal([finding].flat()));
  });
});
