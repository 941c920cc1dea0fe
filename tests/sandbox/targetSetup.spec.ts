import { expect } from "chai";
import type { Properties } from "../../provider/sandbox/core/propertyValues";
import { Sandbox, messageOf } from "./pluginClient";
import {
  AGENTCORE,
  API_KEY_PROVIDER,
  OAUTH_PROVIDER,
  ROLE_POLICY,
  TARGET,
  createGateway,
  policyOf,
  targetInputs,
  mcpServer,
  apiKey,
  oauth,
  consent,
} from "./samples";

// The service lists an MCP server's tools with the target's credential, unless the tools are declared or listed later.
describe("gateway targets of an MCP server in the sandbox", function () {
  this.timeout(20_000);
  const sandbox = new Sandbox();
  let count = 0;

  const directory = `${AGENTCORE}:workload-identity-directory/default`;
  const vault = `${AGENTCORE}:token-vault/default`;
  const identities = (gateway: string) => [directory, `${directory}/workload-identity/${gateway}`];
  const allow = (action: string, ...Resource: string[]) => ({
    Effect: "Allow",
    Action: `bedrock-agentcore:${action}`,
    Resource,
  });
  const token = (gateway: string) => allow("GetWorkloadAccessToken", ...identities(gateway));
  const get =
    (action: string, ...arns: string[]) =>
    (gateway: string) =>
      allow(action, ...arns, ...identities(gateway));
  const getKey = get("GetResourceApiKey", vault, API_KEY_PROVIDER);
  const getToken = get("GetResourceOauth2Token", vault, OAUTH_PROVIDER);
  const userToken = (gateway: string) => ({
    ...allow("GetWorkloadAccessTokenForUserId", ...identities(gateway)),
    Condition: { StringLike: { "bedrock-agentcore:userid": `${gateway}_*` } },
  });
  const declared = { mcpToolSchema: { inlinePayload: { payload: "{}" } } };

  type Grant = (gateway: string) => object;
  const rows: Record<string, [credential: Properties, grants: Grant[], message: string, server?: Properties]> = {
    "are ready with an API key": [apiKey(), [token, getKey], "no error"],
    "are ready with an OAuth token": [oauth(), [token, getToken], "no error"],
    "are ready with user consent": [consent(), [userToken, getToken], "no error"],
    "are ready without permissions if tools are declared": [consent(), [], "no error", declared],
    "are ready without permissions if tools are listed later": [apiKey(), [], "no error", { listingMode: "DYNAMIC" }],
    "fail without a workload access token": [apiKey(), [getKey], `GetWorkloadAccessToken on resource: ${directory}`],
    "fail without the vault": [
      oauth(),
      [token, get("GetResourceOauth2Token", OAUTH_PROVIDER)],
      `GetResourceOauth2Token on resource: ${vault}`,
    ],
    "fail without the provider": [
      oauth(),
      [token, get("GetResourceOauth2Token", vault, `${OAUTH_PROVIDER}-2`)],
      `on resource: ${OAUTH_PROVIDER}`,
    ],
    "fail with the action of another credential": [
      oauth(),
      [token, get("GetResourceApiKey", vault, OAUTH_PROVIDER)],
      "unexpected state 'FAILED', wanted target 'READY'",
    ],
    "fail if user consent has a token without a user": [
      consent(),
      [token, getToken],
      "bedrock-agentcore:GetWorkloadAccessTokenForUserId",
    ],
  };
  for (const [title, [credentialProviderConfiguration, grants, message, changes]] of Object.entries(rows))
    it(title, async () => {
      const role = `tools${++count}`;
      const { id } = await createGateway(sandbox.plugin, role);
      const policy = policyOf(...grants.map((grant) => grant(id)));
      if (grants.length > 0) await sandbox.plugin.create(ROLE_POLICY, { role, name: "p", policy });
      const inputs = {
        ...targetInputs(id),
        targetConfiguration: mcpServer(changes),
        credentialProviderConfiguration,
      };
      expect(await messageOf(sandbox.plugin.create(TARGET, inputs))).to.include(message);
    });
});
