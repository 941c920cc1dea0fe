// Calls with the gateway's role, and whether they should be possible: for each target those that AgentCore makes for it,
// and then what lies beside them, which nobody needs.
//
// IAM checks every ARN of a call on its own, so that a call is possible only where all of them are allowed.

/** What each kind of credential provider is fetched with, and what people call what it holds. */
const kinds = {
  apikeycredentialprovider: {
    fetch: "bedrock-agentcore:GetResourceApiKey",
    change: "bedrock-agentcore:UpdateApiKeyCredentialProvider",
    secrets: "apikey",
    noun: "key",
    called: "an API key",
    otherKind: "oauth2credentialprovider",
  },
  oauth2credentialprovider: {
    fetch: "bedrock-agentcore:GetResourceOauth2Token",
    change: "bedrock-agentcore:UpdateOauth2CredentialProvider",
    secrets: "oauth2",
    noun: "client",
    called: "an OAuth client",
    otherKind: "apikeycredentialprovider",
  },
};

const [token, read] = ["bedrock-agentcore:GetWorkloadAccessToken", "secretsmanager:GetSecretValue"];

/** For a target whose credential is in the token vault. */
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
    yes(token, identity(gatewayId), `itself: ${gatewayId}`),
    yes(kind.fetch, asGateway(provider(name)), `its own ${kind.noun}: ${name}`),
    yes(read, secret(name), `the secret of its own ${kind.noun}`),
    no(token, identity(otherGateway), `another gateway: ${otherGateway}`),
    no(kind.fetch, asGateway(provider(name), otherGateway), `its own ${kind.noun}, as another gateway`),
    no(kind.fetch, asGateway(provider("billing")), `a neighbour's ${kind.noun}: billing`),
    no(kind.fetch, asGateway(provider(`${name}-2`)), `a ${kind.noun} that is named alike: ${name}-2`),
    no(other.fetch, asGateway(provider(name, kind.otherKind)), `${other.called} of the same name: ${name}`),
    no(read, secret("billing"), `the secret of a neighbour's ${kind.noun}: billing`),
    no(read, secret(name, other), `the secret of ${other.called} of the same name`),
    no(read, otherSecret, "another secret: prod/database"),
    no(kind.change, provider(name), `its own ${kind.noun}: ${name}`),
  ];
}

/** For a target that is a Lambda function. */
export function callsOfFunction(arn) {
  const name = arn.split(":").at(-1);
  const [invoke, change] = ["lambda:InvokeFunction", "lambda:UpdateFunctionCode"];
  const elsewhere = { Region: "us-west-2", account: "999999999999" };
  return [
    yes(invoke, [arn], `its own function: ${name}`),
    no(invoke, [arn.replace(name, "billing")], "a neighbour's function: billing"),
    no(invoke, [`${arn}-2`], `a function that is named alike: ${name}-2`),
    no(invoke, [`${arn}:live`], "an alias of its own function: live"),
    no(invoke, [`${arn}:1`], "a version of its own function: 1"),
    no(invoke, [arn.replace(/(?<=:lambda:)[^:]+/, elsewhere.Region)], `the same name in ${elsewhere.Region}`),
    no(invoke, [arn.replace(/(?<=:)\d{12}/, elsewhere.account)], `the same name in account ${elsewhere.account}`),
    no(change, [arn], `its own function: ${name}`),
  ];
}

const yes = (action, resources, on) => ({ allowed: true, action, resources, on });
const no = (action, resources, on) => ({ allowed: false, action, resources, on });
