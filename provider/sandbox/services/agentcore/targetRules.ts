// What the control plane rejects in a gateway target. The lists of members follow the service model, the rules between
// members the gateway's developer guide.
import { isObject } from "../../core/propertyValues";
import type { Properties } from "../../core/propertyValues";
import { isExactArn, parseArn } from "../../core/identifiers";
import type { Call } from "../../core/definition";
import { anyText, list, onlyMember, structure, text, textMap } from "../../core/shape";
import type { Shape } from "../../core/shape";
import { isMcp } from "./gateway";
import type { StoredGateway } from "./gateway";
import { TARGET_SHAPES } from "./targetShapes";

type Credential = "apiKey" | "callerIamCredentials" | "gatewayIamRole" | "jwtPassthrough" | "oauth";

interface KindRules {
  /** Credentials that the kind accepts; `none` if it may have none. */
  credentials: readonly (Credential | "none")[];
  /** The kind accepts no OAuth on behalf of users. */
  onlyClientCredentials?: true;
  /** `gatewayIamRole.service` is required, or not supported. */
  signingService?: "required" | "not supported";
}

const RULES: Record<string, KindRules> = {
  "mcp.lambda": { credentials: ["gatewayIamRole"], signingService: "not supported" },
  "mcp.smithyModel": {
    credentials: ["gatewayIamRole", "oauth"],
    onlyClientCredentials: true,
    signingService: "not supported",
  },
  "mcp.openApiSchema": { credentials: ["none", "apiKey", "oauth", "gatewayIamRole"], signingService: "required" },
  "mcp.apiGateway": { credentials: ["none", "gatewayIamRole", "apiKey"], signingService: "not supported" },
  // A record of the service shows that a connector needs a credential. Nothing documents which.
  "mcp.connector": {
    credentials: ["gatewayIamRole", "apiKey", "oauth", "callerIamCredentials"],
    signingService: "not supported",
  },
  "mcp.mcpServer": { credentials: ["none", "apiKey", "oauth", "gatewayIamRole"], signingService: "required" },
  "http.agentcoreRuntime": {
    credentials: ["gatewayIamRole", "oauth", "callerIamCredentials", "jwtPassthrough"],
    onlyClientCredentials: true,
  },
  "http.passthrough": {
    credentials: ["none", "apiKey", "oauth", "gatewayIamRole", "callerIamCredentials", "jwtPassthrough"],
  },
  "inference.connector": { credentials: ["apiKey", "gatewayIamRole"] },
  "inference.provider": { credentials: ["apiKey", "gatewayIamRole"] },
};

const service = text({ pattern: /^[\w.-]{1,64}$/ });
const region = text({ pattern: /^[a-zA-Z0-9-]{1,32}$/ });

const CREDENTIAL_SHAPES: Record<Credential, Shape> = {
  apiKey: structure(
    { providerArn: text({ min: 1 }) },
    {
      credentialLocation: text({ oneOf: ["HEADER", "QUERY_PARAMETER"] }),
      credentialParameterName: text({ min: 1, max: 64 }),
      // The model says 1 to 64, but an empty prefix sends the key without one (aws/aws-cdk#37606).
      credentialPrefix: text({ max: 64 }),
    },
  ),
  oauth: structure(
    { providerArn: text({ min: 1 }), scopes: list(text({ min: 1, max: 64 }), 0, 100) },
    {
      customParameters: textMap(text({ min: 1, max: 256 }), text({ min: 1, max: 2048 }), 1, 10),
      defaultReturnUrl: text({ min: 1, max: 2048, pattern: /^\w+:(\/?\/?)[^\s]+$/ }),
      grantType: text({ oneOf: ["CLIENT_CREDENTIALS", "AUTHORIZATION_CODE", "TOKEN_EXCHANGE"] }),
    },
  ),
  gatewayIamRole: structure({}, { service, region }),
  callerIamCredentials: structure({ service }, { region }),
  jwtPassthrough: structure({}, { unused: anyText }),
};

/** The kind of target as `protocol.kind`; undefined if the configuration has none, or several. */
export function targetKind(configuration: unknown): string | undefined {
  const protocol = onlyMember(configuration, Object.keys(TARGET_SHAPES));
  if ("problem" in protocol) return undefined;
  const kind = onlyMember(protocol.value, Object.keys(TARGET_SHAPES[protocol.member]!));
  return "problem" in kind ? undefined : `${protocol.member}.${kind.member}`;
}

/** Targets that a gateway with this protocol and authorizer cannot have. */
export function gatewayProblem(kind: string, credential: unknown, gateway: StoredGateway): string | undefined {
  const [protocol] = kind.split(".");
  const { authorizerType } = gateway.inputs;
  // A published measurement shows that inference targets become READY on a gateway with MCP.
  if (protocol === "http" && isMcp(gateway))
    return "HTTP target configuration is not supported for gateways with MCP protocol type";
  if (protocol === "mcp" && !isMcp(gateway)) return `Target type ${kind} needs a gateway with protocolType MCP`;
  const { callerIamCredentials, jwtPassthrough }: Properties = isObject(credential) ? credential : {};
  const grantType = grantTypeOf(credential);
  if (grantType !== "CLIENT_CREDENTIALS" && authorizerType !== "CUSTOM_JWT")
    return `grantType ${grantType} needs a gateway with authorizerType CUSTOM_JWT`;
  if (callerIamCredentials !== undefined && !["AWS_IAM", "AUTHENTICATE_ONLY"].includes(authorizerType))
    return "CALLER_IAM_CREDENTIALS needs a gateway with authorizerType AWS_IAM or AUTHENTICATE_ONLY";
  if (jwtPassthrough !== undefined && !["CUSTOM_JWT", "AUTHENTICATE_ONLY"].includes(authorizerType))
    return "JWT_PASSTHROUGH needs a gateway with authorizerType CUSTOM_JWT or AUTHENTICATE_ONLY";
  return undefined;
}

