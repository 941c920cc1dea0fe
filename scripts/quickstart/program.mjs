// Facts about the program that the quickstart runs, examples/three-targets.

/** The targets, by their names in the program. */
export const targets = {
  delivery: "a Lambda function, by the gateway's role",
  search: "a web search, by API key",
  crm: "an MCP server, by OAuth",
};

/** The secrets: setting, name of the provider, property, and first characters of a random value. */
export const secrets = [
  { setting: "searchKey", of: "search", property: "apiKey", prefix: "key" },
  { setting: "clientSecret", of: "crm", property: "clientSecret", prefix: "secret" },
];

/** The inline policies of the gateway's role, and their purpose. */
export const rolePolicies = {
  delivery: "call this function",
  search: "get this API key, read its secret",
  crm: "get a token of this client, read its secret",
  "tools-workload-token": "search and crm: identify this gateway",
  "tools-api-key-vault": "all API keys: use the token vault",
  "tools-oauth-vault": "all OAuth clients: use the token vault",
};

/** All policies of the program. */
export const policies = { ...rolePolicies, "delivery-log": "of the function: write its log" };
