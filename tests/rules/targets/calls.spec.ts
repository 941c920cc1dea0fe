import { expect } from "chai";
import { unknownValue } from "../../../provider/rules/core/values";
import { invokesOwnGateway } from "../../../provider/rules/credentials/signing";
import { itAccepts, itRejects, itRejectsValues, pathsOf } from "../cases";
import { problemsOf, warningsOf } from "../outboundAuthRules";

const gateway = { name: "tools", role: "tools-role" };
const runtime = "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/assistant-a1B2c3D4e5";
const memoryArn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:memory/notes-a1B2c3D4e5";
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

describe("What the gateway's role calls", () => {
  itAccepts(problemsOf, [
    ...["mcpServer", "openApiSchema", "passthrough"].flatMap((type) => [
      [`a runtime, by ${type}`, calling({ runtime, qualifier: "prod" }, {}, type)] as const,
      [`another gateway, by ${type}`, calling({ gateway: otherGateway }, {}, type)] as const,
      [`an API, by ${type}`, calling({ api }, {}, type)] as const,
      [`a function URL, by ${type}`, calling({ functionUrl: "tickets", qualifier: "live" }, {}, type)] as const,
      [`any service, by ${type}`, calling({ statements }, { service: "dynamodb", region: "eu-west-1" }, type)] as const,
    ]),
    ...["smithyModel", "connector"].map(
      (type) => [`a service, by ${type}`, calling({ statements }, {}, type)] as const,
    ),
    ...["inferenceProvider", "inferenceConnector"].flatMap((type) => [
      [`what ${type} calls, without a service`, calling({ statements }, {}, type)] as const,
      [
        `what ${type} calls, with a service and a Region`,
        calling({ statements }, { service: "bedrock", region: "us-east-1" }, type),
      ] as const,
    ]),
    ["the service of what is called", calling({ runtime }, { service: "bedrock-agentcore" })],
    ["a service that is an Output", calling({ statements }, { service: unknownValue })],
    ["the gateway itself, too", calling({ runtime }, { invokeOwnGateway: true })],
    ...[{ runtime }, { gateway: otherGateway }, { functionUrl: functionArn }].flatMap((call) => [
      [`the Region of an ARN, of ${Object.keys(call)[0]}`, calling(call, { region: "us-east-1" })] as const,
      [`a Region that is an Output, of ${Object.keys(call)[0]}`, calling(call, { region: unknownValue })] as const,
    ]),
    ...[{ runtime: unknownValue }, { gateway: unknownValue }, { functionUrl: unknownValue }].map(
      (call) =>
        [
          `a Region where the ARN is known later, of ${Object.keys(call)[0]}`,
          calling(call, { region: "eu-west-1" }),
        ] as const,
    ),
    ["a Region for a function's name", calling({ functionUrl: "tickets" }, { region: "eu-west-1" })],
    ["a Region for an API", calling({ api }, { region: "eu-west-1" })],
    [
      "the gateway itself for a Lambda target",
      role({ type: "lambda", function: "tickets" }, { invokeOwnGateway: true }),
    ],
    [
      "a stage with an API key, which needs none",
      {
        gateway,
        target: { type: "apiGateway", ...api },
        credential: { type: "API_KEY", apiKey: "k", credentialLocation: "HEADER", credentialParameterName: "X-Key" },
      },
    ],
    ["resources and Outputs", calling({ runtime: unknownValue, qualifier: unknownValue })],
  ]);

  const problemsOfRole = (changes: object) => problemsOf(role(changes));
  itAccepts(problemsOfRole, [
    ["a stage of API Gateway", { type: "apiGateway", ...api }],
    ["operations of a stage", { type: "apiGateway", ...api, operations: [{ method: "GET", path: "/tickets/{id}" }] }],
    ["a runtime target", { type: "agentcoreRuntime", runtime, qualifier: "DEFAULT" }],
    ["a web search, without calls", { type: "connector", connectorId: "web-search" }],
    [
      "a web search in the shape of @pulumi/aws",
      { targetConfiguration: { mcp: { connector: { source: { connectorId: "web-search" } } } } },
    ],
    [
      "what another connector calls",
      { type: "connector", connectorId: "bedrock-knowledge-bases", calls: { statements } },
    ],
    ["a memory by its id", { type: "httpConnector", memory: "notes-a1B2c3D4e5" }],
    ["a memory by its ARN", { type: "httpConnector", memory: memoryArn }],
    ["a memory that is a resource", { type: "httpConnector", memory: unknownValue }],
    ["operations that are Outputs", { type: "apiGateway", ...api, operations: unknownValue }],
  ]);

  itRejects(problemsOfRole, "target.", [
    [
      "no call",
      { type: "mcpServer" },
      "calls",
      /missing: write what the role calls: \{ runtime, qualifier \}, or \{ gateway \}, or .*\{ statements \}\. With \{ statements \}, also write credential\.service/,
    ],
    ...["smithyModel", "inferenceProvider", "inferenceConnector"].map(
      (type) => [`${type} without calls`, { type }, "calls", /what the role calls: \{ statements \}\.$/] as const,
    ),
    [
      "calls for a target that describes its call itself",
      { type: "agentcoreRuntime", runtime, calls: { runtime } },
      "calls",
      /no such property/,
    ],
    ["no runtime", { type: "agentcoreRuntime" }, "runtime", /missing: write the runtime/],
    [
      "calls beside a web search",
      { type: "connector", connectorId: "web-search", calls: { statements } },
      "calls",
      /follows from the connector "web-search"\. Remove it/,
    ],
    [
      "another connector without calls",
      { type: "connector", connectorId: "bedrock-knowledge-bases" },
      "calls",
      /write what the role calls: \{ statements \}/,
    ],
    [
      "an id of a connector for another target",
      { type: "mcpServer", calls: { runtime }, connectorId: "web-search" },
      "connectorId",
      /no such property/,
    ],
    ["the name of something that every object has", { type: "connector", connectorId: "toString" }, "calls", /missing/],
    [
      "an empty id of a connector",
      { type: "connector", connectorId: "", calls: { statements } },
      "connectorId",
      /1 to 256/,
    ],
    ["no memory", { type: "httpConnector" }, "memory", /missing: write the memory/],
    [
      "calls beside a memory",
      { type: "httpConnector", memory: memoryArn, calls: { statements } },
      "calls",
      /no such property/,
    ],
    [
      "a memory by its name",
      { type: "httpConnector", memory: "notes" },
      "memory",
      /not a memory.*"NAME-ID", or its ARN/,
    ],
    ["a runtime as a memory", { type: "httpConnector", memory: runtime }, "memory", /not a memory/],
    [
      "every memory",
      { type: "httpConnector", memory: memoryArn.replace("notes", "*") },
      "memory",
      /must name one thing/,
    ],
    ["an empty list of operations", { type: "apiGateway", ...api, operations: [] }, "operations", /has 0 entries/],
  ]);

  const problemsOfCalling = (value: unknown) => problemsOf(calling(value));
  itRejectsValues(problemsOfCalling, "target.calls.", {
    runtime: [
      ["a wildcard in a runtime's ARN", runtime.replace("assistant", "*"), /must name one thing/],
      [
        "a runtime with its endpoint",
        `${runtime}/runtime-endpoint/prod`,
        /not the ARN of an AgentCore Runtime.*The endpoint belongs in qualifier/,
      ],
    ],
    gateway: [
      ["a question mark in a gateway's ARN", otherGateway.replace("0123456789", "??????????"), /must name one thing/],
      ["a gateway by its id", "search-0123456789", /not the ARN of a gateway/],
    ],
    api: [["an API without its stage", { restApi: "a1b2c3d4e5" }, /missing/, ".stage"]],
    functionUrl: [
      ["a wildcard for a function URL", "arn:aws:lambda:us-east-1:123456789012:function:*", /must name one thing/],
    ],
  });

  itRejects(problemsOfCalling, "target.calls", [
    ["a call that is an Output", unknownValue, "", /not an Output/],
    ["two calls", { runtime, gateway: otherGateway }, "", /sets more than one of its forms\. Write exactly one/],
    ["an empty call", {}, "", /sets none of its forms/],
    ["a wildcard for a runtime's endpoint", { runtime, qualifier: "*" }, ".qualifier", /a letter first/],
    [
      "the URL of a version",
      { functionUrl: "tickets", qualifier: "7" },
      ".qualifier",
      /a version has no URL; .*Write the alias/,
    ],
    [
      "a function URL's alias that contradicts the one in the ARN",
      { functionUrl: "arn:aws:lambda:us-east-1:123456789012:function:tickets:live", qualifier: "next" },
      ".qualifier",
      /at the end of the ARN in target\.calls\.functionUrl\. Remove one/,
    ],
  ]);

  itRejects(problemsOf, "", [
    ["statements without a service", calling({ statements }), "credential.service", /missing: write the service/],
    [
      "a Region without a service for an inference target",
      calling({ statements }, { region: "us-east-1" }, "inferenceProvider"),
      "credential.service",
      /missing: write the service/,
    ],
    [
      "a misspelt call",
      calling({ runtimeArn: runtime }),
      ["target.calls", "target.calls.runtimeArn"],
      /no such property/,
    ],
    [
      "a runtime for a Smithy model",
      calling({ runtime }, {}, "smithyModel"),
      "target.calls.runtime",
      /does not take this form of calls\. Write \{ statements \}/,
    ],
    [
      "a call with another credential",
      { gateway, target: { type: "mcpServer", calls: { runtime } }, credential: { type: "NONE" } },
      "target.calls",
      /for "GATEWAY_IAM_ROLE" only\. Remove it/,
    ],
    [
      "a stage without anything",
      role({ type: "apiGateway" }),
      ["target.restApi", "target.stage"],
      /missing: write the API/,
    ],
    [
      "wildcards in an API",
      role({
        type: "apiGateway",
        restApi: "*",
        stage: "*",
        operations: [
          { method: "*", path: "/*" },
          { method: "GET", path: "/${aws:username}" },
        ],
      }),
      [
        "target.restApi",
        "target.stage",
        "target.operations[0].method",
        "target.operations[0].path",
        "target.operations[1].path",
      ],
      /parameters in braces/,
    ],
    [
      "actions that are patterns",
      calling(
        { statements: [...["*", "dynamodb:*", "dynamodb:Get?tem"].map((Action) => ({ ...statements[0], Action }))] },
        { service: "dynamodb" },
      ),
      [0, 1, 2].map((index) => `target.calls.statements[${index}].Action`),
      /contains a wildcard\. Write each action/,
    ],
    [
      "an empty statement",
      calling({ statements: [{}] }, { service: "dynamodb" }),
      ["target.calls.statements[0].Action", "target.calls.statements[0].Resource"],
      /missing: write the actions/,
    ],
    [
      "conditions that a missing value would remove",
      calling(
        {
          statements: [
            {},
            [],
            "x",
            { StringEquals: undefined },
            { StringEquals: {} },
            { StringEquals: { "aws:ResourceAccount": undefined } },
            { StringEquals: { "aws:ResourceAccount": [null] } },
            { StringEquals: { "aws:ResourceAccount": unknownValue }, Bool: unknownValue },
          ].map((Condition) => ({ ...statements[0], Condition })),
        },
        { service: "dynamodb" },
      ),
      [
        ...[0, 1, 2].map((index) => `target.calls.statements[${index}].Condition`),
        ...[3, 4].map((index) => `target.calls.statements[${index}].Condition.StringEquals`),
        ...[5, 6].map((index) => `target.calls.statements[${index}].Condition.StringEquals["aws:ResourceAccount"]`),
      ],
      /missing: write the value, or remove the key\. Without it, more is allowed\./,
    ],
    [
      "characters that IAM refuses in policies",
      calling(
        {
          statements: [
            { ...statements[0], Resource: ["arn:aws:s3:::schemas/é", "arn:aws:s3:::schemas/仕様"] },
            { ...statements[0], Condition: { StringEquals: { "aws:PrincipalTag/team": ["é", "仕様"] } } },
            { ...statements[0], Condition: { StringEquals: { "aws:PrincipalTag/仕様": "a" } } },
          ],
        },
        { service: "dynamodb" },
      ),
      [
        "target.calls.statements[0].Resource",
        `target.calls.statements[1].Condition.StringEquals["aws:PrincipalTag/team"]`,
        `target.calls.statements[2].Condition.StringEquals["aws:PrincipalTag/仕様"]`,
      ],
      /up to U\+00FF only/,
    ],
    [
      "a Deny and a NotAction",
      calling({ statements: [{ ...statements[0], Effect: "Deny", NotAction: "x:Y" }] }, { service: "dynamodb" }),
      ["target.calls.statements[0].NotAction", "target.calls.statements[0].Effect"],
      /must be "Allow"/,
    ],
    [
      "an empty list of statements",
      calling({ statements: [] }, { service: "dynamodb" }),
      "target.calls.statements",
      /is empty/,
    ],
    [
      "a service that contradicts what is called",
      calling({ runtime }, { service: "lambda" }),
      "credential.service",
      /contradicts target\.calls, which implies "bedrock-agentcore"/,
    ],
    ...[{ runtime }, { gateway: otherGateway }, { functionUrl: functionArn }].map(
      (call) =>
        [
          `a Region that contradicts an ARN, of ${Object.keys(call)[0]}`,
          calling(call, { region: "eu-west-1" }),
          "credential.region",
          /contradicts what is called, which is in Region us-east-1 and .*Remove it/,
        ] as const,
    ),
    [
      "a service's name with a space",
      calling({ statements }, { service: "dynamo db", region: "us east" }),
      ["credential.service", "credential.region"],
      /as signatures name it/,
    ],
    ...[
      { type: "lambda", function: "tickets" },
      { type: "apiGateway", ...api },
      { type: "smithyModel", calls: { statements } },
      { type: "connector", calls: { statements } },
      { type: "agentcoreRuntime", runtime },
      { type: "httpConnector", memory: memoryArn },
    ].map(
      (target) =>
        [
          `a service and Region for a target of type ${target.type}, with the reason`,
          role(target, { service: "lambda", region: "us-east-1" }),
          ["credential.service", "credential.region"],
          new RegExp(`the service refuses it for a target of type "${target.type}": .+\\. Remove it\\.`),
        ] as const,
    ),
    [
      "a switch that is an Output",
      calling({ runtime }, { invokeOwnGateway: unknownValue }),
      "credential.invokeOwnGateway",
      /must be true or false/,
    ],
    [
      "a switch that does not exist",
      calling({ runtime }, { invokeGateway: true }),
      "credential.invokeGateway",
      /Properties here: type, service, region, invokeOwnGateway/,
    ],
  ]);

  it("lets the role call its own gateway for MCP servers and APIs by default", () => {
    const types = ["openApiSchema", "mcpServer", "apiGateway", "passthrough", "lambda", "smithyModel", "connector"];
    expect(types.filter((type) => invokesOwnGateway(type, undefined))).to.deep.equal(["openApiSchema", "mcpServer"]);
    expect(invokesOwnGateway("mcpServer", false)).to.equal(false);
    expect(invokesOwnGateway("lambda", true)).to.equal(true);
  });
});

