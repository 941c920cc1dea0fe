import { arns, type CallName, type Situation } from "../runtimeCalls";
import { otherAccount } from "../situations";
import type { Cell } from "./cell";

const anyOperation: CallName[] = ["apiStage", "apiOperation", "apiOperationWithParameter"];
const someOperations: CallName[] = ["apiOperation", "apiOperationWithParameter"];

const stage = (at: Situation) => `restApi: "${at.api}", stage: "${at.stage}"`;
const operations = (at: Situation) =>
  `, operations: [{ method: "${at.method}", path: "/${at.path}" }, { method: "${at.method}", path: "/tickets/{id}" }]`;
const statements = (at: Situation) => `statements: [{ Action: "dynamodb:GetItem", Resource: "${arns.table(at)}" }]`;

/** What a gateway calls with its own role, where the target's kind does not say it. */
interface Called {
  readonly name: string;
  readonly title: string;
  /** JavaScript of `calls`. */
  readonly call: (at: Situation) => string;
  readonly calls: readonly CallName[];
  readonly differs?: Cell["differs"];
  /** JavaScript of further members of the credential. */
  readonly service?: string;
}

const everyCall: readonly Called[] = [
  {
    name: "runtime",
    title: "that is an AgentCore Runtime",
    call: (at) => `runtime: "${arns.runtime(at)}"`,
    calls: ["runtime"],
  },
  {
    name: "endpoint",
    title: "that is an endpoint of an AgentCore Runtime",
    call: (at) => `runtime: "${arns.runtime(at)}", qualifier: "${at.endpoint}"`,
    calls: ["runtime"],
    differs: { endpoint: "prod" },
  },
  {
    name: "gateway",
    title: "that is another gateway",
    call: (at) => `gateway: "${arns.otherGateway(at)}"`,
    calls: ["otherGateway"],
  },
  { name: "stage", title: "behind API Gateway", call: (at) => `api: { ${stage(at)} }`, calls: anyOperation },
  {
    name: "operations",
    title: "behind API Gateway, of which some operations are called",
    call: (at) => `api: { ${stage(at)}${operations(at)} }`,
    calls: someOperations,
  },
  {
    name: "url",
    title: "at the URL of a Lambda function",
    call: (at) => `functionUrl: "${arns.function(at)}"`,
    calls: ["functionUrl", "functionByUrl"],
  },
  {
    name: "alias-url",
    title: "at the URL of a function's alias in another account",
    call: (at) => `functionUrl: "${arns.function(at)}"`,
    calls: ["functionUrl", "functionByUrl"],
    differs: { functionAccount: otherAccount, qualifier: "live" },
  },
  {
    name: "service",
    title: "that is another service of AWS",
    call: statements,
    calls: ["modelledService"],
    service: `, service: "dynamodb"`,
  },
];

/** Targets that sign for a service, and whether their role calls its own gateway too. */
const signing = [
  ["openapi", "openApiSchema", "An OpenAPI schema", true],
  ["mcp", "mcpServer", "An MCP server", true],
  ["http", "passthrough", "An HTTP passthrough", false],
] as const;

const ownCall = `{ type: "GATEWAY_IAM_ROLE" }`;

export const ownRoleCells: readonly Cell[] = [
  ...signing.flatMap(([name, type, title, callsItself]) =>
    everyCall.map((called): Cell => ({
      name: `${name}-role-${called.name}`,
      title: `${title} ${called.title}, by the gateway's role`,
      target: (at) => `{ type: "${type}", calls: { ${called.call(at)} } }`,
      credential: () => `{ type: "GATEWAY_IAM_ROLE"${called.service ?? ""} }`,
      calls: [...called.calls, ...(callsItself ? (["ownGateway"] as const) : [])],
      differs: called.differs,
    })),
  ),
  {
    name: "mcp-role-runtime-alone",
    title: "An MCP server that is an AgentCore Runtime, by a gateway's role that must not call its own gateway",
    target: (at) => `{ type: "mcpServer", calls: { runtime: "${arns.runtime(at)}" } }`,
    credential: () => `{ type: "GATEWAY_IAM_ROLE", invokeOwnGateway: false }`,
    calls: ["runtime"],
  },
  {
    name: "api-role-stage",
    title: "A stage of API Gateway by the gateway's role",
    target: (at) => `{ type: "apiGateway", ${stage(at)} }`,
    credential: () => ownCall,
    calls: anyOperation,
  },
  {
    name: "api-role-operations",
    title: "Some operations of a stage of API Gateway by the gateway's role",
    target: (at) => `{ type: "apiGateway", ${stage(at)}${operations(at)} }`,
    credential: () => ownCall,
    calls: someOperations,
  },
  {
    name: "runtime-role",
    title: "An AgentCore Runtime by the gateway's role",
    target: (at) => `{ type: "agentcoreRuntime", runtime: "${arns.runtime(at)}" }`,
    credential: () => ownCall,
    calls: ["runtime"],
  },
  {
    name: "runtime-role-endpoint",
    title: "An endpoint of an AgentCore Runtime by the gateway's role",
    target: (at) => `{ type: "agentcoreRuntime", runtime: "${arns.runtime(at)}", qualifier: "${at.endpoint}" }`,
    credential: () => ownCall,
    calls: ["runtime"],
    differs: { endpoint: "prod" },
  },
  ...(["smithyModel", "connector"] as const).map((type): Cell => ({
    name: `${type === "connector" ? type : "smithy"}-role`,
    title: `A ${type === "connector" ? type : "Smithy model"} by the gateway's role`,
    target: (at) => `{ type: "${type}", calls: { ${statements(at)} } }`,
    credential: () => ownCall,
    calls: ["modelledService"],
  })),
];
