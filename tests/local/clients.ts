import { request as httpRequest } from "node:http";
import { BedrockAgentCoreControl } from "@aws-sdk/client-bedrock-agentcore-control";
import { STSClient } from "@aws-sdk/client-sts";
import type { LocalControlPlane } from "../../provider/local";

export interface Identity {
  account?: string;
  region?: string;
}

/** The real clients, without retries: each test sees exactly one answer. */
export function controlClient(local: LocalControlPlane, identity: Identity = {}): BedrockAgentCoreControl {
  return new BedrockAgentCoreControl(configuration(local, identity));
}

export function stsClient(local: LocalControlPlane, identity: Identity = {}): STSClient {
  return new STSClient(configuration(local, identity));
}

function configuration(local: LocalControlPlane, { account = "123456789012", region = "us-east-1" }: Identity) {
  const credentials = { accessKeyId: `AKIALOCAL${account}`, secretAccessKey: "local" };
  return { endpoint: local.url, region, credentials, maxAttempts: 1 };
}

export function authorization(scope = "us-east-1/bedrock-agentcore", keyId = "AKIALOCAL123456789012"): string {
  return `AWS4-HMAC-SHA256 Credential=${keyId}/20260101/${scope}/aws4_request, SignedHeaders=host, Signature=00`;
}

export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** A request as no client would send it. A header that is undefined is left out. */
export function raw(
  local: LocalControlPlane,
  method: string,
  path: string,
  body = "",
  headers: Record<string, string | undefined> = {},
): Promise<RawAnswer> {
  const length = body === "" ? undefined : String(Buffer.byteLength(body));
  const all = { authorization: authorization(), "content-length": length, ...headers };
  const present = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ host: "127.0.0.1", port: local.port, method, path, headers: present }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => (text += chunk));
      answer.on("error", reject);
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** An error of the SDK, with the members that the service's error shapes add. */
interface ServiceAnswer extends Error {
  reason?: string;
  fieldList?: { name: string; message: string }[];
  $metadata?: { httpStatusCode?: number; requestId?: string };
}

/** Returns the error of a promise that rejects. Throws if it does not. */
export async function rejection(promise: Promise<unknown>): Promise<ServiceAnswer> {
  try {
    await promise;
  } catch (error) {
    return error as ServiceAnswer;
  }
  throw new Error("The promise did not reject.");
}

const discoveryUrl = "https://idp.example.com/.well-known/openid-configuration";

/** The create or update request of a custom provider; `changes` are made to its configuration. */
export function customRequest(name: string, changes: object = {}) {
  const customOauth2ProviderConfig = {
    oauthDiscovery: { discoveryUrl },
    clientId: "client",
    clientSecret: "first",
    ...changes,
  };
  return {
    name,
    credentialProviderVendor: "CustomOauth2" as const,
    oauth2ProviderConfigInput: { customOauth2ProviderConfig },
  };
}

export const endpoints = {
  issuer: "https://idp.example.com",
  authorizationEndpoint: "https://idp.example.com/authorize",
  tokenEndpoint: "https://idp.example.com/token",
};

export const privateKeyJwt = {
  clientAuthenticationMethod: "PRIVATE_KEY_JWT",
  clientSecret: undefined,
  privateKeyJwtConfig: {
    privateKeySource: {
      kmsKeySource: { kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555" },
    },
    signingAlgorithm: "PS256",
  },
} as const;

export const externalSecret = {
  clientSecret: undefined,
  clientSecretSource: "EXTERNAL",
  clientSecretConfig: { secretId: "arn:aws:secretsmanager:us-east-1:123456789012:secret:mine-AbCdEf", jsonKey: "key" },
} as const;
