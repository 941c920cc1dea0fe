import { expect } from "chai";
import type { CredentialProviderId } from "../../provider/iam/arn";
import type { CredentialSource } from "../../provider/iam/credentialSource";
import { policyDocument } from "../../provider/iam/document";
import { credentialProviderStatements, type ProviderNeeds } from "../../provider/iam/statements";
import { evaluate, type AccessRequest, type PolicyDocument, type Statement } from "../awsPlugin/iamEvaluator";
import { reductions } from "./mutations";

const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const oauth: CredentialProviderId = { ...place, vault: "default", kind: "oauth2credentialprovider", name: "crm" };
const apiKey: CredentialProviderId = { ...place, vault: "default", kind: "apikeycredentialprovider", name: "search" };

const secretArn = "arn:aws:secretsmanager:us-east-1:999999999999:secret:team/crm-AbCdEf";
const kmsKeyArn = "arn:aws:kms:us-east-1:999999999999:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";
const vaultArn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default";

const viaSecretsManager = "secretsmanager.us-east-1.amazonaws.com";
const viaAgentcore = "bedrock-agentcore-identity.us-east-1.amazonaws.com";

const ofVia = "kms:ViaService";
const ofSecret = "kms:EncryptionContext:SecretARN";
const ofVault = "kms:EncryptionContext:aws-crypto-ec:aws:bedrock-agentcore-identity:token-vault-arn";
const ofAlgorithm = "kms:SigningAlgorithm";
const ofAudience = "sts:IdentityTokenAudience";
const ofTokenAlgorithm = "sts:SigningAlgorithm";

/** What a neighbour may be: other values for a resource or a condition key; `undefined` is a request without the key. */
const otherSecrets = [
  secretArn.replace("crm", "crm2"),
  secretArn.replace("crm", "billing"),
  secretArn.replace("AbCdEf", "GhIjKl"),
  secretArn.replace("-AbCdEf", ""),
  `${secretArn}x`,
  secretArn.replace("999999999999", "123456789012"),
  secretArn.replace("us-east-1", "us-west-2"),
  secretArn.replace("arn:aws:", "arn:aws-cn:"),
];
const otherKeys = [
  kmsKeyArn.replace("4e5f", "4e60"),
  `${kmsKeyArn}0`,
  kmsKeyArn.replace("999999999999", "123456789012"),
  kmsKeyArn.replace("us-east-1", "us-west-2"),
  kmsKeyArn.replace("arn:aws:", "arn:aws-us-gov:"),
  kmsKeyArn.replace(/key\/.*/, "alias/crm"),
];
const otherServices = (own: string) =>
  [
    undefined,
    viaSecretsManager,
    viaAgentcore,
    "bedrock-agentcore.us-east-1.amazonaws.com",
    "s3.us-east-1.amazonaws.com",
    own.replace("us-east-1", "us-west-2"),
    `${own}.cn`,
  ].filter((one) => one !== own);
const otherVaults = [undefined, `${vaultArn}2`, vaultArn.replace("123456789012", "999999999999")];

interface Subject {
  readonly name: string;
  readonly provider: CredentialProviderId;
  readonly credential: CredentialSource;
  readonly needs?: ProviderNeeds;
  /** What the gateway does with its role. */
  readonly calls: readonly AccessRequest[];
  readonly otherResources: readonly string[];
  /** By condition key. */
  readonly otherValues: Readonly<Record<string, readonly (string | readonly string[] | undefined)[]>>;
  readonly otherActions: readonly string[];
}

const decryptSecret: AccessRequest = {
  action: "kms:Decrypt",
  resource: kmsKeyArn,
  context: { [ofVia]: viaSecretsManager, [ofSecret]: secretArn },
};
const useVaultKey = (operation: string): AccessRequest => ({
  action: `kms:${operation}`,
  resource: kmsKeyArn,
  context: { [ofVia]: viaAgentcore, [ofVault]: vaultArn },
});
const otherKeyActions = ["ReEncryptFrom", "GenerateDataKey", "CreateGrant", "GetPublicKey", "PutKeyPolicy", "Verify"];

