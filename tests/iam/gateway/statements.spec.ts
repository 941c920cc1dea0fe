import { expect } from "chai";
import * as fc from "fast-check";
import {
  gatewayTrustPolicy,
  workloadTokenForJwtStatements,
  workloadTokenForTargetSetupStatements,
  workloadTokenStatements,
} from "../../../provider/iam/gateway/agentcoreGateway";
import { credentialProviderStatements, tokenVaultStatements } from "../../../provider/iam/gateway/credentialProvider";
import { tokenVaultKeyStatements } from "../../../provider/iam/gateway/kmsKeys";
import { invokeFunctionStatements } from "../../../provider/iam/gateway/lambdaFunction";
import type { LambdaFunctionId } from "../../../provider/iam/gateway/lambdaFunction";
import {
  credentialProviderArn,
  tokenVaultArn,
  type CredentialProviderId,
} from "../../../provider/iam/policy/credentialProviders";
import { functionPermission } from "../../../provider/iam/resource/targetPolicies";
import { functionIds, gatewayNames, providerIds, scopes } from "../arbitraries";

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const gateway = { ...scope, gatewayName: "Tools" };
const here = "arn:aws:bedrock-agentcore:us-east-1:123456789012";
const identity = [
  `${here}:workload-identity-directory/default`,
  `${here}:workload-identity-directory/default/workload-identity/tools-??????????`,
];
const search: CredentialProviderId = { ...scope, vault: "default", kind: "apikeycredentialprovider", name: "search" };
const secretArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:mine-AbCdEf";
const managed = { source: "MANAGED", secretArn } as const;
const tickets: LambdaFunctionId = { ...scope, name: "tickets", qualifier: "live" };
const keyArn = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";

/** Functions that take a gateway, a provider or a function, with one part changed. */
const ofGateway = [
  (part: object) => workloadTokenStatements({ ...gateway, ...part }),
  (part: object) => workloadTokenForJwtStatements({ ...gateway, ...part }),
  (part: object) => workloadTokenForTargetSetupStatements({ ...gateway, ...part }),
  (part: object) => tokenVaultStatements("oauth2credentialprovider", { ...gateway, ...part }),
  (part: object) => gatewayTrustPolicy({ ...gateway, ...part }),
];
const ofProvider = [
  (part: object) => credentialProviderStatements({ ...search, ...part }, managed),
  (part: object) => tokenVaultKeyStatements({ ...search, ...part }, keyArn),
];
const ofFunction = [
  (part: object) => invokeFunctionStatements({ ...tickets, ...part }),
  (part: object) => functionPermission({ ...tickets, ...part }),
];

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

  it("grant the token for a user's JWT on the same, in a separate statement", () => {
    expect(workloadTokenForJwtStatements(gateway)).to.deep.equal([
      {
        Sid: "WorkloadTokenForJWT",
        Effect: "Allow",
        Action: ["bedrock-agentcore:GetWorkloadAccessTokenForJWT"],
        Resource: identity,
      },
    ]);
  });

  it("grant the token for the setup of targets", () => {
    expect(workloadTokenForTargetSetupStatements(gateway)).to.deep.equal([
      {
        Sid: "WorkloadTokenForTargetSetup",
        Effect: "Allow",
        Action: ["bedrock-agentcore:GetWorkloadAccessTokenForUserId"],
        Resource: identity,
      },
    ]);
  });

  for (const { kind, sid, action } of [
    { kind: "apikeycredentialprovider", sid: "ApiKey", action: "bedrock-agentcore:GetResourceApiKey" },
    { kind: "oauth2credentialprovider", sid: "OAuth", action: "bedrock-agentcore:GetResourceOauth2Token" },
  ] as const) {
    it(`grant what all targets with an ${kind} share once: vault, directory, identity`, () => {
      expect(tokenVaultStatements(kind, gateway)).to.deep.equal([
        {
          Sid: `${sid}Vault`,
          Effect: "Allow",
          Action: [action],
          Resource: [`${here}:token-vault/default`, ...identity],
        },
      ]);
    });

    it(`grant a bundle its ${kind} and its secret, and nothing that is shared`, () => {
      expect(credentialProviderStatements({ ...search, kind }, managed)).to.deep.equal([
        {
          Sid: `${sid}Providers`,
          Effect: "Allow",
          Action: [action],
          Resource: [`${here}:token-vault/default/${kind}/search`],
        },
        { Sid: `${sid}Secrets`, Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: [secretArn] },
      ]);
    });
  }

  for (const [name, qualifier, arn] of [
    ["the function itself", undefined, "function:tickets"],
    ["an alias", "live", "function:tickets:live"],
    ["a version", "7", "function:tickets:7"],
  ] as const)
    it(`grant a Lambda target the call of ${name} in the function's account, and nothing else`, () => {
      const id = { ...scope, accountId: "999999999999", name: "tickets", ...(qualifier && { qualifier }) };
      expect(invokeFunctionStatements(id)).to.deep.equal([
        {
          Sid: "InvokeFunctions",
          Effect: "Allow",
          Action: ["lambda:InvokeFunction"],
          Resource: [`arn:aws:lambda:us-east-1:999999999999:${arn}`],
          Condition: { StringEquals: { "aws:ResourceAccount": "999999999999" } },
        },
      ]);
    });

  it("name the vault found in the provider's ARN, not the default one", () => {
    const [providers] = credentialProviderStatements({ ...search, vault: "team-a" }, managed);
    expect(providers?.Resource).to.deep.equal([
      `${here}:token-vault/team-a`,
      `${here}:token-vault/team-a/apikeycredentialprovider/search`,
    ]);
  });

  for (const wildcard of ["*", "?", "${aws:username}", "a*", "", " ", "a\n"])
    for (const { path, builds } of [
      ...(["partition", "region", "accountId"] as const).map((member) => ({
        path: member,
        builds: [...ofGateway, ...ofProvider, ...ofFunction].map((build) => () => build({ [member]: wildcard })),
      })),
      { path: "gatewayName", builds: ofGateway.map((build) => () => build({ gatewayName: wildcard })) },
      { path: "vault", builds: ofProvider.map((build) => () => build({ vault: wildcard })) },
      { path: "name", builds: ofFunction.map((build) => () => build({ name: wildcard })) },
      { path: "name", builds: [() => credentialProviderStatements({ ...search, name: wildcard }, managed)] },
      { path: "qualifier", builds: ofFunction.map((build) => () => build({ qualifier: wildcard })) },
    ])
      it(`refuse ${JSON.stringify(wildcard)} for ${path}, and say what to write`, () => {
        for (const build of builds) expect(build).to.throw(new RegExp(`^${path}: not .*Write `));
      });

  it("contain no star, for every name", () => {
    fc.assert(
      fc.property(scopes, gatewayNames, providerIds, functionIds, (place, gatewayName, id, functionId) => {
        const all = [
          ...workloadTokenStatements({ ...place, gatewayName }),
          ...tokenVaultStatements(id.kind, { ...place, gatewayName }),
          ...credentialProviderStatements(id, managed),
          ...invokeFunctionStatements(functionId),
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
          ...tokenVaultStatements(id.kind, { ...place, gatewayName }),
        ])
          for (const arn of statement.Resource) expect(arn.startsWith(prefix)).to.equal(true, arn);
        expect(credentialProviderStatements(id, managed)[0]?.Resource.at(-1)).to.equal(credentialProviderArn(id));
      }),
    );
  });
});
