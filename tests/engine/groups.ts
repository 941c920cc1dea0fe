/** Programs with many targets on one role. */
import { imports, placement } from "./programs";

export interface GroupOptions {
  /** JavaScript of the group's further arguments. */
  more?: string;
  /** JavaScript of the arguments of further targets, by name. */
  others?: string;
  /** JavaScript that stands before the group. */
  before?: string;
  /** JavaScript of further members of each credential. */
  credential?: string;
}

/** The gateway and its role. */
export const gatewayAndRole = `${imports}
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

/** A gateway with these targets by API key, all in one group. */
export function group(
  names: readonly string[],
  { more = "", others = "{}", before = "", credential = "" }: GroupOptions = {},
): string {
  return `${gatewayAndRole}${before}
const targets = { ...Object.fromEntries(${JSON.stringify(names)}.map((name) => [name, {
  target: { type: "openApiSchema" }, credential: { ...search, ${credential} },
}])), ...${others} };
const tools = new agentcore.GatewayOutboundAuth("tools", { gateway: role, targets, ${more} });
for (const [name, bundle] of Object.entries(tools.targets)) target(name, bundle);
`;
}

/** The same targets, each with an inline policy of its own. `options` is JavaScript of a function from name to options. */
export function singles(names: readonly string[], options = "() => ({})"): string {
  return `${gatewayAndRole}
for (const name of ${JSON.stringify(names)})
  target(name, new agentcore.OutboundAuth(name, {
    gateway: role, target: { type: "openApiSchema" }, credential: search,
  }, (${options})(name)));
`;
}

export const targetNames = (count: number) => Array.from({ length: count }, (_, index) => `target-${index}`);
