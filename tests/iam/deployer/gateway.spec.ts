import { expect } from "chai";
import { deployerStatements, type Deployer } from "../../../provider/iam/deployer/deployer";
import { itDecides, itRefuses, type Row } from "../decisions";

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const here = "arn:aws:bedrock-agentcore:us-east-1:123456789012";
const tools = `${here}:gateway/tools-0123456789`;
const directory = `${here}:workload-identity-directory/default`;
const identity = `${directory}/workload-identity/tools-0123456789`;
const vault = `${here}:token-vault/default`;
const roleArn = "arn:aws:iam::123456789012:role/agents/tools";

const statementsFor = (part: Partial<Deployer>) =>
  deployerStatements({ ...scope, namePrefix: "search-", kinds: [], roleArn, ...part });
const gateway = { gatewayName: "Tools" };

const calls = (actions: readonly string[], resource: string, how: string): Row[] =>
  actions.map((action) => [`${action} ${how}`, `bedrock-agentcore:${action}`, resource]);
const pass = (name: string, resource: string, service?: string): Row => [
  name,
  "iam:PassRole",
  resource,
  service === undefined ? {} : { "iam:PassedToService": service },
];

const ofGateway = [
  "GetGateway",
  "UpdateGateway",
  "DeleteGateway",
  "CreateGatewayTarget",
  "GetGatewayTarget",
  "UpdateGatewayTarget",
  "DeleteGatewayTarget",
  "ListGatewayTargets",
  "SynchronizeGatewayTargets",
  "ListTagsForResource",
];
const ofIdentity = ["CreateWorkloadIdentity", "GetWorkloadIdentity", "DeleteWorkloadIdentity"];
const tokens = ["GetWorkloadAccessToken", "GetResourceOauth2Token", "GetResourceApiKey"];
const exported = (api: string, stage: string, type = "oas30") =>
  `arn:aws:apigateway:us-east-1::/restapis/${api}/stages/${stage}/exports/${type}`;

