import { expect } from "chai";
import { unexpectedMembers } from "../../../provider/rules/core/problem";
import { pathsOf, reasonsOf } from "../cases";

describe("A property with another name", () => {
  for (const [written, expected, remedy] of [
    ["credentialProviderVendor", ["vendor", "name"], /is called vendor here\. Write vendor\./],
    ["credentialProviderType", ["vendor", "name"], /Write vendor\./],
    ["credentialProviderType", ["type", "name"], /Write type\./],
    ["credentialProviderName", ["vendor", "name"], /Write name\./],
    ["providerArn", ["arn"], /Write arn\./],
    ["customOAuth2ProviderConfig", ["vendor"], /write its properties directly, next to vendor\./],
    ["oauth2ProviderConfigInput", ["vendor"], /write its properties directly, next to vendor\./],
    [
      "oauthCredentialProvider",
      ["arn"],
      /directly in credential, and its providerArn as credentialProvider: \{ arn \}/,
    ],
    ["iamCredentialProvider", ["type"], /directly in credential\./],
    ["userIdCondition", ["type"], /was removed/],
    ["constructor", ["type"], /there is no such property\. Properties here: type\./],
  ] as const)
    it(`is an error that names what to write: ${written} next to ${expected.join(", ")}`, () => {
      const problems = unexpectedMembers("credential", { [written]: "secret" }, expected);
      expect(pathsOf(problems)).to.deep.equal([`credential.${written}`]);
      expect(reasonsOf(problems)).to.match(remedy).and.not.contain("secret");
    });
});
