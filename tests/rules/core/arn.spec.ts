import { expect } from "chai";
import { credentialProviderArnProblems, kmsKeyArnProblems, secretArnProblems } from "../../../provider/rules/core/arn";
import { unknownValue } from "../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../judged";

const provider = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/search";
const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:team/search-AbCdEf";
const key = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";

describe("rules of ARNs that a user hands in", () => {
  describe("of a credential provider", () => {
    const judge = (arn: unknown) => credentialProviderArnProblems("arn", arn, "apikeycredentialprovider");

    for (const { name, arn } of [
      { name: "a provider's", arn: provider },
      { name: "one in China", arn: provider.replace("arn:aws:", "arn:aws-cn:").replace("us-east-1", "cn-north-1") },
      { name: "one of another vault", arn: provider.replace("default", "team-a") },
      { name: "none", arn: undefined },
      { name: "one that is only known later", arn: unknownValue },
    ])
      it(`accept ${name}`, () => expect(judge(arn)).to.deep.equal([]));

    for (const { name, arn, says } of [
      { name: "a star at its end", arn: `${provider}*`, says: /without \*, \? and \$\{/ },
      { name: "a star for the account", arn: provider.replace("123456789012", "*"), says: /must name one thing/ },
      { name: "a question mark", arn: provider.replace("search", "s?arch"), says: /must name one thing/ },
      { name: "a policy variable", arn: provider.replace("search", "${aws:username}"), says: /must name one thing/ },
      {
        name: "a name in place of the ARN",
        arn: "search",
        says: /token-vault\/default\/apikeycredentialprovider\/NAME/,
      },
      {
        name: "the vault's ARN",
        arn: provider.replace(/\/apikey.*/, ""),
        says: /not the ARN of a credential provider/,
      },
      { name: "the secret's ARN", arn: secret, says: /not the ARN of a credential provider/ },
      { name: "an empty text", arn: "", says: /not the ARN/ },
      { name: "a number", arn: 7, says: /not the ARN/ },
      {
        name: "an OAuth 2 provider's, and says what it is",
        arn: provider.replace("apikey", "oauth2"),
        says: /this is the ARN of an OAuth 2 credential provider; an API-key credential provider/,
      },
    ])
      it(`refuse ${name}`, () => {
        expect(pathsOf(judge(arn))).to.deep.equal(["arn"]);
        expect(reasonsOf(judge(arn))).to.match(says);
      });
  });

  describe("of a secret", () => {
    for (const { name, arn } of [
      { name: "a secret's", arn: secret },
      { name: "a managed one's", arn: secret.replace("team/", "bedrock-agentcore-identity!default/apikey/") },
      { name: "every character that a secret's name may hold", arn: secret.replace("team", "a/_+=.@-Z") },
      {
        name: "one in GovCloud",
        arn: secret.replace("arn:aws:", "arn:aws-us-gov:").replace("us-east-1", "us-gov-west-1"),
      },
      { name: "none", arn: undefined },
      { name: "one that is only known later", arn: unknownValue },
    ])
      it(`accept ${name}`, () => expect(secretArnProblems("secretArn", arn)).to.deep.equal([]));

    for (const { name, arn, says } of [
      { name: "a star", arn: `${secret}*`, says: /must name one thing/ },
      {
        name: "question marks, although the package writes some itself",
        arn: secret.replace("AbCdEf", "??????"),
        says: /must name one thing/,
      },
      {
        name: "a policy variable",
        arn: secret.replace("team", "${aws:PrincipalTag/team}"),
        says: /must name one thing/,
      },
      { name: "the secret's name", arn: "team/search", says: /not the ARN of a secret/ },
      {
        name: "one without the suffix, which calls take and policies do not",
        arn: secret.replace("-AbCdEf", ""),
        says: /NAME-SUFFIX", with the six characters/,
      },
      {
        name: "a parameter's ARN",
        arn: "arn:aws:ssm:us-east-1:123456789012:parameter/search",
        says: /not the ARN of a secret/,
      },
      { name: "one without an account", arn: secret.replace("123456789012", ""), says: /not the ARN of a secret/ },
      { name: "white space", arn: `${secret} `, says: /not the ARN of a secret/ },
      { name: "a list", arn: [secret], says: /not the ARN of a secret/ },
    ])
      it(`refuse ${name}`, () => {
        expect(pathsOf(secretArnProblems("secretArn", arn))).to.deep.equal(["secretArn"]);
        expect(reasonsOf(secretArnProblems("secretArn", arn))).to.match(says);
      });
  });

  describe("of a KMS key", () => {
    for (const { name, arn } of [
      { name: "a key's", arn: key },
      { name: "a multi-Region key's", arn: key.replace(/[^/]+$/, `mrk-${"0a".repeat(16)}`) },
      { name: "one of another account", arn: key.replace("123456789012", "999999999999") },
      { name: "one in China", arn: key.replace("arn:aws:", "arn:aws-cn:").replace("us-east-1", "cn-north-1") },
      { name: "none", arn: undefined },
      { name: "one that is only known later", arn: unknownValue },
    ])
      it(`accept ${name}`, () => expect(kmsKeyArnProblems("kmsKeyArn", arn)).to.deep.equal([]));

    for (const { name, arn, says } of [
      { name: "a star for the key", arn: key.replace(/[^/]+$/, "*"), says: /must name one thing/ },
      { name: "a star for the account", arn: key.replace("123456789012", "*"), says: /must name one thing/ },
      { name: "a question mark", arn: key.replace(/.$/, "?"), says: /must name one thing/ },
      {
        name: "a policy variable",
        arn: key.replace("123456789012", "${aws:PrincipalAccount}"),
        says: /must name one thing/,
      },
      {
        name: "an alias, and says that it is one",
        arn: key.replace(/key\/.*/, "alias/vault"),
        says: /this is an alias, which policies cannot name\. Write "arn:aws:kms:REGION:ACCOUNT:key\/KEY-ID"/,
      },
      { name: "an alias of AWS's own", arn: key.replace(/key\/.*/, "alias/aws/secretsmanager"), says: /an alias/ },
      { name: "the key's id", arn: "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f", says: /not the ARN of a KMS key/ },
      { name: "a shortened id", arn: key.slice(0, -1), says: /not the ARN of a KMS key/ },
      { name: "the secret's ARN", arn: secret, says: /not the ARN of a KMS key/ },
      { name: "white space", arn: ` ${key}`, says: /not the ARN of a KMS key/ },
      { name: "a number", arn: 7, says: /not the ARN of a KMS key/ },
    ])
      it(`refuse ${name}`, () => {
        expect(pathsOf(kmsKeyArnProblems("kmsKeyArn", arn))).to.deep.equal(["kmsKeyArn"]);
        expect(reasonsOf(kmsKeyArnProblems("kmsKeyArn", arn))).to.match(says);
      });
  });
});
