import type { Call } from "./http/callLog";
import { adminPrefix } from "./http/admin";
import type { LiveSecret, LocalProvider } from "./http/controls";
import { localEnvironment } from "./localControlPlane";
import type { LocalControlPlane } from "./localControlPlane";

/**
 * Returns the controls of a local control plane that runs in another process.
 *
 * @param url URL that the process printed when it started, for example `http://127.0.0.1:49152`.
 * @param token Token that it printed.
 * @param account Account of the credentials in `environment`. Default `123456789012`.
 * @example
 * import { connectLocalControlPlane } from "pulumi-agentcore-outbound-auth/local";
 *
 * const { LOCAL_URL = "http://127.0.0.1:49152", LOCAL_TOKEN = "" } = process.env;
 * const local = connectLocalControlPlane(LOCAL_URL, LOCAL_TOKEN);
 * await local.addFault({ operation: "CreateApiKeyCredentialProvider", kind: "reset", moment: "after" });
 */
export function connectLocalControlPlane(url: string, token: string, account = "123456789012"): LocalControlPlane {
  const base = new URL(url);
  const call = async (method: string, route: string, body?: object): Promise<unknown> => {
    const response = await fetch(new URL(adminPrefix + route, base), {
      method,
      headers: { "x-local-token": token, "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    const answer = (await response.json()) as { message?: string };
    if (!response.ok) throw new RangeError(answer.message ?? `HTTP ${response.status}`);
    return answer;
  };
  const send = async (method: string, route: string, body?: object) => void (await call(method, route, body));
  return {
    url: base.origin,
    port: Number(base.port),
    token,
    environment: localEnvironment(base.origin, account),
    calls: async () => (await call("GET", "calls")) as Call[],
    clearCalls: () => send("DELETE", "calls"),
    addFault: (fault) => send("POST", "faults", fault),
    clearFaults: () => send("DELETE", "faults"),
    providers: async () => (await call("GET", "providers")) as LocalProvider[],
    secretOf: async (arn) => (await call("GET", `secret?arn=${encodeURIComponent(arn)}`)) as LiveSecret,
    drift: (drift) => send("POST", "drift", drift),
    set: (settings) => send("POST", "settings", settings),
    close: () => Promise.resolve(),
  };
}
