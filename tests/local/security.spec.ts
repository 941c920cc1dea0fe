import { connect } from "node:net";
import { expect } from "chai";
import { type LocalControlPlane, startLocalControlPlane } from "../../provider/local";
import { raw } from "./clients";

describe("the local control plane protects itself", () => {
  let local: LocalControlPlane;
  before(async () => (local = await startLocalControlPlane()));
  after(() => local.close());

  const path = "/identities/get-token-vault";

  for (const [host, status] of [
    ["127.0.0.1:PORT", 200],
    ["localhost:PORT", 200],
    ["[::1]:PORT", 200],
    ["127.0.0.1", 421],
    ["127.0.0.1:1", 421],
    ["localhost.example.com:PORT", 421],
    ["rebound.example.com:PORT", 421],
    ["127.0.0.1:PORT.example.com", 421],
  ] as const) {
    it(`answers ${status} to Host ${host}, on API and admin routes`, async () => {
      const headers = { host: host.replace("PORT", String(local.port)), "x-local-token": local.token };
      expect((await raw(local, "POST", path, "{}", headers)).status).to.equal(status);
      expect((await raw(local, "GET", "/_local/providers", "", headers)).status).to.equal(status);
    });
  }

  for (const origin of ["https://example.com", "http://localhost", "null"]) {
    it(`refuses a request of a web page from ${origin}, even with the token`, async () => {
      const headers = { origin, "x-local-token": local.token };
      expect((await raw(local, "POST", path, "{}", headers)).status).to.equal(403);
      const admin = await raw(local, "GET", "/_local/secret?arn=x", "", headers);
      expect(admin.status).to.equal(403);
      expect(admin.headers["access-control-allow-origin"]).to.equal(undefined);
    });
  }

  it("has a token of 32 random bytes, another at each start", async () => {
    expect(local.token).to.match(/^[0-9a-f]{64}$/);
    const second = await startLocalControlPlane();
    expect(second.token).to.not.equal(local.token);
    await second.close();
  });

  const adminRoutes = ["GET calls", "DELETE calls", "POST faults", "DELETE faults", "GET providers", "GET secret"];
  for (const route of [...adminRoutes, "POST drift", "POST settings", "GET no-such-route"]) {
    const [method = "", name = ""] = route.split(" ");
    for (const [what, token] of [
      ["without a token", undefined],
      ["with an empty token", ""],
      ["with a wrong token of the same length", "0".repeat(64)],
    ] as const) {
      it(`refuses ${method} /_local/${name} ${what}`, async () => {
        const answer = await raw(local, method, `/_local/${name}`, "{}", { "x-local-token": token });
        expect(answer.status).to.equal(403);
      });
    }
  }

  it("answers 404 to an admin route that does not exist, and 400 to a body that is no object", async () => {
    const headers = { "x-local-token": local.token };
    expect((await raw(local, "GET", "/_local/none", "", headers)).status).to.equal(404);
    expect((await raw(local, "POST", "/_local/faults", "broken", headers)).status).to.equal(400);
    expect((await raw(local, "GET", "/_local/secret?arn=none", "", headers)).status).to.equal(400);
  });

  it("does not log admin requests", async () => {
    await local.clearCalls();
    await raw(local, "GET", "/_local/calls", "", { "x-local-token": local.token });
    expect(await local.calls()).to.deep.equal([]);
  });

  it("answers 413 to a body longer than 1 MiB, and takes the longest key however it is escaped", async () => {
    const tooLong = JSON.stringify({ name: "a", apiKey: "x".repeat(1024 * 1024) });
    expect((await raw(local, "POST", "/identities/CreateApiKeyCredentialProvider", tooLong)).status).to.equal(413);
    const escaped = `{"name": "a", "apiKey": "${"\\u0041".repeat(65_536)}"}`;
    expect((await raw(local, "POST", "/identities/CreateApiKeyCredentialProvider", escaped)).status).to.equal(201);
  });

  it("listens on 127.0.0.1 and on no other address", async () => {
    // Another address of the loopback range: a server that is bound to all addresses answers there.
    const refused = await new Promise<boolean>((resolve) => {
      const socket = connect(local.port, "127.0.0.2", () => resolve(false)).on("error", () => resolve(true));
      socket.setTimeout(1000, () => resolve(true));
    });
    expect(refused).to.equal(true);
  });

  it("says nothing to a client that leaves in the middle of its request, and goes on", async () => {
    await new Promise<void>((resolve) => {
      const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${local.port}\r\nContent-Length: 100\r\n\r\n{"half`;
      const socket = connect(local.port, "127.0.0.1", () => socket.write(head, () => socket.destroy()));
      socket.on("close", () => resolve());
    });
    expect((await raw(local, "POST", path, "{}")).status).to.equal(200);
  });

  it("closes twice without complaint", async () => {
    const second = await startLocalControlPlane();
    await second.close();
    await second.close();
  });
});
