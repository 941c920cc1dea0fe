import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it was on the wire. */
export interface Recorded {
  operation: string;
  body: unknown;
}

/** Starts a proxy of a local control plane that records the content of requests. */
export async function startRecorder(local: { url: string }) {
  const requests: Recorded[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const path = request.url ?? "/";
      if (path.startsWith("/identities/"))
        requests.push({ operation: path.slice("/identities/".length), body: JSON.parse(text) });
      const passed = ["authorization", "content-type", "x-amz-date"].map((name) => [name, request.headers[name]]);
      void fetch(new URL(path, local.url), {
        method: "POST",
        headers: Object.fromEntries(passed) as Record<string, string>,
        body: text,
      }).then(async (answer) => {
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        response.end(await answer.text());
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
