import { expect } from "chai";
import { credentialProviderArnProblems, kmsKeyArnProblems, secretArnProblems } from "../../../provider/rules/core/arn";
import { unknownValue } from "../../../provider/rules/core/values";
import { itAccepts, pathsOf, reasonsOf } from "../cases";

const provider = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/search";
const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:team/search-AbCdEf";
const key = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";

describe("rules of ARNs", () => {
  describe("of a credential provider", () => {
    const problemsOf = (arn: unknown) => credentialProviderArnProblems("arn", arn, "apikeycredentialprovider");

    itAccepts(problemsOf, [
      ["a provider's", provider],
      ["one in China", provider.replace("arn:aws:", "arn:aws-cn:").replace("us-east-1", "cn-north-1")],
      ["one of another vault", provider.replace("default", "team-a")],
      ["none", undefined],
      ["one that is unknown", unknownValue],
    ]);

    for (const [name, arn, says] of [
      ["a star at its end", `${provider}*`, /without \*, \? and \$\{/],
      ["a star for the account", provider.replace("123456789012", "*"), /must name one thing/],
      ["a question mark", provider.replace("search", "s?arch"), /must name one thing/],
      ["a policy variable", provider.replace("search", "${aws:username}"), /must name one thing/],
      ["a name instead of the ARN", "search", /token-vault\/default\/apikeycredentialprovider\/NAME/],
      ["the vault's ARN", provider.replace(/\/apikey.*/, ""), /not the ARN of a credential provider/],
      ["the secret's ARN", secret, /not the ARN of a credential provider/],
      ["an empty text", "", /not the ARN/],
      ["a number", 7, /not the ARN/],
      [
        "an OAuth 2 provider's, and says what it is",
        provider.replace("apikey", "oauth2"),
        /this is the ARN of an OAuth 2 credential provider; an API-key credential provider/,
      ],
    ] as const)
      it(`refuse ${name}`, () => {
        expect(pathsOf(problemsOf(arn))).to.deep.equal(["arn"]);
        expect(reasonsOf(problemsOf(arn))).to.match(says);
      });
  });

  describe("of a secret", () => {
    itAccepts(
      (value: unknown) => secretArnProblems("secretArn", value),
      [
        ["a secret's", secret],
        ["a managed one's", secret.replace("team/", "bedrock-agentcore-identity!default/apikey/")],
        ["every character that a secret's name may hold", secret.replace("team", "a/_+=.@-Z")],
        ["one in GovCloud", secret.replace("arn:aws:", "arn:aws-us-gov:").replace("us-east-1", "us-gov-west-1")],
        ["none", undefined],
        ["one that is unknown", unknownValue],
      ],
    );

    for (const [name, arn, says] of [
      ["a star", `${secret}*`, /must name one thing/],
      [
        "question marks, although the package writes some itself",
        secret.replace("AbCdEf", "??????"),
        /must name one thing/,
      ],
      ["a policy variable", secret.replace("team", "${aws:PrincipalTag/team}"), /must name one thing/],
      ["the secret's name", "team/search", /not the ARN of a secret/],
      [
        "one without the suffix, which calls take and policies do not",
        secret.replace("-AbCdEf", ""),
        /NAME-SUFFIX", with the six characters/,
      ],
      ["a parameter's ARN", "arn:aws:ssm:us-east-1:123456789012:parameter/search", /not the ARN of a secret/],
      ["one without an account", secret.replace("123456789012", ""), /not the ARN of a secret/],
      ["white space", `${secret} `, /not the ARN of a secret/],
      ["a list", [secret], /not the ARN of a secret/],
    ] as const)
      it(`refuse ${name}`, () => {
        expect(pathsOf(secretArnProblems("secretArn", arn))).to.deep.equal(["secretArn"]);
        expect(reasonsOf(secretArnProblems("secretArn", arn))).to.match(says);
      });
  });

  describe("of a KMS key", () => {
    itAccepts(
      (value: unknown) => kmsKeyArnProblems("kmsKeyArn", value),
      [
        ["a key's", key],
        ["a multi-Region key's", key.replace(/[^/]+$/, `mrk-${"0a".repeat(16)}`)],
        ["one of another account", key.replace("123456789012", "999999999999")],
        ["one in China", key.replace("arn:aws:", "arn:aws-cn:").replace("us-east-1", "cn-north-1")],
        ["none", undefined],
        ["one that is unknown", unknownValue],
      ],
    );

    for (const [name, arn, says] of [
      ["a star for the key", key.replace(/[^/]+$/, "*"), /must name one thing/],
      ["a star for the account", key.replace("123456789012", "*"), /must name one thing/],
      ["a question mark", key.replace(/.$/, "?"), /must name one thing/],
      ["a policy variable", key.replace("123456789012", "${aws:PrincipalAccount}"), /must name one thing/],
      [
        "an alias, and says that it is one",
        key.replace(/key\/.*/, "alias/vault"),
        /this is an alias, which policies cannot name\. Write "arn:aws:kms:REGION:ACCOUNT:key\/KEY-ID"/,
      ],
      ["an alias of AWS's own", key.replace(/key\/.*/, "alias/aws/secretsmanager"), /an alias/],
      ["the key's id", "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f", /not the ARN of a KMS key/],
      ["a shortened id", key.slice(0, -1), /not the ARN of a KMS key/],
      ["the secret's ARN", secret, /not the ARN of a KMS key/],
      ["white space", ` ${key}`, /not the ARN of a KMS key/],
      ["a number", 7, /not the ARN of a KMS key/],
    ] as const)
      it(`refuse ${name}`, () => {
        expect(pathsOf(kmsKeyArnProblems("kmsKeyArn", arn))).to.deep.equal(["kmsKeyArn"]);
        expect(reasonsOf(kmsKeyArnProblems("kmsKeyArn", arn))).to.match(says);
      });
  });
});
