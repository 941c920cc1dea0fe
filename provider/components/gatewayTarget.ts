import { AgentcoreGateway, AgentcoreGatewayTarget } from "@pulumi/aws/bedrock";
import type { AgentcoreGatewayTargetArgs } from "@pulumi/aws/bedrock";
import type { Alias, Function as LambdaFunction } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { AwsScope } from "../iam/policy/arn";
import { plainValues } from "../resources/program/plainValues";
import { assertArguments } from "../resources/program/arguments";
import { throwIfInvalid } from "../resources/program/errors";
import type { GatewaySettings } from "../rules/components/gatewayCompatibility";
import { gatewayScopeProblems } from "../rules/components/gatewayScope";
import { gatewayNameProblems, gatewayTargetProblems } from "../rules/components/gatewayTarget";
import { isNil } from "../rules/core/values";
import { executionRoleFor, gatewaySettingsOf, gatewayResourceProblems, nameOf } from "./gateway/gatewayInput";
import type { GatewayArgs } from "./gateway/gatewayInput";
import { checkGatewaySettingsLater } from "./gateway/gatewayChecks";
import { OutboundAuth } from "./outboundAuth";
import type { CredentialArgs } from "./args/outboundAuth";
import { awsScopeOf } from "./gateway/awsScope";
import type { CallArgs, FunctionPermissionArgs } from "./args/target";

/** Of a target of `@pulumi/aws`; nothing where the installed version does not have it. */
type OfAws<Property extends string> = AgentcoreGatewayTargetArgs extends { [P in Property]?: infer Type }
  ? Type
  : undefined;

/** The configuration of a target that calls a function which is a resource. */
export interface LambdaTargetConfigurationArgs {
  mcp: {
    lambda: {
      /** The function, or one alias of it. */
      lambdaArn: LambdaFunction | Alias;
      /** As in `@pulumi/aws`. */
      toolSchema: pulumi.Input<object>;
    };
  };
}

/** The configuration of a target in the shape of `@pulumi/aws`. */
export type TargetConfigurationArgs =
  | Exclude<AgentcoreGatewayTargetArgs["targetConfiguration"], Promise<unknown> | pulumi.OutputInstance<unknown>>
  | LambdaTargetConfigurationArgs;

/** Arguments of {@link GatewayTarget}. */
export interface GatewayTargetArgs {
  /** The gateway whose role gets the permissions: a `GatewayRole`, or name and role of a gateway made elsewhere. */
  gateway: GatewayArgs;
  /** The gateway that gets the target. Of a resource, its authorizer, protocol, name and place are compared with what the target needs. */
  gatewayIdentifier: AgentcoreGateway | pulumi.Input<string>;
  /** How the gateway is let in at the target. What goes with which target is said at preview. */
  credential: CredentialArgs;
  /** What the target is. Which member it has stands in the program, no Output; values may come later. */
  targetConfiguration: TargetConfigurationArgs;
  /** What the gateway calls with its own role, where the configuration cannot tell. @default - what the configuration says */
  calls?: CallArgs;
  /** Whether the function's own policy gets a statement, as for Lambda targets of `OutboundAuth`. @default - no statement */
  permission?: FunctionPermissionArgs;
  /** Name of the target: 1 to 100 letters and digits, with single hyphens between them. @default - chosen by the aws provider */
  name?: pulumi.Input<string>;
  /** What the target is for, 1 to 200 characters. @default - none */
  description?: pulumi.Input<string>;
  /** Which headers and query parameters go through, as in `@pulumi/aws`. @default - none */
  metadataConfiguration?: OfAws<"metadataConfiguration">;
  /** How the gateway reaches a target in a VPC, as in `@pulumi/aws`. @default - the target is public */
  privateEndpoint?: OfAws<"privateEndpoint">;
}

/**
 * A gateway target and its outbound auth in one. What the target is, is read from its configuration, so that nothing is said
 * twice; and it is made once its credential provider, policies and permission are there.
 *
 * @example
 * import * as aws from "@pulumi/aws";
 * import * as agentcore from "pulumi-agentcore-outbound-auth";
 *
 * const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
 * const gateway = new aws.bedrock.AgentcoreGateway("tools", { name: "tools", roleArn: role.arn, authorizerType: "AWS_IAM", protocolType: "MCP" });
 * const docs = new agentcore.GatewayTarget("docs", {
 *   gateway: role,
 *   gatewayIdentifier: gateway,
 *   targetConfiguration: { mcp: { mcpServer: { endpoint: "https://docs.example.com/mcp" } } },
 *   credential: { type: "NONE" },
 * });
 * export const targetId = docs.targetId;
 *
 * @throws pulumi.RunError at construction, with every problem of the arguments at once; values that are known only later
 * are checked at preview as soon as they are known.
 */
