/** Programs with a bundle by itself and a group of two on the same role, as users compose them. */
import { imports, placement } from "../engine/programs";

/** The gateway and its role. */
const gatewayAndRole = `${imports}
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
const gateway = new aws.bedrock.AgentcoreGateway("tools", {
  name: "tools", roleArn: role.arn, authorizerType: "AWS_IAM", protocolType: "MCP",
});
const apiKey = config.requireSecret("key");
const search = { type: "API_KEY", apiKey, ${placement} };
const target = (name, bundle) => new aws.bedrock.AgentcoreGatewayTarget(name, {
  name, gatewayIdentifier: gateway.gatewayId,
  credentialProviderConfiguration: bundle.credentialProviderConfiguration,
  targetConfiguration: { mcp: { openApiSchema: { inlinePayload: { payload: JSON.stringify({ openapi: "3.0.0" }) } } } },
});
exports.roleName = role.roleName;
`;

export interface Composition {
  /** JavaScript that stands before everything else. */
  before?: string;
  /** JavaScript of the options of the role, the bundle and the group. */
  options?: string;
  /** The same, of the bundle and of the group alone. */
  ofBundle?: string;
  ofGroup?: string;
  /** Logical names. */
  bundle?: string;
  group?: string;
}

/** A gateway with the targets `search`, by a bundle of its own, and `news` and `maps` of a group. */
export function bothKinds({
  before = "",
  options = "{}",
  ofBundle = options,
  ofGroup = options,
  bundle = "search",
  group = "tools",
}: Composition = {}): string {
  return `${gatewayAndRole
    .replace(imports, `${imports}${before}`)
    .replace(`{ gatewayName: "tools" }`, `{ gatewayName: "tools" }, ${options}`)}
const openApi = { type: "openApiSchema" };
const single = new agentcore.OutboundAuth("${bundle}", { gateway: role, target: openApi, credential: search }, ${ofBundle});
target("search", single);
const oauth2 = { vendor: "SalesforceOauth2", clientId: "client", clientSecret: apiKey };
const many = new agentcore.GatewayOutboundAuth("${group}", { gateway: role, targets: {
  news: { target: openApi, credential: { ...search, apiKey: config.getSecret("newsKey") || apiKey } },
  crm: { target: openApi, credential: { type: "OAUTH", oauth2, scopes: ["read"] } },
} }, ${ofGroup});
for (const [name, one] of Object.entries(many.targets)) target(name, one);
`;
}