describe("The caller's credentials", () => {
  const caller = (credential: object, target: object = { type: "passthrough" }) => ({ gateway, target, credential });
  itAccepts(problemsOf, [
    ["the caller's permissions", caller({ type: "CALLER_IAM_CREDENTIALS", service: "execute-api" })],
    ["another Region", caller({ type: "CALLER_IAM_CREDENTIALS", service: "execute-api", region: unknownValue })],
    [
      "the caller's permissions for a memory, without a service",
      caller({ type: "CALLER_IAM_CREDENTIALS" }, { type: "httpConnector" }),
    ],
    ["the caller's JWT", caller({ type: "JWT_PASSTHROUGH" }, { type: "agentcoreRuntime" })],
  ]);

  for (const [name, args, paths] of [
    ["no service", caller({ type: "CALLER_IAM_CREDENTIALS" }), ["credential.service"]],
    [
      "a service and Region for a memory",
      caller(
        { type: "CALLER_IAM_CREDENTIALS", service: "bedrock-agentcore", region: "us-east-1" },
        { type: "httpConnector" },
      ),
      ["credential.service", "credential.region"],
    ],
    ["a service for a JWT", caller({ type: "JWT_PASSTHROUGH", service: "lambda" }), ["credential.service"]],
    [
      "the gateway itself",
      caller({ type: "CALLER_IAM_CREDENTIALS", service: "lambda", invokeOwnGateway: true }),
      ["credential.invokeOwnGateway"],
    ],
  ] as const)
    it(`refuses ${name}`, () => expect(pathsOf(problemsOf(args))).to.deep.equal(paths));
});

describe("Warnings of a bundle", () => {
  const exchange = (credential: object) => ({
    gateway,
    target: { type: "mcpServer" },
    credential: { type: "OAUTH", scopes: [], grantType: "TOKEN_EXCHANGE", ...credential },
  });
  it("name vendors that may not exchange tokens", () => {
    const settings = { authorizerType: "CUSTOM_JWT" };
    const warnings = warningsOf(exchange({ oauth2: { vendor: "GithubOauth2" } }), settings);
    expect(pathsOf(warnings)).to.deep.equal(["credential.oauth2.vendor"]);
    expect(warningsOf(exchange({ oauth2: { vendor: "CustomOauth2" } }), settings)).to.deep.equal([]);
  });
  it("do not mention what AWS documents", () => {
    expect(warningsOf(calling({ runtime }))).to.deep.equal([]);
  });
});
