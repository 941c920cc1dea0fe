/** Property names of the AgentCore API and of older AWS pages, with the names that this package uses. */
const renamed: Readonly<Record<string, readonly string[]>> = {
  credentialProviderName: ["name"],
  credentialProviderType: ["type", "vendor"],
  credentialProviderVendor: ["vendor"],
  providerArn: ["arn"],
};

const belongsInCredential = "write its properties directly in credential";

/** Properties that have no counterpart here, with what to do instead. */
const replaced: Readonly<Record<string, string>> = {
  apiKeyCredentialProvider: `${belongsInCredential}, and its providerArn as credentialProvider: { arn }.`,
  oauthCredentialProvider: `${belongsInCredential}, and its providerArn as credentialProvider: { arn }.`,
  iamCredentialProvider: `${belongsInCredential}.`,
  longestName:
    "was removed: a policy takes a number of targets, however long their names are. Write targetsPerPolicy, with a smaller number than 20 for long names.",
  tokenForJwt: "was removed: with AUTHORIZATION_CODE, the role always gets workload tokens for users' JWTs. Remove it.",
  tokenForTargetSetup:
    "was removed: with AUTHORIZATION_CODE, the role gets this permission for MCP servers without a static tool schema. Remove it.",
  userIdCondition: "was removed: the permission has no condition on user ids. Remove it.",
};

/** The API's nested configuration of a vendor: `oauth2ProviderConfigInput`, `customOAuth2ProviderConfig`. */
const vendorConfiguration = /ProviderConfig(Input)?$/i;

/** Returns what to write instead of a property that has another name here, or `undefined` for any other property. */
export function remedyForFormerName(name: string, expected: readonly string[]): string | undefined {
  const newName = Object.hasOwn(renamed, name) ? renamed[name]?.find((one) => expected.includes(one)) : undefined;
  if (newName !== undefined) return `is called ${newName} here. Write ${newName}.`;
  if (Object.hasOwn(replaced, name)) return replaced[name];
  if (vendorConfiguration.test(name) && expected.includes("vendor"))
    return "is not used here: write its properties directly, next to vendor.";
  return undefined;
}