/** Grant type of an OAuth credential; `CLIENT_CREDENTIALS` without one. */
export function grantTypeOf(credential: unknown): string {
  const oauth = isObject(credential) ? credential.oauth : undefined;
  return isObject(oauth) && typeof oauth.grantType === "string" ? oauth.grantType : "CLIENT_CREDENTIALS";
}

/** Returns the service's objection to a configuration that the provider's schema accepts. */
export function configurationProblem(kind: string, configuration: Properties, credential: unknown): string | undefined {
  const { apiGateway, mcpServer }: Properties = isObject(configuration.mcp) ? configuration.mcp : {};
  if (isObject(apiGateway) && apiGateway.apiGatewayToolConfiguration === undefined)
    return `apiGatewayToolConfiguration is required for a target of type ${kind}`;
  if (!isObject(mcpServer)) return undefined;
  const asksUser = grantTypeOf(credential) === "AUTHORIZATION_CODE";
  if (mcpServer.mcpToolSchema !== undefined && !asksUser)
    return "mcpToolSchema is only supported with grantType AUTHORIZATION_CODE";
  if (mcpServer.listingMode === "DYNAMIC" && asksUser)
    return "listingMode DYNAMIC is not supported with grantType AUTHORIZATION_CODE";
  return undefined;
}

/** Returns the service's objection to a target's credential. */
export function credentialProblem(kind: string, configuration: unknown, call: Call): string | undefined {
  const rules = RULES[kind]!;
  if (configuration === undefined)
    return rules.credentials.includes("none")
      ? undefined
      : `credentialProviderConfigurations is required for a target of type ${kind}`;
  const only = onlyMember(configuration, Object.keys(CREDENTIAL_SHAPES));
  if ("problem" in only) return `credentialProviderConfiguration ${only.problem}`;
  const credential = only.member as Credential;
  if (!rules.credentials.includes(credential))
    return kind === "mcp.lambda"
      ? "Lambda target only supports GATEWAY_IAM_ROLE credential provider type"
      : `Credential provider type ${credential} is not supported for a target of type ${kind}`;
  const block = isObject(only.value) ? only.value : {};
  const { providerArn } = block;
  if (credential === "apiKey" || credential === "oauth") {
    const [name, type] = credential === "apiKey" ? ["API key", "API_KEY"] : ["OAuth", "OAUTH"];
    if (providerArn === undefined || providerArn === "")
      return `${name} credential provider is required for ${type} credential provider type`;
  }
  return (
    CREDENTIAL_SHAPES[credential](block, credential) ??
    (typeof providerArn === "string" ? providerProblem(providerArn, credential, call) : undefined) ??
    (credential === "oauth" ? grantProblem(block, kind, rules) : undefined) ??
    (credential === "gatewayIamRole" ? signingProblem(block, kind, rules) : undefined)
  );
}

function grantProblem({ grantType, defaultReturnUrl }: Properties, kind: string, rules: KindRules): string | undefined {
  if (rules.onlyClientCredentials && typeof grantType === "string" && grantType !== "CLIENT_CREDENTIALS")
    return `grantType ${grantType} is not supported for a target of type ${kind}`;
  return grantType === "AUTHORIZATION_CODE" && defaultReturnUrl === undefined
    ? "defaultReturnUrl is required when grantType is AUTHORIZATION_CODE"
    : undefined;
}

function signingProblem(block: Properties, kind: string, { signingService }: KindRules): string | undefined {
  if (block.service === undefined) {
    if (block.region !== undefined) return "gatewayIamRole.region needs gatewayIamRole.service";
    return signingService === "required"
      ? `IamCredentialProvider is required for ${kind.split(".")[1]} targets using IAM authentication`
      : undefined;
  }
  return signingService === "not supported"
    ? `gatewayIamRole.service is not supported for a target of type ${kind}`
    : undefined;
}

/** A credential provider must be in the gateway's account and Region. */
function providerProblem(providerArn: string, credential: Credential, call: Call): string | undefined {
  const resourceType = credential === "apiKey" ? "apikeycredentialprovider" : "oauth2credentialprovider";
  const arn = isExactArn(providerArn) ? parseArn(providerArn) : undefined;
  if (arn?.service !== "bedrock-agentcore")
    return `providerArn "${providerArn}" is not the ARN of a credential provider`;
  if (!new RegExp(`^token-vault/[^/]+/${resourceType}/[^/]+$`).test(arn.resource))
    return `providerArn "${providerArn}" does not name a ${resourceType}: token-vault/VAULT/${resourceType}/NAME`;
  return arn.partition !== call.partition || arn.region !== call.region || arn.account !== call.account
    ? `Credential provider ${providerArn} must be in the gateway's account ${call.account} and Region ${call.region}`
    : undefined;
}
