import { expect } from "chai";
import { shownOperations, toolsProblems } from "../../../provider/rules/targets/apiGatewayTools";
import { problemsOf } from "../outboundAuthRules";
import { unknownValue } from "../../../provider/rules/core/values";
import { readTarget } from "../../../provider/rules/targets/readTarget";
import { targetKinds, targetTypes } from "../../../provider/rules/targets/targetKinds";
import { pathsOf, reasonsOf } from "../judged";

const read = (targetConfiguration: unknown, besides: object = {}) => readTarget({ targetConfiguration, ...besides });
const s3 = { uri: "s3://schemas/tickets.json", bucketOwnerAccountId: "123456789012" };

describe("a target's configuration", () => {
  for (const type of targetTypes)
    it(`tells a target of type ${type}`, () => {
      const [protocol, member] = targetKinds[type].path;
      expect(read({ [protocol]: { [member]: {} } })).to.deep.include({ target: { type }, problems: [] });
    });

  for (const { name, configuration, target } of [
    {
      name: "the function, and where the schema of its tools is",
      configuration: { mcp: { lambda: { lambdaArn: unknownValue, toolSchema: { s3 } } } },
      target: { type: "lambda", function: unknownValue, schema: { uri: s3.uri } },
    },
    {
      name: "where an OpenAPI schema is",
      configuration: { mcp: { openApiSchema: { s3 } } },
      target: { type: "openApiSchema", schema: { uri: s3.uri } },
    },
    {
      name: "that a schema is not in S3",
      configuration: { mcp: { openApiSchema: { inlinePayload: { payload: "{}" } } } },
      target: { type: "openApiSchema" },
    },
    {
      name: "that an MCP server brings a schema of its tools",
      configuration: { mcp: { mcpServer: { endpoint: "e", mcpToolSchema: { s3 } } } },
      target: { type: "mcpServer", schema: { uri: s3.uri }, hasToolSchema: true },
    },
    {
      name: "the stage of an API",
      configuration: { mcp: { apiGateway: { restApiId: "a1", stage: "prod", apiGatewayToolConfiguration: {} } } },
      target: { type: "apiGateway", restApi: "a1", stage: "prod", tools: {} },
    },
    {
      name: "the runtime",
      configuration: { http: { agentcoreRuntime: { arn: "r", qualifier: "prod", schema: { source: { s3 } } } } },
      target: { type: "agentcoreRuntime", runtime: "r", qualifier: "prod", schema: { uri: s3.uri } },
    },
  ])
    it(`tells ${name}`, () => expect(read(configuration)).to.deep.include({ target, problems: [] }));

  for (const { name, later } of [
    { name: "an Output", later: { apply: (pick: (known: object) => unknown) => pick(s3) } },
    { name: "a promise", later: { then: (pick: (known: object) => unknown) => pick(s3) } },
  ])
    it(`tells where a schema is also of ${name}, and nothing else of it`, () => {
      const given = Object.assign(Object.create({}) as object, later);
      const target = { type: "openApiSchema", schema: { uri: s3.uri } };
      expect(read({ mcp: { openApiSchema: { s3: given } } })).to.deep.include({ target, problems: [] });
    });

  it("knows nothing of a schema that is not known yet", () => {
    const target = { type: "openApiSchema", schema: unknownValue };
    expect(read({ mcp: { openApiSchema: { s3: unknownValue } } })).to.deep.include({ target, problems: [] });
  });

  it("is taken together with what it cannot tell", () => {
    const { target } = read({ mcp: { mcpServer: { endpoint: "e" } } }, { calls: { gateway: "g" } });
    expect(target).to.deep.equal({ type: "mcpServer", calls: { gateway: "g" } });
  });

  for (const { name, configuration } of [
    { name: "an Output", configuration: unknownValue },
    { name: "nothing", configuration: {} },
    { name: "two protocols", configuration: { mcp: { lambda: {} }, http: { passthrough: {} } } },
    { name: "two kinds", configuration: { mcp: { lambda: {}, mcpServer: {} } } },
    { name: "a kind that does not exist", configuration: { mcp: { openapi: {} } } },
    { name: "a kind that is an Output", configuration: { mcp: unknownValue } },
  ])
    it(`is refused if it is ${name}`, () => {
      const { problems } = read(configuration);
      expect(pathsOf(problems)).to.deep.equal(["target.targetConfiguration"]);
      expect(reasonsOf(problems)).to.match(/exactly one of "mcp\.openApiSchema".*not Outputs/);
    });

  it("is refused where permissions follow from something below an Output", () => {
    const { problems } = read({ mcp: { mcpServer: { endpoint: "e", mcpToolSchema: unknownValue } } });
    expect(pathsOf(problems)).to.deep.equal(["target.targetConfiguration.mcp.mcpServer.mcpToolSchema"]);
  });

  it("says each thing once", () => {
    const { problems } = read({ mcp: { lambda: { lambdaArn: "f" } } }, { function: "f" });
    expect(pathsOf(problems)).to.deep.equal(["target.function"]);
  });

  it("is what problems are about, by its own paths", () => {
    const args = (target: object, credential: object = { type: "GATEWAY_IAM_ROLE" }) => ({
      gateway: { name: "tools", role: "r" },
      target,
      credential,
    });
    const lambda = { targetConfiguration: { mcp: { lambda: { lambdaArn: "a.b" } } }, permission: "yes" };
    expect(pathsOf(problemsOf(args(lambda)))).to.include.members([
      "target.targetConfiguration.mcp.lambda.lambdaArn",
      "target.permission",
    ]);
    const server = { targetConfiguration: { mcp: { mcpServer: { endpoint: "e" } } } };
    expect(pathsOf(problemsOf(args(server)))).to.deep.equal(["target.calls"]);
    expect(pathsOf(problemsOf(args({ targetConfiguration: {} })))).to.deep.equal(["target.targetConfiguration"]);
  });
});

