import { expect } from "chai";
import * as fc from "fast-check";
import { credentialProviderArn, tokenVaultArn, type CredentialProviderId } from "../../provider/iam/arn";
import {
  credentialProviderStatements,
  tokenVaultStatements,
  workloadTokenStatements,
} from "../../provider/iam/statements";
import { gatewayNames, providerIds, scopes } from "./arbitraries";

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const gateway = { ...scope, gatewayName: "Tools" };
const here = "arn:aws:bedrock-agentcore:us-east-1:123456789012";
const identity = [
  `${here}:workload-identity-directory/default`,
  `${here}:workload-identity-directory/default/workload-identity/tools-??????????`,
];
const search: CredentialProviderId = { ...scope, vault: "default", kind: "apikeycredentialprovider", name: "search" };
const secretArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:mine-AbCdEf";

describe("statements of a gateway's role", () => {
  it("grant the workload token on directory and identity, each of which is checked on its own", () => {
    expect(workloadTokenStatements(gateway)).to.deep.equal([
      {
        Sid: "WorkloadToken",
        Effect: "Allow",
        Action: ["bedrock-agentcore:GetWorkloadAccessToken"],
        Resource: identity,
      },
    ]);
  });

  it("grant what all API-key targets share once: vault, directory, identity", () => {
    expect(tokenVaultStatements("apikeycredentialprovider", gateway)).to.deep.equal([
      {
        Sid: "ApiKeyVault",
        Effect: "Allow",
        Action: ["bedrock-agentcore:GetResourceApiKey"],
        Resource: [`${here}:token-vault/default`, ...identity],
      },
    ]);
  });

  it("grant a bundle its provider and its secret, and nothing that is shared", () => {
    expect(credentialProviderStatements(search, secretArn)).to.deep.equal([
      {
        Sid: "ApiKeyProviders",
        Effect: "Allow",
        Action: ["bedrock-agentcore:GetResourceApiKey"],
        Resource: [`${here}:token-vault/default/apikeycredentialprovider/search`],
      },
      { Sid: "ApiKeySecrets", Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: [secretArn] },
    ]);
  });

  it("name the vault found in the provider's ARN, not the default one", () => {
    const [providers] = credentialProviderStatements({ ...search, vault: "team-a" }, secretArn);
    expect(providers?.Resource).to.deep.equal([
      `${here}:token-vault/team-a`,
      `${here}:token-vault/team-a/apikeycredentialprovider/search`,
    ]);
  });

  it("hold no star, whatever the names", () => {
    fc.assert(
      fc.property(scopes, gatewayNames, providerIds, (place, gatewayName, id) => {
        const all = [
          ...workloadTokenStatements({ ...place, gatewayName }),
          ...tokenVaultStatements("apikeycredentialprovider", { ...place, gatewayName }),
          ...credentialProviderStatements(id, secretArn),
        ];
        for (const { Action, Resource } of all)
          expect([...Action, ...Resource].join("")).to.not.match(/\*|\$\{|undefined/);
      }),
    );
  });

  it("stay in the provider's and the gateway's own place", () => {
    fc.assert(
      fc.property(scopes, gatewayNames, providerIds, (place, gatewayName, id) => {
        const prefix = tokenVaultArn(place).replace(/token-vault.*/, "");
        for (const statement of [
          ...workloadTokenStatements({ ...place, gatewayName }),
          ...tokenVaultStatements("apikeycredentialprovider", { ...place, gatewayName }),
        ])
          for (const arn of statement.Resource) expect(arn.startsWith(prefix)).to.equal(true, arn);
        expect(credentialProviderStatements(id, secretArn)[0]?.Resource.at(-1)).to.equal(credentialProviderArn(id));
      }),
    );
  });
});
