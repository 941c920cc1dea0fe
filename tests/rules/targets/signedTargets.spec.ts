import { expect } from "chai";
import { problemsOf, warningsOf } from "../outboundAuthRules";
import { unknownValue } from "../../../provider/rules/core/values";
import { invokesOwnGateway } from "../../../provider/rules/targets/signing";
import { pathsOf, reasonsOf } from "../judged";

const gateway = { name: "tools", role: "tools-role" };
const runtime = "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/assistant-a1B2c3D4e5";
const otherGateway = "arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/search-0123456789";
const functionArn = "arn:aws:lambda:us-east-1:123456789012:function:tickets";
const statements = [{ Action: "dynamodb:GetItem", Resource: "arn:aws:dynamodb:us-east-1:123456789012:table/tickets" }];
const api = { restApi: "a1b2c3d4e5", stage: "prod" };
const role = (target: object, credential: object = {}) => ({
  gateway,
  target,
  credential: { type: "GATEWAY_IAM_ROLE", ...credential },
});
const calling = (calls: unknown, credential: object = {}, type = "mcpServer") => role({ type, calls }, credential);

describe("rules of what the gateway's own role calls", () => {
  for (const { name, args } of [
    ...["mcpServer", "openApiSchema", "passthrough"].flatMap((type) => [
      { name: `a runtime, by ${type}`, args: calling({ runtime, qualifier: "prod" }, {}, type) },
      { name: `another gateway, by ${type}`, args: calling({ gateway: otherGateway }, {}, type) },
      { name: `an API, by ${type}`, args: calling({ api }, {}, type) },
      { name: `a function URL, by ${type}`, args: calling({ functionUrl: "tickets", qualifier: "live" }, {}, type) },
      {
        name: `any service, by ${type}`,
        args: calling({ statements }, { service: "dynamodb", region: "eu-west-1" }, type),
      },
    ]),
    ...["smithyModel", "connector"].map((type) => ({
      name: `a service, by ${type}`,
      args: calling({ statements }, {}, type),
    })),
    {
      name: "an inference provider, which is told its service",
      args: calling({ statements }, { service: "bedrock" }, "inferenceProvider"),
    },
    { name: "a stage of API Gateway", args: role({ type: "apiGateway", ...api }) },
    {
      name: "operations of a stage",
      args: role({ type: "apiGateway", ...api, operations: [{ method: "GET", path: "/tickets/{id}" }] }),
    },
    { name: "a runtime of its own kind", args: role({ type: "agentcoreRuntime", runtime, qualifier: "DEFAULT" }) },
    { name: "resources, which are known later", args: calling({ runtime: unknownValue, qualifier: unknownValue }) },
    { name: "operations that are known later", args: role({ type: "apiGateway", ...api, operations: unknownValue }) },
    { name: "a service that agrees with what is called", args: calling({ runtime }, { service: "bedrock-agentcore" }) },
    { name: "a service that is known later", args: calling({ statements }, { service: unknownValue }) },
    { name: "the own gateway, too", args: calling({ runtime }, { invokeOwnGateway: true }) },
    ...[{ runtime }, { gateway: otherGateway }, { functionUrl: functionArn }].flatMap((call) => [
      { name: `the Region of an ARN, of ${Object.keys(call)[0]}`, args: calling(call, { region: "us-east-1" }) },
      {
        name: `a Region that is known later, of ${Object.keys(call)[0]}`,
        args: calling(call, { region: unknownValue }),
      },
    ]),
    ...[{ runtime: unknownValue }, { gateway: unknownValue }, { functionUrl: unknownValue }].map((call) => ({
      name: `a Region where the ARN is known later, of ${Object.keys(call)[0]}`,
      args: calling(call, { region: "eu-west-1" }),
    })),
    { name: "a Region for a function's name", args: calling({ functionUrl: "tickets" }, { region: "eu-west-1" }) },
    { name: "a Region for an API", args: calling({ api }, { region: "eu-west-1" }) },
    {
      name: "a function's own gateway, on request",
      args: role({ type: "lambda", function: "tickets" }, { invokeOwnGateway: true }),
    },
    {
      name: "the stage of an API with a key, which nobody asks for",
      args: {
        gateway,
        target: { type: "apiGateway", ...api },
        credential: { type: "API_KEY", apiKey: "k", credentialLocation: "HEADER", credentialParameterName: "X-Key" },
      },
    },
  ])
    it(`accept ${name}`, () => expect(problemsOf(args)).to.deep.equal([]));

  for (const { name, args, paths, says } of [
    {
      name: "no call",
      args: role({ type: "mcpServer" }),
      paths: ["target.calls"],
      says: /missing: write what the role calls: \{ runtime, qualifier \}, or \{ gateway \}, or .*\{ statements \}/,
    },
    {
      name: "a Smithy model's service that nobody says",
      args: role({ type: "smithyModel" }),
      paths: ["target.calls"],
      says: /what the role calls: \{ statements \}/,
    },
    {
      name: "a call that is an Output",
      args: calling(unknownValue),
      paths: ["target.calls"],
      says: /not an Output/,
    },
    {
      name: "two calls",
      args: calling({ runtime, gateway: otherGateway }),
      paths: ["target.calls"],
      says: /sets more than one of its forms\. Write exactly one/,
    },
    { name: "an empty call", args: calling({}), paths: ["target.calls"], says: /sets none of its forms/ },
    {
      name: "a misspelt call",
      args: calling({ runtimeArn: runtime }),
      paths: ["target.calls", "target.calls.runtimeArn"],
      says: /no such property/,
    },
    {
      name: "a runtime for a Smithy model",
      args: calling({ runtime }, {}, "smithyModel"),
      paths: ["target.calls.runtime"],
      says: /do not call this\. Write \{ statements \}/,
    },
    {
      name: "a call with another credential",
      args: { gateway, target: { type: "mcpServer", calls: { runtime } }, credential: { type: "NONE" } },
      paths: ["target.calls"],
      says: /for "GATEWAY_IAM_ROLE" only\. Remove it/,
    },
    {
      name: "a call for a target that says it itself",
      args: role({ type: "agentcoreRuntime", runtime, calls: { runtime } }),
      paths: ["target.calls"],
      says: /no such property/,
    },
    {
      name: "a star in a runtime's ARN",
      args: calling({ runtime: runtime.replace("assistant", "*") }),
      paths: ["target.calls.runtime"],
      says: /must name one thing/,
    },
    {
      name: "a runtime with its endpoint",
      args: calling({ runtime: `${runtime}/runtime-endpoint/prod` }),
      paths: ["target.calls.runtime"],
      says: /not the ARN of an AgentCore Runtime.*The endpoint belongs in qualifier/,
    },
    {
      name: "a star for a runtime's endpoint",
      args: calling({ runtime, qualifier: "*" }),
      paths: ["target.calls.qualifier"],
      says: /a letter first/,
    },
    {
      name: "no runtime",
      args: role({ type: "agentcoreRuntime" }),
      paths: ["target.runtime"],
      says: /missing: write the runtime/,
    },
    {
      name: "a question mark in a gateway's ARN",
      args: calling({ gateway: otherGateway.replace("0123456789", "??????????") }),
      paths: ["target.calls.gateway"],
      says: /must name one thing/,
    },
    {
      name: "a gateway by its id",
      args: calling({ gateway: "search-0123456789" }),
      paths: ["target.calls.gateway"],
      says: /not the ARN of a gateway/,
    },
    {
      name: "an API without its stage",
      args: calling({ api: { restApi: "a1b2c3d4e5" } }),
      paths: ["target.calls.api.stage"],
      says: /missing/,
    },
    {
      name: "a stage without anything",
      args: role({ type: "apiGateway" }),
      paths: ["target.restApi", "target.stage"],
      says: /missing: write the API/,
    },
    {
      name: "stars in an API",
      args: role({
        type: "apiGateway",
        restApi: "*",
        stage: "*",
        operations: [
          { method: "*", path: "/*" },
          { method: "GET", path: "/${aws:username}" },
        ],
      }),
      paths: [
        "target.restApi",
        "target.stage",
        "target.operations[0].method",
        "target.operations[0].path",
        "target.operations[1].path",
      ],
      says: /parameters in braces/,
    },
    {
      name: "no operations, said so",
      args: role({ type: "apiGateway", ...api, operations: [] }),
      paths: ["target.operations"],
      says: /has 0 entries/,
    },
    {
      name: "the URL of a version",
      args: calling({ functionUrl: "tickets", qualifier: "7" }),
      paths: ["target.calls.qualifier"],
      says: /a version has no URL; .*Write the alias/,
    },
    {
      name: "a function URL's alias that contradicts the one in the ARN",
      args: calling({ functionUrl: "arn:aws:lambda:us-east-1:123456789012:function:tickets:live", qualifier: "next" }),
      paths: ["target.calls.qualifier"],
      says: /at the end of the ARN in target\.calls\.functionUrl\. Remove one/,
    },
    {
      name: "a star for a function URL",
      args: calling({ functionUrl: "arn:aws:lambda:us-east-1:123456789012:function:*" }),
      paths: ["target.calls.functionUrl"],
      says: /must name one thing/,
    },
    {
      name: "actions that are patterns",
      args: calling(
        { statements: [...["*", "dynamodb:*", "dynamodb:Get?tem"].map((Action) => ({ ...statements[0], Action }))] },
        { service: "dynamodb" },
      ),
      paths: [0, 1, 2].map((index) => `target.calls.statements[${index}].Action`),
      says: /contains a wildcard\. Write each action/,
    },
    {
      name: "a statement that says nothing",
      args: calling({ statements: [{}] }, { service: "dynamodb" }),
      paths: ["target.calls.statements[0].Action", "target.calls.statements[0].Resource"],
      says: /missing: write the actions/,
    },
    {
      name: "what is no permission",
      args: calling({ statements: [{ ...statements[0], Effect: "Deny", NotAction: "x:Y" }] }, { service: "dynamodb" }),
      paths: ["target.calls.statements[0].NotAction", "target.calls.statements[0].Effect"],
      says: /must be "Allow"/,
    },
    {
      name: "no statements, said so",
      args: calling({ statements: [] }, { service: "dynamodb" }),
      paths: ["target.calls.statements"],
      says: /is empty/,
    },
    {
      name: "a service that nobody says",
      args: calling({ statements }),
      paths: ["credential.service"],
      says: /missing: write the service/,
    },
    {
      name: "a service that contradicts what is called",
      args: calling({ runtime }, { service: "lambda" }),
      paths: ["credential.service"],
      says: /contradicts target\.calls, which implies "bedrock-agentcore"/,
    },
    ...[{ runtime }, { gateway: otherGateway }, { functionUrl: functionArn }].map((call) => ({
      name: `a Region that contradicts an ARN, of ${Object.keys(call)[0]}`,
      args: calling(call, { region: "eu-west-1" }),
      paths: ["credential.region"],
      says: /contradicts what is called, which is in Region us-east-1 and .*Remove it/,
    })),
    {
      name: "a service's name with a space",
      args: calling({ statements }, { service: "dynamo db", region: "us east" }),
      paths: ["credential.service", "credential.region"],
      says: /as signatures name it/,
    },
    ...[
      { type: "lambda", function: "tickets" },
      { type: "apiGateway", ...api },
      { type: "smithyModel", calls: { statements } },
      { type: "connector", calls: { statements } },
      { type: "agentcoreRuntime", runtime },
    ].map((target) => ({
      name: `a service and Region for a target of type ${target.type}, with the reason`,
      args: role(target, { service: "lambda", region: "us-east-1" }),
      paths: ["credential.service", "credential.region"],
      says: new RegExp(`the service refuses it for a target of type "${target.type}": .+\\. Remove it\\.`),
    })),
    {
      name: "a switch that is an Output",
      args: calling({ runtime }, { invokeOwnGateway: unknownValue }),
      paths: ["credential.invokeOwnGateway"],
      says: /must be true or false/,
    },
    {
      name: "a switch that does not exist",
      args: calling({ runtime }, { invokeGateway: true }),
      paths: ["credential.invokeGateway"],
      says: /Properties here: type, service, region, invokeOwnGateway/,
    },
  ])
    it(`refuse ${name}`, () => {
      const problems = problemsOf(args);
      expect(pathsOf(problems)).to.deep.equal(paths);
      expect(reasonsOf(problems)).to.match(says);
    });

  it("let MCP servers and APIs call the own gateway where the program does not say, and nothing else", () => {
    const types = ["openApiSchema", "mcpServer", "apiGateway", "passthrough", "lambda", "smithyModel", "connector"];
    expect(types.filter((type) => invokesOwnGateway(type, undefined))).to.deep.equal(["openApiSchema", "mcpServer"]);
    expect(invokesOwnGateway("mcpServer", false)).to.equal(false);
    expect(invokesOwnGateway("lambda", true)).to.equal(true);
  });
});

