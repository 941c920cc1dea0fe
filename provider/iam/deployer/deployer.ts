import { assertAwsScope } from "../policy/arn";
import type { AwsScope } from "../policy/arn";
import { allow } from "../policy/document";
import type { Statement } from "../policy/document";
import { assertKnownMembers, isOn, scopeMembers } from "../policy/knownMembers";
import type { MemberNames } from "../policy/knownMembers";
import { functionPolicyStatements, gatewayStatements } from "./gateway";
import type { DeployerFunctions, DeployerGateway } from "./gateway";
import { deployerKeyStatements, privateEndpointStatements, providerStatements } from "./providers";
import type { DeployerKeys, DeployerPrivateEndpoints, DeployerProviders } from "./providers";
import { roleStatements } from "./roles";
import type { DeployerRole } from "./roles";

/** The identity that runs `pulumi up`, described by its work. A member that you leave out grants nothing. */
export interface Deployer
  extends
    AwsScope,
    DeployerProviders,
    DeployerFunctions,
    DeployerKeys,
    DeployerPrivateEndpoints,
    DeployerRole,
    DeployerGateway {
  /**
   * ARN of the gateway's role. It is the only role that the deployer may allow in the policies of `functions`, pass to the
   * `gateway`, and attach `policies` to. @default - none; `functions` and `gateway` need it
   */
  readonly roleArn?: string;
  /**
   * Grants `sts:GetCallerIdentity`. IAM allows it to everybody, but the policies of VPC endpoints do not. @default false
   */
  readonly callerIdentity?: boolean;
}

const members: MemberNames<Deployer> = {
  ...scopeMembers,
  namePrefix: true,
  kinds: true,
  tagKeys: true,
  owners: true,
  functions: true,
  roleArn: true,
  externalSecrets: true,
  signingKeys: true,
  tokenVaultKeyArn: true,
  privateEndpoints: true,
  role: true,
  policies: true,
  gateway: true,
  callerIdentity: true,
};

const removed = {
  signsWithKeys: "The deployer gets kms:DescribeKey for signing keys, and never kms:Sign. Remove it.",
  secretsThroughServices:
    "The deployer writes managed secrets only through AWS services (aws:ViaAWSService). Remove it.",
};

/**
 * Returns the permissions of the identity that runs `pulumi up`: for credential providers, and for each other part of the
 * program that you name.
 *
 * | member | grants |
 * | --- | --- |
 * | `namePrefix`, `kinds` | credential providers of these names and kinds, and their managed secrets (but not to read them) |
 * | `tagKeys`, `owners` | nothing more: they limit which tags it sets, and which stacks' providers it changes |
 * | `functions` | policies of Lambda functions, for `roleArn` only |
 * | `externalSecrets`, `signingKeys`, `tokenVaultKeyArn` | your own secrets and keys |
 * | `privateEndpoints` | providers and targets that connect to a VPC |
 * | `role`, `policies` | roles and managed policies with these paths and names |
 * | `gateway` | the gateway, its workload identity, its targets, and the schemas of targets in S3; it needs `roleArn` |
 * | `callerIdentity` | `sts:GetCallerIdentity`, for policies of VPC endpoints |
 *
 * The creation of providers is granted for every name, because the service checks it against the literal name `*`.
 *
 * Source: Service Authorization Reference for Amazon Bedrock AgentCore, and AccessDenied errors that users have published.
 * `docs/reference/permissions.md` lists each statement, and what AWS does not document.
 *
 * @throws Error if an ARN, a name or a prefix would match more than it names, or if a member does not exist.
 *
 * @example
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const statements = iam.deployerStatements({
 *   partition: "aws",
 *   region: "us-east-1",
 *   accountId: "123456789012",
 *   namePrefix: "search-",
 *   kinds: ["apikeycredentialprovider"],
 *   tagKeys: ["team"],
 *   functions: ["arn:aws:lambda:us-east-1:123456789012:function:tickets:live"],
 *   roleArn: "arn:aws:iam::123456789012:role/agents/tools",
 *   role: { path: "/agents/", namePrefix: "tools", permissionsBoundary: "arn:aws:iam::123456789012:policy/agents" },
 *   gateway: { gatewayName: "tools", schemas: [{ bucket: "schemas", key: "tickets.json" }] },
 * });
 * export const policy = iam.policyDocument(statements);
 */
export function deployerStatements(deployer: Deployer): Statement[] {
  assertKnownMembers("", deployer, members, removed);
  assertAwsScope(deployer);
  const callerIdentity = isOn("callerIdentity", deployer.callerIdentity);
  return [
    ...providerStatements(deployer),
    ...functionPolicyStatements(deployer),
    ...deployerKeyStatements(deployer),
    ...privateEndpointStatements(deployer),
    ...roleStatements(deployer),
    ...gatewayStatements(deployer),
    ...(callerIdentity ? [allow("CallerIdentity", ["sts:GetCallerIdentity"], ["*"])] : []),
  ];
}
