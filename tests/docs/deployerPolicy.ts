// The policy in docs/first-deployment.md: what the tutorial's deployment and calls need.
import { format } from "prettier";
import * as iam from "../../provider/iam";

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const gatewayName = "tools";
const roleName = "agentcore-tools";

export const deployerPolicy = iam.policyDocument([
  ...iam.deployerStatements({
    ...scope,
    namePrefix: "nasa-",
    kinds: ["apikeycredentialprovider"],
    role: { namePrefix: roleName },
    roleArn: `arn:aws:iam::${scope.accountId}:role/${roleName}`,
    gateway: { gatewayName },
  }),
  ...iam.callerStatements({ gateways: [{ ...scope, gatewayName }] }),
]);

export const policyBlocks = async () => ({
  policy: `\`\`\`json\n${await format(deployerPolicy, { parser: "json", printWidth: 120 })}\`\`\``,
});
