import { expect } from "chai";
import { deployerStatements, type Deployer } from "../../../provider/iam/deployer/deployer";
import { itDecides, itRefuses, type Row } from "../decisions";

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

/** Returns the statements for keys and secrets alone. */
const statementsFor = (keys: Partial<Deployer>) => deployerStatements({ ...scope, namePrefix: "", kinds: [], ...keys });
const use = (name: string, operation: string, context: Row[3] = {}, key = "1"): Row => [
  name,
  `kms:${operation}`,
  keyOf(key),
  context,
];

describe("the deployer's statements for your own secrets and keys", () => {
  it("are none if none is named, and come after all others", () => {
    const base = { ...scope, namePrefix: "search-" };
    const plain = deployerStatements(base);
    expect(deployerStatements({ ...base, externalSecrets: [], signingKeys: [] })).to.deep.equal(plain);
    const all = deployerStatements({
      ...base,
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
    const secret = (name: string, of: string, action = "GetSecretValue"): Row => [
      name,
      `secretsmanager:${action}`,
      secretOf(of),
    ];
    const inOtherRegion = { "kms:ViaService": "secretsmanager.us-west-2.amazonaws.com" };

    it("name each key once, with the secrets that it encrypts", () => {
      const [secrets, ...keys] = statementsFor({ externalSecrets });
      expect(secrets?.Resource).to.deep.equal(externalSecrets.map(({ secretArn }) => secretArn));
      expect(keys.map(({ Sid, Resource }) => [Sid, ...Resource])).to.deep.equal([
        ["ExternalSecretKey", keyOf("1")],
        ["ExternalSecretKey2", keyOf("2")],
      ]);
    });

    itDecides(
      statementsFor({ externalSecrets }),
      [
        ...["a", "b", "c", "d"].map((name) => secret(`read secret ${name}`, name)),
        ...["1a", "1b", "2c"].map(([key, name = ""]) =>
          use(`have secret ${name} decrypted`, "Decrypt", { ...viaSecretsManager, ...ofSecret(name) }, key),
        ),
      ],
      [
        secret("read another secret", "e"),
        secret("write a secret", "a", "PutSecretValue"),
        use("have a secret decrypted with the key of another", "Decrypt", { ...viaSecretsManager, ...ofSecret("c") }),
        use("have anything else decrypted", "Decrypt", { ...viaSecretsManager, ...ofSecret("e") }),
        use("decrypt directly", "Decrypt", ofSecret("a")),
        use("decrypt through another service", "Decrypt", { ...viaAgentcore, ...ofSecret("a") }),
        use("decrypt in another Region", "Decrypt", { ...inOtherRegion, ...ofSecret("a") }),
        use("decrypt with a key that is not named", "Decrypt", { ...viaSecretsManager, ...ofSecret("a") }, "3"),
      ],
    );
  });

  describe("for signing keys", () =>
    itDecides(
      statementsFor({ signingKeys: [keyOf("1"), keyOf("2")] }),
      [
        use("have AgentCore describe a key", "DescribeKey", viaAgentcore),
        use("have AgentCore describe the other", "DescribeKey", viaAgentcore, "2"),
      ],
      [
        use("have AgentCore sign", "Sign", viaAgentcore),
        use("describe a key directly", "DescribeKey"),
        use("describe a key through another service", "DescribeKey", viaSecretsManager),
        use("describe another key", "DescribeKey", viaAgentcore, "3"),
        use("sign directly", "Sign"),
        use("decrypt", "Decrypt", viaAgentcore),
        use("read the public key", "GetPublicKey", viaAgentcore),
      ],
    ));

  describe("for the token vault's key", () => {
    const forVault = { ...viaAgentcore, ...ofVault() };
    const operations = ["Encrypt", "Decrypt", "GenerateDataKeyWithoutPlaintext"];
    itDecides(
      statementsFor({ tokenVaultKeyArn: keyOf("1") }),
      [
        ...operations.map((operation) => use(`${operation} for the vault`, operation, forVault)),
        use("have AgentCore describe it", "DescribeKey", viaAgentcore),
      ],
      [
        ...operations.flatMap((operation) => [
          use(`${operation} directly`, operation, ofVault()),
          use(`${operation} for no vault`, operation, viaAgentcore),
          use(`${operation} for another vault`, operation, { ...viaAgentcore, ...ofVault(`${vault}2`) }),
          use(`${operation} through another service`, operation, { ...viaSecretsManager, ...ofVault() }),
          use(`${operation} with another key`, operation, forVault, "2"),
        ]),
        use("describe it directly", "DescribeKey"),
        ...["GenerateDataKey", "ReEncryptFrom", "CreateGrant", "ScheduleKeyDeletion", "PutKeyPolicy"].map((operation) =>
          use(operation, operation, forVault),
        ),
      ],
    );
  });

  const a = { secretArn: secretOf("a") };
  const anyAccount = keyOf("1").replace("123456789012", "${aws:PrincipalAccount}");
  itRefuses(statementsFor, [
    [
      "a misspelt member of a secret, which would grant too little",
      { externalSecrets: [{ secretArn: "arn", kmsKeyARN: "arn" }] },
      /^externalSecrets\[0\]\.kmsKeyARN: there is no such member/,
    ],
    ["a removed option", { signsWithKeys: true }, /^signsWithKeys: was removed\. .* never kms:Sign/],
    [
      "a pattern for a secret",
      { externalSecrets: [a, { secretArn: `${a.secretArn}*` }] },
      /^externalSecrets\[1\]\.secretArn: not the/,
    ],
    [
      "every key for a secret",
      { externalSecrets: [{ ...a, kmsKeyArn: "*" }] },
      /^externalSecrets\[0\]\.kmsKeyArn: not the/,
    ],
    ["an alias for a signing key", { signingKeys: [keyOf("1"), "alias/sign"] }, /^signingKeys\[1\]: not the/],
    ["a policy variable in the vault's key", { tokenVaultKeyArn: anyAccount }, /^tokenVaultKeyArn: not the/],
  ]);
});
