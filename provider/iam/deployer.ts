import { defaultTokenVault, tokenVaultArn } from "./arn";
import type { Scope } from "./arn";
import type { Statement } from "./document";

/** Whose permissions {@link deployerStatements} describes. */
export interface Deployer extends Scope {
  /** Beginning of the names of the credential providers that it may manage; `""` for all of them. */
  readonly namePrefix: string;
}

const apiKeyOperations = (verbs: readonly string[]) =>
  verbs.map((verb) => `bedrock-agentcore:${verb}ApiKeyCredentialProvider`);

/**
 * What the identity that runs `pulumi up` needs for API-key credential providers.
 *
 * Creation is granted on every provider name because the service checks it against the literal name `*`. It does not
 * include `secretsmanager:GetSecretValue`: a deployer need not read keys. The role and its inline policies are
 * `@pulumi/aws` resources and need IAM's own actions.
 *
 * @example
 * const statements = iam.deployerStatements({
 *   partition: "aws", region: "us-east-1", accountId: "123456789012", namePrefix: "search-",
 * });
 */
export function deployerStatements(deployer: Deployer): Statement[] {
  const vault = tokenVaultArn(deployer);
  const providers = `${vault}/apikeycredentialprovider/`;
  const secrets = `arn:${deployer.partition}:secretsmanager:${deployer.region}:${deployer.accountId}:secret:bedrock-agentcore-identity!${defaultTokenVault}/apikey/`;
  return [
    {
      Sid: "TokenVault",
      Effect: "Allow",
      Action: [
        ...apiKeyOperations(["Create", "Get", "Update", "Delete"]),
        "bedrock-agentcore:CreateTokenVault",
        "bedrock-agentcore:GetTokenVault",
        "bedrock-agentcore:TagResource",
        "bedrock-agentcore:UntagResource",
        "bedrock-agentcore:ListTagsForResource",
      ],
      Resource: [vault],
    },
    { Sid: "CreateProviders", Effect: "Allow", Action: apiKeyOperations(["Create"]), Resource: [`${providers}*`] },
    {
      Sid: "ManageProviders",
      Effect: "Allow",
      Action: [
        ...apiKeyOperations(["Get", "Update", "Delete"]),
        "bedrock-agentcore:TagResource",
        "bedrock-agentcore:UntagResource",
        "bedrock-agentcore:ListTagsForResource",
      ],
      Resource: [`${providers}${deployer.namePrefix}*`],
    },
    {
      Sid: "ManagedSecrets",
      Effect: "Allow",
      Action: ["secretsmanager:CreateSecret", "secretsmanager:PutSecretValue", "secretsmanager:DeleteSecret"],
      Resource: [`${secrets}${deployer.namePrefix}*`],
      Condition: { Bool: { "aws:ViaAWSService": "true" } },
    },
  ];
}
