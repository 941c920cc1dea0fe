import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

// The code of the function. The event contains the tool's arguments, and the agent gets the return value.
const handler = `
exports.handler = async ({ orderedOn, workingDays }) => {
  const day = new Date(orderedOn);
  const isWeekend = () => [0, 6].includes(day.getUTCDay());
  for (let left = workingDays; left > 0; ) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (!isWeekend()) left -= 1;
  }
  return { deliveredOn: day.toISOString().slice(0, 10) };
};
`;

// The tool as agents see it.
const deliveryDate = {
  name: "deliveryDate",
  description: "Says on which day an order arrives. Weekends do not count.",
  inputSchema: {
    type: "object",
    properties: [
      { name: "orderedOn", type: "string", required: true, description: "Day of the order, as 2026-01-31" },
      { name: "workingDays", type: "integer", required: true, description: "Working days that the delivery takes" },
    ],
  },
};

const functionRole = new aws.iam.Role("delivery", {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  }),
});

const delivery = new aws.lambda.Function("delivery", {
  role: functionRole.arn,
  runtime: "nodejs22.x",
  handler: "index.handler",
  code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(handler) }),
});

// The function writes its log and touches nothing else.
const { partition } = aws.getPartitionOutput();
const { region } = aws.getRegionOutput();
const { accountId } = aws.getCallerIdentityOutput();
const logGroup = pulumi.interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:/aws/lambda/${delivery.name}`;
new aws.iam.RolePolicy("delivery-log", {
  role: functionRole.name,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [logGroup, pulumi.interpolate`${logGroup}:*`],
      },
    ],
  }),
});

const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });

const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools",
  roleArn: role.arn,
  authorizerType: "AWS_IAM",
  protocolType: "MCP",
});

const auth = new agentcore.OutboundAuth("delivery", {
  gateway: role,
  target: { type: "lambda", function: delivery },
  credential: { type: "GATEWAY_IAM_ROLE" },
});

new aws.bedrock.AgentcoreGatewayTarget("delivery", {
  name: "delivery",
  gatewayIdentifier: gateway.gatewayId,
  // Carries the dependency on the permission: AgentCore calls the function when it creates the target.
  credentialProviderConfiguration: auth.credentialProviderConfiguration,
  // The function that the role may call.
  targetConfiguration: {
    mcp: { lambda: { lambdaArn: auth.functionArn, toolSchema: { inlinePayloads: [deliveryDate] } } },
  },
});

export const gatewayUrl = gateway.gatewayUrl;
export const roleName = role.roleName;
