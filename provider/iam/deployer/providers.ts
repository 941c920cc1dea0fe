import { ownSecretStatements } from "../gateway/credentialProvider";
import type { OwnSecret } from "../gateway/credentialProvider";
import { tokenVaultKeyActions, tokenVaultKeyStatement, viaAgentcore } from "../gateway/kmsKeys";
import { assertArnComponent, iamWildcard, kmsKeyArn } from "../policy/arn";
import type { AwsScope } from "../policy/arn";
import {
  bothProviderKinds,
  defaultTokenVault,
  managedSecretArnPrefix,
  ownershipTagKeys,
  providerKinds,
  tokenVaultArn,
} from "../policy/credentialProviders";
import type { CredentialProviderKind } from "../policy/credentialProviders";
import { allow } from "../policy/document";
import type { Condition, Statement } from "../policy/document";
import { assertKnownMembers } from "../policy/knownMembers";
import type { MemberNames } from "../policy/knownMembers";

/** The credential providers that a deployer manages. */
export interface DeployerProviders {
  /** The beginning of the names of these providers. Write `""` for all names. */
  readonly namePrefix: string;
  /** The kinds of these providers. @default - both kinds */
  readonly kinds?: readonly CredentialProviderKind[];
  /**
   * Keys of the tags that the program sets on its providers, including those of `aws:defaultTags`. The deployer can set and
   * remove these and the ownership tags, and no others. Write `"ANY"` for all keys. @default - only the ownership tags
   */
  readonly tagKeys?: readonly string[] | "ANY";
  /**
   * The stacks whose providers it may create, change and delete. Each is the value of the tag
   * `pulumi-agentcore-outbound-auth:owner`, which a stack's providers have from its first `pulumi up`. With it, the deployer
   * cannot adopt a provider. If another tool deleted a provider, run `pulumi refresh` before you remove it from the program.
   * @default - all stacks
   */
  readonly owners?: readonly string[];
}

/**
 * Returns the listed kinds once each, in a fixed order.
 *
 * @throws Error if one does not exist.
 */
export function wantedKinds(path: string, kinds: readonly CredentialProviderKind[]): CredentialProviderKind[] {
  for (const [index, kind] of kinds.entries())
    if (!bothProviderKinds.includes(kind))
      throw new Error(
        `${path}[${index}]: there is no such kind. Write ${bothProviderKinds.map((one) => `"${one}"`).join(" or ")}.`,
      );
  return bothProviderKinds.filter((kind) => kinds.includes(kind));
}

/** Returns patterns of the ARNs of providers whose names begin with the prefix. */
export function providerArnPatterns(
  scope: AwsScope,
  kinds: readonly CredentialProviderKind[],
  prefix: string,
): string[] {
  return kinds.map((kind) => `${tokenVaultArn(scope)}/${kind}/${prefix}*`);
}

export function providerStatements(deployer: DeployerProviders & AwsScope): Statement[] {
  const { namePrefix, kinds = bothProviderKinds } = deployer;
  if (!/^[a-zA-Z0-9_-]*$/.test(namePrefix))
    throw new Error("namePrefix: not the beginning of a provider's name. Write letters, digits, - or _ only.");
  const wanted = wantedKinds("kinds", kinds);
  const bounds = boundsOf(deployer);
  if (wanted.length === 0) return [];
  const operations = (verbs: readonly string[]) =>
    wanted.flatMap((kind) => verbs.map((verb) => `bedrock-agentcore:${verb}${providerKinds[kind].operationSuffix}`));
  const vault = tokenVaultArn(deployer);
  const providers = providerArnPatterns(deployer, wanted, namePrefix);
  const reading = [...operations(["Get"]), "bedrock-agentcore:ListTagsForResource"];
  const changing = operations(["Update", "Delete"]);
  return [
    allow(
      "TokenVault",
      [
        ...operations(["Create", "Get", "Update", "Delete"]),
        "bedrock-agentcore:CreateTokenVault",
        "bedrock-agentcore:GetTokenVault",
        "bedrock-agentcore:ListTagsForResource",
      ],
      [vault],
    ),
    allow("CreateProviders", operations(["Create"]), providerArnPatterns(deployer, wanted, ""), bounds.creation),
    ...(bounds.change === undefined
      ? [allow("ManageProviders", [...reading, ...changing], providers)]
      : [allow("ReadProviders", reading, providers), allow("ChangeProviders", changing, providers, bounds.change)]),
    // The create call always sends ownership tags, and the service checks them on the vault.
    allow(
      "TagProviders",
      ["bedrock-agentcore:TagResource", "bedrock-agentcore:UntagResource"],
      [vault, ...providers],
      ...bounds.tags,
    ),
    allow(
      "ManagedSecrets",
      ["secretsmanager:CreateSecret", "secretsmanager:PutSecretValue", "secretsmanager:DeleteSecret"],
      wanted.map((kind) => `${managedSecretArnPrefix(deployer, defaultTokenVault, kind)}${namePrefix}*`),
      { Bool: { "aws:ViaAWSService": "true" } },
    ),
  ];
}

interface Bounds {
  readonly creation: Condition | undefined;
  readonly change: Condition | undefined;
  readonly tags: readonly (Condition | undefined)[];
}

