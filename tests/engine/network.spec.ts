import { expect } from "chai";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Authority } from "../controlplane/network/certificates";
import { startProxy, startTlsFront } from "../controlplane/network/servers";
import { begin, firstKey, onlyProvider, planned, printed, refusal } from "./fixtures";
import { ok, type Project, type World } from "./project";
import { oneProvider } from "./programs";

const control = "bedrock-agentcore-control.us-east-1.amazonaws.com";
const sts = "sts.us-east-1.amazonaws.com";

describe("Behind a proxy, with a private certificate authority", () => {
  const authority = new Authority();
  const identity = authority.issue({ hosts: [control, sts] });
  let world: World;
  let project: Project;
  let front: Awaited<ReturnType<typeof startTlsFront>>;
  let proxy: Awaited<ReturnType<typeof startProxy>>;
  let bundle: string;
  /** Removes the addresses of the local control plane: it answers as AWS, which only the proxy reaches. */
  let aws: Record<string, string | undefined>;
  before(async () => {
    ({ world, project } = await begin(oneProvider({ accountId: "123456789012" })));
    const overrides = Object.keys(world.controlPlane.environment).filter((name) => name.startsWith("AWS_ENDPOINT_URL"));
    aws = Object.fromEntries(overrides.map((name) => [name, undefined]));
    front = await startTlsFront(world.controlPlane.url, identity);
    proxy = await startProxy(front.port);
    bundle = join(world.folder, "authority.pem");
    writeFileSync(bundle, authority.cert);
  });
  after(async () => {
    await Promise.all([proxy.close(), front.close()]);
    await world.close();
  });
  beforeEach(() => {
    proxy.state.answer = "tunnel";
    proxy.state.requests.length = 0;
  });

  it("every command works with HTTPS_PROXY and AWS_CA_BUNDLE", async () => {
    const env = { ...aws, HTTPS_PROXY: proxy.url, AWS_CA_BUNDLE: bundle };
    ok(await project.up({ env }));
    expect(await onlyProvider(world)).to.include({ account: "123456789012", region: "us-east-1" });
    expect(proxy.state.requests.map(({ host }) => host)).to.have.members([`${sts}:443`, `${control}:443`]);
    ok(await project.refresh({ env }));
    ok(await project.destroy({ env }));
    expect(await world.controlPlane.providers()).to.deep.equal([]);
  });

  it("every command works with aws:httpsProxy and aws:customCaBundle, and shows no password", async () => {
    ok(await project.setConfig("aws:httpsProxy", proxy.url.replace("://", "://me:CANARY-proxy@")));
    ok(await project.setConfig("aws:customCaBundle", bundle));
    const result = ok(await project.up({ env: aws }));
    expect(printed(result)).to.not.contain("CANARY").and.not.contain(firstKey);
    expect(await planned(project)).to.deep.equal({});
    ok(await project.destroy({ env: aws }));
    ok(await project.pulumi(["config", "rm-all", "aws:httpsProxy", "aws:customCaBundle"]));
    expect(proxy.state.requests).to.not.deep.equal([]);
  });

  it("a failure creates nothing, says what to set, and the next up works", async () => {
    const env = { ...aws, HTTPS_PROXY: proxy.url };
    expect(await refusal(project.up({ env })))
      .to.contain("the TLS certificate is not trusted")
      .and.contain("Set AWS_CA_BUNDLE or aws:customCaBundle");
    proxy.state.answer = 407;
    expect(await refusal(project.up({ env: { ...env, AWS_CA_BUNDLE: bundle } })))
      .to.contain("requires a user and a password")
      .and.contain(`through the proxy ${proxy.url}`);
    expect(await world.controlPlane.providers()).to.deep.equal([]);
    proxy.state.answer = "tunnel";
    ok(await project.up({ env: { ...env, AWS_CA_BUNDLE: bundle } }));
    await onlyProvider(world);
  });

  it("the preview reports a missing file and a proxy that is no URL", async () => {
    expect(await refusal(project.preview({ env: { ...aws, AWS_CA_BUNDLE: "/missing.pem" } }))).to.contain(
      "AWS_CA_BUNDLE: the file /missing.pem cannot be read (ENOENT).",
    );
    ok(await project.setConfig("aws:httpsProxy", "socks5://127.0.0.1:1080"));
    expect(await refusal(project.preview({ env: aws }))).to.contain(
      "aws:httpsProxy: must begin with http:// or https://",
    );
  });
});
