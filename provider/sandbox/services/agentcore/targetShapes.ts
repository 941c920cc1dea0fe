// Shape of a target configuration, kind by kind, after the service model and the schema of the aws provider.
import { anyText, anything, list, structure, text, textMap, union, wholeNumber } from "../../core/shape";
import type { Shape } from "../../core/shape";

const s3 = structure(
  {},
  { uri: text({ pattern: /^s3:\/\/.{1,2043}$/ }), bucketOwnerAccountId: text({ pattern: /^\d{12}$/ }) },
);
const apiSchema = union({ inlinePayload: structure({ payload: anyText }), s3 });
const httpSchema = structure({ source: apiSchema });

const schemaType = text({ oneOf: ["string", "number", "object", "array", "boolean", "integer"] });
const schemaDefinition = structure(
  { type: schemaType },
  { description: anyText, items: anything, itemsJson: anyText, properties: list(anything), propertiesJson: anyText },
);

const method = text({ oneOf: ["GET", "DELETE", "HEAD", "OPTIONS", "PATCH", "PUT", "POST"] });
const httpsEndpoint = text({ min: 1, max: 2048, pattern: /^https:\/\/[a-zA-Z0-9\-.]+(:[0-9]{1,5})?(\/.*)?$/ });
const connectorId = text({ min: 1, max: 256 });
const operationPath = text({ min: 1, max: 256, pattern: /^\/[a-zA-Z0-9\-._/{}]+$/ });

const mcp: Record<string, Shape> = {
  apiGateway: structure(
    { restApiId: anyText, stage: anyText },
    {
      apiGatewayToolConfiguration: structure(
        { toolFilters: list(structure({ filterPath: anyText, methods: list(method) })) },
        {
          toolOverrides: list(structure({ name: anyText, path: anyText, method }, { description: anyText })),
        },
      ),
    },
  ),
  connector: structure(
    { source: structure({ connectorId }, { version: anyText }), configurations: list(anything, 1) },
    { enableds: list(anyText, 1, 50) },
  ),
  lambda: structure({
    lambdaArn: anyText,
    toolSchema: union({
      inlinePayloads: list(
        structure(
          { name: anyText, description: anyText, inputSchema: schemaDefinition },
          { outputSchema: schemaDefinition },
        ),
        1,
      ),
      s3,
    }),
  }),
  mcpServer: structure(
    { endpoint: text({ pattern: /^https:\/\/.+/ }) },
    {
      listingMode: text({ oneOf: ["DEFAULT", "DYNAMIC"] }),
      mcpToolSchema: union({ inlinePayload: structure({ payload: text({ min: 1 }) }), s3 }),
      resourcePriority: wholeNumber(0, 1000),
    },
  ),
  openApiSchema: apiSchema,
  smithyModel: apiSchema,
};

const http: Record<string, Shape> = {
  agentcoreRuntime: structure(
    {
      arn: text({
        pattern:
          /^arn:aws(-[^:]+)?:bedrock-agentcore:[a-z0-9-]+:[0-9]{12}:runtime\/[a-zA-Z][a-zA-Z0-9_]{0,47}-[a-zA-Z0-9]{10}$/,
      }),
    },
    { qualifier: text({ pattern: /([1-9][0-9]{0,4})|([a-zA-Z][a-zA-Z0-9_]{0,47})/ }), schema: httpSchema },
  ),
  passthrough: structure(
    { endpoint: httpsEndpoint, protocolType: text({ oneOf: ["MCP", "A2A", "INFERENCE", "CUSTOM"] }) },
    {
      schema: httpSchema,
      stickinessConfiguration: structure(
        { identifier: text({ min: 1, max: 256 }) },
        { timeout: wholeNumber(1, 86_400), compositeIdentifiers: list(text({ min: 1, max: 256 }), 1, 5) },
      ),
      staticQueryParameters: textMap(text({ min: 1, max: 128, pattern: /^[a-zA-Z0-9_.-]+$/ }), anyText),
      staticQueryParameterConflictResolution: text({ oneOf: ["CLIENT_OVERRIDE", "STATIC_OVERRIDE"] }),
    },
  ),
};

const inference: Record<string, Shape> = {
  connector: structure({ source: structure({ connectorId }) }),
  provider: structure(
    { endpoint: httpsEndpoint },
    {
      modelMapping: anything,
      operations: list(
        structure({ path: operationPath }, { providerPath: operationPath, models: list(anything, 1, 100) }),
        1,
        10,
      ),
    },
  ),
};

export const TARGET_SHAPES: Record<string, Record<string, Shape>> = { mcp, http, inference };

export const targetConfiguration: Shape = union({
  mcp: union(mcp),
  http: union(http),
  inference: union(inference),
});

const headers = list(text({ min: 1, max: 100, pattern: /^[a-zA-Z0-9_-]+$/ }), 1, 10);

export const metadataConfiguration: Shape = structure(
  {},
  {
    allowedRequestHeaders: headers,
    allowedResponseHeaders: headers,
    allowedQueryParameters: list(text({ min: 1, max: 40 }), 1, 10),
  },
);
