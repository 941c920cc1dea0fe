import { expect } from "chai";
import { invokeGatewayStatements, invokeOwnGatewayStatements } from "../../provider/iam/agentcoreGateway";
import { invokeRuntimeStatements } from "../../provider/iam/agentRuntime";
import { policyDocument, type Statement } from "../../provider/iam/document";
import { invokeFunctionUrlStatements } from "../../provider/iam/functionUrl";
import { invokeApiStatements } from "../../provider/iam/restApi";
import { evaluate, type AccessRequest, type PolicyDocument } from "../awsPlugin/iamEvaluator";
import { parsePolicy } from "../awsPlugin/policyGrammar";
import { contradictions, type UnlistedType } from "./authorizationReference";

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const runtime = { ...scope, runtimeId: "assistant-a1B2c3D4e5" };
const otherGateway = { ...scope, gatewayId: "search-0123456789" };
const ownGateway = { ...scope, gatewayName: "Tools" };
const tickets = { ...scope, name: "tickets", qualifier: "live" };
const api = { ...scope, apiId: "a1b2c3d4e5", stage: "prod" };

const agentcore = "arn:aws:bedrock-agentcore:us-east-1:123456789012";
const runtimeArn = `${agentcore}:runtime/assistant-a1B2c3D4e5`;
const ticketsArn = "arn:aws:lambda:us-east-1:123456789012:function:tickets";
const prod = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod";

/** An alias is a resource of its own, which these actions take in place of the function. */
const aliases: UnlistedType[] = ["InvokeFunction", "InvokeFunctionUrl"].map((action) => ({
  action: `lambda:${action}`,
  type: "function alias",
  insteadOf: "function",
  why: 'Lambda Developer Guide, "Fine-tuning the Resources and Conditions sections of policies"',
}));

interface Row {
  readonly name: string;
  readonly request: AccessRequest;
}

function itDecides(statements: readonly Statement[], allowed: readonly Row[], denied: readonly Row[]): void {
  const text = policyDocument(statements);
  const policy = JSON.parse(text) as PolicyDocument;
  it("are a policy that IAM takes", () => expect(() => parsePolicy(text, "identity", "CreatePolicy")).to.not.throw());
  for (const { name, request } of allowed)
    it(`allow ${name}`, () => expect(evaluate([policy], request)).to.equal("allowed"));
  for (const { name, request } of denied)
    it(`do not allow ${name}`, () => expect(evaluate([policy], request)).to.equal("implicitDeny"));
}

