import { defaultTokenVault, managedSecretArnPrefix, tokenVaultArn } from "./arn";
import type { CredentialProviderKind, Scope } from "./arn";
import { deployerKeyStatements } from "./deployerKeys";
import type { DeployerKeys } from "./deployerKeys";
import type { Statement } from "./document";
import { parseFunctionArn } from "./lambdaFunction";

/** Whose permissions {@link deployerStatements} describes. */
export interface Deployer extends Scope, DeployerKeys {
  /** Beginning of the names of the credential providers that it may manage; `""` for all of them. */
  readonly namePrefix: string;
  /** The kinds of credential providers that it may manage. @default - both */
  readonly kinds?: readonly CredentialProviderKind[];
  /**
   * ARNs of the functions, aliases and versions whose own policies it writes: those of targets with `permission`, exactly
   * as the targets name them. It is the deployer of the functions' account that needs this. @default - none
   */
  readonly functions?: readonly string[];
  /** ARN of the gateway's role, the only one that it may admit to `functions`. @default - none; `functions` needs it */
  readonly roleArn?: string;
}

const operationSuffixes: Readonly<Record<CredentialProviderKind, string>> = {
  apikeycredentialprovider: "ApiKeyCredentialProvider",
  oauth2credentialprovider: "Oauth2CredentialProvider",
};

const bothKinds = Object.keys(operationSuffixes) as CredentialProviderKind[];

/** Marks are always sent, and at creation the service checks them on the vault. */
const tagActions = [
  "bedrock-agentcore:TagResource",
  "bedrock-agentcore:UntagResource",
  "bedrock-agentcore:ListTagsForResource",
];

/**
 * What the identity that runs `pulumi up` needs for credential providers, and for the policies of Lambda functions.
 *
 * Creation is granted on every provider name because the service checks it against the literal name `*`. It includes
 * `secretsmanager:GetSecretValue` for `externalSecrets` only: a deployer need not read managed keys. The role and its inline policies are
 * `@pulumi/aws` resources and need IAM's own actions.
 *
 * @example
 * import { iam } from "pulumi-agentcore-outbound-auth";
 *
 * const statements = iam.deployerStatements({
 *   partition: "aws",
 *   region: "us-east-1",
 *   accountId: "123456789012",
 *   namePrefix: "search-",
 *   kinds: ["apikeycredentialprovider"],
 *   functions: ["arn:aws:lambda:us-east-1:123456789012:function:tickets:live"],
 *   roleArn: "arn:aws:iam::123456789012:role/tools",
 * });
 * export const policy = iam.policyDocument(statements);
 *
 * @throws Error if an ARN or the prefix would match more than it says.
 */
export function deployerStatements(deployer: Deployer): Statement[] {
  return [
    ...providerStatements(deployer),
    ...functionPolicyStatements(deployer),
    ...deployerKeyStatements(deployer, deployer),
  ];
}

function providerStatements({ namePrefix, kinds = bothKinds, ...scope }: Deployer): Statement[] {
  if (!/^[a-zA-Z0-9_-]*$/.test(namePrefix))
    throw new Error("namePrefix: the names of credential providers hold letters, digits, - or _ only.");
  const wanted = bothKinds.filter((kind) => kinds.includes(kind));
  if (wanted.length === 0) return [];
  const operations = (verbs: readonly string[]) =>
    wanted.flatMap((kind) => verbs.map((verb) => `bedrock-agentcore:${verb}${operationSuffixes[kind]}`));
  const vault = tokenVaultArn(scope);
  const providers = (names: string) => wanted.map((kind) => `${vault}/${kind}/${names}`);
  return [
    {
      Sid: "TokenVault",
      Effect: "Allow",
      Action: [
        ...operations(["Create", "Get", "Update", "Delete"]),
        "bedrock-agentcore:CreateTokenVault",
        "bedrock-agentcore:GetTokenVault",
        ...tagActions,
      ],
      Resource: [vault],
    },
    { Sid: "CreateProviders", Effect: "Allow", Action: operations(["Create"]), Resource: providers("*") },
    {
      Sid: "ManageProviders",
      Effect: "Allow",
      Action: [...operations(["Get", "Update", "Delete"]), ...tagActions],
      Resource: providers(`${namePrefix}*`),
    },
    {
      Sid: "ManagedSecrets",
      Effect: "Allow",
      Action: ["secretsmanager:CreateSecret", "secretsmanager:PutSecretValue", "secretsmanager:DeleteSecret"],
      Resource: wanted.map((kind) => `${managedSecretArnPrefix(scope, defaultTokenVault, kind)}${namePrefix}*`),
      Condition: { Bool: { "aws:ViaAWSService": "true" } },
    },
  ];
}

const rolePattern = /^arn:aws[a-z-]*:iam::\d{12}:role\/[a-zA-Z0-9_+=,.@/-]+$/;

function functionPolicyStatements({ functions = [], roleArn }: Deployer): Statement[] {
  if (functions.length === 0) return [];
  for (const [index, arn] of functions.entries()) {
    if (parseFunctionArn(arn) === undefined)
      throw new Error(
        `functions[${index}]: not the ARN of one function, alias or version, written without wildcards. Write "arn:aws:lambda:REGION:ACCOUNT:function:NAME", with ":QUALIFIER" for an alias or version.`,
      );
  }
  if (roleArn === undefined || !rolePattern.test(roleArn))
    throw new Error(
      'roleArn: must be the ARN of the role that functions will admit, written without wildcards. Write "arn:aws:iam::ACCOUNT:role/NAME".',
    );
  return [
    {
      Sid: "AdmitRole",
      Effect: "Allow",
      Action: ["lambda:AddPermission", "lambda:RemovePermission"],
      Resource: functions,
      Condition: { StringEquals: { "lambda:Principal": roleArn } },
    },
    { Sid: "ReadFunctionPolicies", Effect: "Allow", Action: ["lambda:GetPolicy"], Resource: functions },
  ];
}
