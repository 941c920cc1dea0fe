import { expect } from "chai";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectionSettings } from "../../../provider/controlplane/connection";
import { isReachedDirectly } from "../../../provider/controlplane/network/network";
import type { ServiceError } from "../../../provider/controlplane/errors";
import { startLocalControlPlane, type LocalControlPlane } from "../../../provider/local";
import { contextFor } from "../../handlers/contextFor";
import { connectionTo, type ConnectionOptions } from "../scriptedService";
import { Authority } from "./certificates";
import { listen, startProxy, startTlsFront, type ProxyAnswer } from "./servers";

const control = "bedrock-agentcore-control.us-east-1.amazonaws.com";
const sts = "sts.us-east-1.amazonaws.com";
const other = "210987654321";
const call = { operation: "CreateApiKeyCredentialProvider", subject: "it", secrets: [] } as const;
const input = { name: "search", apiKey: "CANARY-of-the-spec" };

const settingsOf = ({ config = {}, environment = {} }: ConnectionOptions) =>
  connectionSettings(undefined, (key) => config[key], environment);

describe("A proxy", () => {
  const authority = new Authority();
  let local: LocalControlPlane;
  let front: Awaited<ReturnType<typeof startTlsFront>>;
  let proxy: Awaited<ReturnType<typeof startProxy>>;
  let folder: string;
  let trusting: Record<string, string>;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "outbound-auth-proxy-"));
    writeFileSync(join(folder, "authority.pem"), authority.cert);
    trusting = { AWS_CA_BUNDLE: join(folder, "authority.pem") };
    local = await startLocalControlPlane();
    front = await startTlsFront(local.url, authority.issue({ hosts: [control, sts, "oidc.eu-north-1.amazonaws.com"] }));
    proxy = await startProxy(front.port);
  });
  afterEach(async () => {
    await Promise.all([proxy.close(), front.close(), local.close()]);
    rmSync(folder, { recursive: true });
  });

  /** Sends a call to AWS, which only the proxy can reach. */
  function send({ environment, ...options }: ConnectionOptions = {}) {
    return connectionTo(undefined, { ...options, environment: { ...trusting, ...environment } }).service.send(
      call,
      input,
    );
  }

  const hosts = () => proxy.state.requests.map(({ host }) => host);

  describe("is used for the control plane", () => {
    for (const name of ["HTTPS_PROXY", "https_proxy"])
      it(`if ${name} names it`, async () => {
        await send({ environment: { [name]: proxy.url } });
        expect(hosts()).to.deep.equal([`${control}:443`]);
      });

    for (const name of ["aws:httpsProxy", "aws:httpProxy"])
      it(`if ${name} names it`, async () => {
        await send({ config: { [name]: proxy.url } });
        expect(hosts()).to.deep.equal([`${control}:443`]);
      });

    for (const [upper, lower] of [
      ["HTTPS_PROXY", "https_proxy"],
      ["NO_PROXY", "no_proxy"],
    ] as const)
      it(`by ${upper} before ${lower}, as with the aws provider`, () => {
        const values = { [upper]: "upper.example.com", [lower]: "lower.example.com" };
        const { proxy: used, noProxy } = settingsOf({ environment: values }).settings.network;
        expect([used?.value, noProxy]).to.include("upper.example.com").and.not.include("lower.example.com");
        const ifEmpty = settingsOf({ environment: { ...values, [upper]: "" } }).settings.network;
        expect([ifEmpty.proxy?.value, ifEmpty.noProxy]).to.include("lower.example.com");
      });

    for (const [name, options] of [
      ["aws:httpsProxy before the environment", { config: "aws:httpsProxy", environment: "HTTPS_PROXY" }],
      ["the environment before aws:httpProxy", { config: "aws:httpProxy", environment: "HTTPS_PROXY" }],
    ] as const)
      it(`by ${name}`, async () => {
        const wrong = "http://127.0.0.1:1";
        const isFirst = options.config === "aws:httpsProxy";
        await send({
          config: { [options.config]: isFirst ? proxy.url : wrong },
          environment: { [options.environment]: isFirst ? wrong : proxy.url },
        });
        expect(hosts()).to.deep.equal([`${control}:443`]);
      });

    it("without its protocol in the URL, too", async () => {
      await send({ environment: { HTTPS_PROXY: proxy.url.slice("http://".length) } });
      expect(hosts()).to.deep.equal([`${control}:443`]);
    });

    it("with user and password", async () => {
      await send({ environment: { HTTPS_PROXY: proxy.url.replace("://", "://me:p%40ss@") } });
      expect(proxy.state.requests[0]?.authorization).to.equal(`Basic ${Buffer.from("me:p@ss").toString("base64")}`);
    });

    it("once for several calls, if the endpoint keeps the connection", async () => {
      const { service } = connectionTo(undefined, { environment: { ...trusting, HTTPS_PROXY: proxy.url } });
      front.keepConnections();
      await service.send(call, input);
      await service.send({ ...call, operation: "GetApiKeyCredentialProvider" }, { name: "search" });
      expect(hosts()).to.have.lengthOf(1);
    });
  });

  describe("is used by every client of the credential chain", () => {
    const withoutKeys = { "aws:accessKey": undefined, "aws:secretKey": undefined };
    /** Writes files of the AWS configuration, which the SDK finds by variables of this process. */
    function withFiles(config: string, environment: Record<string, string>): () => void {
      writeFileSync(join(folder, "config"), config);
      const set = { AWS_CONFIG_FILE: join(folder, "config"), AWS_SHARED_CREDENTIALS_FILE: "/none", ...environment };
      const before = Object.keys(set).map((name) => [name, process.env[name]] as const);
      Object.assign(process.env, set);
      return () => {
        for (const [name, value] of before)
          if (value === undefined) delete process.env[name];
          else process.env[name] = value;
      };
    }
    const keys = "aws_access_key_id = AKIALOCAL123456789012\naws_secret_access_key = local";
    const roleArn = `arn:aws:iam::${other}:role/deploy`;

    it("STS, for the account", async () => {
      const { service } = connectionTo(undefined, { environment: { ...trusting, HTTPS_PROXY: proxy.url } });
      await service.assertAccount("123456789012");
      expect(hosts()).to.deep.equal([`${sts}:443`]);
    });

    it("STS, for roles of the stack configuration", async () => {
      const config = { "aws:assumeRoles": JSON.stringify([{ roleArn }]) };
      await send({ config, environment: { HTTPS_PROXY: proxy.url } });
      expect(hosts()).to.have.members([`${sts}:443`, `${control}:443`]);
      expect(await local.providers()).to.have.lengthOf(1);
    });

    it("STS, for roles of a profile", async () => {
      const restore = withFiles(`[profile a]\nrole_arn = ${roleArn}\nsource_profile = b\n[profile b]\n${keys}\n`, {});
      const config = { ...withoutKeys, "aws:profile": "a" };
      await send({ config, environment: { HTTPS_PROXY: proxy.url } }).finally(restore);
      expect(hosts()).to.have.members([`${sts}:443`, `${control}:443`]);
    });

    for (const [name, profile] of [
      ["of the environment", undefined],
      ["of a profile", "web"],
    ] as const)
      it(`STS, for a web identity ${name}`, async () => {
        const token = join(folder, "token");
        writeFileSync(token, "token");
        const variables = {
          AWS_ROLE_ARN: roleArn,
          AWS_WEB_IDENTITY_TOKEN_FILE: token,
          AWS_EC2_METADATA_DISABLED: "true",
        };
        const config = `[profile web]\nrole_arn = ${roleArn}\nweb_identity_token_file = ${token}\n`;
        const restore = withFiles(config, profile === undefined ? variables : {});
        const environment = { HTTPS_PROXY: proxy.url };
        await send({ config: { ...withoutKeys, "aws:profile": profile }, environment })
          .catch(() => undefined)
          .finally(restore);
        expect(hosts()[0]).to.equal(`${sts}:443`);
      });

    it("single sign-on, in the Region of its session", async () => {
      const session = "[sso-session s]\nsso_start_url = https://example.awsapps.com/start\nsso_region = eu-north-1\n";
      const profile = "[profile p]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = r\n";
      const restore = withFiles(profile + session, { HOME: folder });
      mkdirSync(join(folder, ".aws", "sso", "cache"), { recursive: true });
      const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
      const file = `${createHash("sha1").update("s").digest("hex")}.json`;
      writeFileSync(join(folder, ".aws", "sso", "cache", file), JSON.stringify({ accessToken: "token", expiresAt }));
      const config = { ...withoutKeys, "aws:profile": "p" };
      const error = await send({ config, environment: { HTTPS_PROXY: proxy.url } })
        .catch((thrown: ServiceError) => thrown)
        .finally(restore);
      expect(hosts()).to.deep.equal(["portal.sso.eu-north-1.amazonaws.com:443"]);
      // Its certificate is for other hosts.
      expect(error)
        .to.include({ failure: "refused" })
        .and.have.property("message")
        .that.contains(`another host name (portal.sso.eu-north-1.amazonaws.com, through the proxy ${proxy.url})`);
    });
  });

  describe("is not used", () => {
    it("for this machine", async () => {
      const environment = { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url };
      await connectionTo(local.url, { environment }).service.send(call, input);
      expect(hosts()).to.deep.equal([]);
    });

    for (const [name, options] of [
      ["for hosts in NO_PROXY", { environment: { NO_PROXY: "amazonaws.com" } }],
      ["for hosts in no_proxy", { environment: { no_proxy: `x.com, ${control}` } }],
      ["for hosts in aws:noProxy", { config: { "aws:noProxy": ".amazonaws.com" } }],
      ["if aws:httpsProxy is empty", { config: { "aws:httpsProxy": "" } }],
    ] as [string, ConnectionOptions][])
      it(name, () => {
        const { settings } = settingsOf({
          ...options,
          environment: { ...options.environment, HTTPS_PROXY: proxy.url },
        });
        const { proxy: used, noProxy } = settings.network;
        expect(used === undefined || isReachedDirectly(control, 443, noProxy)).to.equal(true);
      });

    for (const [noProxy, host, direct] of [
      ["", "a.example.com", false],
      ["*", "a.example.com", true],
      ["example.com", "example.com", true],
      ["example.com", "a.example.com", true],
      ["example.com", "badexample.com", false],
      [".example.com", "example.com", false],
      [".example.com", "a.example.com", true],
      ["*.example.com", "a.b.example.com", true],
      ["EXAMPLE.com , x", "a.Example.COM", true],
      ["example.com:443", "example.com", true],
      ["example.com:8443", "example.com", false],
      ["10.0.0.0/8", "10.1.2.3", true],
      ["10.0.0.0/8", "11.1.2.3", false],
      ["10.0.0.0/99", "10.1.2.3", false],
      ["10.1.2.3", "10.1.2.3", true],
      ["fd00::/8", "[fd12::1]", true],
      ["fd12::1", "[fd12::1]", true],
      ["fd12:0::1", "[fd12::1]", true],
      ["[fd12::1]:443", "[fd12::1]", true],
      ["[fd12::1]:8443", "[fd12::1]", false],
      ["10.1.2.3:443", "10.1.2.3", true],
      ["10.0.0.0/", "10.1.2.3", false],
      ["*.example.com:8443", "a.example.com", false],
      [":443", "a.example.com", false],
      [".", "a.example.com", false],
      [" , ", "a.example.com", false],
      ["a.example.com b.example.com", "a.example.com", false],
      ["x,*", "a.example.com", true],
      ["", "localhost", true],
      ["", "127.0.0.53", true],
      ["", "[::1]", true],
    ] as const)
      it(`${direct ? "for" : "but is used for"} ${host} with NO_PROXY="${noProxy}"`, () =>
        expect(isReachedDirectly(host, 443, noProxy)).to.equal(direct));
  });

  describe("that fails is a separate error: nothing was sent", () => {
    const through = (url: string) => send({ environment: { HTTPS_PROXY: url } }).catch((error: ServiceError) => error);

    for (const [name, answer, says] of [
      ["requires a password", 407, "requires a user and a password, or other ones (HTTP 407)"],
      ["does not allow the host", 403, "does not allow this host (HTTP 403)"],
      ["cannot reach the host", 502, "the proxy refused the connection (HTTP 502)"],
      ["ends the connection before it answers", "drop", "the proxy failed (no answer)"],
      ["ends the connection during the handshake", "drop after CONNECT", "no connection was established (ECONNRESET)"],
    ] as [string, ProxyAnswer, string][])
      it(`if it ${name}`, async () => {
        proxy.state.answer = answer;
        const error = await through(proxy.url.replace("://", "://me:CANARY@"));
        expect(error).to.include({ failure: "refused" });
        expect((error as Error).message)
          .to.contain(says)
          .and.contain(`(${control}, through the proxy ${proxy.url})`)
          .and.not.contain("CANARY");
        expect(await local.calls()).to.deep.equal([]);
      });

    it("if nothing listens there", async () => {
      const { port, close } = await listen(createServer());
      await close();
      const error = await through(`http://127.0.0.1:${port}`);
      expect(error).to.include({ failure: "refused" });
      expect((error as Error).message).to.contain("the proxy cannot be reached: nothing listens there");
    });

    it("if its name does not exist", async () =>
      expect(((await through("http://proxy.invalid:3128")) as Error).message).to.match(
        /the proxy cannot be reached: the host name (does not exist|could not be resolved)/,
      ));

    it("if its own certificate is not trusted", async () => {
      const error = await through(`https://127.0.0.1:${front.port}`);
      expect((error as Error).message).to.contain(
        "no TLS connection to the proxy: the TLS certificate belongs to another",
      );
    });
  });

  describe("cannot lead secrets elsewhere", () => {
    it("because the endpoint's certificate must be trusted", async () => {
      const error = await connectionTo(undefined, { environment: { HTTPS_PROXY: proxy.url } })
        .service.send(call, input)
        .catch((thrown: ServiceError) => thrown);
      expect((error as Error).message).to.contain("the TLS certificate is not trusted");
      expect(await local.calls()).to.deep.equal([]);
    });

    it("because the endpoint must belong to AWS, also behind it", async () => {
      const environment = { ...trusting, HTTPS_PROXY: proxy.url };
      for (const host of ["evil.example.com", `${control}.evil.com`]) {
        const { service } = connectionTo(`https://${host}`, { environment });
        const error = await service.send(call, input).catch((thrown: ServiceError) => thrown);
        expect((error as Error).message).to.contain("No request was sent: the endpoint https://");
      }
      expect(hosts()).to.deep.equal([]);
    });

    it("because the stack configuration cannot name both the proxy and the authority that the proxy could use", async () => {
      const problemsOf = async (url: string, environment: Record<string, string> = {}) => {
        const config = { "aws:httpsProxy": url, "aws:customCaBundle": trusting.AWS_CA_BUNDLE };
        const { problems } = await contextFor(local, { config, environment }).resolveRegion(undefined);
        return problems.map(({ path, reason }) => `${path}: ${reason}`).join();
      };
      const url = "http://me:CANARY@proxy.example.com:3128";
      expect(await problemsOf(url))
        .to.match(/^aws:httpsProxy: with aws:customCaBundle, the proxy http:\/\/proxy.example.com:3128 could read/)
        .and.not.contain("CANARY");
      expect(await problemsOf(url, { AGENTCORE_OUTBOUND_AUTH_TRUSTED_HOSTS: "proxy.example.com" })).to.equal("");
      expect(await problemsOf(proxy.url)).to.equal("");
    });
  });

  describe("needs a URL, or the preview fails", () => {
    for (const [url, says] of [
      ["http://", "is not the URL of a proxy. Write http://HOST:PORT."],
      ["socks5://127.0.0.1:1080", "must begin with http:// or https://"],
      ["http://CANARY user@h:x", "is not the URL of a proxy"],
      ["http://u:CANARY%zz@127.0.0.1:1", "has a % in its user or password that begins no escape"],
    ] as const)
      for (const setting of ["HTTPS_PROXY", "aws:httpsProxy"])
        it(`${setting}=${url}`, () => {
          const { problems } = settingsOf(
            setting.startsWith("aws:") ? { config: { [setting]: url } } : { environment: { [setting]: url } },
          );
          expect(problems.map(({ path }) => path)).to.deep.equal([setting]);
          expect(problems[0]?.reason).to.contain(says).and.not.contain("CANARY");
        });
  });
});