const signature = (jws: "RS256" | "PS256" | "ES256", kms: string): Subject => ({
  name: `a client that signs with ${jws}`,
  provider: oauth,
  credential: { source: "PRIVATE_KEY_JWT", kmsKeyArn, signingAlgorithm: jws },
  calls: [
    { action: "kms:Sign", resource: kmsKeyArn, context: { [ofVia]: viaAgentcore, [ofAlgorithm]: kms } },
    { action: "kms:DescribeKey", resource: kmsKeyArn, context: { [ofVia]: viaAgentcore } },
  ],
  otherResources: otherKeys,
  otherValues: {
    [ofVia]: otherServices(viaAgentcore),
    [ofAlgorithm]: [
      undefined,
      "RSASSA_PKCS1_V1_5_SHA_256",
      "RSASSA_PKCS1_V1_5_SHA_512",
      "RSASSA_PSS_SHA_256",
      "RSASSA_PSS_SHA_384",
      "ECDSA_SHA_256",
      "ECDSA_SHA_512",
    ].filter((one) => one !== kms),
  },
  otherActions: [...otherKeyActions, "Decrypt", "Encrypt"].map((operation) => `kms:${operation}`),
});

const vaultKey = (provider: CredentialProviderId, operations: readonly string[]): Subject => ({
  name: `a vault with a key of its own: ${provider.kind}`,
  provider,
  credential: { source: "EXTERNAL", secretArn },
  needs: { tokenVaultKeyArn: kmsKeyArn },
  calls: [{ action: "secretsmanager:GetSecretValue", resource: secretArn }, ...operations.map(useVaultKey)],
  otherResources: [...otherSecrets, ...otherKeys],
  otherValues: { [ofVia]: otherServices(viaAgentcore), [ofVault]: otherVaults },
  otherActions: [
    ...[...otherKeyActions, "Decrypt", "Encrypt", "GenerateDataKeyWithoutPlaintext", "Sign", "DescribeKey"]
      .filter((operation) => !operations.includes(operation))
      .map((operation) => `kms:${operation}`),
    "secretsmanager:PutSecretValue",
  ],
});

const webToken: AccessRequest = {
  action: "sts:GetWebIdentityToken",
  resource: "*",
  context: { [ofAudience]: ["https://id.example.com"], [ofTokenAlgorithm]: "ES384" },
};
const webIdentity = {
  source: "AWS_IAM_ID_TOKEN_JWT",
  audiences: ["https://id.example.com"],
  signingAlgorithm: "ES384",
} as const;
const strangersOfTokens = {
  otherResources: [],
  otherValues: {
    [ofAudience]: [undefined, [], ["https://evil.example.com"], ["https://id.example.com", "https://evil.example.com"]],
    [ofTokenAlgorithm]: [undefined, "RS256"],
  },
  otherActions: ["sts:AssumeRole", "sts:TagGetWebIdentityToken", "sts:GetFederationToken"],
};

const subjects: Subject[] = [
  ...[apiKey, oauth].map((provider) => ({
    name: `a secret of the user's own under a key: ${provider.kind}`,
    provider,
    credential: { source: "EXTERNAL", secretArn, kmsKeyArn } as const,
    calls: [{ action: "secretsmanager:GetSecretValue", resource: secretArn }, decryptSecret],
    otherResources: [...otherSecrets, ...otherKeys],
    otherValues: { [ofVia]: otherServices(viaSecretsManager), [ofSecret]: [undefined, ...otherSecrets] },
    otherActions: [
      ...[...otherKeyActions, "Encrypt", "Sign", "DescribeKey"].map((operation) => `kms:${operation}`),
      ...["DescribeSecret", "PutSecretValue", "UpdateSecret"].map((operation) => `secretsmanager:${operation}`),
    ],
  })),
  signature("RS256", "RSASSA_PKCS1_V1_5_SHA_256"),
  signature("PS256", "RSASSA_PSS_SHA_256"),
  signature("ES256", "ECDSA_SHA_256"),
  vaultKey(apiKey, ["Decrypt"]),
  vaultKey(oauth, ["Decrypt", "Encrypt", "GenerateDataKeyWithoutPlaintext"]),
  {
    name: "a client with AWS's tokens",
    provider: oauth,
    credential: webIdentity,
    calls: [webToken],
    ...strangersOfTokens,
  },
  {
    name: "a secret, and an actor with AWS's tokens",
    provider: oauth,
    credential: { source: "EXTERNAL", secretArn },
    needs: { actorToken: webIdentity },
    calls: [{ action: "secretsmanager:GetSecretValue", resource: secretArn }, webToken],
    ...strangersOfTokens,
    otherResources: otherSecrets,
  },
];

