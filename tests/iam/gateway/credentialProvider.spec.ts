import { expect } from "chai";
import * as fc from "fast-check";
import { credentialProviderStatements } from "../../../provider/iam/gateway/credentialProvider";
import type { CredentialSource, SigningKey, WebIdentity } from "../../../provider/iam/gateway/credentialProvider";
import { tokenVaultKeyStatements } from "../../../provider/iam/gateway/kmsKeys";
import type { CredentialProviderId } from "../../../provider/iam/policy/credentialProviders";
import { policyDocument, type Statement } from "../../../provider/iam/policy/document";
import { parsePolicy } from "../../../provider/sandbox/policies/grammar";
import { providerIds } from "../arbitraries";

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const oauth: CredentialProviderId = { ...scope, vault: "default", kind: "oauth2credentialprovider", name: "crm" };
const apiKey: CredentialProviderId = { ...scope, vault: "default", kind: "apikeycredentialprovider", name: "search" };

const secretArn = "arn:aws:secretsmanager:us-east-1:999999999999:secret:team/crm-AbCdEf";
const kmsKeyArn = "arn:aws:kms:us-east-1:999999999999:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";
const vaultKeyArn = "arn:aws:kms:us-east-1:123456789012:key/mrk-0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d";

const readSecret: Statement = {
  Sid: "ExternalSecrets",
  Effect: "Allow",
  Action: ["secretsmanager:GetSecretValue"],
  Resource: [secretArn],
};
const signWith = (signingAlgorithm: SigningKey["signingAlgorithm"]): CredentialSource => ({
  source: "PRIVATE_KEY_JWT",
  kmsKeyArn,
  signingAlgorithm,
});
const webIdentity: WebIdentity = {
  source: "AWS_IAM_ID_TOKEN_JWT",
  audiences: ["https://id.example.com", "https://other.example.com"],
  signingAlgorithm: "ES384",
};
const webIdentityToken: Statement = {
  Sid: "WebIdentityToken",
  Effect: "Allow",
  Action: ["sts:GetWebIdentityToken"],
  Resource: ["*"],
  Condition: {
    "ForAllValues:StringEquals": {
      "sts:IdentityTokenAudience": ["https://id.example.com", "https://other.example.com"],
    },
    Null: { "sts:IdentityTokenAudience": "false" },
    StringEquals: { "sts:SigningAlgorithm": "ES384" },
  },
};

/** Returns the statements that a provider adds, without the one for the provider itself. */
function addedBy(...args: Parameters<typeof credentialProviderStatements>): Statement[] {
  const [provider, ...added] = credentialProviderStatements(...args);
  expect(provider?.Sid).to.match(/Providers$/);
  return added;
}

