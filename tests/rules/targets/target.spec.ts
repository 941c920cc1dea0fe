import { expect } from "chai";
import { unknownValue } from "../../../provider/rules/core/values";
import { shownOperations, toolsProblems } from "../../../provider/rules/targets/apiGateway";
import { readTarget } from "../../../provider/rules/targets/target";
import { targetKinds, targetTypes } from "../../../provider/rules/targets/targetKinds";
import { itAccepts, itRejects, pathsOf, reasonsOf } from "../cases";
import { problemsOf } from "../outboundAuthRules";

const read = (targetConfiguration: unknown, besides: object = {}) => readTarget({ targetConfiguration, ...besides });
const s3 = { uri: "s3://schemas/tickets.json", bucketOwnerAccountId: "123456789012" };

describe("A target's configuration", () => {
  for (const type of targetTypes)
    it(`shows a target of type ${type}`, () => {
      const [protocol, member] = targetKinds[type].path;
      expect(read({ [protocol]: { [member]: {} } })).to.deep.include({ target: { type }, problems: [] });
    });

  for (const [name, configuration, target] of [
    [
      "the function, and the address of its tool schema",
      { mcp: { lambda: { lambdaArn: unknownValue, toolSchema: { s3 } } } },
      { type: "lambda", function: unknownValue, schema: { uri: s3.uri } },
    ],
    [
      "the address of an OpenAPI schema",
      { mcp: { openApiSchema: { s3 } } },
      { type: "openApiSchema", schema: { uri: s3.uri } },
    ],
    [
      "that a schema is not in S3",
      { mcp: { openApiSchema: { inlinePayload: { payload: "{}" } } } },
      { type: "openApiSchema" },
    ],
    [
      "that an MCP server has a static tool schema",
      { mcp: { mcpServer: { endpoint: "e", mcpToolSchema: { s3 } } } },
      { type: "mcpServer", schema: { uri: s3.uri }, hasToolSchema: true },
    ],
    [
      "the stage of an API",
      { mcp: { apiGateway: { restApiId: "a1", stage: "prod", apiGatewayToolConfiguration: {} } } },
      { type: "apiGateway", restApi: "a1", stage: "prod", tools: {} },
    ],
    [
      "the id of a connector",
      { mcp: { connector: { source: { connectorId: "web-search" }, configurations: [] } } },
      { type: "connector", connectorId: "web-search" },
    ],
    [
      "the memory, by its id",
      {
        http: {
          connector: { source: { connectorId: "agentcore-memory" }, parameters: { memoryId: "notes-a1B2c3D4e5" } },
        },
      },
      { type: "httpConnector", memory: "notes-a1B2c3D4e5" },
    ],
    [
      "the runtime",
      { http: { agentcoreRuntime: { arn: "r", qualifier: "prod", schema: { source: { s3 } } } } },
      { type: "agentcoreRuntime", runtime: "r", qualifier: "prod", schema: { uri: s3.uri } },
    ],
  ] as const)
    it(`shows ${name}`, () => expect(read(configuration)).to.deep.include({ target, problems: [] }));

  for (const [name, later] of [
    ["an Output", { apply: (pick: (known: object) => unknown) => pick(s3) }],
    ["a promise", { then: (pick: (known: object) => unknown) => pick(s3) }],
  ] as const)
    it(`shows only the address of a schema that is ${name}`, () => {
      const existing = Object.assign(Object.create({}) as object, later);
      const target = { type: "openApiSchema", schema: { uri: s3.uri } };
      expect(read({ mcp: { openApiSchema: { s3: existing } } })).to.deep.include({ target, problems: [] });
    });

  it("leaves an unknown schema unknown", () => {
    const target = { type: "openApiSchema", schema: unknownValue };
    expect(read({ mcp: { openApiSchema: { s3: unknownValue } } })).to.deep.include({ target, problems: [] });
  });

  it("is combined with the other properties of the target", () => {
    const { target } = read({ mcp: { mcpServer: { endpoint: "e" } } }, { calls: { gateway: "g" } });
    expect(target).to.deep.equal({ type: "mcpServer", calls: { gateway: "g" } });
  });

  for (const [name, configuration] of [
    ["an Output", unknownValue],
    ["nothing", {}],
    ["two protocols", { mcp: { lambda: {} }, http: { passthrough: {} } }],
    ["two kinds", { mcp: { lambda: {}, mcpServer: {} } }],
    ["a kind that does not exist", { mcp: { openapi: {} } }],
    ["a kind that is an Output", { mcp: unknownValue }],
  ] as const)
    it(`is refused if it is ${name}`, () => {
      const { problems } = read(configuration);
      expect(pathsOf(problems)).to.deep.equal(["target.targetConfiguration"]);
      expect(reasonsOf(problems)).to.match(/exactly one of "mcp\.openApiSchema".*not Outputs/);
    });

  it("is refused if permissions depend on something inside an Output", () => {
    const { problems } = read({ mcp: { mcpServer: { endpoint: "e", mcpToolSchema: unknownValue } } });
    expect(pathsOf(problems)).to.deep.equal(["target.targetConfiguration.mcp.mcpServer.mcpToolSchema"]);
  });

  it("must not repeat the properties of the target", () => {
    const { problems } = read({ mcp: { lambda: { lambdaArn: "f" } } }, { function: "f" });
    expect(pathsOf(problems)).to.deep.equal(["target.function"]);
  });

  it("gives problems its own paths", () => {
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

describe("The operations that a target offers", () => {
  it("are those of its filters and overrides", () => {
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
  it("are not repeated if an override renames an operation of a filter", () => {
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
  it("are required in filters and overrides", () => {
    const refused = { filterPath: "/仕様/*", methods: ["GET"] };
    const tools = {
      toolFilters: [{ filterPath: "/pets/*" }, null, { filterPath: 7, methods: "GET" }, unknownValue, refused],
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
      "tools.toolFilters[4].filterPath",
      "tools.toolOverrides[0].path",
    ]);
    for (const unchecked of [undefined, null, unknownValue, {}, { toolFilters: unknownValue, toolOverrides: null }])
      expect(toolsProblems("tools", unchecked)).to.deep.equal([]);
    const apiGateway = { restApiId: "a1", stage: "prod", apiGatewayToolConfiguration: tools };
    const target = { targetConfiguration: { mcp: { apiGateway } } };
    const args = { gateway: { name: "tools", role: "r" }, target, credential: { type: "GATEWAY_IAM_ROLE" } };
    expect(pathsOf(problemsOf(args))).to.include(
      "target.targetConfiguration.mcp.apiGateway.apiGatewayToolConfiguration.toolFilters[0].methods",
    );
  });
  it("are all operations if it names none", () => {
    for (const tools of [{}, { toolFilters: [] }]) expect(shownOperations(tools)).to.equal(undefined);
  });
});

describe("A private CA certificate", () => {
  const secretArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:private-ca-AbCdEf";
  const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";
  const object = { bucket: "certificates", key: "private-ca.pem" };
  const problemsOfCertificate = (certificate: unknown, type = "openApiSchema") =>
    problemsOf({ gateway: { name: "tools", role: "r" }, target: { type, certificate }, credential: { type: "NONE" } });
  const form = /exactly one of \{ secretArn \}, \{ bucket, key \} or \{ uri \}\./;

  itAccepts(problemsOfCertificate, [
    ["none", undefined],
    ["a secret", { secretArn }],
    ["a secret with its key", { secretArn, kmsKeyArn }],
    ["an object with its key", { ...object, kmsKeyArn }],
    ["an address", { uri: "s3://certificates/private-ca.pem" }],
    ["Outputs", { secretArn: unknownValue, kmsKeyArn: unknownValue }],
    ["an Output", unknownValue],
  ]);
  itRejects(problemsOfCertificate, "target.certificate", [
    ["the certificate itself", "-----BEGIN CERTIFICATE-----", "", /must be \{ secretArn \}, .* or \{ uri \}, not /],
    ["nothing in it", {}, "", form],
    ["a secret and an object", { secretArn, ...object }, "", form],
    ["a secret's name", { secretArn: "private-ca" }, ".secretArn", /not the ARN of a secret/],
    ["every secret", { secretArn: secretArn.replace("private-ca", "*") }, ".secretArn", /must name one thing/],
    ["a misspelt property", { secretArn, kmsKey: kmsKeyArn }, ".kmsKey", /no such property/],
    ["an alias of a key", { secretArn, kmsKeyArn: kmsKeyArn.replace("key/", "alias/") }, ".kmsKeyArn", /an alias/],
    ["a wildcard in an object's key", { ...object, key: "*" }, ".key", /\*/],
  ]);
  for (const type of ["mcpServer", "passthrough"])
    it(`can be that of a target of type ${type}`, () =>
      expect(pathsOf(problemsOfCertificate({ secretArn }, type))).to.deep.equal([]));
  for (const type of ["inferenceProvider", "smithyModel"])
    it(`is refused for a target of type ${type}, which has no private endpoint`, () =>
      expect(pathsOf(problemsOfCertificate({ secretArn }, type))).to.include("target.certificate"));
});

describe("A schema in Amazon S3", () => {
  const problemsOfSchema = (schema: unknown, type = "openApiSchema") =>
    problemsOf({ gateway: { name: "tools", role: "r" }, target: { type, schema }, credential: { type: "NONE" } });
  const key = "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef";
  itAccepts(problemsOfSchema, [
    ["an object", { bucket: "schemas", key: "tickets/v1.json" }],
    ["its address", { uri: "s3://schemas/tickets/v1.json" }],
    ["its key", { uri: "s3://schemas/tickets/v1.json", kmsKeyArn: key }],
    ["Outputs", { bucket: unknownValue, key: unknownValue, kmsKeyArn: unknownValue }],
    ["a key with every kind of character that IAM allows", { bucket: "schemas", key: "a é\u007f\u00a0ÿ$~.json" }],
  ]);

  itRejects(problemsOfSchema, "target.schema", [
    ["a key that IAM refuses", { bucket: "schemas", key: "仕様/openapi.json" }, ".key", /characters up to U\+00FF/],
    ["its address", { uri: "s3://schemas/仕様/openapi.json" }, ".uri", /characters up to U\+00FF/],
    ["the first character after the allowed ones", { bucket: "schemas", key: "\u0100" }, ".key", /up to U\+00FF/],
    ["a control character", { bucket: "schemas", key: "a\u0007" }, ".key", /up to U\+00FF/],
    ["a text", "s3://schemas/tickets.json", "", /must be \{ bucket, key \} or \{ uri \}/],
    ["a bucket alone", { bucket: "schemas" }, ".key", /missing/],
    ["a wildcard in the key", { bucket: "schemas", key: "*" }, ".key", /without \*/],
    ["a wildcard in the bucket", { bucket: "*", key: "a" }, ".bucket", /lower-case letters/],
    ["a variable", { uri: "s3://schemas/${aws:username}" }, ".uri", /without \*/],
    ["a URL", { uri: "https://schemas.example.com" }, ".uri", /"s3:\/\/BUCKET\/KEY"/],
    ["both forms", { uri: "s3://a/b", bucket: "abc", key: "b" }, ".uri", /together with bucket or key/],
    ["a wildcard for its key", { uri: "s3://schemas/a", kmsKeyArn: "*" }, ".kmsKeyArn", /must name one thing/],
  ]);

  it("is refused for a target without a schema", () => {
    expect(pathsOf(problemsOfSchema({ uri: "s3://a/b" }, "apiGateway"))).to.deep.equal(["target.schema"]);
  });
});
