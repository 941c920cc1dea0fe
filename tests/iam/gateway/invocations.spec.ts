import { expect } from "chai";
import { invokeGatewayStatements, invokeOwnGatewayStatements } from "../../../provider/iam/gateway/agentcoreGateway";
import { invokeRuntimeStatements } from "../../../provider/iam/gateway/agentRuntime";
import {
  invokeWebSearchStatements,
  memoryConnectorStatements,
  parseMemoryArn,
} from "../../../provider/iam/gateway/connectors";
import { invokeFunctionUrlStatements } from "../../../provider/iam/gateway/lambdaFunction";
import { invokeApiStatements } from "../../../provider/iam/gateway/restApi";
import type { AwsScope } from "../../../provider/iam/policy/arn";
import { itDecides, itIsListed, scopes, type Row } from "../decisions";
import { unlistedTypes } from "../referenceExceptions";

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

describe("statements for what a gateway calls", () => {
  describe("of agents", () => {
    const call = (name: string, resource: string, action = "InvokeAgentRuntime"): Row => [
      name,
      `bedrock-agentcore:${action}`,
      resource,
    ];

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
      [call("call the runtime", runtimeArn), call("call its endpoint", `${runtimeArn}/runtime-endpoint/live`)],
      [
        call("call another endpoint", `${runtimeArn}/runtime-endpoint/DEFAULT`),
        call("call an endpoint that begins alike", `${runtimeArn}/runtime-endpoint/live2`),
        call("call another runtime", runtimeArn.replace("assistant", "assistant2")),
        call("call another account's", runtimeArn.replace("123456789012", "999999999999")),
        call("call another Region's", runtimeArn.replace("us-east-1", "us-west-2")),
        call("change the runtime", runtimeArn, "UpdateAgentRuntime"),
        call("call it on behalf of a user", runtimeArn, "InvokeAgentRuntimeForUser"),
      ],
    );
  });

  describe("of web searches", () => {
    const search = (name: string, resource: string): Row => [name, "bedrock-agentcore:InvokeWebSearch", resource];
    itDecides(
      invokeWebSearchStatements(scope),
      [search("search the web", "arn:aws:bedrock-agentcore:us-east-1:aws:tool/web-search.v1")],
      [
        search("search in another Region", "arn:aws:bedrock-agentcore:us-west-2:aws:tool/web-search.v1"),
        search("call a tool of the account", `${agentcore}:tool/web-search.v1`),
        search("call the next version", "arn:aws:bedrock-agentcore:us-east-1:aws:tool/web-search.v2"),
      ],
    );
    itIsListed(invokeWebSearchStatements);
  });

  describe("of memories", () => {
    const memory = { ...scope, memoryId: "notes-a1B2c3D4e5" };
    const memoryArn = `${agentcore}:memory/notes-a1B2c3D4e5`;
    const call = (action: string, resource = memoryArn): Row => [
      `${action} of ${resource.slice(agentcore.length + 1)}`,
      `bedrock-agentcore:${action}`,
      resource,
    ];
    itDecides(
      memoryConnectorStatements(memory),
      ["CreateEvent", "ListSessions", "RetrieveMemoryRecords", "StartMemoryExtractionJob"].map((action) =>
        call(action),
      ),
      [
        ...["GetMemory", "UpdateMemory", "DeleteMemory", "BatchCreateMemoryRecords"].map((action) => call(action)),
        call("CreateEvent", `${agentcore}:memory/notes2-a1B2c3D4e5`),
        call("CreateEvent", memoryArn.replace("us-east-1", "us-west-2")),
      ],
    );
    itIsListed((place) => memoryConnectorStatements({ ...place, memoryId: "notes-a1B2c3D4e5" }));
    it("are for exactly one memory, by its id", () => {
      expect(parseMemoryArn(memoryArn)).to.deep.equal(memory);
      expect(parseMemoryArn(`${agentcore}:memory/*`)).to.equal(undefined);
      expect(() => memoryConnectorStatements({ ...memory, memoryId: "*" })).to.throw(/^memoryId: not .*Write an id/);
    });
  });

  describe("of other gateways", () => {
    const search = `${agentcore}:gateway/search-0123456789`;
    const call = (name: string, resource: string, action = "InvokeGateway"): Row => [
      name,
      `bedrock-agentcore:${action}`,
      resource,
    ];
    itDecides(
      invokeGatewayStatements(otherGateway),
      [call("call the gateway", search)],
      [
        call("call a gateway that was made again under the name", search.replace("0123456789", "9876543210")),
        call("call another gateway", `${agentcore}:gateway/tools-0123456789`),
        call("call another account's", search.replace("123456789012", "999999999999")),
        call("delete it", search, "DeleteGateway"),
      ],
    );
  });

  describe("of the gateway itself", () => {
    const call = (id: string): Row => [`call ${id}`, "bedrock-agentcore:InvokeGateway", `${agentcore}:gateway/${id}`];
    itDecides(
      invokeOwnGatewayStatements(ownGateway),
      [call("tools-0123456789"), call("tools-9876543210")],
      ["tools-abc-0123456789", "my-tools-0123456789", "Tools-0123456789", "tools"].map(call),
    );
  });

  describe("of function URLs", () => {
    const live = `${ticketsArn}:live`;
    const url = (name: string, resource: string, type?: string): Row => [
      name,
      "lambda:InvokeFunctionUrl",
      resource,
      type === undefined ? {} : { "lambda:FunctionUrlAuthType": type },
    ];
    const viaUrl = (name: string, resource: string, isVia?: boolean): Row => [
      name,
      "lambda:InvokeFunction",
      resource,
      isVia === undefined ? {} : { "lambda:InvokedViaFunctionUrl": isVia },
    ];
    itDecides(
      invokeFunctionUrlStatements(tickets),
      [url("call the URL", live, "AWS_IAM"), viaUrl("call the function by way of it", live, true)],
      [
        url("call a public URL", live, "NONE"),
        url("call a URL of no type", live),
        viaUrl("call the function directly", live, false),
        viaUrl("call the function in no way", live),
        url("call the URL of the function itself", ticketsArn, "AWS_IAM"),
        url("call the URL of another alias", `${ticketsArn}:canary`, "AWS_IAM"),
        url("call the URL of another function", `${ticketsArn}2:live`, "AWS_IAM"),
      ],
    );

    it("name the function itself if its URL belongs to no alias", () => {
      const { qualifier: _, ...unqualified } = tickets;
      for (const { Resource } of invokeFunctionUrlStatements(unqualified)) expect(Resource).to.deep.equal([ticketsArn]);
    });
  });

  describe("of APIs", () => {
    const call = (operation: string): Row => [`call ${operation}`, "execute-api:Invoke", `${prod}/${operation}`];
    const operations = [
      { method: "GET", path: "/tickets/{id}" },
      { method: "POST", path: "/tickets" },
      { method: "GET", path: "/files/{proxy+}" },
      { method: "GET", path: "/" },
    ];

    itDecides(
      invokeApiStatements({ ...api, operations }),
      [
        call("GET/tickets/7"),
        // IAM's star runs over slashes, and an ARN cannot say otherwise.
        call("GET/tickets/7/notes"),
        call("POST/tickets"),
        call("GET/files/a/b.txt"),
        call("GET/"),
      ],
      [
        ...["GET/tickets", "DELETE/tickets/7", "POST/tickets/7", "POST/ticketsX", "GET/users", "HEAD/"].map(call),
        ["call another stage", "execute-api:Invoke", `${prod.replace("prod", "dev")}/POST/tickets`],
        ["call another API", "execute-api:Invoke", `${prod.replace("a1b2c3d4e5", "zzzzzzzzzz")}/POST/tickets`],
        ["delete cached answers", "execute-api:InvalidateCache", `${prod}/GET/tickets/7`],
      ],
    );

    it("name all of the stage only where no operations are known", () => {
      expect(invokeApiStatements(api)[0]?.Resource).to.deep.equal([`${prod}/*/*`]);
      expect(() => invokeApiStatements({ ...api, operations: [] })).to.throw(/^operations: list at least one/);
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
    for (const [path, build] of [
      ["runtimeId", () => invokeRuntimeStatements({ ...runtime, runtimeId: wildcard })],
      ["qualifier", () => invokeRuntimeStatements({ ...runtime, qualifier: wildcard })],
      ["gatewayId", () => invokeGatewayStatements({ ...otherGateway, gatewayId: wildcard })],
      ["gatewayName", () => invokeOwnGatewayStatements({ ...ownGateway, gatewayName: wildcard })],
      ["name", () => invokeFunctionUrlStatements({ ...tickets, name: wildcard })],
      ["qualifier", () => invokeFunctionUrlStatements({ ...tickets, qualifier: wildcard })],
      ["apiId", () => invokeApiStatements({ ...api, apiId: wildcard })],
      ["stage", () => invokeApiStatements({ ...api, stage: wildcard })],
      ["operations[1].method", exactTicketOperations(wildcard, "/a")],
      ["operations[1].path", exactTicketOperations("GET", `/a/${wildcard} `)],
      ["operations[1].path", exactTicketOperations("GET", wildcard)],
      ["partition", () => invokeRuntimeStatements({ ...runtime, partition: wildcard })],
      ["region", () => invokeGatewayStatements({ ...otherGateway, region: wildcard })],
      ["accountId", () => invokeApiStatements({ ...api, accountId: wildcard })],
    ] as const)
      it(`refuse ${shown} for ${path}, and say what to write`, () =>
        expect(build).to.throw(new RegExp(`^${path.replace(/[[\]]/g, "\\$&")}: not .*Write `)));
  }

  for (const [name, path] of [
    ["a star", "/a/*"],
    ["a question mark", "/a?b"],
    ["a policy variable", "/a/${aws:username}"],
    ["a policy variable that looks like a parameter", "/a/${id}"],
    ["a brace that is not closed", "/a/{id"],
    ["a brace within braces", "/a/{{id}}"],
    ["no slash at the beginning", "a"],
  ] as const)
    it(`refuse ${name} in an operation's path`, () =>
      expect(exactTicketOperations("GET", path)).to.throw(/^operations\[1\]\.path: /));

  it("refuse a version for a function URL, which can be on none", () =>
    expect(() => invokeFunctionUrlStatements({ ...tickets, qualifier: "7" })).to.throw(/^qualifier: .*alias/));

  const statementsIn = (place: AwsScope) => [
    ...invokeRuntimeStatements({ ...runtime, ...place }),
    ...invokeGatewayStatements({ ...otherGateway, ...place }),
    ...invokeOwnGatewayStatements({ ...ownGateway, ...place }),
    ...invokeFunctionUrlStatements({ ...tickets, ...place }),
    ...invokeApiStatements({ ...api, ...place }),
    ...invokeApiStatements({ ...api, ...place, operations: [{ method: "GET", path: "/tickets/{id}/notes" }] }),
  ];
  itIsListed(statementsIn, { types: unlistedTypes });

  it("name the partition, Region and account of what is called", () => {
    for (const place of scopes)
      for (const arn of statementsIn(place).flatMap(({ Resource }) => Resource))
        expect(arn.split(":").slice(1, 5)).to.include.members(Object.values(place));
  });
});