describe("statements for what a gateway calls", () => {
  describe("of agents", () => {
    const call = (resource: string, action = "InvokeAgentRuntime") => ({
      action: `bedrock-agentcore:${action}`,
      resource,
    });

    it("name the runtime and its default endpoint", () => {
      expect(invokeRuntimeStatements(runtime)).to.deep.equal([
        {
          Sid: "InvokeRuntimes",
          Effect: "Allow",
          Action: ["bedrock-agentcore:InvokeAgentRuntime"],
          Resource: [runtimeArn, `${runtimeArn}/runtime-endpoint/DEFAULT`],
        },
      ]);
    });

    itDecides(
      invokeRuntimeStatements({ ...runtime, qualifier: "live" }),
      [
        { name: "the call of the runtime", request: call(runtimeArn) },
        { name: "the call of its endpoint", request: call(`${runtimeArn}/runtime-endpoint/live`) },
      ],
      [
        { name: "another endpoint", request: call(`${runtimeArn}/runtime-endpoint/DEFAULT`) },
        { name: "an endpoint that begins alike", request: call(`${runtimeArn}/runtime-endpoint/live2`) },
        { name: "another runtime", request: call(runtimeArn.replace("assistant", "assistant2")) },
        { name: "another account", request: call(runtimeArn.replace("123456789012", "999999999999")) },
        { name: "another Region", request: call(runtimeArn.replace("us-east-1", "us-west-2")) },
        { name: "a change of the runtime", request: call(runtimeArn, "UpdateAgentRuntime") },
        { name: "a call on behalf of a user", request: call(runtimeArn, "InvokeAgentRuntimeForUser") },
      ],
    );
  });

  describe("of other gateways", () => {
    const call = (resource: string, action = "InvokeGateway") => ({ action: `bedrock-agentcore:${action}`, resource });

    itDecides(
      invokeGatewayStatements(otherGateway),
      [{ name: "the call of the gateway", request: call(`${agentcore}:gateway/search-0123456789`) }],
      [
        {
          name: "the call of a gateway made again under the name",
          request: call(`${agentcore}:gateway/search-9876543210`),
        },
        { name: "the call of another gateway", request: call(`${agentcore}:gateway/tools-0123456789`) },
        {
          name: "the call of another account's",
          request: call(`${agentcore.replace("123456789012", "999999999999")}:gateway/search-0123456789`),
        },
        { name: "its deletion", request: call(`${agentcore}:gateway/search-0123456789`, "DeleteGateway") },
      ],
    );
  });

  describe("of the gateway itself", () =>
    itDecides(
      invokeOwnGatewayStatements(ownGateway),
      [
        {
          name: "its call, before and after it exists",
          request: { action: "bedrock-agentcore:InvokeGateway", resource: `${agentcore}:gateway/tools-0123456789` },
        },
      ],
      ["tools-abc-0123456789", "my-tools-0123456789", "Tools-0123456789", "tools"].map((id) => ({
        name: `the call of ${id}`,
        request: { action: "bedrock-agentcore:InvokeGateway", resource: `${agentcore}:gateway/${id}` },
      })),
    ));

  describe("of function URLs", () => {
    const live = `${ticketsArn}:live`;
    const url = (resource: string, type?: string) => ({
      action: "lambda:InvokeFunctionUrl",
      resource,
      ...(type && { context: { "lambda:FunctionUrlAuthType": type } }),
    });
    const viaUrl = (resource: string, isVia?: boolean) => ({
      action: "lambda:InvokeFunction",
      resource,
      ...(isVia !== undefined && { context: { "lambda:InvokedViaFunctionUrl": isVia } }),
    });
    itDecides(
      invokeFunctionUrlStatements(tickets),
      [
        { name: "the call of the URL", request: url(live, "AWS_IAM") },
        { name: "the call of the function by way of it", request: viaUrl(live, true) },
      ],
      [
        { name: "the call of a public URL", request: url(live, "NONE") },
        { name: "the call of a URL of no type", request: url(live) },
        { name: "the call of the function by itself", request: viaUrl(live, false) },
        { name: "the call of the function in no way", request: viaUrl(live) },
        { name: "the URL of the function itself", request: url(ticketsArn, "AWS_IAM") },
        { name: "the URL of another alias", request: url(`${ticketsArn}:canary`, "AWS_IAM") },
        { name: "the URL of another function", request: url(`${ticketsArn}2:live`, "AWS_IAM") },
      ],
    );

    it("are about the function itself where its URL is on no alias", () => {
      const { qualifier: _, ...unqualified } = tickets;
      for (const { Resource } of invokeFunctionUrlStatements(unqualified)) expect(Resource).to.deep.equal([ticketsArn]);
    });
  });

  describe("of APIs", () => {
    const call = (operation: string) => ({ action: "execute-api:Invoke", resource: `${prod}/${operation}` });
    const operations = [
      { method: "GET", path: "/tickets/{id}" },
      { method: "POST", path: "/tickets" },
      { method: "GET", path: "/files/{proxy+}" },
      { method: "GET", path: "/" },
    ];

    itDecides(
      invokeApiStatements({ ...api, operations }),
      [
        "GET/tickets/7",
        // IAM's star runs over slashes, and an ARN cannot say otherwise.
        "GET/tickets/7/notes",
        "POST/tickets",
        "GET/files/a/b.txt",
        "GET/",
      ].map((operation) => ({ name: operation, request: call(operation) })),
      [
        ...["GET/tickets", "DELETE/tickets/7", "POST/tickets/7", "POST/ticketsX", "GET/users", "HEAD/"].map(
          (operation) => ({ name: operation, request: call(operation) }),
        ),
        {
          name: "another stage",
          request: { ...call(""), resource: `${prod.replace("prod", "dev")}/POST/tickets` },
        },
        {
          name: "another API",
          request: { ...call(""), resource: `${prod.replace("a1b2c3d4e5", "zzzzzzzzzz")}/POST/tickets` },
        },
        {
          name: "the deletion of cached answers",
          request: { ...call("GET/tickets/7"), action: "execute-api:InvalidateCache" },
        },
      ],
    );

    it("name all of the stage only where no operations are known", () => {
      expect(invokeApiStatements(api)[0]?.Resource).to.deep.equal([`${prod}/*/*`]);
      expect(() => invokeApiStatements({ ...api, operations: [] })).to.throw(/^operations: name one at least/);
    });

    it("name once what differs in the names of parameters only", () => {
      const twice = [
        { method: "GET", path: "/a/{id}" },
        { method: "GET", path: "/a/{key}" },
      ];
      expect(invokeApiStatements({ ...api, operations: twice })[0]?.Resource).to.deep.equal([`${prod}/GET/a/*`]);
    });
  });

  const exactTicketOperations = (method: string, path: string) => () =>
    invokeApiStatements({
      ...api,
      operations: [
        { method: "GET", path: "/" },
        { method, path },
      ],
    });

  for (const wildcard of ["*", "?", "${aws:username}", "a*", "", " ", "a\n"]) {
    const shown = JSON.stringify(wildcard);
    for (const { path, build } of [
      { path: "runtimeId", build: () => invokeRuntimeStatements({ ...runtime, runtimeId: wildcard }) },
      { path: "qualifier", build: () => invokeRuntimeStatements({ ...runtime, qualifier: wildcard }) },
      { path: "gatewayId", build: () => invokeGatewayStatements({ ...otherGateway, gatewayId: wildcard }) },
      { path: "gatewayName", build: () => invokeOwnGatewayStatements({ ...ownGateway, gatewayName: wildcard }) },
      { path: "name", build: () => invokeFunctionUrlStatements({ ...tickets, name: wildcard }) },
      { path: "qualifier", build: () => invokeFunctionUrlStatements({ ...tickets, qualifier: wildcard }) },
      { path: "apiId", build: () => invokeApiStatements({ ...api, apiId: wildcard }) },
      { path: "stage", build: () => invokeApiStatements({ ...api, stage: wildcard }) },
      { path: "operations[1].method", build: exactTicketOperations(wildcard, "/a") },
      { path: "operations[1].path", build: exactTicketOperations("GET", `/a/${wildcard} `) },
      { path: "operations[1].path", build: exactTicketOperations("GET", wildcard) },
      { path: "partition", build: () => invokeRuntimeStatements({ ...runtime, partition: wildcard }) },
      { path: "region", build: () => invokeGatewayStatements({ ...otherGateway, region: wildcard }) },
      { path: "accountId", build: () => invokeApiStatements({ ...api, accountId: wildcard }) },
    ])
      it(`refuse ${shown} for ${path}, and say what to write`, () =>
        expect(build).to.throw(new RegExp(`^${path.replace(/[[\]]/g, "\\$&")}: not .*Write `)));
  }

  for (const { name, path } of [
    { name: "a star", path: "/a/*" },
    { name: "a question mark", path: "/a?b" },
    { name: "a policy variable", path: "/a/${aws:username}" },
    { name: "a policy variable that looks like a parameter", path: "/a/${id}" },
    { name: "a brace that is not closed", path: "/a/{id" },
    { name: "a brace within braces", path: "/a/{{id}}" },
    { name: "no slash at the beginning", path: "a" },
  ])
    it(`refuse ${name} in an operation's path`, () =>
      expect(exactTicketOperations("GET", path)).to.throw(/^operations\[1\]\.path: /));

  it("refuse a version for a function URL, which can be on none", () =>
    expect(() => invokeFunctionUrlStatements({ ...tickets, qualifier: "7" })).to.throw(/^qualifier: .*alias/));

  for (const place of [
    scope,
    { ...scope, partition: "aws-cn", region: "cn-north-1" },
    { ...scope, partition: "aws-us-gov", region: "us-gov-west-1" },
  ])
    it(`are what the Service Authorization Reference lists, in ${place.partition}`, async () => {
      const statements = [
        ...invokeRuntimeStatements({ ...runtime, ...place }),
        ...invokeGatewayStatements({ ...otherGateway, ...place }),
        ...invokeOwnGatewayStatements({ ...ownGateway, ...place }),
        ...invokeFunctionUrlStatements({ ...tickets, ...place }),
        ...invokeApiStatements({
          ...api,
          ...place,
          operations: [
            { method: "GET", path: "/" },
            { method: "GET", path: "/tickets/{id}/notes" },
          ],
        }),
        ...invokeApiStatements({ ...api, ...place }),
      ];
      expect(await contradictions(statements, { types: aliases })).to.deep.equal([]);
      for (const { Resource } of statements)
        for (const arn of Resource) expect(arn.split(":").slice(1, 5)).to.include.members(Object.values(place));
    });
});
