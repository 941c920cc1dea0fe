// Where the gateway's role gets nothing for the call itself: it is the caller's, the user's, or nobody's.
import { arns } from "../runtimeCalls";
import { target, type Cell } from "./cell";

const kinds = [
  ["http-caller", "passthrough", "An HTTP passthrough by the caller's own permissions", "CALLER_IAM_CREDENTIALS"],
  [
    "runtime-caller",
    "agentcoreRuntime",
    "An AgentCore Runtime by the caller's own permissions",
    "CALLER_IAM_CREDENTIALS",
  ],
  ["http-jwt", "passthrough", "An HTTP passthrough by the token that came in", "JWT_PASSTHROUGH"],
  ["runtime-jwt", "agentcoreRuntime", "An AgentCore Runtime by the token that came in", "JWT_PASSTHROUGH"],
  ["openapi-none", "openApiSchema", "An OpenAPI schema without a credential", "NONE"],
  ["mcp-none", "mcpServer", "An MCP server without a credential", "NONE"],
  ["api-none", "apiGateway", "A stage of API Gateway without a credential", "NONE"],
] as const;

export const cellsOfOthers: readonly Cell[] = [
  ...kinds.map(([name, type, title, credential]): Cell => ({
    name,
    title,
    target: target(type),
    credential: () =>
      `{ type: "${credential}"${credential === "CALLER_IAM_CREDENTIALS" ? `, service: "execute-api"` : ""} }`,
    calls: [],
  })),
  {
    name: "openapi-none-schema",
    title: "An OpenAPI schema in S3, under a key, without a credential",
    target: (at) =>
      `{ type: "openApiSchema", schema: { bucket: "${at.bucket}", key: "${at.schema}", kmsKeyArn: "${arns.schemaKey(at)}" } }`,
    credential: () => `{ type: "NONE" }`,
    calls: ["schema", "schemaKey"],
  },
];
