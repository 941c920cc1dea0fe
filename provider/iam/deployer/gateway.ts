import { allow } from "../policy/allow";
import { exactGatewayArn } from "../gateway/agentcoreGateway";
import { workloadIdentityDirectoryArn } from "../policy/arn";
import type { CredentialProviderKind, AwsScope } from "../policy/arn";
import { providerArnPatterns, wantedKinds } from "./providers";
import type { DeployerProviders } from "./providers";
import type { Statement } from "../policy/document";
import { assertKnownMembers, isOn } from "../policy/knownMembers";
import { assertStage } from "../gateway/restApi";
import { assertRoleArn } from "../policy/roleArn";
import { tokenVaultStatements, workloadTokenStatements } from "../gateway/statements";
import type { Gateway } from "../gateway/statements";

/** A stage of a REST API that is a target. */
export interface ExportedApi {
  /** For example `a1b2c3d4e5`. */
  readonly apiId: string;
  /** For example `prod`. */
  readonly stage: string;
}

/** A gateway of the program, with its targets. */
export interface DeployedGateway {
  /** 1 to 48 letters and digits, with single `-` between them. */
  readonly gatewayName: string;
  /** Whether the program tags it. @default false */
  readonly hasTags?: boolean;
  /** Stages of API Gateway among its targets, whose description AgentCore reads as the deployer. @default - none */
  readonly apis?: readonly ExportedApi[];
  /**
   * Kinds of credential providers from which AgentCore gets a token or key as the deployer when it sets a target up. One
   * record says so, of OAuth and an MCP server. @default - none
   */
  readonly targetSetup?: readonly CredentialProviderKind[];
}

/** The gateway that a deployer makes. */
export interface DeployerGateway {
  /** @default - it is made elsewhere */
  readonly gateway?: DeployedGateway;
}

const members: Readonly<Record<keyof DeployedGateway, true>> = {
  gatewayName: true,
  hasTags: true,
  apis: true,
  targetSetup: true,
};

const apiMembers: Readonly<Record<keyof ExportedApi, true>> = { apiId: true, stage: true };

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
  assertRoleArn("roleArn", roleArn, "the role that is passed to the gateway (give it a name of your own)");
  const own: Gateway = { ...awsScopeOf(deployer), gatewayName: gateway.gatewayName };
  return [
    ...ofGateway(own, isOn("gateway.hasTags", gateway.hasTags)),
    allow("PassRole", ["iam:PassRole"], [roleArn], {
      StringEquals: { "iam:PassedToService": "bedrock-agentcore.amazonaws.com" },
    }),
    ...exportStatements(own, gateway.apis ?? []),
    ...targetSetupStatements(own, wantedKinds("gateway.targetSetup", gateway.targetSetup ?? []), deployer.namePrefix),
  ];
}

function awsScopeOf({ partition, region, accountId }: AwsScope): AwsScope {
  return { partition, region, accountId };
}

function ofGateway(gateway: Gateway, hasTags: boolean): Statement[] {
  const directory = workloadIdentityDirectoryArn(gateway);
  const tagging = hasTags ? ["bedrock-agentcore:TagResource"] : [];
  return [
    // It takes no resource.
    allow("CreateGateway", ["bedrock-agentcore:CreateGateway"], ["*"]),
    allow(
      "ManageGateway",
      [
        "bedrock-agentcore:GetGateway",
        "bedrock-agentcore:UpdateGateway",
        "bedrock-agentcore:DeleteGateway",
        ...targetActions,
        // The aws provider looks at a gateway's tags whenever it reads it.
        "bedrock-agentcore:ListTagsForResource",
        ...tagging,
        ...(hasTags ? ["bedrock-agentcore:UntagResource"] : []),
      ],
      [exactGatewayArn(gateway)],
    ),
    // AgentCore makes and removes the gateway's identity as the deployer; without it the gateway fails.
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
    assertStage({ ...scope, ...api }, `${path}.`);
    // Source: AgentCore Developer Guide, "Amazon API Gateway REST API stages as targets": GetExport, in OpenAPI 3.0.
    return `arn:${scope.partition}:apigateway:${scope.region}::/restapis/${api.apiId}/stages/${api.stage}/exports/oas30`;
  });
  return arns.length === 0 ? [] : [allow("ExportApis", ["apigateway:GET"], arns)];
}

/** What a gateway's role has for the same, but for the secrets. */
function targetSetupStatements(gateway: Gateway, kinds: readonly CredentialProviderKind[], prefix: string) {
  if (kinds.length === 0) return [];
  return [
    ...workloadTokenStatements(gateway),
    ...kinds.flatMap((kind) =>
      tokenVaultStatements(kind, gateway).map((shared) => ({
        ...shared,
        Resource: [...shared.Resource, ...providerArnPatterns(gateway, [kind], prefix)],
      })),
    ),
  ];
}
