/** Programs that compose gateways, bundles and groups as users do. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "../../provider";
import { apiKey, gatewayTarget, openApi, openApiConfiguration, secretKey } from "../engine/programs";

export interface Composition {
  /** Options of the role, the bundle and the group. */
  options?: pulumi.ComponentResourceOptions;
  /** Options of the bundle. Default: `options`. */
  ofBundle?: (role: agentcore.GatewayRole) => pulumi.ComponentResourceOptions;
  /** Options of the group. Default: `options`. */
  ofGroup?: (role: agentcore.GatewayRole, bundle: agentcore.OutboundAuth) => pulumi.ComponentResourceOptions;
  /** Logical name of the bundle. */
  bundle?: string;
  /** Logical name of the group. */
  group?: string;
}

/** Declares a gateway with the target `search` of a bundle, and the targets `news` and `crm` of a group. */
export function bothKinds({
  options = {},
  ofBundle = () => options,
  ofGroup = () => options,
  bundle = "search",
  group = "tools",
}: Composition = {}) {
  const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" }, options);
  const gateway = gatewayOf("tools", role);
  const args = { gateway: role, target: openApi, credential: apiKey() };
  const single = new agentcore.OutboundAuth(bundle, args, ofBundle(role));
  gatewayTarget("search", gateway, single);
  const newsKey = new pulumi.Config().getSecret("newsKey") ?? secretKey();
  const oauth2 = { vendor: "SalesforceOauth2" as const, clientId: "client", clientSecret: secretKey() };
  const targets = {
    news: { target: openApi, credential: { ...apiKey(), apiKey: newsKey } },
    crm: { target: openApi, credential: { type: "OAUTH" as const, oauth2, scopes: ["read"] } },
  };
  const many = new agentcore.GatewayOutboundAuth(group, { gateway: role, targets }, ofGroup(role, single));
  for (const [name, one] of Object.entries(many.targets)) gatewayTarget(name, gateway, one);
  return { roleName: role.roleName };
}

/** Adds a tag to roles and providers, protects the providers, and changes one name. */
const transform = ({ type, name, props, opts }: Omit<pulumi.ResourceTransformArgs, "custom">) => {
  const isProvider = /:(ApiKey|Oauth2)CredentialProvider$/.test(type);
  if (!isProvider && type !== "aws:iam/role:Role") return undefined;
  return {
    props: {
      ...props,
      tags: { ...(props.tags as object), team: "search" },
      ...(name === "search" ? { name: "picked" } : {}),
    },
    opts: isProvider ? pulumi.mergeOptions(opts, { retainOnDelete: false, protect: true }) : opts,
  };
};

/** A program whose role, bundle and group have the option `transforms` or `transformations`. */
export const transformed = (option: "transforms" | "transformations") => () =>
  bothKinds({ options: { [option]: [transform] } });

/** An aws provider with a name, and other options of components if they do not get it as `provider`. */
export interface Placement {
  name: string;
  provider: aws.Provider;
  options?: pulumi.ComponentResourceOptions;
}

/** Declares a gateway with a bundle and a group for each placement. `credential` returns more members of credentials. */
export function everywhere(placements: readonly Placement[], credential: (name: string) => object = () => ({})) {
  const roles = placements.map(({ name, provider, options = { provider } }) => {
    const role = new agentcore.GatewayRole(`role-${name}`, { gatewayName: "tools" }, options);
    const gateway = gatewayOf(`gateway-${name}`, role, { provider });
    const auth = { target: openApi, credential: { ...apiKey(), ...credential(name) } };
    const news = { gateway: role, targets: { [`news-${name}`]: auth } };
    const bundles = {
      [`search-${name}`]: new agentcore.OutboundAuth(`search-${name}`, { gateway: role, ...auth }, options),
      ...new agentcore.GatewayOutboundAuth(`many-${name}`, news, options).targets,
    };
    for (const [target, bundle] of Object.entries(bundles))
      gatewayTarget(target, gateway, bundle, openApiConfiguration, { provider });
    return role.roleName;
  });
  return { roles };
}

/** A program in us-east-1 whose resources with the value `true` are in eu-west-1. */
export const partlyElsewhere = (isElsewhere: { role: boolean; gateway: boolean; target: boolean }) => () => {
  const provider = new aws.Provider("eu", { region: "eu-west-1" });
  const options = (elsewhere: boolean) => (elsewhere ? { provider } : {});
  const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" }, options(isElsewhere.role));
  const gateway = gatewayOf("tools", role, options(isElsewhere.gateway));
  const args = { gateway: role, gatewayIdentifier: gateway, credential: apiKey() };
  const targetConfiguration = openApiConfiguration;
  new agentcore.GatewayTarget("search", { ...args, targetConfiguration }, options(isElsewhere.target));
};

function gatewayOf(name: string, role: agentcore.GatewayRole, opts: pulumi.CustomResourceOptions = {}) {
  const args = { name: "tools", roleArn: role.arn, authorizerType: "AWS_IAM", protocolType: "MCP" };
  return new aws.bedrock.AgentcoreGateway(name, args, opts);
}
