// Programs of docs/permissions.md. Together they are one program.

/** The shortest program for a deployer. */
export const shortest = `import * as aws from "@pulumi/aws";
import * as iam from "pulumi-agentcore-outbound-auth/iam";

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const statements = iam.deployerStatements({ ...scope, namePrefix: "" });
export const deployerPolicyArn = new aws.iam.Policy("deployer", { policy: iam.policyDocument(statements) }).arn;
`;

/** A deployer of a whole gateway. */
export const deployer = `const roleArn = "arn:aws:iam::123456789012:role/agents/tools";

const deploys = new aws.iam.Policy("deploys-tools", {
  policy: iam.policyDocument(
    iam.deployerStatements({
      ...scope,
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
export const callback = `const completesConsent = iam.callbackStatements({ ...scope, gatewayName: "tools" }, [
  { ...scope, vault: "default", kind: "oauth2credentialprovider", name: "calendar" },
]);
export const callbackPolicy = iam.policyDocument(completesConsent);
`;

/** Callers, of which two targets take the permissions. */
export const caller = `const calls = iam.callerStatements({
  gateways: [{ ...scope, gatewayName: "tools" }],
  runtimes: [{ ...scope, runtimeId: "assistant-a1B2c3D4e5" }],
  apis: [{ ...scope, apiId: "a1b2c3d4e5", stage: "prod", operations: [{ method: "GET", path: "/tickets/{id}" }] }],
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
// The owners of the keys add these to their own statements.
export const forSecretKey = iam.externalSecretKeyPolicyStatements({ ...scope, accountId: "999999999999" }, users);
export const forVaultKey = iam.tokenVaultKeyPolicyStatements(scope);

const tickets = { ...scope, accountId: "999999999999", name: "tickets", qualifier: "live" };
for (const [index, permission] of iam.functionUrlPermissions(tickets).entries()) {
  new aws.lambda.Permission(\`tickets-\${index}\`, { ...permission, principal: roleArn }, { provider: theirs });
}
`;
