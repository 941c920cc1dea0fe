import { expect } from "chai";
import { managedSecretArnPattern, type CredentialProviderId } from "../../provider/iam/arn";
import { deployerStatements } from "../../provider/iam/deployer";
import type { Statement } from "../../provider/iam/document";
import {
  credentialProviderStatements,
  tokenVaultStatements,
  workloadTokenStatements,
} from "../../provider/iam/statements";
import { gatewayTrustPolicy } from "../../provider/iam/trust";
import { contradictions, type UnlistedAction } from "./authorizationReference";

/** Where "only what the reference lists" does not hold. */
const unlisted: UnlistedAction[] = [
  {
    action: "bedrock-agentcore:CreateTokenVault",
    why: "denied without it when an account's first provider is created, in several public records",
  },
];

const places = [
  { partition: "aws", region: "us-east-1", accountId: "123456789012" },
  { partition: "aws-cn", region: "cn-north-1", accountId: "123456789012" },
  { partition: "aws-us-gov", region: "us-gov-west-1", accountId: "123456789012" },
];

describe("the Service Authorization Reference", () => {
  for (const place of places)
    describe(`in ${place.partition}`, () => {
      const gateway = { ...place, gatewayName: "tools" };
      const provider = (vault: string): CredentialProviderId => ({
        ...place,
        vault,
        kind: "apikeycredentialprovider",
        name: "search",
      });
      const role = (vault: string, secretArn = managedSecretArnPattern(provider(vault))) => [
        ...workloadTokenStatements(gateway),
        ...tokenVaultStatements("apikeycredentialprovider", gateway),
        ...credentialProviderStatements(provider(vault), secretArn),
      ];

      for (const { name, statements } of [
        { name: "a role with one API-key bundle", statements: role("default") },
        { name: "a role with a provider of another vault", statements: role("team-a") },
        {
          name: "a role with a secret of the older form",
          statements: role(
            "default",
            `arn:${place.partition}:secretsmanager:${place.region}:123456789012:secret:bedrock-agentcore-identity!default/apikey/search-LMwdhV`,
          ),
        },
        {
          name: "a role with the user's own secret in another account",
          statements: role(
            "default",
            `arn:${place.partition}:secretsmanager:${place.region}:999999999999:secret:team/keys/search-LMwdhV`,
          ),
        },
      ])
        it(`agrees with ${name}`, async () => expect(await contradictions(statements)).to.deep.equal([]));

      for (const namePrefix of ["", "search-"])
        it(`agrees with the deployer's statements for ${namePrefix || "every name"}, but for what it does not list`, async () => {
          const statements = deployerStatements({ ...place, namePrefix });
          expect(await contradictions(statements, unlisted)).to.deep.equal([]);
          expect(await contradictions(statements)).to.deep.equal(
            unlisted.map(({ action }) => `TokenVault: there is no action ${action}`),
          );
        });

      it("agrees with the trust policy's action and condition keys", async () => {
        const [trust] = (JSON.parse(gatewayTrustPolicy(gateway)) as { Statement: Statement[] }).Statement;
        const judged = {
          ...(trust as Statement),
          Action: ["sts:AssumeRole"],
          Resource: ["arn:aws:iam::123456789012:role/r"],
        };
        expect(await contradictions([judged])).to.deep.equal([]);
      });
    });

  describe("as a judge", () => {
    const place = places[0]!;
    const vault = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default";
    const statement = { Sid: "S", Action: ["bedrock-agentcore:GetTokenVault"], Resource: [vault] };
    for (const { name, statements, finding } of [
      {
        name: "finds an action that does not exist",
        statements: [{ ...statement, Action: ["bedrock-agentcore:GetApiKeyCredential"] }],
        finding: "S: there is no action bedrock-agentcore:GetApiKeyCredential",
      },
      {
        name: "finds an action in another spelling",
        statements: [{ ...statement, Action: ["bedrock-agentcore:getTokenVault"] }],
        finding: "S: bedrock-agentcore:getTokenVault is spelt GetTokenVault",
      },
      {
        name: "finds a resource of a type that the action does not have",
        statements: [{ ...statement, Resource: [vault, `${vault}/apikeycredentialprovider/a`] }],
        finding: `S: bedrock-agentcore:GetTokenVault has no resource type for ${vault}/apikeycredentialprovider/a`,
      },
      {
        name: "finds a required resource type that no policy of the role covers",
        statements: [
          ...credentialProviderStatements(
            { ...place, vault: "default", kind: "apikeycredentialprovider", name: "search" },
            "arn:aws:secretsmanager:us-east-1:123456789012:secret:a-AbCdEf",
          ),
          ...tokenVaultStatements("apikeycredentialprovider", { ...place, gatewayName: "tools" }).map((shared) => ({
            ...shared,
            Resource: shared.Resource.slice(0, 2),
          })),
        ],
        finding: "bedrock-agentcore:GetResourceApiKey is granted on no workload-identity",
      },
      {
        name: "finds a condition key of another action",
        statements: [{ ...statement, Condition: { StringEquals: { "secretsmanager:SecretId": "x" } } }],
        finding: "S: secretsmanager:SecretId is no condition key of bedrock-agentcore:GetTokenVault",
      },
    ])
      it(name, async () => expect(await contradictions(statements)).to.deep.equal([finding]));
  });
});
