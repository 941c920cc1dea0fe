import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connectionSettings } from "../../provider/controlplane/connection";
import { Service, type ServiceOptions } from "../../provider/controlplane/service";

/** An answer in a script. `reset`: the connection is closed instead. */
export type Answer = "reset" | { status?: number; error?: string; body?: object; date?: string; afterMs?: number };

export const ready = {
  body: { name: "search", credentialProviderArn: "arn:provider", apiKeySecretArn: { secretArn: "arn:secret" } },
};
export const throttling = { status: 429, error: "ThrottlingException", body: { message: "Rate exceeded" } };

/** Starts a service that answers each request with what `answerTo` returns for its body. */
export async function startScriptedService(answerTo: (body: { name?: string }, sequence: number) => Answer) {
  let requests = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const answer = answerTo(JSON.parse(Buffer.concat(chunks).toString() || "{}") as { name?: string }, ++requests);
      if (answer === "reset") return response.socket?.resetAndDestroy();
      const { status = 200, error, body = {}, date, afterMs = 0 } = answer;
      const headers = {
        "content-type": "application/json",
        ...(error === undefined ? {} : { "x-amzn-errortype": error }),
        ...(date === undefined ? {} : { date }),
      };
      setTimeout(() => response.writeHead(status, headers).end(JSON.stringify(body)), afterMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    requests: () => requests,
    connection: (options: Partial<ServiceOptions> = {}) => connectionTo(url, options),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export interface ConnectionOptions extends Partial<ServiceOptions> {
  /** More stack configuration. */
  config?: Record<string, string | undefined>;
}

/**
 * Creates a connection to a control plane on this machine, or to AWS if there is no URL. It records its waits, and they take
 * no time.
 */
export function connectionTo(url: string | undefined, { config: more, ...options }: ConnectionOptions = {}) {
  const config: Record<string, string | undefined> = {
    "aws:region": "us-east-1",
    "aws:accessKey": "AKIALOCAL123456789012",
    "aws:secretKey": "local",
    "aws:endpoints": url === undefined ? undefined : JSON.stringify([{ bedrockagentcore: url, sts: url }]),
    ...more,
  };
  const { settings } = connectionSettings(undefined, (key) => config[key], options.environment ?? {});
  const waits: number[] = [];
  const sleep = (milliseconds: number) => Promise.resolve(void waits.push(milliseconds));
  return {
    waits,
    service: new Service(settings, { environment: {}, maxAttempts: 1, sleep, now: () => 0, ...options }),
  };
}
