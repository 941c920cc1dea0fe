import type { Controls } from "./http/controls";

/** A running local control plane, in this process or in another. */
export interface LocalControlPlane extends Controls {
  /** Endpoint for an AWS client, for example `http://127.0.0.1:49152`. */
  readonly url: string;
  readonly port: number;
  /** Value of the header `x-local-token` for the routes under `/_local/`. */
  readonly token: string;
  /**
   * Environment variables that send the AWS SDKs and Pulumi's provider processes to this server: endpoints, credentials
   * and Region (us-east-1).
   */
  readonly environment: Record<string, string>;
  /** Stops the server and closes every connection. Does nothing for a server of another process. */
  close(): Promise<void>;
}

export function localEnvironment(url: string, account: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL: url,
    AWS_ENDPOINT_URL_STS: url,
    AWS_ACCESS_KEY_ID: `AKIALOCAL${account}`,
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_REGION: "us-east-1",
  };
}
