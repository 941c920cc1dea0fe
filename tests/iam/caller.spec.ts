import { expect } from "chai";
import { callerStatements, type CallerNeeds } from "../../provider/iam/caller";
import type { Statement } from "../../provider/iam/policy/document";
import { itDecides, itIsListed, itRefuses } from "./decisions";
import { unlistedTypes } from "./referenceExceptions";

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const agentcore = "arn:aws:bedrock-agentcore:us-east-1:123456789012";
const functions = "arn:aws:lambda:us-east-1:123456789012:function";
const prod = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod";

const query: Statement = {
  Sid: "QueryOrders",
  Effect: "Allow",
  Action: ["dynamodb:Query"],
  Resource: ["arn:aws:dynamodb:us-east-1:123456789012:table/orders"],
};

const needsIn = (place: typeof scope) => ({
  gateways: [
    { ...place, gatewayName: "Tools" },
    { ...place, gatewayId: "search-0123456789" },
  ],
  runtimes: [
    { ...place, runtimeId: "assistant-a1B2c3D4e5" },
    { ...place, runtimeId: "planner-a1B2c3D4e5", qualifier: "live" },
  ],
  apis: [{ ...place, apiId: "a1b2c3d4e5", stage: "prod", operations: [{ method: "GET", path: "/tickets/{id}" }] }],
  functionUrls: [
    { ...place, name: "tickets" },
    { ...place, name: "orders", qualifier: "live" },
  ],
  memories: [{ ...place, memoryId: "notes-a1B2c3D4e5" }],
});
const needs: CallerNeeds = { ...needsIn(scope), statements: [query] };

const url = { "lambda:FunctionUrlAuthType": "AWS_IAM" };
const viaUrl = { "lambda:InvokedViaFunctionUrl": true };

