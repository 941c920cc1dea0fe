import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import type { ServerOptions } from "node:https";
import { createServer as createTcpServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { connectTimeout, networkError } from "../../../provider/controlplane/network/networkErrors";
import type { ServiceError } from "../../../provider/controlplane/errors";
import { startLocalControlPlane, type LocalControlPlane } from "../../../provider/local";
import { contextFor } from "../../handlers/contextFor";
import { connectionTo, type ConnectionOptions } from "../scriptedService";
import { Authority, selfSigned, type Identity } from "./certificates";
import { listen, startTlsFront } from "./servers";

const call = { operation: "CreateApiKeyCredentialProvider", subject: "it", secrets: [] } as const;
const input = { name: "search", apiKey: "CANARY-of-the-spec" };

describe("TLS", () => {
  let local: LocalControlPlane;
  let authority: Authority;
  let identity: Identity;
  let folder: string;
  let bundle: string;
  before(() => {
    authority = new Authority();
    identity = authority.issue({ hosts: ["127.0.0.1"] });
    folder = mkdtempSync(join(tmpdir(), "outbound-auth-tls-"));
    bundle = join(folder, "authority.pem");
    writeFileSync(bundle, authority.cert);
  });
  after(() => rmSync(folder, { recursive: true }));
  beforeEach(async () => void (local = await startLocalControlPlane()));
  afterEach(() => local.close());

  const send = (url: string, options?: ConnectionOptions) => connectionTo(url, options).service.send(call, input);

  /** Error of a call to a server with these TLS options. The control plane gets nothing. */
  async function failure(options: ServerOptions, connection?: ConnectionOptions): Promise<ServiceError> {
    const front = await startTlsFront(local.url, options);
    try {
      return await failureAt(front.url, connection);
    } finally {
      await front.close();
    }
  }

  async function failureAt(url: string, connection?: ConnectionOptions): Promise<ServiceError> {
    const error = await send(url, connection).then(
      () => undefined,
      (thrown: ServiceError) => thrown,
    );
    expect(error).to.include({ failure: "refused" });
    expect(await local.calls()).to.deep.equal([]);
    return error as ServiceError;
  }

  describe("of an endpoint with a private certificate authority is trusted", () => {
    for (const [name, options] of [
      ["if AWS_CA_BUNDLE names it", () => ({ environment: { AWS_CA_BUNDLE: bundle } })],
      ["if aws:customCaBundle names it", () => ({ config: { "aws:customCaBundle": bundle } })],
      [
        "by aws:customCaBundle before AWS_CA_BUNDLE",
        () => ({ config: { "aws:customCaBundle": bundle }, environment: { AWS_CA_BUNDLE: "/none" } }),
      ],
      [
        "if the path begins in the user's folder",
        () => ({ environment: { AWS_CA_BUNDLE: `~/${relative(homedir(), bundle)}` } }),
      ],
      [
        "also next to a proxy that is not for it",
        () => ({ environment: { AWS_CA_BUNDLE: bundle, HTTPS_PROXY: "http://127.0.0.1:1" } }),
      ],
    ] as [string, () => ConnectionOptions][])
      it(name, async () => {
        const front = await startTlsFront(local.url, identity);
        const { answer } = await send(front.url, options()).finally(front.close);
        expect(answer).to.include({ name: "search" });
      });
  });

  describe("that fails is a separate error: nothing was sent, and the message names the setting", () => {
    const trusting = () => ({ environment: { AWS_CA_BUNDLE: bundle } });
    const issued = (subject: object = {}) => authority.issue({ hosts: ["127.0.0.1"], ...subject });
    for (const [name, server, says] of [
      [
        "an expired certificate",
        () => issued({ fromDay: -3, untilDay: -2 }),
        "has expired (127.0.0.1). Check the clock",
      ],
      ["a certificate of the future", () => issued({ fromDay: 2, untilDay: 3 }), "is not valid yet (127.0.0.1). Check"],
      ["another host name", () => issued({ hosts: ["example.com"] }), "belongs to another host name"],
      [
        "an old version of TLS",
        () => ({ ...issued(), minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL@SECLEVEL=0" }),
        "TLS found no version or cipher that both sides accept (127.0.0.1). Check what is between",
      ],
      [
        "no common cipher",
        () => ({ ...issued(), maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256" }),
        "TLS found no version or cipher that both sides accept",
      ],
    ] as [string, () => ServerOptions, string][])
      it(name, async () => expect((await failure(server(), trusting())).message).to.contain(says));

    const withChain = ({ key, cert }: Identity) => ({ key, cert: cert + authority.cert });
    for (const [name, server] of [
      ["an unknown authority", () => issued()],
      ["an unknown authority in the chain", () => withChain(issued())],
      ["a certificate without an authority", () => selfSigned({ hosts: ["127.0.0.1"] })],
    ] as [string, () => ServerOptions][])
      it(name, async () => {
        const { message } = await failure(server());
        expect(message)
          .to.contain("the TLS certificate is not trusted (127.0.0.1).")
          .and.contain("Set AWS_CA_BUNDLE or");
      });
    it("a server that does not speak TLS", async () => {
      const server = await listen(createHttpServer());
      const error = await failureAt(`https://127.0.0.1:${server.port}`).finally(server.close);
      expect(error.message).to.contain("the other side does not speak TLS (127.0.0.1). Check the port");
    });

    it("a server that ends the connection during the handshake", async () => {
      const server = await listen(createTcpServer((socket) => socket.once("data", () => socket.destroy())));
      const error = await failureAt(`https://127.0.0.1:${server.port}`).finally(server.close);
      expect(error.message).to.contain("no connection was established (ECONNRESET) (127.0.0.1)");
    });

    it("a certificate that expires between two calls", async () => {
      const front = await startTlsFront(local.url, identity);
      const { service } = connectionTo(front.url, trusting());
      await service.send(call, input);
      front.present(issued({ fromDay: -3, untilDay: -2 }));
      const error = await service
        .send({ ...call, operation: "DeleteApiKeyCredentialProvider" }, { name: "search" })
        .catch((thrown: ServiceError) => thrown)
        .finally(front.close);
      expect(error).to.include({ failure: "refused" });
      expect(await local.providers()).to.have.lengthOf(1);
    });

    it("also if NODE_TLS_REJECT_UNAUTHORIZED is 0, with and without a proxy that is not for it", async () => {
      const { NODE_TLS_REJECT_UNAUTHORIZED } = process.env;
      process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
      try {
        await failure(identity);
        await failure(identity, { environment: { HTTPS_PROXY: "http://127.0.0.1:1" } });
      } finally {
        if (NODE_TLS_REJECT_UNAUTHORIZED === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      }
    });
  });

  it("that is not established in time is a separate error, too", () => {
    const text =
      "@smithy/node-http-handler - the request socket did not establish a connection with the server within the configured timeout of 10000 ms.";
    expect(networkError("", text, undefined)).to.equal(connectTimeout);
  });

  it("that ends after the request was sent is a lost answer", async () => {
    const front = await startTlsFront("http://127.0.0.1:1", identity);
    const error = await send(front.url, { environment: { AWS_CA_BUNDLE: bundle } })
      .catch((thrown: ServiceError) => thrown)
      .finally(front.close);
    expect(error).to.include({ failure: "lost" });
  });

  describe("needs a file of certificates, or the preview fails", () => {
    const damaged = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for (const [name, path, text, says] of [
      ["that exists", "missing.pem", undefined, "cannot be read (ENOENT). Write the path of a PEM file"],
      ["that is no folder", ".", undefined, "cannot be read (EISDIR)"],
      ["that is not empty", "empty.pem", "", "contains no certificate"],
      ["in PEM form", "binary.der", "0\x82\x01", "contains no certificate (-----BEGIN CERTIFICATE-----)"],
      ["that can be parsed", "damaged.pem", damaged, "certificate 1 of the file"],
    ] as const)
      for (const setting of ["AWS_CA_BUNDLE", "aws:customCaBundle"])
        it(`${name}: ${setting}`, async () => {
          const file = join(folder, path);
          if (text !== undefined) writeFileSync(file, text);
          const options = setting.startsWith("aws:")
            ? { config: { [setting]: file } }
            : { environment: { [setting]: file } };
          const { problems } = await contextFor(local, options).resolveRegion(undefined);
          expect(problems.map((problem) => problem.path)).to.deep.equal([setting]);
          expect(problems[0]?.reason).to.contain(says);
          const error = await failureAt("https://127.0.0.1:1", options);
          expect(error.message).to.contain(`${setting}: `).and.contain(says);
        });

    it("and not a certificate itself, which no message repeats", async () => {
      const environment = { AWS_CA_BUNDLE: authority.cert };
      const { problems } = await contextFor(local, { environment }).resolveRegion(undefined);
      expect(problems[0]?.reason).to.contain("contains a certificate, not the path of a file").and.not.contain("MII");
    });
  });
});
