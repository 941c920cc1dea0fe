// The tools with `@pulumi/aws` alone: a credential provider, a policy of the role, and a target each.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { apiKey, gatewayArgs, gateways, header, targetConfiguration } from "./tools";

const { accountId } = aws.getCallerIdentityOutput();
const { region } = aws.getRegionOutput();
const agentcore = pulumi.interpolate`arn:aws:bedrock-agentcore:${region}:${accountId}`;

const allow = (action: string, ...resources: pulumi.Input<string>[]) => ({
  Effect: "Allow",
  Action: action,
  Resource: resources,
});
const policyOf = (...statements: object[]) => pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });

for (const [name, tools] of Object.entries(gateways)) {
  const trust = {
    Effect: "Allow",
    Principal: { Service: "bedrock-agentcore.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: { "aws:SourceAccount": accountId },
      ArnLike: { "aws:SourceArn": pulumi.interpolate`${agentcore}:gateway/${name}-??????????` },
    },
  };
  const role = new aws.iam.Role(name, { assumeRolePolicy: policyOf(trust) });
  const gateway = new aws.bedrock.AgentcoreGateway(name, { name, roleArn: role.arn, ...gatewayArgs });

  // What all tools need.
  const directory = pulumi.interpolate`${agentcore}:workload-identity-directory/default`;
  const identities = [directory, pulumi.interpolate`${directory}/workload-identity/${name}-??????????`];
  const vault = pulumi.interpolate`${agentcore}:token-vault/default`;
  const shared = new aws.iam.RolePolicy(name, {
    role: role.name,
    policy: policyOf(
      allow("bedrock-agentcore:GetWorkloadAccessToken", ...identities),
      allow("bedrock-agentcore:GetResourceApiKey", vault, ...identities),
    ),
  });

  for (const tool of tools) {
    const provider = new aws.bedrock.AgentcoreApiKeyCredentialProvider(tool, { name: tool, apiKey });
    const policy = new aws.iam.RolePolicy(tool, {
      role: role.name,
      policy: policyOf(
        allow("bedrock-agentcore:GetResourceApiKey", provider.credentialProviderArn),
        allow("secretsmanager:GetSecretValue", provider.apiKeySecretArns[0]!.secretArn),
      ),
    });
    new aws.bedrock.AgentcoreGatewayTarget(
      tool,
      {
        name: tool,
        gatewayIdentifier: gateway.gatewayId,
        credentialProviderConfiguration: { apiKey: { providerArn: provider.credentialProviderArn, ...header } },
        targetConfiguration,
      },
      { dependsOn: [policy, shared] },
    );
  }
}