// tests/iamProof shows the statements of each way to authenticate, and what they allow and deny.
describe("how a provider authenticates", () => {
  describe("is a secret of the user's own", () => {
    for (const { name, ...given } of [
      { name: "a secret's ARN without the suffix", secretArn: secretArn.replace("-AbCdEf", "") },
      { name: "a secret's pattern", secretArn: secretArn.replace("AbCdEf", "??????") },
      { name: "every secret", secretArn: "*" },
      { name: "a policy variable", secretArn: secretArn.replace("crm", "${aws:username}") },
      { name: "every key", secretArn, kmsKeyArn: kmsKeyArn.replace(/[^/]+$/, "*") },
      { name: "an alias", secretArn, kmsKeyArn: kmsKeyArn.replace(/key\/.*/, "alias/team") },
    ])
      it(`but not ${name}`, () => {
        const refused = "kmsKeyArn" in given ? /^kmsKeyArn: .*Write/ : /^secretArn: .*Write/;
        expect(() => credentialProviderStatements(apiKey, { source: "EXTERNAL", ...given })).to.throw(refused);
      });
  });

  describe("is a signature of a KMS key", () => {
    it("but not of any key", () => {
      const anyKey: CredentialSource = { source: "PRIVATE_KEY_JWT", kmsKeyArn: "*", signingAlgorithm: "RS256" };
      expect(() => credentialProviderStatements(oauth, anyKey)).to.throw(/^kmsKeyArn: .*Write/);
    });
  });

  describe("is a token of AWS about the role", () => {
    it("for these audiences, with this algorithm: no secret, and no request that names no audience", () => {
      expect(addedBy(oauth, webIdentity)).to.deep.equal([webIdentityToken]);
    });

    for (const { name, audiences, says } of [
      { name: "no audience at all", audiences: [], says: /^audiences: list at least one/ },
      { name: "a policy variable", audiences: ["a", "${aws:username}"], says: /^audiences\[1\]: .*variable/ },
    ])
      it(`but not for ${name}`, () => {
        expect(() => credentialProviderStatements(oauth, { ...webIdentity, audiences })).to.throw(says);
      });

    it("besides a secret, where only the actor of an exchange has it", () => {
      const secret: CredentialSource = { source: "EXTERNAL", secretArn };
      expect(addedBy(oauth, secret, { actorToken: webIdentity })).to.deep.equal([readSecret, webIdentityToken]);
    });

    it("once, where client and actor have the same", () => {
      expect(addedBy(oauth, webIdentity, { actorToken: { ...webIdentity } })).to.deep.equal([webIdentityToken]);
    });

    it("of each, where they differ: no audience of the one with the algorithm of the other", () => {
      const actorToken: WebIdentity = { ...webIdentity, signingAlgorithm: "RS256" };
      expect(addedBy(oauth, webIdentity, { actorToken })).to.deep.equal([
        webIdentityToken,
        {
          ...webIdentityToken,
          Sid: "WebIdentityTokenOfActor",
          Condition: { ...webIdentityToken.Condition, StringEquals: { "sts:SigningAlgorithm": "RS256" } },
        },
      ]);
    });
  });

  for (const [name, credential, needs] of [
    ["a signature", signWith("RS256"), {}],
    ["a token", webIdentity, {}],
    ["an actor's token", { source: "EXTERNAL", secretArn } as const, { actorToken: webIdentity }],
  ] as const)
    it(`is never ${name} for an API key`, () => {
      expect(() => credentialProviderStatements(apiKey, credential, needs)).to.throw(
        /^source: .*"MANAGED" or "EXTERNAL"/,
      );
    });
});

describe("the token vault's own key", () => {
  it("is used for the vault in the provider's ARN", () => {
    const [key] = tokenVaultKeyStatements({ ...apiKey, vault: "team-a" }, vaultKeyArn);
    expect(JSON.stringify(key?.Condition)).to.include(':token-vault/team-a"');
  });

  for (const arn of ["*", vaultKeyArn.replace("123456789012", "*"), vaultKeyArn.replace(/key\/.*/, "alias/vault")])
    it(`is not ${arn}`, () => {
      expect(() => tokenVaultKeyStatements(apiKey, arn)).to.throw(/^tokenVaultKeyArn: .*Write/);
    });
});

describe("the statements of every provider, however it authenticates", () => {
  const sources: fc.Arbitrary<CredentialSource> = fc.constantFrom<CredentialSource>(
    { source: "EXTERNAL", secretArn },
    { source: "EXTERNAL", secretArn, kmsKeyArn },
    signWith("PS256"),
    webIdentity,
  );

  it("are a policy that IAM accepts, and name things without a wildcard", () => {
    fc.assert(
      fc.property(providerIds, sources, (id, credential) => {
        const provider = { ...id, kind: "secretArn" in credential ? id.kind : ("oauth2credentialprovider" as const) };
        const statements = credentialProviderStatements(provider, credential, { tokenVaultKeyArn: vaultKeyArn });
        const text = policyDocument(statements);
        parsePolicy(text, "identity", "PutRolePolicy");
        const withoutResource = text.replace('"Action":["sts:GetWebIdentityToken"],"Resource":["*"]', "");
        expect(withoutResource).to.not.match(/[*?]|\$\{|undefined/);
      }),
    );
  });
});
