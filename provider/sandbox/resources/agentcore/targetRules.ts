// What the control plane refuses in a gateway target. The outer lists follow the unions of the service model; the rules
// between members follow the gateway's developer guide.
import { isExactArn, parseArn } from "../../values/arn";
import { isObject } from "../../values/propertyValues";
import type { Properties } from "../../values/propertyValues";
import { onlyMember } from "../../values/shape";
import { TARGET_SHAPES } from "./targetShapes";

const CREDENTIAL_KINDS = ["apiKey", "callerIamCredentials", "gatewayIamRole", "jwtPassthrough", "oauth"] as const;
type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** Which credentials a kind of target takes; `none` where it may go without. Kinds that are not listed take any. */
const ALLOWED_CREDENTIALS: Record<string, readonly (CredentialKind | "none")[]> = {
  "mcp.lambda": ["gatewayIamRole"],
  "mcp.smithyModel": ["gatewayIamRole", "oauth"],
  "mcp.openApiSchema": ["none", "apiKey", "oauth", "gatewayIamRole"],
  "mcp.apiGateway": ["none", "gatewayIamRole", "apiKey"],
  // What else a connector takes is not documented; that it takes no target without a credential is on record.
  "mcp.connector": ["gatewayIamRole", "apiKey", "oauth", "callerIamCredentials"],
  "mcp.mcpServer": ["none", "apiKey", "oauth", "gatewayIamRole"],
  "http.agentcoreRuntime": ["gatewayIamRole", "oauth", "callerIamCredentials", "jwtPassthrough"],
  "http.passthrough": ["none", "apiKey", "oauth", "gatewayIamRole", "callerIamCredentials", "jwtPassthrough"],
  // Undocumented, but that a caller's JWT is passed to HTTP targets only.
  "inference.connector": ["none", "apiKey", "oauth", "gatewayIamRole", "callerIamCredentials"],
  "inference.provider": ["none", "apiKey", "oauth", "gatewayIamRole", "callerIamCredentials"],
};

const GRANT_TYPES = ["CLIENT_CREDENTIALS", "AUTHORIZATION_CODE", "TOKEN_EXCHANGE"];

/** Kinds of targets that take OAuth for the gateway itself, and for no user of it. */
const CLIENT_CREDENTIALS_ONLY = ["mcp.smithyModel", "http.agentcoreRuntime"];

/** Kinds of targets of which the service knows how their requests are signed, or has to be told. */
const SIGNS_FOR_KNOWN_SERVICE = ["mcp.apiGateway", "mcp.connector", "mcp.lambda", "mcp.smithyModel"];
const SIGNS_FOR_NAMED_SERVICE = ["mcp.mcpServer", "mcp.openApiSchema"];

/** Where the target's gateway is: a credential provider must be in the same place. */
export interface Place {
  partition: string;
  region: string;
  account: string;
}

/** The kind of target as `protocol.kind`, or what is wrong with the configuration. */
export function targetKind(configuration: unknown): { kind: string } | { problem: string } {
  const protocol = onlyMember(configuration, Object.keys(TARGET_SHAPES));
  if ("problem" in protocol) return { problem: `targetConfiguration ${protocol.problem}` };
  const kind = onlyMember((configuration as Properties)[protocol.member], Object.keys(TARGET_SHAPES[protocol.member]!));
  return "problem" in kind
    ? { problem: `targetConfiguration.${protocol.member} ${kind.problem}` }
    : { kind: `${protocol.member}.${kind.member}` };
}

/** What the service refuses although the aws provider's schema lets it pass, or together with the credential. */
export function configurationProblem(kind: string, configuration: Properties, credential: unknown): string | undefined {
  const { mcp } = configuration as { mcp?: { apiGateway?: Properties; mcpServer?: Properties } };
  if (kind === "mcp.apiGateway" && mcp?.apiGateway?.apiGatewayToolConfiguration === undefined)
    return "apiGatewayToolConfiguration is required for a target of type mcp.apiGateway";
  if (kind !== "mcp.mcpServer") return undefined;
  const { listingMode, mcpToolSchema } = mcp?.mcpServer ?? {};
  const asksUser =
    isObject(credential) && isObject(credential.oauth) && credential.oauth.grantType === "AUTHORIZATION_CODE";
  if (mcpToolSchema !== undefined && !asksUser)
    return "mcpToolSchema is only supported with grantType AUTHORIZATION_CODE";
  if (listingMode === "DYNAMIC" && asksUser)
    return "listingMode DYNAMIC is not supported with grantType AUTHORIZATION_CODE";
  return undefined;
}

/** What is wrong with a target's credential, in the service's sense; undefined if nothing is. */
export function credentialProblem(configuration: unknown, kind: string, place: Place): string | undefined {
  const allowed = ALLOWED_CREDENTIALS[kind];
  if (configuration === undefined)
    return allowed === undefined || allowed.includes("none")
      ? undefined
      : `credentialProviderConfigurations is required for a target of type ${kind}`;
  const credential = onlyMember(configuration, CREDENTIAL_KINDS);
  if ("problem" in credential) return `credentialProviderConfiguration ${credential.problem}`;
  const member = credential.member as CredentialKind;
  if (allowed !== undefined && !allowed.includes(member))
    return kind === "mcp.lambda"
      ? "Lambda target only supports GATEWAY_IAM_ROLE credential provider type"
      : `Credential provider type ${member} is not supported for a target of type ${kind}`;
  const block = (configuration as Properties)[member];
  return CREDENTIAL_RULES[member](isObject(block) ? block : {}, kind, place);
}

