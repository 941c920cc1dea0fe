import { expect } from "chai";
import { deployerStatements, type Deployer } from "../../../provider/iam/deployer/deployer";
import { policyDocument } from "../../../provider/iam/policy/document";
import { evaluate, type AccessRequest, type PolicyDocument } from "../../../provider/sandbox/policies/evaluator";
import { parsePolicy } from "../../../provider/sandbox/policies/grammar";

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const secretOf = (name: string) => `arn:aws:secretsmanager:us-east-1:999999999999:secret:${name}-AbCdEf`;
const keyOf = (digit: string) => `arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0a1b-0a1b-0a1b-${digit.repeat(12)}`;
const vault = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default";

const viaSecretsManager = { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" };
const viaAgentcore = { "kms:ViaService": "bedrock-agentcore-identity.us-east-1.amazonaws.com" };
const ofSecret = (name: string) => ({ "kms:EncryptionContext:SecretARN": secretOf(name) });
const ofVault = (arn = vault) => ({
  "kms:EncryptionContext:aws-crypto-ec:aws:bedrock-agentcore-identity:token-vault-arn": arn,
});

/** Statements for keys and secrets alone. */
const statementsFor = (keys: Partial<Deployer>) => deployerStatements({ ...scope, namePrefix: "", kinds: [], ...keys });

interface Row {
  readonly name: string;
  readonly request: AccessRequest;
  readonly allowed: boolean;
}

function itDecides(keys: Partial<Deployer>, rows: readonly Row[]): void {
  const text = policyDocument(statementsFor(keys));
  const policy = JSON.parse(text) as PolicyDocument;
  it("are a policy that IAM takes", () => expect(() => parsePolicy(text, "identity", "CreatePolicy")).to.not.throw());
  for (const { name, request, allowed } of rows)
    it(`${allowed ? "allow" : "do not allow"} to ${name}`, () =>
      expect(evaluate([policy], request)).to.equal(allowed ? "allowed" : "implicitDeny"));
}

describe("the deployer's statements for secrets and keys of one's own", () => {
  for (const { name, given, says } of [
    {
      name: "a key of a secret that is misspelt, without which it would not be granted",
      given: { externalSecrets: [{ secretArn: "arn", kmsKeyARN: "arn" }] },
      says: /^externalSecrets\[0\]\.kmsKeyARN: there is no such member/,
    },
    {
      name: "a removed option",
      given: { signsWithKeys: true },
      says: /^signsWithKeys: was removed\. .* never kms:Sign/,
    },
  ] as { name: string; given: object; says: RegExp }[])
    it(`refuse ${name}`, () => expect(() => statementsFor(given)).to.throw(says));

  it("are none where none is named, and come after all others", () => {
    const given = { ...scope, namePrefix: "search-" };
    const plain = deployerStatements(given);
    expect(deployerStatements({ ...given, externalSecrets: [], signingKeys: [] })).to.deep.equal(plain);
    const all = deployerStatements({
      ...given,
      externalSecrets: [{ secretArn: secretOf("a"), kmsKeyArn: keyOf("1") }],
      signingKeys: [keyOf("2")],
      tokenVaultKeyArn: keyOf("3"),
    });
    expect(all.slice(0, plain.length)).to.deep.equal(plain);
    expect(all.slice(plain.length).map(({ Sid }) => Sid)).to.deep.equal([
      "ExternalSecrets",
      "ExternalSecretKey",
      "SigningKeys",
      "TokenVaultKey",
      "DescribeTokenVaultKey",
    ]);
  });

  describe("for secrets", () => {
    const externalSecrets = [
      { secretArn: secretOf("a"), kmsKeyArn: keyOf("1") },
      { secretArn: secretOf("b"), kmsKeyArn: keyOf("1") },
      { secretArn: secretOf("c"), kmsKeyArn: keyOf("2") },
      { secretArn: secretOf("d") },
    ];
    const read = (name: string, action = "GetSecretValue") => ({
      action: `secretsmanager:${action}`,
      resource: secretOf(name),
    });
    const decrypt = (key: string, context: AccessRequest["context"]) => ({
      action: "kms:Decrypt",
      resource: keyOf(key),
      context: context ?? {},
    });

    it("name each key once, with the secrets under it", () => {
      const [secrets, ...keys] = statementsFor({ externalSecrets });
      expect(secrets?.Resource).to.deep.equal(externalSecrets.map(({ secretArn }) => secretArn));
      expect(keys.map(({ Sid, Resource }) => [Sid, ...Resource])).to.deep.equal([
        ["ExternalSecretKey", keyOf("1")],
        ["ExternalSecretKey2", keyOf("2")],
      ]);
    });

    itDecides({ externalSecrets }, [
      ...["a", "b", "c", "d"].map((name) => ({ name: `read secret ${name}`, request: read(name), allowed: true })),
      { name: "read another secret", request: read("e"), allowed: false },
      { name: "write a secret", request: read("a", "PutSecretValue"), allowed: false },
      ...(
        [
          ["1", "a"],
          ["1", "b"],
          ["2", "c"],
        ] as const
      ).map(([key, name]) => ({
        name: `have secret ${name} decrypted`,
        request: decrypt(key, { ...viaSecretsManager, ...ofSecret(name) }),
        allowed: true,
      })),
      {
        name: "have a secret decrypted with the key of another",
        request: decrypt("1", { ...viaSecretsManager, ...ofSecret("c") }),
        allowed: false,
      },
      {
        name: "have anything else decrypted",
        request: decrypt("1", { ...viaSecretsManager, ...ofSecret("e") }),
        allowed: false,
      },
      { name: "decrypt by itself", request: decrypt("1", ofSecret("a")), allowed: false },
      {
        name: "decrypt through another service",
        request: decrypt("1", { ...viaAgentcore, ...ofSecret("a") }),
        allowed: false,
      },
      {
        name: "decrypt in another Region",
        request: decrypt("1", { "kms:ViaService": "secretsmanager.us-west-2.amazonaws.com", ...ofSecret("a") }),
        allowed: false,
      },
      {
        name: "decrypt with a key that is not named",
        request: decrypt("3", { ...viaSecretsManager, ...ofSecret("a") }),
        allowed: false,
      },
    ]);
  });

  describe("for signing keys", () => {
    const use = (operation: string, context: AccessRequest["context"] = viaAgentcore, key = "1") => ({
      action: `kms:${operation}`,
      resource: keyOf(key),
      context,
    });
    const keys = { signingKeys: [keyOf("1"), keyOf("2")] };
    const refused = [
      { name: "look at a key by itself", request: use("DescribeKey", {}), allowed: false },
      { name: "look at a key through another service", request: use("DescribeKey", viaSecretsManager), allowed: false },
      { name: "look at another key", request: use("DescribeKey", viaAgentcore, "3"), allowed: false },
      { name: "sign by itself", request: use("Sign", {}), allowed: false },
      { name: "decrypt", request: use("Decrypt"), allowed: false },
      { name: "read the public key", request: use("GetPublicKey"), allowed: false },
    ];
    itDecides(keys, [
      { name: "have AgentCore look at a key", request: use("DescribeKey"), allowed: true },
      { name: "have AgentCore look at the other", request: use("DescribeKey", viaAgentcore, "2"), allowed: true },
      { name: "have AgentCore sign", request: use("Sign"), allowed: false },
      ...refused,
    ]);
  });

  describe("for the token vault's key", () => {
    const use = (operation: string, context: AccessRequest["context"], key = "1") => ({
      action: `kms:${operation}`,
      resource: keyOf(key),
      context: context ?? {},
    });
    itDecides({ tokenVaultKeyArn: keyOf("1") }, [
      ...["Encrypt", "Decrypt", "GenerateDataKeyWithoutPlaintext"].flatMap((operation) => [
        {
          name: `${operation} for the vault`,
          request: use(operation, { ...viaAgentcore, ...ofVault() }),
          allowed: true,
        },
        { name: `${operation} by itself`, request: use(operation, ofVault()), allowed: false },
        { name: `${operation} for nothing`, request: use(operation, viaAgentcore), allowed: false },
        {
          name: `${operation} for another vault`,
          request: use(operation, { ...viaAgentcore, ...ofVault(`${vault}2`) }),
          allowed: false,
        },
        {
          name: `${operation} through another service`,
          request: use(operation, { ...viaSecretsManager, ...ofVault() }),
          allowed: false,
        },
        {
          name: `${operation} with another key`,
          request: use(operation, { ...viaAgentcore, ...ofVault() }, "2"),
          allowed: false,
        },
      ]),
      { name: "have AgentCore look at it", request: use("DescribeKey", viaAgentcore), allowed: true },
      { name: "look at it by itself", request: use("DescribeKey", {}), allowed: false },
      ...["GenerateDataKey", "ReEncryptFrom", "CreateGrant", "ScheduleKeyDeletion", "PutKeyPolicy"].map(
        (operation) => ({
          name: operation,
          request: use(operation, { ...viaAgentcore, ...ofVault() }),
          allowed: false,
        }),
      ),
    ]);
  });

  for (const [name, keys, path] of [
    [
      "a pattern for a secret",
      { externalSecrets: [{ secretArn: secretOf("a") }, { secretArn: `${secretOf("a")}*` }] },
      "externalSecrets[1].secretArn",
    ],
    [
      "every key for a secret",
      { externalSecrets: [{ secretArn: secretOf("a"), kmsKeyArn: "*" }] },
      "externalSecrets[0].kmsKeyArn",
    ],
    ["an alias for a signing key", { signingKeys: [keyOf("1"), "alias/sign"] }, "signingKeys[1]"],
    [
      "a policy variable in the vault's key",
      { tokenVaultKeyArn: keyOf("1").replace("123456789012", "${aws:PrincipalAccount}") },
      "tokenVaultKeyArn",
    ],
  ] as const)
    it(`refuse ${name}`, () => {
      expect(() => statementsFor(keys)).to.throw(`${path}: not the`);
    });
});
