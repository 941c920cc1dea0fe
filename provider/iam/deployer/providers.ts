import { allow } from "../policy/allow";
import { defaultTokenVault, managedSecretArnPrefix, tokenVaultArn } from "../policy/arn";
import type { CredentialProviderKind, AwsScope } from "../policy/arn";
import type { Condition, Statement } from "../policy/document";
import { isOn } from "../policy/knownMembers";
import { ownershipTagKeys } from "../policy/ownershipTags";

/** The credential providers that a deployer manages, and what bounds it. */
export interface DeployerProviders {
  /** Beginning of the names of the credential providers that it may manage; `""` for all of them. */
  readonly namePrefix: string;
  /** The kinds of credential providers that it may manage. @default - both */
  readonly kinds?: readonly CredentialProviderKind[];
  /**
   * Keys of the tags that the program gives its providers, those of `aws:defaultTags` included. No others can be set or
   * removed, but those of the ownership mark. `"ANY"` for all keys. @default - those of the ownership mark alone
   */
  readonly tagKeys?: readonly string[] | "ANY";
  /**
   * The stacks whose providers it may make, change and delete, each by the value of the tag
   * `pulumi-agentcore-outbound-auth:owner` that its providers have since its first `pulumi up`. Two things are denied then
   * that are possible otherwise: to adopt a provider, and to delete one that somebody else has deleted, until a refresh has
   * seen that it is gone. @default - whoever's they are
   */
  readonly owners?: readonly string[];
  /**
   * Whether it may write managed secrets through AWS's services only. That requests on behalf of AgentCore's caller say so
   * is not on record. @default true
   */
  readonly secretsThroughServices?: boolean;
}

const operationSuffixes: Readonly<Record<CredentialProviderKind, string>> = {
  apikeycredentialprovider: "ApiKeyCredentialProvider",
  oauth2credentialprovider: "Oauth2CredentialProvider",
};

const bothKinds = Object.keys(operationSuffixes) as CredentialProviderKind[];

/** The kinds that are named, once each and in one order. */
export function wantedKinds(path: string, kinds: readonly CredentialProviderKind[]): CredentialProviderKind[] {
  for (const [index, kind] of kinds.entries())
    if (!bothKinds.includes(kind))
      throw new Error(
        `${path}[${index}]: there is no such kind. Write ${bothKinds.map((one) => `"${one}"`).join(" or ")}.`,
      );
  return bothKinds.filter((kind) => kinds.includes(kind));
}

/** Patterns of the ARNs of the providers whose names begin alike. */
export function providerArnPatterns(
  scope: AwsScope,
  kinds: readonly CredentialProviderKind[],
  prefix: string,
): string[] {
  return kinds.map((kind) => `${tokenVaultArn(scope)}/${kind}/${prefix}*`);
}

export function providerStatements(deployer: DeployerProviders & AwsScope): Statement[] {
  const { namePrefix, kinds = bothKinds } = deployer;
  if (!/^[a-zA-Z0-9_-]*$/.test(namePrefix))
    throw new Error("namePrefix: the names of credential providers hold letters, digits, - or _ only.");
  const wanted = wantedKinds("kinds", kinds);
  const bounds = boundsOf(deployer);
  if (wanted.length === 0) return [];
  const operations = (verbs: readonly string[]) =>
    wanted.flatMap((kind) => verbs.map((verb) => `bedrock-agentcore:${verb}${operationSuffixes[kind]}`));
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
    // Marks are always sent, and at creation the service checks them on the vault.
    allow(
      "TagProviders",
      ["bedrock-agentcore:TagResource", "bedrock-agentcore:UntagResource"],
      [vault, ...providers],
      bounds.tags,
    ),
    allow(
      "ManagedSecrets",
      ["secretsmanager:CreateSecret", "secretsmanager:PutSecretValue", "secretsmanager:DeleteSecret"],
      wanted.map((kind) => `${managedSecretArnPrefix(deployer, defaultTokenVault, kind)}${namePrefix}*`),
      bounds.secrets,
    ),
  ];
}

/** Conditions of what is done to providers. */
interface Bounds {
  readonly creation: Condition | undefined;
  readonly change: Condition | undefined;
  readonly tags: Condition | undefined;
  readonly secrets: Condition | undefined;
}

function boundsOf({ tagKeys = [], owners, secretsThroughServices }: DeployerProviders): Bounds {
  if (owners !== undefined) assertTexts("owners", owners);
  if (owners?.length === 0)
    throw new Error("owners: name one at least, or leave the property out for whoever's they are.");
  if (tagKeys !== "ANY") assertTexts("tagKeys", tagKeys);
  const keys = tagKeys === "ANY" ? undefined : [ownershipTagKeys.owner, ownershipTagKeys.resource, ...tagKeys];
  const tags: Condition = {
    ...(keys && { "ForAllValues:StringEquals": { "aws:TagKeys": [...new Set(keys)] } }),
    // A new provider and the vault bear no mark.
    ...(owners && { StringEqualsIfExists: { [`aws:ResourceTag/${ownershipTagKeys.owner}`]: owners } }),
  };
  return {
    creation: owners && { StringEquals: { [`aws:RequestTag/${ownershipTagKeys.owner}`]: owners } },
    change: owners && { StringEquals: { [`aws:ResourceTag/${ownershipTagKeys.owner}`]: owners } },
    tags: Object.keys(tags).length === 0 ? undefined : tags,
    secrets: isOn("secretsThroughServices", secretsThroughServices, true)
      ? { Bool: { "aws:ViaAWSService": "true" } }
      : undefined,
  };
}

/** Texts that conditions compare as they are. */
function assertTexts(path: string, texts: readonly string[]): void {
  if (!Array.isArray(texts)) throw new Error(`${path}: must be a list of texts.`);
  for (const [index, text] of texts.entries())
    if (typeof text !== "string" || text === "" || /[*?]|\$\{/.test(text))
      throw new Error(`${path}[${index}]: must be a text that stands for itself. Write it without *, ? and \${.`);
}
