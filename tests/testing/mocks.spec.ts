import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { AssertionError } from "node:assert";
import { execFileSync } from "node:child_process";
import { ApiKeyCredentialProvider, fromEnv, GatewayRole, TokenVault } from "../../provider";
import { runWithMocks } from "../../provider/testing";
import { repository } from "../examples/exampleFolders";
import { ticketsFunction, tools } from "./program";

const getKey = "bedrock-agentcore:GetResourceApiKey";
const invoke = "lambda:InvokeFunction";
const readSecret = "secretsmanager:GetSecretValue";

/** Returns the message of the error that a program ends with. */
const problemOf = (program: () => unknown, options?: Parameters<typeof runWithMocks>[1]): Promise<string> =>
  runWithMocks(program, options).then(
    () => "no problem",
    (error: unknown) => (error instanceof Error ? error.message : "not an error"),
  );

const errorOf = (assertion: () => void): Error => {
  try {
    assertion();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("the assertion passed");
};

const account = (region: string, accountId: string, opts?: pulumi.ResourceOptions) =>
  new aws.Provider(
    "other",
    { region: region as aws.Region, assumeRoles: [{ roleArn: `arn:aws:iam::${accountId}:role/deployer` }] },
    opts,
  );

describe("runWithMocks", () => {
  it("returns the values of Outputs, with names and ARNs as on AWS", async () => {
    const { outputs } = await runWithMocks(() => tools(), { config: { "aws:region": "eu-west-1" } });
    const provider = "arn:aws:bedrock-agentcore:eu-west-1:123456789012:token-vault/default/apikeycredentialprovider/";
    expect(outputs.searchProvider).to.match(new RegExp(`^${provider}tools-search-[0-9a-f]{7}$`));
    expect(outputs.searchSecret).to.match(
      /^arn:aws:secretsmanager:eu-west-1:123456789012:secret:bedrock-agentcore-.*!default\/apikey\/tools-search-/,
    );
    expect(outputs.callbackUrl).to.match(/^https:\/\/bedrock-agentcore\.eu-west-1\.amazonaws\.com\//);
    expect(outputs.ticketsArn).to.match(/^arn:aws:lambda:eu-west-1:123456789012:function:tickets-[0-9a-f]{7}$/);
  });

  it("gives the same names in each run, also after a run with a problem", async () => {
    const { outputs } = await runWithMocks(() => tools());
    await problemOf(() => new aws.sns.Topic("news"));
    expect((await runWithMocks(() => tools())).outputs).to.deep.equal(outputs);
  });

  it("lets the role do what a target needs, and nothing else", async () => {
    const { outputs, assertAllowed, assertDenied } = await runWithMocks(() => tools());
    const { searchProvider, searchSecret, crmSecret, ticketsArn } = outputs;
    assertAllowed("tools", getKey, searchProvider);
    assertAllowed("tools", readSecret, searchSecret);
    assertAllowed("tools", readSecret, crmSecret);
    assertAllowed("tools", invoke, ticketsArn);
    assertDenied("tools", getKey, `${searchProvider}-2`);
    assertDenied("tools", readSecret, "arn:aws:secretsmanager:us-east-1:123456789012:secret:other-a1B2c3");
    assertDenied("tools", "lambda:GetFunction", ticketsArn);
    assertDenied("tickets", getKey, searchProvider);
  });

  it("deploys to the account and Region of an aws provider", async () => {
    const { outputs, assertAllowed } = await runWithMocks(() =>
      tools({ provider: account("eu-central-1", "999999999999") }),
    );
    expect(outputs.searchProvider).to.contain(":eu-central-1:999999999999:");
    expect(outputs.ticketsArn).to.contain(":eu-central-1:999999999999:");
    assertAllowed("arn:aws:iam::999999999999:role/tools-c7d78a1", getKey, outputs.searchProvider);
  });

  it("distinguishes providers of the same name in several components", async () => {
    const rolesOf = (accountId: string) => {
      const parent = new pulumi.ComponentResource("my:index:Team", accountId);
      const provider = account("us-east-1", accountId, { parent });
      return new GatewayRole(accountId, { gatewayName: "tools" }, { parent, provider }).arn;
    };
    const { outputs } = await runWithMocks(() => ["111111111111", "222222222222"].map(rolesOf));
    expect(outputs.map((arn) => arn.split(":")[4])).to.deep.equal(["111111111111", "222222222222"]);
  });

  it("takes a program that is asynchronous, and its configuration", async () => {
    const program = () => Promise.resolve({ key: new pulumi.Config().require("searchKey") });
    const { outputs } = await runWithMocks(program, { project: "shop", config: { "shop:searchKey": "a key" } });
    expect(outputs).to.deep.equal({ key: "a key" });
    expect(await problemOf(program)).to.contain("project:searchKey");
  });

  it("knows the token vault of an account that has not changed it", async () => {
    const { outputs } = await runWithMocks(() => {
      const { arn, keyType } = TokenVault.get("vault");
      return { arn, keyType };
    });
    expect(outputs).to.deep.equal({
      arn: "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default",
      keyType: "ServiceManagedKey",
    });
  });

  it("asks the answers of the user for other types and functions", async () => {
    const { outputs } = await runWithMocks(
      () => {
        const bucket = new aws.s3.Bucket("schemas", { forceDestroy: pulumi.secret(true) });
        return { arn: bucket.arn, forced: bucket.forceDestroy, key: aws.ssm.getParameterOutput({ name: "key" }).value };
      },
      {
        answers: {
          "aws:s3/bucket:Bucket": ({ name, inputs }) => ({
            arn: `arn:aws:s3:::${name}-${String(inputs.forceDestroy)}`,
          }),
          "aws:ssm/getParameter:getParameter": ({ inputs }) => ({ value: `value of ${String(inputs.name)}` }),
        },
      },
    );
    expect(outputs).to.deep.equal({ arn: "arn:aws:s3:::schemas-true", forced: true, key: "value of key" });
  });

  for (const [title, program, ...messages] of [
    [
      "types that it does not know, all together",
      () => [new aws.s3.Bucket("schemas"), new aws.sns.Topic("news"), aws.ssm.getParameterOutput({ name: "key" })],
      'aws:s3/bucket:Bucket "schemas": the mocks have no answer',
      'answers: { "aws:sns/topic:Topic": ({ name, inputs }) =>',
      "aws:ssm/getParameter:getParameter: the mocks have no answer",
    ],
    [
      "what AWS would refuse",
      () => new aws.iam.Role("tools", { assumeRolePolicy: '{"Statement":[]}' }),
      'aws:iam/role:Role "tools": operation error IAM: CreateRole',
    ],
    [
      "what the schema of the aws package refuses",
      () => ticketsFunctionWithout("handler"),
      "handler and runtime must be set",
    ],
    [
      "values that the provider process would refuse",
      () => new ApiKeyCredentialProvider("search", { apiKey: pulumi.output("") }),
      'ApiKeyCredentialProvider "search": apiKey: the API key has 0 characters',
    ],
    [
      "permissions of IAM that it cannot decide about",
      () => new aws.iam.Role("tools", { assumeRolePolicy: "{}", inlinePolicies: [{ name: "own", policy: "{}" }] }),
      "inlinePolicies of aws:iam/role:Role",
    ],
    ["what the program throws", () => throwing("no shop"), "no shop"],
    [
      "what an Output throws, without the properties through which it came",
      () => new aws.iam.Role("tools", { assumeRolePolicy: pulumi.output("{}").apply(() => throwing("no shop")) }),
      /^no shop$/,
    ],
  ] as [string, () => unknown, ...(string | RegExp)[]][])
    it(`refuses ${title}`, async () => {
      const problem = await problemOf(program);
      for (const message of messages)
        expect(problem).to.match(typeof message === "string" ? literal(message) : message);
    });

  it("refuses a second program while one runs", async () => {
    const first = runWithMocks(() => tools());
    expect(await problemOf(() => tools())).to.contain("Wait for each run with await.");
    expect((await first).outputs).to.have.property("searchProvider");
  });

  it("needs no variables of fromEnv, and does not warn of missing ones", async () => {
    const { warn } = console;
    const warnings: unknown[] = [];
    console.warn = (message) => warnings.push(message);
    try {
      await runWithMocks(() => new ApiKeyCredentialProvider("search", { apiKey: fromEnv("NO_SUCH_VARIABLE") }).name);
    } finally {
      console.warn = warn;
    }
    expect(warnings).to.deep.equal([]);
  });

  it("uses no settings of AWS in the environment", async () => {
    const { env } = process;
    process.env = { ...env, AWS_REGION: "eu-west-1", AWS_PROFILE: "prod", AWS_ENDPOINT_URL: "http://example.com" };
    try {
      const { outputs } = await runWithMocks(() => new ApiKeyCredentialProvider("search", { apiKey: "a key" }).region);
      expect(outputs).to.equal("us-east-1");
    } finally {
      process.env = env;
    }
  });
});

it("The root entry does not load the subpath ./testing", () => {
  const program = `require("pulumi-agentcore-outbound-auth"); console.log(JSON.stringify(Object.keys(require.cache)))`;
  const files = execFileSync(process.execPath, ["-e", program], { cwd: repository, encoding: "utf8" });
  expect(files)
    .to.contain("provider/index.js")
    .and.not.match(/provider.(testing|sandbox|local)\b/);
});

describe("An assertion about permissions", () => {
  const arn = "arn:aws:lambda:us-east-1:123456789012:function:other";

  it("shows the statements for the action if it fails", async () => {
    const { outputs, assertAllowed, assertDenied } = await runWithMocks(() => tools());
    const denied = errorOf(() => assertAllowed("tools", invoke, arn));
    expect(denied).to.be.instanceOf(AssertionError);
    expect(denied.message).to.match(
      /^expected allowed, but denied: no statement lets \S+:role\/tools-\w+ call lambda:/,
    );
    expect(denied.message).to.contain('"Sid":"InvokeFunctions"').and.contain(outputs.ticketsArn);
    const allowed = errorOf(() => assertDenied("tools", invoke, outputs.ticketsArn));
    expect(allowed.message)
      .to.match(/^expected denied, but allowed: /)
      .and.contain('"Sid":"InvokeFunctions"');
  });

  it("takes into account the policy of a function, and shows its statements", async () => {
    const { outputs, assertDenied } = await runWithMocks(() => {
      const { role, name, arn: functionArn } = ticketsFunction();
      new aws.lambda.Permission("tickets", { function: name, action: invoke, principal: role });
      return functionArn;
    });
    const { message } = errorOf(() => assertDenied("tickets", invoke, outputs));
    expect(message).to.contain(`policy of ${outputs}: {"Sid":`);
  });

  it("uses the condition keys of the request", async () => {
    const { assertAllowed, assertDenied } = await runWithMocks(() => {
      const role = new aws.iam.Role("tools", { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ AWS: "*" }) });
      const Condition = { StringEquals: { "aws:RequestedRegion": "us-east-1" } };
      const Statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*", Condition } as const;
      new aws.iam.RolePolicy("tools", { role: role.name, policy: { Version: "2012-10-17", Statement: [Statement] } });
    });
    assertDenied("tools", "s3:GetObject", "arn:aws:s3:::schemas/crm.json");
    assertAllowed("tools", "s3:GetObject", "arn:aws:s3:::schemas/crm.json", { "aws:RequestedRegion": "us-east-1" });
  });

  it("derives the account of the resource from its ARN", async () => {
    const { assertAllowed, assertDenied } = await runWithMocks(() => {
      const role = new aws.iam.Role("tools", { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ AWS: "*" }) });
      const Condition = { StringEquals: { "aws:ResourceAccount": "123456789012" } };
      const Statement = { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*", Condition } as const;
      new aws.iam.RolePolicy("tools", { role: role.name, policy: { Version: "2012-10-17", Statement: [Statement] } });
    });
    assertAllowed("tools", "sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:jobs");
    assertDenied("tools", "sqs:SendMessage", "arn:aws:sqs:us-east-1:999999999999:jobs");
  });

  it("does not call a request denied that a policy of AWS may allow", async () => {
    const { assertDenied } = await runWithMocks(() => {
      const role = new aws.iam.Role("tools", { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ AWS: "*" }) });
      new aws.iam.RolePolicyAttachment("tools", { role: role.name, policyArn: aws.iam.ManagedPolicy.ReadOnlyAccess });
    });
    const { message } = errorOf(() => assertDenied("tools", invoke, arn));
    expect(message).to.contain("arn:aws:iam::aws:policy/ReadOnlyAccess");
  });

  for (const [title, [role, action, resource], message] of [
    ["a role that does not exist", ["toolz", invoke, arn], "there is no role toolz. The roles: arn:aws:iam::"],
    ["a wildcard", ["tools", "lambda:*", arn], '"lambda:*" is not the name of one action'],
    ["a resource that is no ARN", ["tools", invoke, "tickets"], '"tickets" is not an ARN'],
    ["a missing value in an ARN", ["tools", "s3:GetObject", "arn:aws:s3:::undefined"], "is not an ARN"],
  ] as const)
    it(`fails in both directions for ${title}`, async () => {
      const { assertAllowed, assertDenied } = await runWithMocks(() => tools());
      for (const assertion of [assertAllowed, assertDenied]) {
        const error = errorOf(() => assertion(role, action, resource));
        expect(error).to.not.be.instanceOf(AssertionError);
        expect(error.message).to.contain(message);
      }
    });
});

function ticketsFunctionWithout(property: string) {
  const { role } = ticketsFunction();
  return new aws.lambda.Function(`without-${property}`, {
    role,
    runtime: "nodejs22.x",
    s3Bucket: "code",
    s3Key: "a.zip",
  });
}

function throwing(message: string): never {
  throw new Error(message);
}

const literal = (text: string) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
