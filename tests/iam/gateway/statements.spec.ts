import { expect } from "chai";
import {
  gatewayTrustPolicy,
  invokeGatewayStatements,
  invokeOwnGatewayStatements,
  workloadTokenForJwtStatements,
  workloadTokenForTargetSetupStatements,
  workloadTokenStatements,
} from "../../../provider/iam/gateway/agentcoreGateway";
import { invokeRuntimeStatements } from "../../../provider/iam/gateway/agentRuntime";
import { credentialProviderStatements, tokenVaultStatements } from "../../../provider/iam/gateway/credentialProvider";
import { tokenVaultKeyStatements } from "../../../provider/iam/gateway/kmsKeys";
import { invokeFunctionStatements, invokeFunctionUrlStatements } from "../../../provider/iam/gateway/lambdaFunction";
import { memoryConnectorStatements, parseMemoryArn } from "../../../provider/iam/gateway/connectors";
import { invokeApiStatements } from "../../../provider/iam/gateway/restApi";
import { functionPermission } from "../../../provider/iam/resource/targetPolicies";
import { itDecides, type Row } from "../decisions";

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const gateway = { ...scope, gatewayName: "Tools" };
const search = { ...scope, vault: "default", kind: "apikeycredentialprovider", name: "search" } as const;
const secretArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:mine-AbCdEf";
const keyArn = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";
const runtime = { ...scope, runtimeId: "assistant-a1B2c3D4e5" };
const otherGateway = { ...scope, gatewayId: "search-0123456789" };
const memory = { ...scope, memoryId: "notes-a1B2c3D4e5" };
const tickets = { ...scope, name: "tickets", qualifier: "live" };
const api = { ...scope, apiId: "a1b2c3d4e5", stage: "prod" };
const prod = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod";

type Build = (part: object) => unknown;
const placeParts = ["partition", "region", "accountId"];
const ofProvider: Build = (part) =>
  credentialProviderStatements({ ...search, ...part }, { source: "MANAGED", secretArn });
const withOperation: Build = (operation) =>
  invokeApiStatements({
    ...api,
    operations: [
      { method: "GET", path: "/" },
      { method: "GET", path: "/a", ...operation },
    ],
  });

/** The members of their arguments that end up in ARNs, for all functions. */
const members: readonly (readonly [members: readonly string[], builds: readonly Build[]])[] = [
  [
    [...placeParts, "gatewayName"],
    [
      (part) => workloadTokenStatements({ ...gateway, ...part }),
      (part) => workloadTokenForJwtStatements({ ...gateway, ...part }),
      (part) => workloadTokenForTargetSetupStatements({ ...gateway, ...part }),
      (part) => tokenVaultStatements("oauth2credentialprovider", { ...gateway, ...part }),
      (part) => gatewayTrustPolicy({ ...gateway, ...part }),
      (part) => invokeOwnGatewayStatements({ ...gateway, ...part }),
    ],
  ],
  [[...placeParts, "vault", "name"], [ofProvider]],
  [[...placeParts, "vault"], [(part) => tokenVaultKeyStatements({ ...search, ...part }, keyArn)]],
  [
    [...placeParts, "name", "qualifier"],
    [
      (part) => invokeFunctionStatements({ ...tickets, ...part }),
      (part) => invokeFunctionUrlStatements({ ...tickets, ...part }),
      (part) => functionPermission({ ...tickets, ...part }),
    ],
  ],
  [[...placeParts, "runtimeId", "qualifier"], [(part) => invokeRuntimeStatements({ ...runtime, ...part })]],
  [[...placeParts, "memoryId"], [(part) => memoryConnectorStatements({ ...memory, ...part })]],
  [[...placeParts, "gatewayId"], [(part) => invokeGatewayStatements({ ...otherGateway, ...part })]],
  [[...placeParts, "apiId", "stage"], [(part) => invokeApiStatements({ ...api, ...part })]],
  [["method", "path"], [withOperation]],
];

// tests/iamProof shows these statements, and what they allow and deny.
describe("statements of a gateway's role", () => {
  for (const wildcard of ["*", "?", "${aws:username}", "a*", "", " ", "a\n"])
    for (const member of new Set(members.flatMap(([names]) => names)))
      it(`refuse ${JSON.stringify(wildcard)} for ${member}, and say what to write`, () => {
        for (const build of members.flatMap(([names, builds]) => (names.includes(member) ? builds : [])))
          expect(() => build({ [member]: wildcard })).to.throw(
            new RegExp(`^(operations\\[1\\]\\.)?${member}: not .*Write `),
          );
      });

  for (const [name, path] of [
    ["a star", "/a/*"],
    ["a question mark", "/a?b"],
    ["white space at the end", "/a/ "],
    ["a policy variable", "/a/${aws:username}"],
    ["a policy variable that looks like a parameter", "/a/${id}"],
    ["a brace that is not closed", "/a/{id"],
    ["a brace within braces", "/a/{{id}}"],
    ["no slash at the beginning", "a"],
  ] as const)
    it(`refuse ${name} in an operation's path`, () =>
      expect(() => withOperation({ path })).to.throw(/^operations\[1\]\.path: not .*Write /));

  it("refuse a version for a function URL, which can be on none", () =>
    expect(() => invokeFunctionUrlStatements({ ...tickets, qualifier: "7" })).to.throw(/^qualifier: .*alias/));

  it("are for a memory whose ARN has no wildcard", () => {
    const memories = "arn:aws:bedrock-agentcore:us-east-1:123456789012:memory";
    expect(parseMemoryArn(`${memories}/notes-a1B2c3D4e5`)).to.deep.equal(memory);
    expect(parseMemoryArn(`${memories}/*`)).to.equal(undefined);
  });

  describe("for operations of APIs", () => {
    const call = (operation: string): Row => [`call ${operation}`, "execute-api:Invoke", `${prod}/${operation}`];
    const operations = [
      { method: "GET", path: "/tickets/{id}" },
      { method: "POST", path: "/tickets" },
      { method: "GET", path: "/files/{proxy+}" },
      { method: "GET", path: "/" },
    ];

    // IAM's star runs over slashes, and an ARN cannot say otherwise.
    itDecides(
      invokeApiStatements({ ...api, operations }),
      ["GET/tickets/7", "GET/tickets/7/notes", "POST/tickets", "GET/files/a/b.txt", "GET/"].map(call),
      ["GET/tickets", "DELETE/tickets/7", "POST/tickets/7", "POST/ticketsX", "GET/users", "HEAD/"].map(call),
    );

    it("need at least one", () =>
      expect(() => invokeApiStatements({ ...api, operations: [] })).to.throw(/^operations: list at least one/));

    it("name once what differs in the names of parameters only", () => {
      const twice = ["/a/{id}", "/a/{key}"].map((path) => ({ method: "GET", path }));
      expect(invokeApiStatements({ ...api, operations: twice })[0]?.Resource).to.deep.equal([`${prod}/GET/a/*`]);
    });
  });
});
