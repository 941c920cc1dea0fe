import {
  type BedrockAgentCoreControlClient,
  CreateApiKeyCredentialProviderCommand as Create,
  CreateOauth2CredentialProviderCommand as CreateOauth2,
  DeleteApiKeyCredentialProviderCommand as Delete,
  GetApiKeyCredentialProviderCommand as Get,
  GetTokenVaultCommand as GetVault,
  ListApiKeyCredentialProvidersCommand as List,
  TagResourceCommand as Tag,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { type Fault, type FaultKind, type LocalControlPlane, startLocalControlPlane } from "../../provider/local";
import { controlClient, customRequest, raw, rejection, stsClient } from "./clients";
import { FakeClock } from "./fakeClock";

const operation = "CreateApiKeyCredentialProvider";
const create = (name = "crm") => new Create({ name, apiKey: "k" });

describe("a fault in the local control plane", () => {
  const clock = new FakeClock();
  let local: LocalControlPlane;
  let client: BedrockAgentCoreControlClient;
  const names = async () => (await local.providers()).map(({ name }) => name);

  beforeEach(async () => {
    local = await startLocalControlPlane({ clock });
    client = controlClient(local);
  });
  afterEach(() => local.close());

  const failures: { kind: FaultKind; status: number; error?: RegExp }[] = [
    { kind: "reset", status: 0 },
    { kind: "error500", status: 500, error: /^InternalServerException$/ },
    { kind: "error503", status: 503, error: /^ServiceUnavailableException$/ },
    { kind: "throttle", status: 429, error: /^ThrottlingException$/ },
    { kind: "accessDenied", status: 403, error: /^AccessDeniedException$/ },
    { kind: "conflict", status: 409, error: /^ConflictException$/ },
    { kind: "truncatedBody", status: 201 },
    { kind: "brokenBody", status: 201, error: /^SyntaxError$/ },
  ];
  for (const { kind, status, error = /./ } of failures) {
    for (const moment of ["before", "after"] as const) {
      const done = moment === "after";
      it(`of kind ${kind} ${moment} the commit fails the call, and the provider ${done ? "exists" : "does not"}`, async () => {
        await local.addFault({ operation, kind, moment });
        expect((await rejection(client.send(create()))).name).to.match(error);
        expect(await names()).to.deep.equal(done ? ["crm"] : []);
        const [call, ...others] = await local.calls();
        expect(call).to.include({ operation, name: "crm", status, fault: `${kind} ${moment}` });
        expect(others).to.deep.equal([]);
      });
    }
  }

  for (const moment of ["before", "after"] as const) {
    const done = moment === "after";

    it(`of kind emptyBody ${moment} the commit looks like a success without members, and the provider ${done ? "exists" : "does not"}`, async () => {
      await local.addFault({ operation, kind: "emptyBody", moment });
      const answer = await client.send(create());
      expect(answer.$metadata.httpStatusCode).to.equal(201);
      expect(answer.credentialProviderArn).to.equal(undefined);
      expect(await names()).to.deep.equal(done ? ["crm"] : []);
    });

    it(`of kind hang ${moment} the commit never answers until the client goes away, and the provider ${done ? "exists" : "does not"}`, async () => {
      await local.addFault({ operation, kind: "hang", moment });
      const leaving = new AbortController();
      const pending = rejection(client.send(create(), { abortSignal: leaving.signal }));
      await callLogged();
      expect(await names()).to.deep.equal(done ? ["crm"] : []);
      leaving.abort();
      expect((await pending).name).to.equal("AbortError");
    });

    it(`of kind delay ${moment} the commit answers later as usual, and ${done ? "has" : "has not"} done its work by then`, async () => {
      await local.addFault({ operation, kind: "delay", moment, milliseconds: 60_000 });
      const pending = client.send(create());
      await clock.sleeperArrived();
      expect(await names()).to.deep.equal(done ? ["crm"] : []);
      clock.advance(60_000);
      expect((await pending).name).to.equal("crm");
      expect(await names()).to.deep.equal(["crm"]);
    });
  }

  for (const kind of ["truncatedBody", "brokenBody", "emptyBody", "accessDenied"] as const) {
    it(`of kind ${kind} changes the answer about an OAuth2 provider too`, async () => {
      await local.addFault({ operation: "CreateOauth2CredentialProvider", kind, moment: "after" });
      const outcome = client.send(new CreateOauth2(customRequest("crm")));
      if (kind === "emptyBody") expect((await outcome).credentialProviderArn).to.equal(undefined);
      else {
        const { message } = await rejection(outcome);
        if (kind === "accessDenied") expect(message).to.match(/oauth2credentialprovider\/crm$/);
      }
      expect(await names()).to.deep.equal(["crm"]);
    });
  }

  it("that hangs ends with the server", async () => {
    await local.addFault({ operation, kind: "hang" });
    const pending = rejection(client.send(create()));
    await callLogged();
    await local.close();
    expect(await pending).to.be.an.instanceOf(Error);
  });

  it("that delays ends with the server", async () => {
    await local.addFault({ operation, kind: "delay", milliseconds: 3_600_000 });
    const pending = rejection(client.send(create()));
    await clock.sleeperArrived();
    await local.close();
    expect(await pending).to.be.an.instanceOf(Error);
    expect(clock.sleepers).to.equal(0);
  });

  it("applies once by default", async () => {
    await local.addFault({ operation, kind: "throttle" });
    await rejection(client.send(create()));
    await client.send(create());
  });

  it("applies as often as it says", async () => {
    await local.addFault({ operation, kind: "throttle", times: 3 });
    for (const _attempt of [1, 2, 3]) await rejection(client.send(create()));
    await client.send(create());
  });

  it("applies only to the operation that it names", async () => {
    await local.addFault({ operation, kind: "throttle" });
    expect((await rejection(client.send(new Get({ name: "crm" })))).name).to.equal("ResourceNotFoundException");
    expect((await rejection(client.send(create()))).name).to.equal("ThrottlingException");
  });

  it("applies to every operation if it names none", async () => {
    await local.addFault({ operation: "*", kind: "throttle", times: 2 });
    expect((await rejection(client.send(new Get({ name: "crm" })))).name).to.equal("ThrottlingException");
    expect((await rejection(stsClient(local).send(new GetCallerIdentityCommand({})))).name).to.equal("Throttling");
  });

  it("applies only to the provider that it names, also if the request has its ARN", async () => {
    const { credentialProviderArn: resourceArn } = await client.send(create("hit"));
    await local.addFault({ operation: "*", kind: "throttle", name: "hit", times: 2 });
    await client.send(create("spared"));
    expect((await rejection(client.send(new Get({ name: "hit" })))).name).to.equal("ThrottlingException");
    expect((await rejection(client.send(new Tag({ resourceArn, tags: { a: "b" } })))).name).to.equal(
      "ThrottlingException",
    );
  });

  it("after the commit waits for an operation that succeeds", async () => {
    await local.addFault({ operation, kind: "reset", moment: "after" });
    expect((await rejection(client.send(create("not valid")))).name).to.equal("ValidationException");
    expect((await rejection(client.send(create()))).name).to.not.equal("ValidationException");
    expect(await names()).to.deep.equal(["crm"]);
  });

  it("of each moment can apply to the same request", async () => {
    await local.addFault({ operation, kind: "delay", milliseconds: 10 });
    await local.addFault({ operation, kind: "error500", moment: "after" });
    const pending = rejection(client.send(create()));
    await clock.sleeperArrived();
    clock.advance(10);
    expect((await pending).name).to.equal("InternalServerException");
    expect(await names()).to.deep.equal(["crm"]);
  });

  it("is gone when faults are cleared", async () => {
    await local.addFault({ operation: "*", kind: "reset", times: 100 });
    await local.clearFaults();
    await client.send(create());
  });

  it("changes the answer of an operation that has no body too", async () => {
    await client.send(create());
    await local.addFault({ operation: "DeleteApiKeyCredentialProvider", kind: "brokenBody", moment: "after" });
    const answer = await raw(local, "POST", "/identities/DeleteApiKeyCredentialProvider", '{"name":"crm"}');
    expect(answer.status).to.equal(200);
    expect(() => JSON.parse(answer.text) as unknown).to.throw(SyntaxError);
    expect(await names()).to.deep.equal([]);
    await client.send(create());
    await local.addFault({ operation: "DeleteApiKeyCredentialProvider", kind: "emptyBody", moment: "after" });
    expect((await client.send(new Delete({ name: "crm" }))).$metadata.httpStatusCode).to.equal(204);
  });

  it("of kind accessDenied says who may not do what, as AWS does", async () => {
    await local.addFault({ operation, kind: "accessDenied" });
    expect((await rejection(client.send(create()))).message).to.equal(
      "User: arn:aws:iam::123456789012:user/local is not authorized to perform: " +
        "bedrock-agentcore:CreateApiKeyCredentialProvider on resource: " +
        "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/crm",
    );
  });

  const refused: [name: string, fault: object, message: string][] = [
    ["no operation", { kind: "reset" }, "fault.operation"],
    ["an unknown kind", { operation, kind: "explode" }, "fault.kind"],
    ["an unknown moment", { operation, kind: "reset", moment: "during" }, "fault.moment"],
    ["zero times", { operation, kind: "reset", times: 0 }, "fault.times"],
    ["a negative delay", { operation, kind: "delay", milliseconds: -1 }, "fault.milliseconds"],
    ["a misspelt member", { operation, kind: "reset", time: 2 }, "no member time"],
    [
      "a failing state of an operation without states",
      { operation, kind: "failState" },
      "fault.operation: failState needs one of CreateOauth2CredentialProvider",
    ],
    [
      "a failing state before anything is done",
      { operation: "*", kind: "failState", moment: "before" },
      "fault.moment",
    ],
    ["a reason that is no text", { operation: "*", kind: "failState", reason: 7 }, "fault.reason"],
    ["an operation that is not emulated", { operation: "CreateGateway", kind: "reset" }, "fault.operation"],
  ];
  for (const [name, fault, message] of refused) {
    it(`is refused with ${name}`, async () => {
      expect((await rejection(local.addFault(fault as Fault))).message).to.contain(message);
    });
  }

  /** A request that hangs is logged when it meets its fault. */
  async function callLogged(): Promise<void> {
    while ((await local.calls()).length === 0) await new Promise((resolve) => setImmediate(resolve));
  }
});

describe("the rate limit of the local control plane", () => {
  const clock = new FakeClock();
  let local: LocalControlPlane;
  let client: BedrockAgentCoreControlClient;
  const list = async (times: number) => {
    for (let count = 0; count < times; count += 1) await client.send(new List({}));
  };

  beforeEach(async () => {
    local = await startLocalControlPlane({ clock, rateLimit: true });
    client = controlClient(local);
  });
  afterEach(() => local.close());

  it("accepts 20 requests together and rejects the next with status 429", async () => {
    await list(20);
    const error = await rejection(list(1));
    expect(error.name).to.equal("ThrottlingException");
    expect(error.$metadata?.httpStatusCode).to.equal(429);
  });

  it("lets one more through each 50 milliseconds", async () => {
    await list(20);
    clock.advance(49);
    expect((await rejection(list(1))).name).to.equal("ThrottlingException");
    clock.advance(1);
    await list(1);
    expect((await rejection(list(1))).name).to.equal("ThrottlingException");
  });

  it("never saves up more than 20", async () => {
    await list(20);
    clock.advance(60_000);
    await list(20);
    expect((await rejection(list(1))).name).to.equal("ThrottlingException");
  });

  it("counts each operation, account and Region for itself, and not STS", async () => {
    await list(20);
    await client.send(new GetVault({}));
    await controlClient(local, { region: "eu-west-1" }).send(new List({}));
    await controlClient(local, { account: "210987654321" }).send(new List({}));
    for (let count = 0; count < 25; count += 1) await stsClient(local).send(new GetCallerIdentityCommand({}));
  });

  it("is off unless it is asked for, and can be switched", async () => {
    await local.set({ rateLimit: false });
    await list(25);
    await local.set({ rateLimit: true });
    await list(20);
    expect((await rejection(list(1))).name).to.equal("ThrottlingException");
  });
});
