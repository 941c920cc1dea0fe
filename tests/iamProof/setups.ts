import type { Setup } from "./runtimeCalls";

/** One Region of each partition. */
export const partitions = [
  { partition: "aws", region: "us-east-1" },
  { partition: "aws-cn", region: "cn-north-1" },
  { partition: "aws-us-gov", region: "us-gov-west-1" },
] as const;

export type Partition = (typeof partitions)[number];

const accountId = "123456789012";

/** An account that is neither the gateway's nor one of the neighbours'. */
export const otherAccount = "210987654321";

/** Values that a combination does not change. */
export const commonSetup: Omit<Setup, "partition" | "region" | "gatewayId" | "provider"> = {
  accountId,
  directory: "default",
  vault: "default",
  vaultKey: "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f",
  secretSuffix: "-0e976f98-LMwdhV",
  ownSecret: "team/search-AbCdEf",
  ownSecretAccount: accountId,
  ownSecretKey: "1a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f",
  signingKey: "2a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f",
  signingKeyAccount: accountId,
  signingAlgorithm: "RSASSA_PKCS1_V1_5_SHA_256",
  functionName: "search",
  functionAccount: accountId,
  qualifier: "",
  api: "a1b2c3d4e5",
  stage: "prod",
  method: "GET",
  path: "orders",
  pathWithParameter: "tickets/7",
  runtime: "assistant-a1B2c3D4e5",
  endpoint: "DEFAULT",
  memory: "notes-a1B2c3D4e5",
  otherGateway: "search-9876543210",
  targetId: "0TARGET123",
  bucket: "schemas",
  schema: "tickets.json",
  schemaKey: "3a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f",
  certificate: "private-ca.pem",
  certificateSecret: "team/private-ca-AbCdEf",
  certificateKey: "4a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f",
  table: "tickets",
};
