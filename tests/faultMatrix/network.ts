import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Authority } from "../controlplane/network/certificates";
import { startProxy, startTlsFront } from "../controlplane/network/servers";
import type { ContextOptions } from "../handlers/contextFor";

const hosts = ["bedrock-agentcore-control.us-east-1.amazonaws.com", "sts.us-east-1.amazonaws.com"];
const authority = new Authority();
const valid = authority.issue({ hosts });
const expired = authority.issue({ hosts, fromDay: -3, untilDay: -2 });

/** A proxy, and a TLS server that answers for AWS behind it. Each call has its own connection. */
export class ProxiedNetwork {
  private constructor(
    private readonly folder: string,
    private readonly front: Awaited<ReturnType<typeof startTlsFront>>,
    private readonly proxy: Awaited<ReturnType<typeof startProxy>>,
  ) {}

  static async start(local: { readonly url: string }): Promise<ProxiedNetwork> {
    const folder = mkdtempSync(join(tmpdir(), "outbound-auth-matrix-"));
    writeFileSync(join(folder, "authority.pem"), authority.cert);
    const front = await startTlsFront(local.url, valid);
    return new ProxiedNetwork(folder, front, await startProxy(front.port));
  }

  /** Settings that lead a provider process to AWS, through the proxy. */
  processOptions({ config, environment, ...options }: ContextOptions): ContextOptions {
    const variables = { HTTPS_PROXY: this.proxy.url, AWS_CA_BUNDLE: join(this.folder, "authority.pem") };
    return {
      ...options,
      config: { ...config, "aws:endpoints": undefined },
      environment: { ...environment, ...variables },
    };
  }

  /** The proxy ends each new connection. */
  refuseConnections(): void {
    this.proxy.state.answer = "drop";
  }

  /** The proxy ends the connections that it has. */
  dropConnections(): void {
    this.proxy.drop();
  }

  failHandshakes(): void {
    this.front.present({ ...valid, maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256" });
  }

  expireCertificate(): void {
    this.front.present(expired);
  }

  restore(): void {
    this.front.present(valid);
    this.proxy.state.answer = "tunnel";
  }

  async close(): Promise<void> {
    await Promise.all([this.proxy.close(), this.front.close()]);
    rmSync(this.folder, { recursive: true });
  }
}
