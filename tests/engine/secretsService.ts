/**
 * The service that keeps the key of a stack's secrets: a stand-in for the transit engine of HashiCorp Vault. With a
 * passphrase, every command would derive the key again, which takes a fifth of a second.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

const prefix = "vault:v1:";

let url: Promise<string> | undefined;

/** Environment in which the CLI finds the service. It runs until this process ends. */
export async function secretsServiceEnvironment(): Promise<Record<string, string>> {
  return { VAULT_SERVER_URL: await (url ??= start()), VAULT_SERVER_TOKEN: "local" };
}

/** The secrets provider that stacks are created with. */
export const secretsProvider = "hashivault://tests";

function start(): Promise<string> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { plaintext = "", ciphertext = "" } = JSON.parse(body) as Record<string, string>;
      const isEncryption = request.url?.includes("/encrypt/");
      const data = isEncryption ? { ciphertext: prefix + plaintext } : { plaintext: ciphertext.slice(prefix.length) };
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ data }));
    });
  });
  server.unref();
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
  );
}
