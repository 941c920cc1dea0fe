import type { OutboundAuthArgs, SecretArgs } from "../../../provider";
import { secretKey } from "../../engine/programs";
import { arns, type CallName, type Setup } from "../runtimeCalls";
import { target, withVaultKey, type Combination, existingProviders, externalSecrets } from "./combination";

const getKey: CallName[] = ["workloadToken", "apiKey"];

const placement = { credentialLocation: "HEADER", credentialParameterName: "X-Subscription-Token" } as const;
const newProvider =
  (secret: (setup: Setup) => SecretArgs = secretKey) =>
  (setup: Setup): OutboundAuthArgs["credential"] => ({
    type: "API_KEY",
    apiKey: secret(setup),
    name: setup.provider,
    ...placement,
  });

const targets = [
  ["openapi", "openApiSchema", "An OpenAPI schema"],
  ["mcp-server", "mcpServer", "An MCP server"],
  ["api-gateway", "apiGateway", "A stage of API Gateway"],
  ["http", "passthrough", "An HTTP passthrough"],
  ["inference-provider", "inferenceProvider", "An inference provider"],
  ["inference-connector", "inferenceConnector", "An inference connector"],
] as const;

const openApi = { target: target("openApiSchema"), credential: newProvider() };
const managed = [...getKey, "apiKeySecret"] as const;

export const apiKeyCombinations: readonly Combination[] = [
  ...targets.map(([name, type, title]) => ({
    name: `${name}.api-key`,
    description: `${title} with an API key`,
    target: target(type),
    credential: newProvider(),
    calls: managed,
  })),
  ...externalSecrets.map(({ name, description, secret, calls, differs }) => ({
    name: `openapi.api-key.${name}`,
    description: `An OpenAPI schema with an API key from a provider ${description}`,
    target: target("openApiSchema"),
    credential: newProvider(secret),
    calls: [...getKey, ...calls],
    differs,
  })),
  ...existingProviders.map(({ name, description, differs, isInOtherVault }): Combination => ({
    name: `openapi.api-key.${name}`,
    description: `An OpenAPI schema with an API key from an existing provider ${description}`,
    target: target("openApiSchema"),
    credential: (setup) => ({
      type: "API_KEY",
      credentialProvider: { arn: arns.apiKeyProvider(setup), secretArn: arns.apiKeySecret(setup) },
      ...placement,
    }),
    calls: [...managed, ...(isInOtherVault ? (["apiKeyFromDefaultVault"] as const) : [])],
    differs,
  })),
  {
    ...openApi,
    name: "openapi.api-key.vault-key",
    description: "An OpenAPI schema with an API key, from a vault with a customer managed key",
    calls: [...managed, "readVault"],
    role: withVaultKey,
  },
  {
    ...openApi,
    name: "openapi.api-key.schema-in-s3",
    description: "An OpenAPI schema in S3 with an API key",
    target: ({ bucket, schema }) => ({ type: "openApiSchema", schema: { uri: `s3://${bucket}/${schema}` } }),
    calls: [...managed, "schema"],
  },
  {
    ...openApi,
    name: "openapi.api-key.upper-case-gateway",
    description: "An OpenAPI schema with an API key, on a gateway with capital letters in its name",
    calls: managed,
    gatewayName: "OpenAPI-Api-Key-Upper-Case-Gateway",
  },
];