function boundsOf({ tagKeys = [], owners }: DeployerProviders): Bounds {
  if (owners !== undefined) assertTexts("owners", owners);
  if (owners?.length === 0) throw new Error("owners: list at least one, or leave the property out for all stacks.");
  if (tagKeys !== "ANY") assertTexts("tagKeys", tagKeys);
  const keys = tagKeys === "ANY" ? undefined : [ownershipTagKeys.owner, ownershipTagKeys.resource, ...tagKeys];
  return {
    creation: owners && { StringEquals: { [`aws:RequestTag/${ownershipTagKeys.owner}`]: owners } },
    change: owners && { StringEquals: { [`aws:ResourceTag/${ownershipTagKeys.owner}`]: owners } },
    tags: [
      keys && { "ForAllValues:StringEquals": { "aws:TagKeys": [...new Set(keys)] } },
      // A new provider and the vault have no ownership tags.
      owners && { StringEqualsIfExists: { [`aws:ResourceTag/${ownershipTagKeys.owner}`]: owners } },
    ],
  };
}

/** @throws Error if IAM would not compare a text literally. */
function assertTexts(path: string, texts: readonly string[]): void {
  if (!Array.isArray(texts)) throw new Error(`${path}: must be a list of strings.`);
  for (const [index, text] of texts.entries())
    if (typeof text !== "string" || text === "" || iamWildcard.test(text))
      throw new Error(`${path}[${index}]: must be a literal string. Write it without *, ? and \${.`);
}

/** Your own secrets and keys. Both the deployer that creates a provider and the gateway that uses it need them. */
export interface DeployerKeys {
  /** Secrets in Secrets Manager that AgentCore does not manage. It reads them as the deployer. @default - none */
  readonly externalSecrets?: readonly OwnSecret[];
  /** ARNs of the keys with which OAuth clients sign. AgentCore reads their descriptions as the deployer. @default - none */
  readonly signingKeys?: readonly string[];
  /** ARN of the token vault's customer managed key. @default - the service's own key, which needs no permission */
  readonly tokenVaultKeyArn?: string;
}

const secretMembers: MemberNames<OwnSecret> = { secretArn: true, kmsKeyArn: true };

export function deployerKeyStatements(deployer: DeployerKeys & AwsScope): Statement[] {
  const { externalSecrets = [], signingKeys = [], tokenVaultKeyArn } = deployer;
  for (const [index, secret] of externalSecrets.entries())
    assertKnownMembers(`externalSecrets[${index}]`, secret, secretMembers);
  for (const [index, arn] of signingKeys.entries()) assertArnComponent(`signingKeys[${index}]`, arn, kmsKeyArn);
  const describe = ["kms:DescribeKey"];
  return [
    ...ownSecretStatements(deployer, externalSecrets, (index) => `externalSecrets[${index}].`),
    ...(signingKeys.length === 0 ? [] : [allow("SigningKeys", describe, signingKeys, viaAgentcore(deployer))]),
    ...(tokenVaultKeyArn === undefined
      ? []
      : [
          tokenVaultKeyStatement(deployer, defaultTokenVault, tokenVaultKeyActions, tokenVaultKeyArn),
          // A separate statement, because its request names no vault.
          allow("DescribeTokenVaultKey", describe, [tokenVaultKeyArn], viaAgentcore(deployer)),
        ]),
  ];
}

/** A part of AgentCore that connects to a VPC by an endpoint that AgentCore manages. */
type WithPrivateEndpoint = "PROVIDERS" | "TARGETS";

/** Private endpoints that a deployer creates. */
export interface DeployerPrivateEndpoints {
  /**
   * The resources that have private endpoints with `managedVpcResource`: OAuth clients (`"PROVIDERS"`) or gateway targets
   * (`"TARGETS"`). The first of each in an account creates a service-linked role. Endpoints with your own lattice resources
   * need nothing. @default - none
   */
  readonly privateEndpoints?: readonly WithPrivateEndpoint[];
}

/**
 * The service-linked roles with which AgentCore creates private endpoints.
 *
 * Source: AgentCore Developer Guide, "Using service-linked roles for Amazon Bedrock AgentCore".
 */
const serviceLinkedRoles: Readonly<Record<WithPrivateEndpoint, { readonly service: string; readonly name: string }>> = {
  PROVIDERS: {
    service: "identity-network.bedrock-agentcore.amazonaws.com",
    name: "AWSServiceRoleForBedrockAgentCoreIdentity",
  },
  TARGETS: {
    service: "bedrock-agentcore.amazonaws.com",
    name: "AWSServiceRoleForBedrockAgentCoreGatewayNetwork",
  },
};

export function privateEndpointStatements({
  privateEndpoints = [],
  partition,
  region,
  accountId,
}: DeployerPrivateEndpoints & AwsScope): Statement[] {
  for (const [index, use] of privateEndpoints.entries())
    if (!Object.hasOwn(serviceLinkedRoles, use))
      throw new Error(`privateEndpoints[${index}]: there is no such use. Write "PROVIDERS" or "TARGETS".`);
  if (privateEndpoints.length === 0) return [];
  const roles = Object.entries(serviceLinkedRoles)
    .filter(([use]) => privateEndpoints.some((wanted) => wanted === use))
    .map(([, role]) => role);
  const ec2 = `arn:${partition}:ec2:${region}:${accountId}`;
  return [
    allow(
      "PrivateEndpoints",
      ["iam:CreateServiceLinkedRole"],
      roles.map(({ service, name }) => `arn:${partition}:iam::${accountId}:role/aws-service-role/${service}/${name}`),
      { StringEquals: { "iam:AWSServiceName": roles.map(({ service }) => service) } },
    ),
    // Source: AgentCore Developer Guide, "Connect to private identity providers", prerequisites.
    ...(privateEndpoints.includes("PROVIDERS")
      ? [
          allow(
            "PrivateEndpointInterfaces",
            ["ec2:CreateNetworkInterface"],
            [`${ec2}:network-interface/*`, `${ec2}:subnet/*`, `${ec2}:security-group/*`],
          ),
        ]
      : []),
  ];
}