describe("rules of credentials that are the caller's", () => {
  const caller = (credential: object, target: object = { type: "passthrough" }) => ({ gateway, target, credential });
  for (const { name, args } of [
    { name: "the caller's permissions", args: caller({ type: "CALLER_IAM_CREDENTIALS", service: "execute-api" }) },
    {
      name: "another Region",
      args: caller({ type: "CALLER_IAM_CREDENTIALS", service: "execute-api", region: unknownValue }),
    },
    { name: "the caller's JWT", args: caller({ type: "JWT_PASSTHROUGH" }, { type: "agentcoreRuntime" }) },
  ])
    it(`accept ${name}`, () => expect(problemsOf(args)).to.deep.equal([]));

  for (const { name, args, paths } of [
    { name: "no service", args: caller({ type: "CALLER_IAM_CREDENTIALS" }), paths: ["credential.service"] },
    {
      name: "a service for a JWT",
      args: caller({ type: "JWT_PASSTHROUGH", service: "lambda" }),
      paths: ["credential.service"],
    },
    {
      name: "the own gateway for the caller",
      args: caller({ type: "CALLER_IAM_CREDENTIALS", service: "lambda", invokeOwnGateway: true }),
      paths: ["credential.invokeOwnGateway"],
    },
  ])
    it(`refuse ${name}`, () => expect(pathsOf(problemsOf(args))).to.deep.equal(paths));
});

