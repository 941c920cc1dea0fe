// Calls with the gateway's role, and whether they should be possible.

/**
 * The first ones are those that AgentCore makes for the gateway; nobody needs the others.
 * IAM checks every ARN of a call on its own, so that a call is possible only where all of them are allowed.
 */
export function callsWith({ arn, secretArn, name }, gatewayId) {
  const [prefix] = arn.split(":token-vault/");
  const directory = `${prefix}:workload-identity-directory/default`;
  const identity = (gateway) => [directory, `${directory}/workload-identity/${gateway}`];
  const key = (provider) => [
    `${prefix}:token-vault/default`,
    `${prefix}:token-vault/default/apikeycredentialprovider/${provider}`,
    ...identity(gatewayId),
  ];
  const secret = (provider) => [secretArn.replace(`/${name}-`, `/${provider}-`)];
  const otherSecret = [`${prefix.replace(":bedrock-agentcore:", ":secretsmanager:")}:secret:prod/database-4kPq7Z`];
  const otherGateway = gatewayId.replace("-", "-2-");

  const [token, read, use, change] = [
    "bedrock-agentcore:GetWorkloadAccessToken",
    "secretsmanager:GetSecretValue",
    "bedrock-agentcore:GetResourceApiKey",
    "bedrock-agentcore:UpdateApiKeyCredentialProvider",
  ];
  return [
    { allowed: true, action: token, resources: identity(gatewayId), on: `itself: ${gatewayId}` },
    { allowed: true, action: use, resources: key(name), on: `its own key: ${name}` },
    { allowed: true, action: read, resources: secret(name), on: "the secret of its own key" },
    { allowed: false, action: use, resources: key("billing"), on: "a neighbour's key: billing" },
    { allowed: false, action: use, resources: key(`${name}-2`), on: `a key that is named alike: ${name}-2` },
    { allowed: false, action: read, resources: secret("billing"), on: "the secret of a neighbour's key: billing" },
    { allowed: false, action: read, resources: otherSecret, on: "another secret: prod/database" },
    { allowed: false, action: token, resources: identity(otherGateway), on: `another gateway: ${otherGateway}` },
    { allowed: false, action: change, resources: key(name).slice(0, 2), on: `its own key: ${name}` },
  ];
}