/** Requests that differ from a call of the gateway in one thing. */
function neighboursOf({ calls, otherResources, otherValues, otherActions }: Subject): AccessRequest[] {
  return calls.flatMap((call) => {
    const { resource, context = {} } = call;
    const typeOf = (arn: string) => arn.split(":")[2];
    const valuesOf = (key: string) => (key in context ? (otherValues[key] ?? []) : []);
    return [
      ...otherResources
        .filter((other) => typeOf(other) === typeOf(resource))
        .map((other) => ({ ...call, resource: other })),
      ...Object.keys(context).flatMap((key) =>
        valuesOf(key).map((value) => {
          const { [key]: _, ...rest } = context;
          return { ...call, context: value === undefined ? rest : { ...rest, [key]: value } };
        }),
      ),
      ...otherActions.map((action) => ({ ...call, action })),
    ];
  });
}

for (const subject of subjects)
  describe(`least privilege of ${subject.name}`, () => {
    const { provider, credential, needs, calls } = subject;
    const [own, ...added] = credentialProviderStatements(provider, credential, needs);
    const policy = JSON.parse(policyDocument(added)) as PolicyDocument;
    const neighbours = neighboursOf(subject);
    const allowedBy = (policies: PolicyDocument[], requests: readonly AccessRequest[]) =>
      requests.filter((request) => evaluate(policies, request) === "allowed");

    it("allows what the gateway does", () => expect(allowedBy([policy], calls)).to.deep.equal(calls));

    it("denies every neighbour", () => {
      expect(neighbours).to.have.length.greaterThan(8);
      expect(allowedBy([policy], neighbours)).to.deep.equal([]);
    });

    it("does not depend on the grant of the provider itself", () => {
      expect(own?.Action).to.have.length(1);
      expect(allowedBy([JSON.parse(policyDocument([own!])) as PolicyDocument], calls)).to.deep.equal([]);
    });

    for (const { name, changed } of reductions([policy]))
      it(`denies something that is needed without ${name}`, () =>
        expect(allowedBy(changed, calls)).to.have.length.lessThan(calls.length));

    for (const { name, changed } of relaxations(policy))
      it(`allows a neighbour without ${name}`, () => {
        expect(allowedBy([changed], calls)).to.deep.equal(calls);
        expect(allowedBy([changed], neighbours)).to.not.deep.equal([]);
      });
  });

/** The policy without one key of one condition. */
function relaxations(policy: PolicyDocument): { name: string; changed: PolicyDocument }[] {
  const statements = [policy.Statement].flat();
  return statements.flatMap((statement, index) =>
    Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
      Object.keys(keys).map((key) => {
        const { [key]: _, ...rest } = keys;
        const relaxed: Statement = { ...statement, Condition: { ...statement.Condition, [operator]: rest } };
        const changed = { ...policy, Statement: statements.map((one, at) => (at === index ? relaxed : one)) };
        return { name: `${operator} ${key} of ${statement.Sid}`, changed };
      }),
    ),
  );
}

describe("keys in China", () => {
  const inChina = { ...oauth, partition: "aws-cn", region: "cn-north-1" };
  const statements = credentialProviderStatements(inChina, {
    source: "PRIVATE_KEY_JWT",
    kmsKeyArn,
    signingAlgorithm: "ES256",
  });
  const policies = [JSON.parse(policyDocument(statements)) as PolicyDocument];
  for (const { service, expected } of [
    { service: "bedrock-agentcore-identity.cn-north-1.amazonaws.com.cn", expected: "allowed" },
    { service: "bedrock-agentcore-identity.cn-north-1.amazonaws.com", expected: "allowed" },
    { service: "bedrock-agentcore-identity.cn-northwest-1.amazonaws.com.cn", expected: "implicitDeny" },
    { service: "bedrock-agentcore-identity.cn-north-1.amazonaws", expected: "implicitDeny" },
    { service: "secretsmanager.cn-north-1.amazonaws.com.cn", expected: "implicitDeny" },
  ])
    it(`are ${expected === "allowed" ? "" : "not "}used through ${service}`, () => {
      const request = { action: "kms:DescribeKey", resource: kmsKeyArn, context: { [ofVia]: service } };
      expect(evaluate(policies, request)).to.equal(expected);
    });
});