describe("the statements of a gateway's callers", () => {
  it("are one for each thing that is called, for any number of calls", () => {
    expect(callerStatements(needs).map(({ Sid, Resource }) => [Sid, Resource.length])).to.deep.equal([
      ["InvokeGateways", 2],
      ["InvokeRuntimes", 4],
      ["InvokeApi", 1],
      ["InvokeFunctionUrls", 2],
      ["InvokeViaUrl", 2],
      ["MemoryConnector", 1],
      ["QueryOrders", 1],
    ]);
  });

  it("are none where nothing is called, and the gateway's alone where its targets take no caller's permissions", () => {
    expect(callerStatements({})).to.deep.equal([]);
    expect(callerStatements({ gateways: [{ ...scope, gatewayName: "tools" }] })).to.deep.equal([
      {
        Sid: "InvokeGateways",
        Effect: "Allow",
        Action: ["bedrock-agentcore:InvokeGateway"],
        Resource: [`${agentcore}:gateway/tools-??????????`],
      },
    ]);
  });

  itDecides(
    callerStatements(needs),
    [
      ["call the gateway by its name", "bedrock-agentcore:InvokeGateway", `${agentcore}:gateway/tools-0123456789`],
      ["call the gateway by its id", "bedrock-agentcore:InvokeGateway", `${agentcore}:gateway/search-0123456789`],
      ["call an agent", "bedrock-agentcore:InvokeAgentRuntime", `${agentcore}:runtime/assistant-a1B2c3D4e5`],
      [
        "call an agent's endpoint",
        "bedrock-agentcore:InvokeAgentRuntime",
        `${agentcore}:runtime/planner-a1B2c3D4e5/runtime-endpoint/live`,
      ],
      ["call an API", "execute-api:Invoke", `${prod}/GET/tickets/7`],
      ["call a function's URL", "lambda:InvokeFunctionUrl", `${functions}:tickets`, url],
      ["call a function by way of its URL", "lambda:InvokeFunction", `${functions}:orders:live`, viaUrl],
      ["write to a memory", "bedrock-agentcore:CreateEvent", `${agentcore}:memory/notes-a1B2c3D4e5`],
      ["call another service", "dynamodb:Query", "arn:aws:dynamodb:us-east-1:123456789012:table/orders"],
    ],
    [
      ["call another gateway", "bedrock-agentcore:InvokeGateway", `${agentcore}:gateway/tools-abc-0123456789`],
      ["call a gateway of the other's id", "bedrock-agentcore:InvokeGateway", `${agentcore}:gateway/search-9876543210`],
      ["call another agent", "bedrock-agentcore:InvokeAgentRuntime", `${agentcore}:runtime/other-a1B2c3D4e5`],
      [
        "call the other agent's endpoint of this one",
        "bedrock-agentcore:InvokeAgentRuntime",
        `${agentcore}:runtime/assistant-a1B2c3D4e5/runtime-endpoint/live`,
      ],
      ["write to another memory", "bedrock-agentcore:CreateEvent", `${agentcore}:memory/plans-a1B2c3D4e5`],
      ["delete the memory", "bedrock-agentcore:DeleteMemory", `${agentcore}:memory/notes-a1B2c3D4e5`],
      ["call another operation of the API", "execute-api:Invoke", `${prod}/DELETE/tickets/7`],
      [
        "call a public URL",
        "lambda:InvokeFunctionUrl",
        `${functions}:tickets`,
        { "lambda:FunctionUrlAuthType": "NONE" },
      ],
      ["call a function by itself", "lambda:InvokeFunction", `${functions}:tickets`, {}],
      ["call the function of an alias", "lambda:InvokeFunction", `${functions}:orders`, viaUrl],
      ["call the gateway's token vault", "bedrock-agentcore:GetResourceApiKey", `${agentcore}:token-vault/default`],
      ["call another operation of the other service", "dynamodb:Scan", query.Resource[0]!],
    ],
  );

  itIsListed((place) => callerStatements(needsIn(place)), { types: unlistedTypes });

  itRefuses(callerStatements, [
    [
      "a misspelt member, by its name",
      { runtime: [{ ...scope, runtimeId: "assistant-a1B2c3D4e5" }] },
      /^runtime: there is no such member\. There are gateways, runtimes, /,
    ],
    [
      "a misspelt qualifier, without which another endpoint would be granted",
      { runtimes: [{ ...scope, runtimeId: "assistant-a1B2c3D4e5", qualifer: "live" }] },
      /^runtimes\[0\]\.qualifer: there is no such member/,
    ],
    [
      "misspelt operations, without which the whole stage would be granted",
      { apis: [{ ...scope, apiId: "a1b2c3d4e5", stage: "prod", operation: [{ method: "GET", path: "/" }] }] },
      /^apis\[0\]\.operation: there is no such member/,
    ],
    [
      "one action without a list",
      { statements: [{ ...query, Action: "dynamodb:Query" }] },
      /^statements\[0\]\.Action: must be a list/,
    ],
    [
      "a wildcard, by its place in the list",
      { runtimes: [needsIn(scope).runtimes[0]!, { ...scope, runtimeId: "*" }] },
      /^runtimes\[1\]\.runtimeId: not .*Write/,
    ],
    ["a wildcard for a memory", { memories: [{ ...scope, memoryId: "*" }] }, /^memories\[0\]\.memoryId: not .*Write/],
    [
      "a wildcard in an operation",
      { apis: [{ ...scope, apiId: "a1b2c3d4e5", stage: "prod", operations: [{ method: "GET", path: "/*" }] }] },
      /^apis\[0\]\.operations\[0\]\.path: /,
    ],
    [
      "a wildcard for an action",
      { statements: [{ ...query, Action: ["dynamodb:Query", "dynamodb:*"] }] },
      /^statements\[0\]\.Action\[1\]: not one action.*Write/,
    ],
    [
      "an id that is one of ours",
      { ...needs, statements: [{ ...query, Sid: "InvokeApi" }] },
      /^statements\[0\]\.Sid: /,
    ],
    ["an id twice", { statements: [query, { ...query, Resource: ["*"] }] }, /^statements\[1\]\.Sid: /],
  ]);
});
