import { expect } from "chai";
import { isArnComponent, kmsKeyArn, roleArn } from "../../../provider/iam/policy/arn";
import { kmsKeyArn as kmsKeyRule, roleArn as roleRule } from "../../../provider/rules/core/limits";

const keyId = "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";

describe("The pattern of an ARN", () => {
  for (const [name, component, arn, matches] of [
    ["a key", kmsKeyArn, `arn:aws:kms:us-east-1:123456789012:key/${keyId}`, true],
    ["a key in China", kmsKeyArn, `arn:aws-cn:kms:cn-north-1:123456789012:key/${keyId}`, true],
    [
      "a key in a partition that the service model does not allow",
      kmsKeyArn,
      `arn:aws-iso:kms:us-iso-east-1:123456789012:key/${keyId}`,
      false,
    ],
    ["a key without a Region", kmsKeyArn, `arn:aws:kms::123456789012:key/${keyId}`, false],
    ["an alias", kmsKeyArn, "arn:aws:kms:us-east-1:123456789012:alias/vault", false],
    ["a key with a wildcard", kmsKeyArn, "arn:aws:kms:us-east-1:123456789012:key/*", false],
    ["a role", roleArn, "arn:aws:iam::123456789012:role/agents/tools", true],
    ["a role in another partition", roleArn, "arn:aws-us-gov:iam::123456789012:role/tools", true],
    ["a role in a partition that does not exist", roleArn, "arn:cloud:iam::123456789012:role/tools", false],
    ["a role with a wildcard", roleArn, "arn:aws:iam::123456789012:role/tools*", false],
  ] as const)
    it(`${matches ? "matches" : "does not match"} ${name}`, () =>
      expect(isArnComponent(arn, component)).to.equal(matches));

  it("is the same for policies and for arguments", () => {
    expect(kmsKeyRule.pattern).to.equal(kmsKeyArn.pattern);
    expect(roleRule.pattern).to.equal(roleArn.pattern);
  });
});