describe("the operations that a target shows of an API", () => {
  it("are those of its filters and its own names, a filter's star as a greedy parameter", () => {
    const tools = {
      toolFilters: [{ filterPath: "/pets/*", methods: ["GET", "POST"] }],
      toolOverrides: [{ method: "GET", path: "/orders/{id}", name: "order" }],
    };
    expect(shownOperations(tools)).to.deep.equal([
      { method: "GET", path: "/pets/{below+}" },
      { method: "POST", path: "/pets/{below+}" },
      { method: "GET", path: "/orders/{id}" },
    ]);
  });
  it("are not said twice where a filter's operations have names of their own", () => {
    const tools = {
      toolFilters: [
        { filterPath: "/pets/*", methods: ["GET"] },
        { filterPath: "/orders", methods: ["GET"] },
      ],
      toolOverrides: [
        { method: "GET", path: "/pets/{id}" },
        { method: "GET", path: "/orders" },
        { method: "POST", path: "/pets/{id}" },
      ],
    };
    expect(shownOperations(tools)?.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([
      "GET /pets/{below+}",
      "GET /orders",
      "POST /pets/{id}",
    ]);
  });
  it("are asked for where a filter or a name of its own lacks what permissions follow from", () => {
    const tools = {
      toolFilters: [{ filterPath: "/pets/*" }, null, { filterPath: 7, methods: "GET" }, unknownValue],
      toolOverrides: [
        { method: "GET", name: "order" },
        { method: unknownValue, path: unknownValue },
      ],
    };
    expect(pathsOf(toolsProblems("tools", tools))).to.deep.equal([
      "tools.toolFilters[0].methods",
      "tools.toolFilters[1].filterPath",
      "tools.toolFilters[1].methods",
      "tools.toolFilters[2].filterPath",
      "tools.toolFilters[2].methods",
      "tools.toolOverrides[0].path",
    ]);
    for (const unjudged of [undefined, null, unknownValue, {}, { toolFilters: unknownValue, toolOverrides: null }])
      expect(toolsProblems("tools", unjudged)).to.deep.equal([]);
    const apiGateway = { restApiId: "a1", stage: "prod", apiGatewayToolConfiguration: tools };
    const target = { targetConfiguration: { mcp: { apiGateway } } };
    const args = { gateway: { name: "tools", role: "r" }, target, credential: { type: "GATEWAY_IAM_ROLE" } };
    expect(pathsOf(problemsOf(args))).to.include(
      "target.targetConfiguration.mcp.apiGateway.apiGatewayToolConfiguration.toolFilters[0].methods",
    );
  });
  it("are every one where it names none", () => {
    for (const tools of [{}, { toolFilters: [] }]) expect(shownOperations(tools)).to.equal(undefined);
  });
});
