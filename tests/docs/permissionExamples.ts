// Programs of docs/permissions.md. They are one program, from the first to the last.

/** A pipeline's own permissions. */
export const deployer = `import * as aws from "@pulumi/aws";
import * as iam from "pulumi-agentcore-outbound-auth/iam";

const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const roleArn = "arn:aws:iam::123456789012:role/agents/tools";

const deploys = new aws.iam.Policy("deploys-tools", {
  policy: iam.policyDocument(
    iam.deployerStatements({
      ...place,
      namePrefix: "search-",
      kinds: ["apikeycredentialprovider"],
      tagKeys: ["team"],
      roleArn,
      role: { path: "/agents/", namePrefix: "tools", permissionsBoundary: "arn:aws:iam::123456789012:policy/agents" },
      gateway: { gatewayName: "tools" },
    }),
  ),
});
export const deployerPolicy = deploys.arn;
`;

/** The application that users come back to. */
export const callback = `const completesConsent = iam.callbackStatements({ ...place, gatewayName: "tools" }, [
  { ...place, vault: "default", kind: "oauth2credentialprovider", name: "calendar" },
]);
export const callbackPolicy = iam.policyDocument(completesConsent);
`;

/** Callers, of which two targets take the permissions. */
export const caller = `const calls = iam.callerStatements({
  gateways: [{ ...place, gatewayName: "tools" }],
  runtimes: [{ ...place, runtimeId: "assistant-a1B2c3D4e5" }],
  apis: [{ ...place, apiId: "a1b2c3d4e5", stage: "prod", operations: [{ method: "GET", path: "/tickets/{id}" }] }],
});
export const callerPolicy = iam.policyDocument(calls);
`;

/** A secret and its key in another account. */
export const resources = `const users = { roleArn, deployerRoleArn: "arn:aws:iam::123456789012:role/deployer" };
const theirs = new aws.Provider("theirs", { profile: "secrets" });

new aws.secretsmanager.SecretPolicy(
  "crm",
  {
    secretArn: "arn:aws:secretsmanager:us-east-1:999999999999:secret:crm-AbCdEf",
    policy: iam.resourcePolicyDocument(iam.externalSecretPolicyStatements(users)),
  },
  { provider: theirs },
);
// For whoever keeps the keys, to put beside the statements that are there.
export const forSecretKey = iam.externalSecretKeyPolicyStatements({ ...place, accountId: "999999999999" }, users);
export const forVaultKey = iam.tokenVaultKeyPolicyStatements(place);

const tickets = { ...place, accountId: "999999999999", name: "tickets", qualifier: "live" };
for (const [index, permission] of iam.functionUrlPermissions(tickets).entries()) {
  new aws.lambda.Permission(\`tickets-\${index}\`, { ...permission, principal: roleArn }, { provider: theirs });
}
`;