describe("the deployer's statements for the gateway", () => {
  describe("itself", () =>
    itDecides(
      statementsFor({ gateway }),
      [
        ["CreateGateway", "bedrock-agentcore:CreateGateway", "*"],
        ...calls(ofGateway, tools, "of its own"),
        ...calls(ofIdentity, directory, "on the directory"),
        ...calls(ofIdentity, identity, "of the gateway's identity"),
        pass("pass the role to AgentCore", roleArn, "bedrock-agentcore.amazonaws.com"),
      ],
      [
        ...calls(ofGateway, `${here}:gateway/tools-abc-0123456789`, "of a gateway whose name begins alike"),
        ...calls(ofGateway, tools.replace("123456789012", "999999999999"), "of another account"),
        ...calls(["InvokeGateway", "TagResource", "UntagResource"], tools, "of its own"),
        ...calls(["TagResource", "UpdateWorkloadIdentity", "GetWorkloadAccessToken"], identity, "of the identity"),
        ...calls(tokens, vault, "on the vault"),
        pass("pass the role to Lambda", roleArn, "lambda.amazonaws.com"),
        pass("pass the role without a service", roleArn),
        pass("pass another role", `${roleArn}2`, "bedrock-agentcore.amazonaws.com"),
        ["read an API", "apigateway:GET", exported("a1b2c3d4e5", "prod")],
      ],
    ));

  describe("with tags", () =>
    itDecides(
      statementsFor({ gateway: { ...gateway, hasTags: true } }),
      [
        ...calls(["TagResource", "UntagResource"], tools, "of its own"),
        ...calls(["TagResource"], directory, "on the directory"),
        ...calls(["TagResource"], identity, "of the gateway's identity"),
      ],
      [
        ...calls(["TagResource"], vault, "on the vault"),
        ...calls(["UntagResource"], identity, "of the gateway's identity"),
      ],
    ));

  describe("with APIs among its targets", () =>
    itDecides(
      statementsFor({ gateway: { ...gateway, apis: [{ apiId: "a1b2c3d4e5", stage: "prod" }] } }),
      [["read the description of the stage", "apigateway:GET", exported("a1b2c3d4e5", "prod")]],
      [
        ["read another stage", "apigateway:GET", exported("a1b2c3d4e5", "dev")],
        ["read another API", "apigateway:GET", exported("zzzzzzzzzz", "prod")],
        ["read another description", "apigateway:GET", exported("a1b2c3d4e5", "prod", "swagger")],
        ["read the API itself", "apigateway:GET", "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5"],
        ["change the stage", "apigateway:PATCH", exported("a1b2c3d4e5", "prod")],
      ],
    ));

  it("accept an API with the deployer's scope, as the caller's statements do", () =>
    expect(
      statementsFor({ gateway: { ...gateway, apis: [{ ...scope, apiId: "a1b2c3d4e5", stage: "prod" }] } }),
    ).to.deep.equal(statementsFor({ gateway: { ...gateway, apis: [{ apiId: "a1b2c3d4e5", stage: "prod" }] } })));

  describe("with schemas in S3, which AgentCore reads as the deployer", () => {
    const key = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";
    const read = (name: string, object: string, via?: string): Row => [
      name,
      "s3:GetObject",
      `arn:aws:s3:::${object}`,
      via === undefined ? {} : { "aws:CalledViaLast": via },
    ];
    const decrypt = (name: string, service: string): Row => [name, "kms:Decrypt", key, { "kms:ViaService": service }];
    const agentcore = "bedrock-agentcore.amazonaws.com";
    const schemas = [
      { bucket: "schemas", key: "tickets.json" },
      { bucket: "schemas", key: "a/orders.json", kmsKeyArn: key },
    ];
    itDecides(
      statementsFor({ gateway: { ...gateway, schemas } }),
      [
        read("read a schema through AgentCore", "schemas/tickets.json", agentcore),
        read("read another schema through AgentCore", "schemas/a/orders.json", agentcore),
        decrypt("use a schema's key through S3", "s3.us-east-1.amazonaws.com"),
      ],
      [
        read("read a schema itself", "schemas/tickets.json"),
        read("read a schema through another service", "schemas/tickets.json", "cloudformation.amazonaws.com"),
        read("read another object", "schemas/tickets.json2", agentcore),
        read("read another bucket", "schemas2/tickets.json", agentcore),
        decrypt("use a schema's key through another service", "secretsmanager.us-east-1.amazonaws.com"),
      ],
    );
    it("name an object and a key once each", () => {
      const [objects, keys] = statementsFor({ gateway: { ...gateway, schemas: [...schemas, ...schemas] } }).slice(-2);
      expect(objects?.Resource).to.deep.equal([
        "arn:aws:s3:::schemas/tickets.json",
        "arn:aws:s3:::schemas/a/orders.json",
      ]);
      expect(keys?.Resource).to.deep.equal([key]);
    });
  });

  const readSecret = (name: string, secret: string, via?: "true" | "false"): Row => [
    name,
    "secretsmanager:GetSecretValue",
    `arn:aws:secretsmanager:us-east-1:123456789012:secret:bedrock-agentcore-identity!default/${secret}-1a2b3c4d-LMwdhV`,
    via === undefined ? {} : { "aws:ViaAWSService": via },
  ];

  describe("whose targets AgentCore sets up as the deployer, with tokens", () =>
    itDecides(
      statementsFor({ gateway: { ...gateway, targetSetup: ["oauth2credentialprovider"] } }),
      [
        ...[directory, identity].flatMap((resource) =>
          calls(
            ["CreateWorkloadIdentity", "GetWorkloadAccessToken", "GetWorkloadAccessTokenForUserId"],
            resource,
            `on ${resource.slice(here.length + 1)}`,
          ),
        ),
        ...[vault, directory, identity, `${vault}/oauth2credentialprovider/search-1a2b3c4`].flatMap((resource) =>
          calls(
            ["GetResourceOauth2Token", "CompleteResourceTokenAuth"],
            resource,
            `on ${resource.slice(here.length + 1)}`,
          ),
        ),
        readSecret("read a client secret through AgentCore", "oauth2/search-1a2b3c4", "true"),
      ],
      [
        ...calls(
          ["GetResourceOauth2Token", "CompleteResourceTokenAuth"],
          `${vault}/oauth2credentialprovider/billing`,
          "of another name",
        ),
        ...calls(["GetResourceApiKey"], vault, "on the vault"),
        ...calls(
          ["GetWorkloadAccessToken", "GetWorkloadAccessTokenForUserId"],
          identity.replace("tools-", "other-"),
          "of another gateway's identity",
        ),
        readSecret("read a client secret itself", "oauth2/search-1a2b3c4", "false"),
        readSecret("read a client secret of another name", "oauth2/billing", "true"),
        readSecret("read an API key", "apikey/search-1a2b3c4", "true"),
      ],
    ));

  describe("whose targets AgentCore sets up as the deployer, with API keys", () =>
    itDecides(
      statementsFor({ gateway: { ...gateway, targetSetup: ["apikeycredentialprovider"] } }),
      [
        ...[vault, directory, identity, `${vault}/apikeycredentialprovider/search-1a2b3c4`].flatMap((resource) =>
          calls(["GetResourceApiKey"], resource, `on ${resource.slice(here.length + 1)}`),
        ),
        readSecret("read an API key through AgentCore", "apikey/search-1a2b3c4", "true"),
      ],
      [
        ...calls(["GetResourceOauth2Token", "CompleteResourceTokenAuth"], vault, "on the vault"),
        readSecret("read a client secret", "oauth2/search-1a2b3c4", "true"),
      ],
    ));

  it("are none if another deployer creates it", () => expect(statementsFor({})).to.deep.equal([]));

  itRefuses(statementsFor, [
    ["no role", { gateway, roleArn: undefined }, /^roleArn: must be the ARN of the role.*Write/],
    ["a star for the role", { gateway, roleArn: "arn:aws:iam::123456789012:role/*" }, /^roleArn: /],
    ["a star for the gateway", { gateway: { gatewayName: "*" } }, /^gatewayName: not /],
    ["a policy variable", { gateway: { gatewayName: "${aws:username}" } }, /^gatewayName: not /],
    [
      "a star for a stage",
      { gateway: { ...gateway, apis: [{ apiId: "a1b2c3d4e5", stage: "*" }] } },
      /^gateway\.apis\[0\]\.stage: not /,
    ],
    [
      "an API in another Region than the gateway",
      { gateway: { ...gateway, apis: [{ ...scope, region: "eu-west-1", apiId: "a1b2c3d4e5", stage: "prod" }] } },
      /^gateway\.apis\[0\]\.region: must be the deployer's.*Write "us-east-1", or leave it out/,
    ],
    [
      "single operations of an API, which AgentCore exports as a whole",
      { gateway: { ...gateway, apis: [{ apiId: "a1b2c3d4e5", stage: "prod", operations: [] }] } },
      /^gateway\.apis\[0\]\.operations: there is no such member/,
    ],
    [
      "a misspelt member of an API",
      { gateway: { ...gateway, apis: [{ apiId: "a1b2c3d4e5", stageName: "prod", stage: "prod" }] } },
      /^gateway\.apis\[0\]\.stageName: there is no such/,
    ],
    [
      "a star for a schema",
      { gateway: { ...gateway, schemas: [{ bucket: "schemas", key: "*" }] } },
      /^gateway\.schemas\[0\]\.key: not /,
    ],
    [
      "the address of a schema in one text",
      { gateway: { ...gateway, schemas: [{ uri: "s3://schemas/tickets.json" }] } },
      /^gateway\.schemas\[0\]\.uri: there is no such member. There are bucket, key, kmsKeyArn/,
    ],
    [
      "a kind that there is not",
      { gateway: { ...gateway, targetSetup: ["oauth2"] } },
      /^gateway\.targetSetup\[0\]: there is no such kind/,
    ],
    ["a misspelt member", { gateway: { ...gateway, name: "tools" } }, /^gateway\.name: there is no/],
    ["a text for a switch", { gateway: { ...gateway, hasTags: "no" } }, /^gateway\.hasTags: must/],
  ]);
});

