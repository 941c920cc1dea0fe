import { arns, type CallName, type Situation } from "../runtimeCalls";
import { target, underVaultKey, type Cell } from "./cell";
import { key, secretPlaces } from "./secrets";

const vend: CallName[] = ["workloadToken", "apiKey"];

const placement = `credentialLocation: "HEADER", credentialParameterName: "X-Subscription-Token"`;
const made = (value: string, { provider }: Situation) =>
  `{ type: "API_KEY", apiKey: ${value}, name: "${provider}", ${placement} }`;
const given = (reference: string) => `{ type: "API_KEY", credentialProvider: ${reference}, ${placement} }`;

/** Targets that take an API key, and how they are called. */
const targets = [
  ["openapi", "openApiSchema", "An OpenAPI schema"],
  ["mcp", "mcpServer", "An MCP server"],
  ["api", "apiGateway", "A stage of API Gateway"],
  ["http", "passthrough", "An HTTP passthrough"],
] as const;

export const apiKeyCells: readonly Cell[] = [
  ...targets.map(([name, type, title]) => ({
    name: `${name}-api-key`,
    title: `${title} by API key`,
    target: target(type),
    credential: (at: Situation) => made(key, at),
    calls: [...vend, "apiKeySecret" as const],
  })),
  ...secretPlaces.map((place) => ({
    name: `openapi-api-key-${place.name}`,
    title: `An OpenAPI schema by the API key of a provider ${place.title}`,
    target: target("openApiSchema"),
    credential: (at: Situation) =>
      place.value === undefined
        ? given(place.given!(arns.apiKeyProvider(at), arns.apiKeySecret(at)))
        : made(place.value(at), at),
    calls: [...vend, ...(place.calls ?? ["apiKeySecret" as const])],
    differs: place.differs,
  })),
  {
    name: "openapi-api-key-vault-key",
    title: "An OpenAPI schema by API key, from a vault with a customer managed key",
    target: target("openApiSchema"),
    credential: (at) => made(key, at),
    calls: [...vend, "apiKeySecret", "readVault"],
    role: underVaultKey,
  },
  {
    name: "openapi-api-key-schema",
    title: "An OpenAPI schema in S3 by API key",
    target: (at) => `{ type: "openApiSchema", schema: { uri: "s3://${at.bucket}/${at.schema}" } }`,
    credential: (at) => made(key, at),
    calls: [...vend, "apiKeySecret", "schema"],
  },
];
