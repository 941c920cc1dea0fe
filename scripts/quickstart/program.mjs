// What the story knows of the program that it runs, examples/three-targets.

/** The targets, by their names in the program. */
export const targets = {
  delivery: "a Lambda function, by the gateway's own role",
  search: "a web search, by API key",
  crm: "an MCP server, by OAuth",
};

/** The secrets: setting, whose they are, property, and what a random one begins with. */
export const secrets = [
  { setting: "searchKey", of: "search", property: "apiKey", prefix: "key" },
  { setting: "clientSecret", of: "crm", property: "clientSecret", prefix: "secret" },
];

/** The inline policies of the gateway's role, and what each is for. */
export const policies = {
  delivery: "made by the bundle: call this function",
  search: "made by the bundle: its own key and secret",
  crm: "made by the bundle: its own client and secret",
  "tools-workload-token": "shared by search and crm: say which gateway is asking",
  "tools-api-key-vault": "shared by all API keys: ask the token vault for one",
  "tools-oauth-vault": "shared by all OAuth clients: ask the token vault for a token",
};