describe("rules of schemas in Amazon S3", () => {
  const withSchema = (schema: unknown, type = "openApiSchema") => ({
    gateway,
    target: { type, schema },
    credential: { type: "NONE" },
  });
  const key = "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef";
  for (const { name, schema } of [
    { name: "an object", schema: { bucket: "schemas", key: "tickets/v1.json" } },
    { name: "its address", schema: { uri: "s3://schemas/tickets/v1.json" } },
    { name: "its key", schema: { uri: "s3://schemas/tickets/v1.json", kmsKeyArn: key } },
    { name: "what is known later", schema: { bucket: unknownValue, key: unknownValue, kmsKeyArn: unknownValue } },
  ])
    it(`accept ${name}`, () => expect(problemsOf(withSchema(schema))).to.deep.equal([]));

  for (const { name, schema, paths } of [
    { name: "a text", schema: "s3://schemas/tickets.json", paths: ["target.schema"] },
    { name: "a bucket alone", schema: { bucket: "schemas" }, paths: ["target.schema.key"] },
    { name: "a star in the key", schema: { bucket: "schemas", key: "*" }, paths: ["target.schema.key"] },
    { name: "a star in the bucket", schema: { bucket: "*", key: "a" }, paths: ["target.schema.bucket"] },
    { name: "a variable", schema: { uri: "s3://schemas/${aws:username}" }, paths: ["target.schema.uri"] },
    { name: "a URL", schema: { uri: "https://schemas.example.com" }, paths: ["target.schema.uri"] },
    { name: "both forms", schema: { uri: "s3://a/b", bucket: "abc", key: "b" }, paths: ["target.schema.uri"] },
    {
      name: "a star for its key",
      schema: { uri: "s3://schemas/a", kmsKeyArn: "*" },
      paths: ["target.schema.kmsKeyArn"],
    },
  ])
    it(`refuse ${name}`, () => expect(pathsOf(problemsOf(withSchema(schema)))).to.deep.equal(paths));

  it("refuse one for a target that has no schema", () => {
    expect(pathsOf(problemsOf(withSchema({ uri: "s3://a/b" }, "apiGateway")))).to.deep.equal(["target.schema"]);
  });
});

describe("warnings of a bundle", () => {
  const exchange = (credential: object) => ({
    gateway,
    target: { type: "mcpServer" },
    credential: { type: "OAUTH", scopes: [], grantType: "TOKEN_EXCHANGE", ...credential },
  });
  it("say which vendors may not exchange tokens", () => {
    const warnings = warningsOf(exchange({ oauth2: { vendor: "GithubOauth2" } }));
    expect(pathsOf(warnings)).to.deep.equal(["credential.oauth2.vendor"]);
    expect(warningsOf(exchange({ oauth2: { vendor: "CustomOauth2" } }))).to.deep.equal([]);
  });
  it("say nothing of what is certain", () => {
    expect(warningsOf(calling({ runtime }))).to.deep.equal([]);
  });
});