describe("the deployer's statements for private endpoints", () => {
  const roleOf = (service: string, name: string) =>
    `arn:aws:iam::123456789012:role/aws-service-role/${service}/AWSServiceRoleForBedrockAgentCore${name}`;
  const providers = "identity-network.bedrock-agentcore.amazonaws.com";
  const targets = "bedrock-agentcore.amazonaws.com";
  const make = (name: string, resource: string, service?: string): Row => [
    name,
    "iam:CreateServiceLinkedRole",
    resource,
    service === undefined ? {} : { "iam:AWSServiceName": service },
  ];
  const endpointInterface: Row = [
    "make a network interface",
    "ec2:CreateNetworkInterface",
    "arn:aws:ec2:us-east-1:123456789012:subnet/subnet-0a1b2c3d",
  ];

  describe("of providers", () =>
    itDecides(
      statementsFor({ privateEndpoints: ["PROVIDERS"] }),
      [make("make the role that providers need", roleOf(providers, "Identity"), providers), endpointInterface],
      [
        make("make the role that targets need", roleOf(targets, "GatewayNetwork"), targets),
        make("make it for another service", roleOf(providers, "Identity"), "lambda.amazonaws.com"),
        make("make it without a service", roleOf(providers, "Identity")),
        make("make another service's role", roleOf("network.bedrock-agentcore.amazonaws.com", "Network"), providers),
        [
          "make an interface of another account",
          "ec2:CreateNetworkInterface",
          "arn:aws:ec2:us-east-1:999999999999:subnet/s",
        ],
        ["delete an interface", "ec2:DeleteNetworkInterface", "arn:aws:ec2:us-east-1:123456789012:network-interface/e"],
      ],
    ));

  describe("of targets", () =>
    itDecides(
      statementsFor({ privateEndpoints: ["TARGETS"] }),
      [make("make the role that targets need", roleOf(targets, "GatewayNetwork"), targets)],
      [make("make the role that providers need", roleOf(providers, "Identity"), providers), endpointInterface],
    ));

  it("do not depend on the order in which they are named", () =>
    expect(statementsFor({ privateEndpoints: ["TARGETS", "PROVIDERS", "TARGETS"] })).to.deep.equal(
      statementsFor({ privateEndpoints: ["PROVIDERS", "TARGETS"] }),
    ));

  it("are none where nothing has any", () => expect(statementsFor({ privateEndpoints: [] })).to.deep.equal([]));

  it("refuse what cannot have any", () =>
    expect(() => statementsFor({ privateEndpoints: ["GATEWAYS" as "TARGETS"] })).to.throw(
      /^privateEndpoints\[0\]: .*"PROVIDERS" or "TARGETS"/,
    ));
});

describe("the deployer's statements for its own identity", () => {
  it("are listed on request only: IAM lets everybody ask who they are", () => {
    expect(statementsFor({ callerIdentity: false })).to.deep.equal([]);
    expect(statementsFor({ callerIdentity: true })).to.deep.equal([
      { Sid: "CallerIdentity", Effect: "Allow", Action: ["sts:GetCallerIdentity"], Resource: ["*"] },
    ]);
  });
});
