// Calls with the gateway's role, and whether each should be allowed: the calls that AgentCore makes for a target, and
// similar calls that no target needs.
//
// IAM checks every ARN of a call separately, so a call is possible only if all of them are allowed.

/** Action and names for each kind of credential provider. */
const kinds = {
  apikeycredentialprovider: {
    fetch: "bedrock-agentcore:GetResourceApiKey",
    change: "bedrock-agentcore:UpdateApiKeyCredentialProvider",
    secrets: "apikey",
    noun: "key",
    indefinite: "an API key",
    otherKind: "oauth2credentialprovider",
  },
  oauth2credentialprovider: {
    fetch: "bedrock-agentcore:GetResourceOauth2Token",
    change: "bedrock-agentcore:UpdateOauth2CredentialProvider",
    secrets: "oauth2",
    noun: "client",
    indefinite: "an OAuth client",
    otherKind: "apikeycredentialprovider",
  },
};

const [token, read] = ["bedrock-agentcore:GetWorkloadAccessToken", "secretsmanager:GetSecretValue"];

/** Calls for a target whose credential is in the token vault. */
export function callsWithProvider({ arn, secretArn, name }, gatewayId) {
  const [prefix, path] = arn.split(":token-vault/");
  const [, kindName] = path.split("/");
  const kind = kinds[kindName];
  const other = kinds[kind.otherKind];
  const otherGateway = gatewayId.replace(/-(?=[^-]+$)/, "-2-");

  const directory = `${prefix}:workload-identity-directory/default`;
  const identity = (gateway) => [directory, `${directory}/workload-identity/${gateway}`];
  const vault = `${prefix}:token-vault/default`;
  const provider = (ofName, ofKind = kindName) => [vault, `${vault}/${ofKind}/${ofName}`];
  const asGateway = (resources, gateway = gatewayId) => [...resources, ...identity(gateway)];
  const secret = (ofName, of = kind) => [secretArn.replace(`/${kind.secrets}/${name}-`, `/${of.secrets}/${ofName}-`)];
  const otherSecret = [`${prefix.replace(":bedrock-agentcore:", ":secretsmanager:")}:secret:prod/database-4kPq7Z`];

  return [
    allow(token, identity(gatewayId), `this gateway: ${gatewayId}`),
    allow(kind.fetch, asGateway(provider(name)), `its ${kind.noun}: ${name}`),
    allow(read, secret(name), `the secret of its ${kind.noun}`),
    deny(token, identity(otherGateway), `another gateway: ${otherGateway}`),
    deny(kind.fetch, asGateway(provider(name), otherGateway), `its ${kind.noun}, as another gateway`),
    deny(kind.fetch, asGateway(provider("billing")), `another ${kind.noun}: billing`),
    deny(kind.fetch, asGateway(provider(`${name}-2`)), `a similar name: ${name}-2`),
    deny(other.fetch, asGateway(provider(name, kind.otherKind)), `${other.indefinite} of this name`),
    deny(read, secret("billing"), `the secret of another ${kind.noun}: billing`),
    deny(read, secret(name, other), `the secret of ${other.indefinite} of this name`),
    deny(read, otherSecret, "another secret: prod/database"),
    deny(kind.change, provider(name), `its ${kind.noun}: ${name}`),
  ];
}

/** Calls for a target that is a Lambda function. */
export function callsOfFunction(arn) {
  const name = arn.split(":").at(-1);
  const [invoke, change] = ["lambda:InvokeFunction", "lambda:UpdateFunctionCode"];
  const elsewhere = { Region: "us-west-2", account: "999999999999" };
  return [
    allow(invoke, [arn], `its function: ${name}`),
    deny(invoke, [arn.replace(name, "billing")], "another function: billing"),
    deny(invoke, [`${arn}-2`], `a similar name: ${name}-2`),
    deny(invoke, [`${arn}:live`], "an alias of its function: live"),
    deny(invoke, [`${arn}:1`], "a version of its function: 1"),
    deny(invoke, [arn.replace(/(?<=:lambda:)[^:]+/, elsewhere.Region)], `this name in ${elsewhere.Region}`),
    deny(invoke, [arn.replace(/(?<=:)\d{12}/, elsewhere.account)], `this name in account ${elsewhere.account}`),
    deny(change, [arn], `its function: ${name}`),
  ];
}

const allow = (action, resources, on) => ({ allowed: true, action, resources, on });
const deny = (action, resources, on) => ({ allowed: false, action, resources, on });
