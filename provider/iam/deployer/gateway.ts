import {
  exactGatewayArn,
  identityArns,
  workloadIdentityDirectoryArn,
  workloadTokenForTargetSetupStatements,
  workloadTokenStatements,
} from "../gateway/agentcoreGateway";
import type { Gateway } from "../gateway/agentcoreGateway";
import { tokenVaultStatements } from "../gateway/credentialProvider";
import { viaService } from "../gateway/kmsKeys";
import { parseFunctionArn } from "../gateway/lambdaFunction";
import { assertStage } from "../gateway/restApi";
import { schemaObjectArn } from "../gateway/targetFiles";
import type { SchemaObject } from "../gateway/targetFiles";
import { assertRoleArn } from "../policy/arn";
import type { AwsScope } from "../policy/arn";
import { defaultTokenVault, managedSecretArnPrefix, tokenVaultArn } from "../policy/credentialProviders";
import type { CredentialProviderKind } from "../policy/credentialProviders";
import { allow } from "../policy/document";
import type { Statement } from "../policy/document";
import { assertKnownMembers, isOn, scopeMembers } from "../policy/knownMembers";
import type { MemberNames } from "../policy/knownMembers";
import { providerArnPatterns, wantedKinds } from "./providers";
import type { DeployerProviders } from "./providers";

/** A stage of a REST API that is a target. It is in the deployer's account and Region, which you can leave out. */
export interface ExportedApi extends Partial<AwsScope> {
  /** For example `a1b2c3d4e5`. */
  readonly apiId: string;
  /** For example `prod`. */
  readonly stage: string;
}

/** A gateway and its targets. */
export interface DeployedGateway {
  /** 1 to 48 letters and digits, with single `-` between them. */
  readonly gatewayName: string;
  /** `true` if the program sets tags on it. @default false */
  readonly hasTags?: boolean;
  /** Stages of REST APIs that are targets. AgentCore exports their description as the deployer. @default - none */
  readonly apis?: readonly ExportedApi[];
  /**
   * Schemas in Amazon S3 that targets have. AgentCore reads them as the deployer when it creates or updates a target.
   * @default - none
   */
  readonly schemas?: readonly SchemaObject[];
  /**
   * Kinds of credential providers from which AgentCore gets a key or token as the deployer when it creates, updates or
   * synchronizes a target. AWS's page on MCP server targets asks for it. For your own secrets and keys, also write
   * `externalSecrets`, `signingKeys` and `tokenVaultKeyArn`. @default - none
   */
  readonly targetSetup?: readonly CredentialProviderKind[];
}

/** The gateway that a deployer creates. */
export interface DeployerGateway {
  /** The gateway and its targets. @default - another deployer creates them */
  readonly gateway?: DeployedGateway;
}

const members: MemberNames<DeployedGateway> = {
  gatewayName: true,
  hasTags: true,
  apis: true,
  schemas: true,
  targetSetup: true,
};

const apiMembers: MemberNames<ExportedApi> = { ...scopeMembers, apiId: true, stage: true };

const schemaMembers: MemberNames<SchemaObject> = { bucket: true, key: true, kmsKeyArn: true };

const targetActions = [
  "bedrock-agentcore:CreateGatewayTarget",
  "bedrock-agentcore:GetGatewayTarget",
  "bedrock-agentcore:UpdateGatewayTarget",
  "bedrock-agentcore:DeleteGatewayTarget",
  "bedrock-agentcore:ListGatewayTargets",
  "bedrock-agentcore:SynchronizeGatewayTargets",
];

type DeployerOfGateway = DeployerGateway & DeployerProviders & AwsScope & { readonly roleArn?: string };

export function gatewayStatements(deployer: DeployerOfGateway): Statement[] {
  const { gateway, roleArn } = deployer;
  if (gateway === undefined) return [];
  assertKnownMembers("gateway", gateway, members);
  assertRoleArn(
    "roleArn",
    roleArn,
    "the role that the gateway gets (set its name in the program, so that the ARN is known)",
  );
  const { partition, region, accountId } = deployer;
  const own: Gateway = { partition, region, accountId, gatewayName: gateway.gatewayName };
  return [
    ...ownGatewayStatements(own, isOn("gateway.hasTags", gateway.hasTags)),
    allow("PassRole", ["iam:PassRole"], [roleArn], {
      StringEquals: { "iam:PassedToService": "bedrock-agentcore.amazonaws.com" },
    }),
    ...exportStatements(own, gateway.apis ?? []),
    ...schemaStatements(own, gateway.schemas ?? []),
    ...targetSetupStatements(own, wantedKinds("gateway.targetSetup", gateway.targetSetup ?? []), deployer.namePrefix),
  ];
}

function ownGatewayStatements(gateway: Gateway, hasTags: boolean): Statement[] {
  const directory = workloadIdentityDirectoryArn(gateway);
  const tagging = hasTags ? ["bedrock-agentcore:TagResource"] : [];
  return [
    // The action has no resource type.
    allow("CreateGateway", ["bedrock-agentcore:CreateGateway"], ["*"]),
    allow(
      "ManageGateway",
      [
        "bedrock-agentcore:GetGateway",
        "bedrock-agentcore:UpdateGateway",
        "bedrock-agentcore:DeleteGateway",
        ...targetActions,
        // The aws provider reads the tags with each gateway.
        "bedrock-agentcore:ListTagsForResource",
        ...tagging,
        ...(hasTags ? ["bedrock-agentcore:UntagResource"] : []),
      ],
      [exactGatewayArn(gateway)],
    ),
    // AgentCore creates and deletes the gateway's workload identity as the deployer. Without this, the gateway fails.
    allow(
      "GatewayIdentity",
      [
        "bedrock-agentcore:CreateWorkloadIdentity",
        "bedrock-agentcore:GetWorkloadIdentity",
        "bedrock-agentcore:DeleteWorkloadIdentity",
        ...tagging,
      ],
      [directory, `${directory}/workload-identity/*`],
    ),
  ];
}