const CREDENTIAL_RULES: Record<CredentialKind, (block: Properties, kind: string, place: Place) => string | undefined> =
  {
    apiKey: (block, _kind, place) =>
      required(block, "providerArn", "API key credential provider is required for API_KEY credential provider type") ??
      providerProblem(block, "apikeycredentialprovider", place) ??
      oneOf(block, "credentialLocation", ["HEADER", "QUERY_PARAMETER"]) ??
      length(block, "credentialParameterName", 1, 64) ??
      // The model says 1 to 64, yet an empty prefix is how a key is sent without one (aws/aws-cdk#37606).
      length(block, "credentialPrefix", 0, 64),
    oauth: (block, kind, place) =>
      required(block, "providerArn", "OAuth credential provider is required for OAUTH credential provider type") ??
      providerProblem(block, "oauth2credentialprovider", place) ??
      scopesProblem(block.scopes) ??
      oneOf(block, "grantType", GRANT_TYPES) ??
      grantProblem(block.grantType, kind) ??
      length(block, "defaultReturnUrl", 1, 2048) ??
      pattern(block, "defaultReturnUrl", /^\w+:(\/?\/?)[^\s]+$/) ??
      customParametersProblem(block.customParameters) ??
      (block.grantType === "AUTHORIZATION_CODE" && block.defaultReturnUrl === undefined
        ? "defaultReturnUrl is required when grantType is AUTHORIZATION_CODE"
        : undefined),
    gatewayIamRole: (block, kind) =>
      block.region !== undefined && block.service === undefined
        ? "gatewayIamRole.region needs gatewayIamRole.service"
        : block.service === undefined && SIGNS_FOR_NAMED_SERVICE.includes(kind)
          ? `IamCredentialProvider is required for ${kind.split(".")[1]} targets using IAM authentication`
          : block.service !== undefined && SIGNS_FOR_KNOWN_SERVICE.includes(kind)
            ? `gatewayIamRole.service is not supported for a target of type ${kind}`
            : signingProblem(block),
    callerIamCredentials: (block) =>
      block.service === undefined ? "callerIamCredentials.service is required" : signingProblem(block),
    jwtPassthrough: () => undefined,
  };

const signingProblem = (block: Properties): string | undefined =>
  pattern(block, "service", /^[\w.-]{1,64}$/) ?? pattern(block, "region", /^[a-zA-Z0-9-]{1,32}$/);

const grantProblem = (grantType: unknown, kind: string): string | undefined =>
  CLIENT_CREDENTIALS_ONLY.includes(kind) && (grantType ?? "CLIENT_CREDENTIALS") !== "CLIENT_CREDENTIALS"
    ? `grantType ${grantType as string} is not supported for a target of type ${kind}`
    : undefined;

function providerProblem(block: Properties, resourceType: string, place: Place): string | undefined {
  const text = block.providerArn as string;
  const arn = isExactArn(text) ? parseArn(text) : undefined;
  if (arn?.service !== "bedrock-agentcore") return `providerArn "${text}" is not the ARN of a credential provider`;
  const [vault, vaultName, type, name, ...more] = arn.resource.split("/");
  if (vault !== "token-vault" || !vaultName || type !== resourceType || !name || more.length > 0)
    return `providerArn "${text}" does not name a ${resourceType}: token-vault/VAULT/${resourceType}/NAME`;
  if (arn.partition !== place.partition || arn.region !== place.region || arn.account !== place.account)
    return `Credential provider ${text} must be in the gateway's account ${place.account} and Region ${place.region}`;
  return undefined;
}

function scopesProblem(scopes: unknown): string | undefined {
  if (!Array.isArray(scopes)) return "oauth.scopes is required";
  if (scopes.length > 100) return "oauth.scopes: at most 100 scopes";
  return scopes.every((scope) => typeof scope === "string" && scope.length >= 1 && scope.length <= 64)
    ? undefined
    : "oauth.scopes: each scope has 1 to 64 characters";
}

function customParametersProblem(parameters: unknown): string | undefined {
  if (parameters === undefined) return undefined;
  const entries = isObject(parameters) ? Object.entries(parameters) : [];
  const fits = (text: unknown, most: number) => typeof text === "string" && text.length >= 1 && text.length <= most;
  return entries.length >= 1 &&
    entries.length <= 10 &&
    entries.every(([key, value]) => fits(key, 256) && fits(value, 2048))
    ? undefined
    : "oauth.customParameters: 1 to 10 parameters with keys of 1 to 256 and values of 1 to 2048 characters";
}

const required = (block: Properties, name: string, problem: string): string | undefined =>
  typeof block[name] === "string" && block[name] !== "" ? undefined : problem;

const oneOf = (block: Properties, name: string, values: readonly string[]): string | undefined =>
  block[name] === undefined || values.includes(block[name] as string)
    ? undefined
    : `${name} must be one of [${values.join(", ")}]`;

function length(block: Properties, name: string, least: number, most: number): string | undefined {
  const value = block[name];
  if (value === undefined) return undefined;
  return typeof value === "string" && value.length >= least && value.length <= most
    ? undefined
    : `${name} failed to satisfy constraint: Member must have length between ${least} and ${most}`;
}

const pattern = (block: Properties, name: string, form: RegExp): string | undefined =>
  block[name] === undefined || (typeof block[name] === "string" && form.test(block[name]))
    ? undefined
    : `${name} failed to satisfy constraint: Member must satisfy regular expression pattern: ${form.source}`;
