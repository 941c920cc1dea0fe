import { expect } from "chai";
import {
  policyDocument,
  resourcePolicyDocument,
  type ResourceStatement,
  type Statement,
} from "../../../provider/iam/policy/document";
import {
  externalSecretKeyPolicyStatements,
  externalSecretPolicyStatements,
  externalSecretServiceStatements,
  signingKeyPolicyStatements,
  tokenVaultKeyPolicyStatements,
} from "../../../provider/iam/resource/secretAndKeyPolicies";
import type { ResourceUsers } from "../../../provider/iam/resource/secretAndKeyPolicies";
import { apiPolicyStatements, functionUrlPermissions } from "../../../provider/iam/resource/targetPolicies";
import {
  evaluate,
  type AccessRequest,
  type Decision,
  type PolicyDocument,
} from "../../../provider/sandbox/policies/evaluator";
import { contradictions } from "../authorizationReference";
import { itRefuses, scopes } from "../decisions";

const gateway = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const roleArn = "arn:aws:iam::123456789012:role/agents/tools";
const deployerRoleArn = "arn:aws:iam::111122223333:role/deployer";
const users: ResourceUsers = { roleArn, deployerRoleArn };

const keyOf = (account: string) => `arn:aws:kms:us-east-1:${account}:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f`;
const otherRegion = (arn: string) => arn.replace("us-east-1", "us-west-2");
const secretArn = "arn:aws:secretsmanager:us-east-1:999999999999:secret:crm-AbCdEf";
const viaSecretsManager = { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" };
const viaAgentcore = { "kms:ViaService": "bedrock-agentcore-identity.us-east-1.amazonaws.com" };
const vault = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default";
const vaultContext = "kms:EncryptionContext:aws-crypto-ec:aws:bedrock-agentcore-identity:token-vault-arn";

/** A role as it asks: its ARN and account are in every request, whether or not a policy looks at them. */
const as = (arn: string, context: AccessRequest["context"] = {}): Pick<AccessRequest, "principal" | "context"> => ({
  principal: { type: "AWS", id: arn },
  context: { "aws:PrincipalArn": arn, "aws:PrincipalAccount": arn.split(":")[4]!, ...context },
});
const asService = (id: string, context: AccessRequest["context"] = {}) => ({
  principal: { type: "Service" as const, id },
  context,
});

type Asking = readonly [name: string, who: Pick<AccessRequest, "principal" | "context">];

/** Tests who of these may, by the policy that these statements are. */
function itAdmits(
  statements: readonly ResourceStatement[],
  [action, resource]: readonly [string, string],
  allowed: readonly Asking[],
  denied: readonly Asking[],
): void {
  const policy = JSON.parse(resourcePolicyDocument(statements)) as PolicyDocument;
  const decide = (who: Asking[1]): Decision => {
    const context = { "aws:ResourceAccount": resource.split(":")[4]!, ...who.context };
    return evaluate([policy], { action, resource, ...who, context });
  };
  for (const [name, who] of allowed) it(`admits ${name} (${action})`, () => expect(decide(who)).to.equal("allowed"));
  for (const [name, who] of denied)
    it(`does not admit ${name} (${action})`, () => expect(decide(who)).to.equal("implicitDeny"));
}

const bothRoles: Asking[] = [
  ["the gateway's role", as(roleArn)],
  ["the deployer's", as(deployerRoleArn)],
];

const others: Asking[] = [
  ["another role of the gateway's account", as("arn:aws:iam::123456789012:role/other")],
  ["a role whose name begins alike", as(`${roleArn}2`)],
  ["a role of that name in another account", as(roleArn.replace("123456789012", "999999999999"))],
  ["AgentCore itself", asService("bedrock-agentcore.amazonaws.com")],
];

describe("the policy of a secret of your own", () => {
  const read = ["secretsmanager:GetSecretValue", secretArn] as const;

  it("is one statement about its secret", () => {
    expect(externalSecretPolicyStatements(users)).to.deep.equal([
      {
        Sid: "ReadSecret",
        Effect: "Allow",
        Principal: { AWS: [roleArn, deployerRoleArn] },
        Action: ["secretsmanager:GetSecretValue"],
        Resource: ["*"],
      },
    ]);
  });

  itAdmits(externalSecretPolicyStatements(users), read, bothRoles, others);
  itAdmits(externalSecretPolicyStatements(users), ["secretsmanager:PutSecretValue", secretArn], [], bothRoles);

  describe("of an organization", () => {
    const inOrganization = { "aws:PrincipalOrgID": "o-a1b2c3d4e5" };
    itAdmits(
      externalSecretPolicyStatements({ ...users, organizationId: "o-a1b2c3d4e5" }),
      read,
      [["the gateway's role in it", as(roleArn, inOrganization)]],
      [
        ["the gateway's role outside it", as(roleArn)],
        ["the gateway's role in another", as(roleArn, { "aws:PrincipalOrgID": "o-zzzzzzzzzz" })],
        ["another role in it", as("arn:aws:iam::123456789012:role/other", inOrganization)],
      ],
    );
  });

  describe("that survives the roles", () => {
    const statements = externalSecretPolicyStatements({ ...users, survivesRecreation: true });

    it("names no role as a principal, which a policy would keep by its unique id", () => {
      expect(statements[0]?.Principal).to.deep.equal({
        AWS: ["arn:aws:iam::123456789012:root", "arn:aws:iam::111122223333:root"],
      });
    });

    itAdmits(
      statements,
      read,
      [
        ["the gateway's role, also one that is made again", as(roleArn)],
        ["the deployer's", as(deployerRoleArn)],
      ],
      others,
    );

    it("names an account once, and a role that is both once", () => {
      const one = { roleArn, deployerRoleArn: roleArn };
      const [byName] = externalSecretPolicyStatements({ ...one, survivesRecreation: true });
      expect(byName?.Principal).to.deep.equal({ AWS: ["arn:aws:iam::123456789012:root"] });
      expect(byName?.Condition).to.deep.equal({ ArnEquals: { "aws:PrincipalArn": [roleArn] } });
      expect(externalSecretPolicyStatements(one)[0]?.Principal).to.deep.equal({ AWS: [roleArn] });
    });
  });

  describe("for AgentCore itself, on request", () => {
    const service = "bedrock-agentcore.amazonaws.com";
    const source = { "aws:SourceAccount": "123456789012", "aws:SourceArn": vault };
    itAdmits(
      externalSecretServiceStatements(gateway),
      read,
      [["AgentCore for this account and Region", asService(service, source)]],
      [
        ["AgentCore without a source", asService(service)],
        [
          "AgentCore for another account",
          asService(service, {
            "aws:SourceAccount": "999999999999",
            "aws:SourceArn": vault.replace("123456789012", "999999999999"),
          }),
        ],
        [
          "AgentCore for another account that says it is this one",
          asService(service, { ...source, "aws:SourceArn": vault.replace("123456789012", "999999999999") }),
        ],
        ["AgentCore without a source", asService(service, { "aws:SourceAccount": "123456789012" })],
        [
          "AgentCore of another Region",
          asService(service, { ...source, "aws:SourceArn": vault.replace("us-east-1", "us-west-2") }),
        ],
        ["another service", asService("lambda.amazonaws.com", source)],
        ["the gateway's role", as(roleArn)],
      ],
    );
  });
});

describe("the policy of the key of a secret of your own", () => {
  const key = keyOf("999999999999");
  itAdmits(
    externalSecretKeyPolicyStatements({ ...gateway, accountId: "999999999999" }, users),
    ["kms:Decrypt", key],
    [
      ["the gateway's role through Secrets Manager", as(roleArn, viaSecretsManager)],
      ["the deployer's through Secrets Manager", as(deployerRoleArn, viaSecretsManager)],
    ],
    [
      ["the gateway's role by itself", as(roleArn)],
      ["the gateway's role through another service", as(roleArn, viaAgentcore)],
      [
        "the gateway's role through another Region",
        as(roleArn, { "kms:ViaService": "secretsmanager.us-west-2.amazonaws.com" }),
      ],
      ["another role", as("arn:aws:iam::123456789012:role/other", viaSecretsManager)],
    ],
  );

  describe("that survives the roles, of an organization", () => {
    const all = { ...viaSecretsManager, "aws:PrincipalOrgID": "o-a1b2c3d4e5" };
    itAdmits(
      externalSecretKeyPolicyStatements(gateway, {
        ...users,
        survivesRecreation: true,
        organizationId: "o-a1b2c3d4e5",
      }),
      ["kms:Decrypt", key],
      [["the gateway's role", as(roleArn, all)]],
      [
        ["another role of its account", as("arn:aws:iam::123456789012:role/other", all)],
        ["the gateway's role outside the organization", as(roleArn, viaSecretsManager)],
        ["the gateway's role by itself", as(roleArn, { "aws:PrincipalOrgID": "o-a1b2c3d4e5" })],
      ],
    );
  });

  it("lists both names of Secrets Manager in China, where it is not on record which is asked", () => {
    const china = { partition: "aws-cn", region: "cn-north-1", accountId: "123456789012" };
    const [statement] = externalSecretKeyPolicyStatements(china, users);
    expect(statement?.Condition?.StringEquals?.["kms:ViaService"]).to.have.length(2);
  });
});

describe("the policy of the token vault's key", () => {
  const key = keyOf("123456789012");
  const forVault = { ...viaAgentcore, [vaultContext]: vault };
  const statements = tokenVaultKeyPolicyStatements(gateway);

  for (const action of ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext"])
    itAdmits(
      statements,
      [action, key],
      [["the account, through AgentCore and for the vault", as(roleArn, forVault)]],
      [
        ["the account by itself", as(roleArn, { [vaultContext]: vault })],
        ["the account for nothing", as(roleArn, viaAgentcore)],
        ["the account for another vault", as(roleArn, { ...forVault, [vaultContext]: `${vault}2` })],
        ["the account through another service", as(roleArn, { ...forVault, ...viaSecretsManager })],
        ["another account", as(deployerRoleArn, forVault)],
      ],
    );
  itAdmits(
    statements,
    ["kms:DescribeKey", key],
    [["the account through AgentCore", as(roleArn, viaAgentcore)]],
    [["the account by itself", as(roleArn)]],
  );
  itAdmits(
    statements,
    ["kms:Decrypt", keyOf("999999999999")],
    [],
    [["the account for a key of another account", as(roleArn, forVault)]],
  );
  itAdmits(statements, ["kms:ScheduleKeyDeletion", key], [], [["the account", as(roleArn, forVault)]]);

  it("names the vault that is meant", () => {
    const [statement] = tokenVaultKeyPolicyStatements(gateway, "team-a");
    expect(statement?.Condition?.StringEquals?.[vaultContext]).to.match(/:token-vault\/team-a$/);
  });
});

describe("the policy of a signing key", () => {
  describe("of the gateway's account", () =>
    itAdmits(
      signingKeyPolicyStatements(gateway, keyOf("123456789012")),
      ["kms:Sign", keyOf("123456789012")],
      [["everyone in the account with permission, through AgentCore", as(roleArn, viaAgentcore)]],
      [
        ["the account by itself", as(roleArn)],
        ["another account", as(deployerRoleArn, viaAgentcore)],
      ],
    ));

  describe("of another account", () => {
    const key = keyOf("999999999999");
    const statements = signingKeyPolicyStatements(gateway, key, users);
    for (const action of ["kms:Sign", "kms:DescribeKey"])
      itAdmits(
        statements,
        [action, key],
        [
          ["the gateway's role through AgentCore", as(roleArn, viaAgentcore)],
          ["the deployer's through AgentCore", as(deployerRoleArn, viaAgentcore)],
        ],
        [
          ["the gateway's role by itself", as(roleArn)],
          ["another role of its account", as("arn:aws:iam::123456789012:role/other", viaAgentcore)],
          ["AgentCore itself", asService("bedrock-agentcore.amazonaws.com", viaAgentcore)],
        ],
      );
    itAdmits(statements, ["kms:GetPublicKey", key], [], [["the gateway's role", as(roleArn, viaAgentcore)]]);

    // The sample is for keys of the same account, and says that it is for others too.
    describe("with the condition that AWS's sample adds", () => {
      const sample = statements.map((statement) => ({
        ...statement,
        Condition: {
          ...statement.Condition,
          StringEquals: { ...statement.Condition?.StringEquals, "aws:ResourceAccount": "${aws:PrincipalAccount}" },
        },
      }));
      itAdmits(sample, ["kms:Sign", key], [], [["the gateway's role", as(roleArn, viaAgentcore)]]);
    });

    describe("that survives the roles", () =>
      itAdmits(
        signingKeyPolicyStatements(gateway, key, { ...users, survivesRecreation: true }),
        ["kms:Sign", key],
        [["the gateway's role", as(roleArn, viaAgentcore)]],
        [["another role of its account", as("arn:aws:iam::123456789012:role/other", viaAgentcore)]],
      ));
  });
});

describe("the policy of an API", () => {
  const api = {
    ...gateway,
    apiId: "a1b2c3d4e5",
    stage: "prod",
    operations: [{ method: "GET", path: "/tickets/{id}" }],
  };
  const prod = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod";
  const service = "bedrock-agentcore.amazonaws.com";
  const from = (id: string) => ({ "aws:SourceArn": `arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/${id}` });

  for (const { name, known } of [
    { name: "its id", known: { ...gateway, gatewayId: "tools-0123456789" } },
    { name: "its name", known: { ...gateway, gatewayName: "Tools" } },
  ])
    describe(`for a gateway that is known by ${name}`, () => {
      const statements = apiPolicyStatements(api, known);
      itAdmits(
        statements,
        ["execute-api:Invoke", `${prod}/GET/tickets/7`],
        [["AgentCore for the gateway", asService(service, from("tools-0123456789"))]],
        [
          ["AgentCore for another gateway", asService(service, from("other-0123456789"))],
          ["AgentCore for a gateway whose name begins alike", asService(service, from("tools-abc-0123456789"))],
          ["AgentCore without a source", asService(service)],
          ["another service", asService("lambda.amazonaws.com", from("tools-0123456789"))],
          ["the gateway's role", as(roleArn, from("tools-0123456789"))],
        ],
      );
      itAdmits(
        statements,
        ["execute-api:Invoke", `${prod}/DELETE/tickets/7`],
        [],
        [["AgentCore for the gateway, to do something else", asService(service, from("tools-0123456789"))]],
      );
    });
});

describe("the permissions in the policy of a function with a URL", () => {
  const tickets = { ...gateway, accountId: "999999999999", name: "tickets", qualifier: "live" };
  const ofFunction = { function: "arn:aws:lambda:us-east-1:999999999999:function:tickets", qualifier: "live" };

  it("are two: of the URL, and of the function by way of it", () => {
    expect(functionUrlPermissions(tickets)).to.deep.equal([
      { ...ofFunction, action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "AWS_IAM" },
      { ...ofFunction, action: "lambda:InvokeFunction", invokedViaFunctionUrl: true },
    ]);
  });

  for (const [name, id] of [
    ["a star for the function", { ...tickets, name: "*" }],
    ["a policy variable for the alias", { ...tickets, qualifier: "${aws:username}" }],
    ["a version, which has no URL", { ...tickets, qualifier: "7" }],
  ] as const)
    it(`refuse ${name}`, () => expect(() => functionUrlPermissions(id)).to.throw(/^(name|qualifier): .*Write/));
});

describe("policies of resources", () => {
  it("are texts with their principals, equal for equal statements", () => {
    expect(resourcePolicyDocument(externalSecretPolicyStatements(users))).to.equal(
      `{"Version":"2012-10-17","Statement":[{"Sid":"ReadSecret","Effect":"Allow","Principal":{"AWS":["${roleArn}","${deployerRoleArn}"]},"Action":["secretsmanager:GetSecretValue"],"Resource":["*"]}]}`,
    );
  });

  it("are never written as an identity's: without the principal, they would mean every resource", () => {
    const statements = externalSecretPolicyStatements(users) as unknown as Statement[];
    expect(() => policyDocument(statements)).to.throw(/^ReadSecret: .*resourcePolicyDocument/);
  });

  const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
  const apiStatements = (gatewayName: string) =>
    apiPolicyStatements({ ...scope, apiId: "a1b2c3d4e5", stage: "prod" }, { ...scope, gatewayName });
  const documentFor = (names: readonly string[]) => resourcePolicyDocument(names.flatMap(apiStatements));

  it("have one statement for any number of targets of one gateway", () => {
    expect(documentFor(Array.from({ length: 100 }, () => "tools"))).to.equal(documentFor(["tools"]));
  });

  it("have different Sids for different gateways", () => {
    const { Statement } = JSON.parse(documentFor(["tools", "shop", "tools"])) as { Statement: ResourceStatement[] };
    expect(Statement.map(({ Sid }) => Sid)).to.deep.equal(["GatewayInvokesApi", "GatewayInvokesApi2"]);
  });

  for (const [service, quota, statements] of [
    ["execute-api", "8,192", (name: string) => apiStatements(name)],
    [
      "secretsmanager",
      "20,480",
      (name: string) => externalSecretPolicyStatements({ ...users, roleArn: roleArn + name }),
    ],
    [
      "kms",
      "32,768",
      (name: string) => signingKeyPolicyStatements(scope, keyOf("999999999999"), { ...users, roleArn: roleArn + name }),
    ],
  ] as const)
    it(`of ${service} are refused if they are longer than ${quota} bytes`, () => {
      const names = Array.from({ length: 150 }, (_, index) => `gateway-${index}`);
      expect(() => resourcePolicyDocument(names.flatMap(statements))).to.throw(
        new RegExp(`^the policy has [\\d,]+ bytes, and one with actions of ${service} can have ${quota}`),
      );
      expect(() => resourcePolicyDocument(names.slice(0, 10).flatMap(statements))).to.not.throw();
    });

  for (const place of scopes)
    it(`contain what the Service Authorization Reference lists, in ${place.partition}`, async () => {
      const ofPlace = (arn: string) =>
        arn.replace("arn:aws:", `arn:${place.partition}:`).replace("us-east-1", place.region);
      const theirs: ResourceUsers = {
        roleArn: ofPlace(roleArn),
        deployerRoleArn: ofPlace(deployerRoleArn),
        survivesRecreation: true,
        organizationId: "o-a1b2c3d4e5",
      };
      // The resource of the policy instead of the star.
      const on = (resource: string, statements: readonly ResourceStatement[]) =>
        statements.map((statement) => ({ ...statement, Resource: [ofPlace(resource)] }));
      const api = { ...place, apiId: "a1b2c3d4e5", stage: "prod" };
      const key = keyOf("123456789012");
      for (const statements of [
        on(secretArn, externalSecretPolicyStatements(theirs)),
        on(secretArn, externalSecretServiceStatements(place)),
        on(key, externalSecretKeyPolicyStatements(place, theirs)),
        on(key, tokenVaultKeyPolicyStatements(place)),
        on(key, signingKeyPolicyStatements(place, ofPlace(key))),
        on(key, signingKeyPolicyStatements(place, ofPlace(keyOf("999999999999")), theirs)),
        apiPolicyStatements(api, { ...place, gatewayName: "tools" }),
      ]) {
        expect(await contradictions(statements)).to.deep.equal([]);
        expect(JSON.stringify(statements)).to.not.contain(place.partition === "aws" ? "undefined" : "arn:aws:");
      }
    });

  const refusedUsers = (part: object) => externalSecretPolicyStatements({ ...users, ...part });
  itRefuses(refusedUsers, [
    ["a star for the gateway's role", { roleArn: "arn:aws:iam::123456789012:role/*" }, /^roleArn: must be .*Write/],
    ["everybody for the deployer", { deployerRoleArn: "*" }, /^deployerRoleArn: must be .*Write/],
    ["an account for the deployer", { deployerRoleArn: "arn:aws:iam::123456789012:root" }, /^deployerRoleArn: /],
    ["a star for the organization", { organizationId: "o-*" }, /^organizationId: not .*Write/],
    ["a misspelt member", { organisationId: "o-a1b2c3d4e5" }, /^organisationId: there is no such member/],
    ["a string for an option", { survivesRecreation: "no" }, /^survivesRecreation: must be true or false/],
  ]);

  const refusedKey = (keyArn: string) => signingKeyPolicyStatements(gateway, keyArn);
  itRefuses(refusedKey, [
    ["an alias for the signing key", "alias/sign", /^kmsKeyArn: not .*Write/],
    ["a signing key of another Region", otherRegion(keyOf("123456789012")), /^kmsKeyArn: .*Write a key of us-east-1/],
    ["another account's signing key without its users", keyOf("999999999999"), /^users: missing: .*Write/],
  ]);

  const api = { ...gateway, apiId: "a1b2c3d4e5", stage: "prod" };
  for (const [path, build] of [
    ["accountId", () => externalSecretServiceStatements({ ...gateway, accountId: "*" })],
    ["region", () => externalSecretKeyPolicyStatements({ ...gateway, region: "*" }, users)],
    ["vault", () => tokenVaultKeyPolicyStatements(gateway, "*")],
    ["stage", () => apiPolicyStatements({ ...api, stage: "*" }, { ...gateway, gatewayName: "t" })],
    ["gatewayId", () => apiPolicyStatements(api, { ...gateway, gatewayId: "*" })],
  ] as const)
    it(`refuse a star for ${path}`, () => expect(build).to.throw(new RegExp(`^${path}: not .*Write`)));
});