function exportStatements(scope: AwsScope, apis: readonly ExportedApi[]): Statement[] {
  const arns = apis.map((api, index) => {
    const path = `gateway.apis[${index}]`;
    assertKnownMembers(path, api, apiMembers);
    assertOwnScope(scope, api, `${path}.`);
    assertStage({ ...scope, apiId: api.apiId, stage: api.stage }, `${path}.`);
    // Source: AgentCore Developer Guide, "Amazon API Gateway REST API stages as targets": GetExport, in OpenAPI 3.0.
    return `arn:${scope.partition}:apigateway:${scope.region}::/restapis/${api.apiId}/stages/${api.stage}/exports/oas30`;
  });
  return arns.length === 0 ? [] : [allow("ExportApis", ["apigateway:GET"], arns)];
}

/** Source: AgentCore Developer Guide, "Amazon API Gateway REST API stages as targets": same account and Region as the gateway. */
function assertOwnScope(scope: AwsScope, api: ExportedApi, path: string): void {
  for (const part of ["partition", "region", "accountId"] as const)
    if (api[part] !== undefined && api[part] !== scope[part])
      throw new Error(
        `${path}${part}: must be the deployer's, because the API of a target is in the gateway's account and Region. Write "${scope[part]}", or leave it out.`,
      );
}

/**
 * Returns the permissions to read schemas through AgentCore, and to use their keys through S3.
 *
 * Sources: AWS managed policy BedrockAgentCoreFullAccess, which has this condition; a published reproduction, in which the
 * caller's identity reads the schema and the gateway's role does not.
 */
function schemaStatements(scope: AwsScope, schemas: readonly SchemaObject[]): Statement[] {
  if (schemas.length === 0) return [];
  const arns = schemas.map((schema, index) => {
    const path = `gateway.schemas[${index}]`;
    assertKnownMembers(path, schema, schemaMembers);
    return schemaObjectArn(scope, schema, `${path}.`);
  });
  const keys = schemas.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []);
  return [
    allow("SchemaObjects", ["s3:GetObject"], [...new Set(arns)], {
      StringEquals: { "aws:CalledViaLast": "bedrock-agentcore.amazonaws.com" },
    }),
    ...(keys.length === 0
      ? []
      : [allow("SchemaObjectKeys", ["kms:Decrypt"], [...new Set(keys)], viaService(scope, "s3"))]),
  ];
}

/**
 * Returns the permissions that the gateway's role also has to get keys and tokens. It does not repeat those to create
 * workload identities. The secrets of these providers can only be read through AWS services.
 *
 * Source: AgentCore Developer Guide, "MCP servers targets", which lists these actions.
 */
function targetSetupStatements(
  gateway: Gateway,
  kinds: readonly CredentialProviderKind[],
  prefix: string,
): Statement[] {
  if (kinds.length === 0) return [];
  const oauthClients = providerArnPatterns(gateway, ["oauth2credentialprovider"], prefix);
  return [
    ...workloadTokenStatements(gateway),
    ...workloadTokenForTargetSetupStatements(gateway),
    ...kinds.flatMap((kind) =>
      tokenVaultStatements(kind, gateway).map((shared) => ({
        ...shared,
        Resource: [...shared.Resource, ...providerArnPatterns(gateway, [kind], prefix)],
      })),
    ),
    ...(kinds.includes("oauth2credentialprovider")
      ? [
          allow(
            "CompleteTokenAuth",
            ["bedrock-agentcore:CompleteResourceTokenAuth"],
            [tokenVaultArn(gateway), ...identityArns(gateway), ...oauthClients],
          ),
        ]
      : []),
    allow(
      "TargetSecrets",
      ["secretsmanager:GetSecretValue"],
      kinds.map((kind) => `${managedSecretArnPrefix(gateway, defaultTokenVault, kind)}${prefix}*`),
      { Bool: { "aws:ViaAWSService": "true" } },
    ),
  ];
}

/** The policies of Lambda functions that a deployer changes. */
export interface DeployerFunctions {
  /**
   * ARNs of the functions, aliases and versions whose policies it changes: those of targets with `permission`, exactly as the
   * targets name them. The deployer of the functions' account needs this. @default - none
   */
  readonly functions?: readonly string[];
}

export function functionPolicyStatements({
  functions = [],
  roleArn,
}: DeployerFunctions & { readonly roleArn?: string }): Statement[] {
  if (functions.length === 0) return [];
  for (const [index, arn] of functions.entries())
    if (parseFunctionArn(arn) === undefined)
      throw new Error(
        `functions[${index}]: not the ARN of one function, alias or version, written without wildcards. Write "arn:aws:lambda:REGION:ACCOUNT:function:NAME", with ":QUALIFIER" for an alias or version.`,
      );
  assertRoleArn("roleArn", roleArn, "the role that the functions will allow");
  return [
    allow("AdmitRole", ["lambda:AddPermission", "lambda:RemovePermission"], functions, {
      StringEquals: { "lambda:Principal": roleArn },
    }),
    allow("ReadFunctionPolicies", ["lambda:GetPolicy"], functions),
  ];
}