export class GatewayTarget extends pulumi.ComponentResource {
  /** The target itself. */
  readonly target: AgentcoreGatewayTarget;
  /** The bundle: credential provider, policies and permission. */
  readonly outboundAuth: OutboundAuth;
  /** The target's id. */
  readonly targetId: pulumi.Output<string>;

  constructor(name: string, args: GatewayTargetArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const label = `GatewayTarget "${name}"`;
    assertArguments(label, args);
    const ofGateway = factsOfResource(args.gatewayIdentifier);
    const settings = plainValues({ ...gatewaySettingsOf(args.gateway), ...ofGateway }) as GatewaySettings;
    const problems = [
      ...gatewayTargetProblems(plainValues(args) as object, settings),
      ...gatewayResourceProblems(args.gateway),
    ];
    throwIfInvalid(label, problems);
    // No arguments: the SDK would write them, secrets among them, into state and preview as they are.
    super("agentcore:index:GatewayTarget", name, {}, opts);
    const { gateway, gatewayIdentifier, credential, targetConfiguration, calls, permission, ...ofTarget } = args;
    // Not every kind of target has these: for the others, even `null` would be a property that nothing reads.
    const target = { targetConfiguration, calls: calls ?? undefined, permission: permission ?? undefined };
    checkGatewaySettingsLater(label, ofGateway, { target, credential }, this, "");
    checkGatewayName(label, args);
    this.outboundAuth = new OutboundAuth(name, { gateway, target, credential }, { parent: this });
    checkScope(label, args, this.outboundAuth);
    this.target = new AgentcoreGatewayTarget(
      name,
      {
        ...ofTarget,
        gatewayIdentifier: AgentcoreGateway.isInstance(gatewayIdentifier)
          ? gatewayIdentifier.gatewayId
          : gatewayIdentifier,
        credentialProviderConfiguration: this.outboundAuth.credentialProviderConfiguration,
        targetConfiguration: configurationFor(targetConfiguration, this.outboundAuth),
      },
      {
        parent: this,
        // What is empty carries no dependency: a target without a credential may have a schema that the role has to read.
        dependsOn: [this.outboundAuth],
        // A target of another kind is another target, and a gateway has one of each name.
        deleteBeforeReplace: !isNil(args.name),
      },
    );
    this.targetId = this.target.targetId;
    this.registerOutputs({ targetId: this.targetId });
  }
}

/** What a gateway's own resource says of it. */
function factsOfResource(gateway: GatewayTargetArgs["gatewayIdentifier"]): pulumi.Inputs {
  if (!AgentcoreGateway.isInstance(gateway)) return {};
  return { authorizerType: gateway.authorizerType, protocolType: gateway.protocolType };
}

function checkGatewayName(label: string, { gateway, gatewayIdentifier }: GatewayTargetArgs): void {
  if (!AgentcoreGateway.isInstance(gatewayIdentifier)) return;
  pulumi.all([nameOf(gateway), gatewayIdentifier.name]).apply(([ofRole, ofGateway]) => {
    const problems = gatewayNameProblems(ofRole, ofGateway);
    throwIfInvalid(label, problems);
  });
}

/** Compares where the gateway is with where the role is for; after the bundle, whose place is the role's if the role has none. */
function checkScope(label: string, { gateway, gatewayIdentifier }: GatewayTargetArgs, bundle: OutboundAuth): void {
  if (!AgentcoreGateway.isInstance(gatewayIdentifier)) return;
  const { scope } = executionRoleFor(label, gateway, bundle);
  pulumi
    .all([scope, awsScopeOf(gatewayIdentifier), gatewayIdentifier.region])
    .apply(([ofRole, ofProvider, region]: [AwsScope, AwsScope, string | undefined]) => {
      // What no gateway is without, the mocks of unit tests mostly leave out.
      throwIfInvalid(label, gatewayScopeProblems(ofRole, { ...ofProvider, region: region ?? ofProvider.region }));
    });
}

/** The configuration as it was given; a function as the ARN that the role may call. */
function configurationFor(
  given: TargetConfigurationArgs,
  bundle: OutboundAuth,
): AgentcoreGatewayTargetArgs["targetConfiguration"] {
  const { mcp } = given as { readonly mcp?: { readonly lambda?: object | null } };
  if (isNil(mcp?.lambda)) return given as AgentcoreGatewayTargetArgs["targetConfiguration"];
  const lambda: object = { ...mcp.lambda, lambdaArn: bundle.functionArn };
  return { mcp: { lambda } } as unknown as AgentcoreGatewayTargetArgs["targetConfiguration"];
}
