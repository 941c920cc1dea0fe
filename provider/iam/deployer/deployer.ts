import type { AwsScope } from "../policy/arn";
import { callerIdentityStatements } from "./callerIdentity";
import type { DeployerIdentity } from "./callerIdentity";
import { functionPolicyStatements } from "./functions";
import type { DeployerFunctions } from "./functions";
import { gatewayStatements } from "./gateway";
import type { DeployerGateway } from "./gateway";
import { deployerKeyStatements } from "./keys";
import type { DeployerKeys } from "./keys";
import { privateEndpointStatements } from "./privateEndpoints";
import type { DeployerPrivateEndpoints } from "./privateEndpoints";
import { providerStatements } from "./providers";
import type { DeployerProviders } from "./providers";
import { roleStatements } from "./roles";
import type { DeployerRole } from "./roles";
import type { Statement } from "../policy/document";
import { assertAwsScope } from "../policy/arnComponent";
import { assertKnownMembers } from "../policy/knownMembers";

/** Whose permissions {@link deployerStatements} describes. What is not named is not granted. */
export interface Deployer
  extends
    AwsScope,
    DeployerProviders,
    DeployerFunctions,
    DeployerKeys,
    DeployerPrivateEndpoints,
    DeployerRole,
    DeployerGateway,
    DeployerIdentity {
  /**
   * ARN of the gateway's role: the only one that it may admit to `functions`, pass to the `gateway`, and attach `policies`
   * to. @default - none; `functions` and `gateway` need it
   */
  readonly roleArn?: string;
}

const members: Readonly<Record<keyof Deployer, true>> = {
  partition: true,
  region: true,
  accountId: true,
  namePrefix: true,
  kinds: true,
  tagKeys: true,
  owners: true,
  secretsThroughServices: true,
  functions: true,
  roleArn: true,
  externalSecrets: true,
  signingKeys: true,
  signsWithKeys: true,
  tokenVaultKeyArn: true,
  privateEndpoints: true,
  role: true,
  policies: true,
  gateway: true,
  callerIdentity: true,
};

/**
 * What the identity that runs `pulumi up` needs: for credential providers, and for whatever else of the same program you
 * name. Each part has a switch, and adds nothing without it.
 *
 * | member | adds |
 * | --- | --- |
 * | `namePrefix`, `kinds` | credential providers of these names and kinds, with their managed secrets (never their values) |
 * | `tagKeys`, `owners` | bounds for it: which tags it sets, and whose providers it changes |
 * | `functions` | policies of Lambda functions, for `roleArn` only |
 * | `externalSecrets`, `signingKeys`, `tokenVaultKeyArn` | secrets and keys of one's own |
 * | `privateEndpoints` | providers and targets that reach into a VPC |
 * | `role`, `policies` | roles and managed policies of a path and names |
 * | `gateway` | the gateway, its targets and its identity; it needs `roleArn` |
 * | `callerIdentity` | the look at one's own account, which only policies of VPC endpoints have to allow |
 *
 * Creation of providers is granted on every name because the service checks it against the literal name `*`.
 *
 * Source: Service Authorization Reference for Amazon Bedrock AgentCore, and recorded denials (`docs/permissions.md` has each
 * row, and what is not settled).
 *
 * @throws Error if an ARN, a name or a prefix would match more than it says, or if there is a member that is not known.
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
 *   gateway: { gatewayName: "tools" },
 * });
 * export const policy = iam.policyDocument(statements);
 */
export function deployerStatements(deployer: Deployer): Statement[] {
  assertKnownMembers("", deployer, members);
  assertAwsScope(deployer);
  return [
    ...providerStatements(deployer),
    ...functionPolicyStatements(deployer),
    ...deployerKeyStatements(deployer, deployer),
    ...privateEndpointStatements(deployer),
    ...roleStatements(deployer),
    ...gatewayStatements(deployer),
    ...callerIdentityStatements(deployer),
  ];
}
