import { AgentcoreGateway, AgentcoreGatewayTarget } from "@pulumi/aws/bedrock";
import type { AgentcoreGatewayTargetArgs } from "@pulumi/aws/bedrock";
import type { Alias, Function as LambdaFunction } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { AwsScope } from "../iam/policy/arn";
import { assertArguments, resourceOfOutput } from "../resources/program/arguments";
import { throwIfInvalid } from "../resources/program/problems";
import type { GatewaySettings } from "../rules/components/gatewayCompatibility";
import { gatewayScopeProblems, otherGatewayProblems } from "../rules/components/gateway";
import { isNil, isObject } from "../rules/core/values";
import type { OutboundAuthArgs } from "./args/outboundAuth";
import { parseGatewayTarget } from "./args/outboundAuthSpec";
import type { CallArgs, FunctionPermissionArgs } from "./args/target";
import { awsScopeOf } from "./gateway/awsScope";
import { executionRoleFor, gatewaySettingsOf } from "./gateway/gatewayInput";
import { OutboundAuth } from "./outboundAuth";

/** Type of a property of `AgentcoreGatewayTarget`; `undefined` if the installed version of `@pulumi/aws` does not have it. */
type AwsTargetProperty<Property extends string> = AgentcoreGatewayTargetArgs extends { [P in Property]?: infer Type }
  ? Type
  : undefined;

/** The configuration of a target that calls a function of `@pulumi/aws`. A change updates the target in place. */
export interface LambdaTargetConfigurationArgs {
  /** The tools of the function, as in `@pulumi/aws`. */
  mcp: {
    /** The function and its tools. */
    lambda: {
      /** The function, or one alias of it. A change also replaces the target's policy. */
      lambdaArn: LambdaFunction | Alias;
      /** The tools in the shape of `@pulumi/aws`. */
      toolSchema: pulumi.Input<object>;
    };
  };
}

/** The configuration of a target in the shape of `@pulumi/aws`. */
export type TargetConfigurationArgs =
  | Exclude<AgentcoreGatewayTargetArgs["targetConfiguration"], Promise<unknown> | pulumi.OutputInstance<unknown>>
  | LambdaTargetConfigurationArgs;

/** Arguments of {@link GatewayTarget}. */
export interface GatewayTargetArgs extends Pick<OutboundAuthArgs, "gateway" | "credential"> {
  /**
   * The gateway that gets the target: a resource of `@pulumi/aws`, or its id. A resource's authorizer, protocol, name,
   * account and Region are checked at preview. A change replaces the target.
   */
  gatewayIdentifier: AgentcoreGateway | pulumi.Input<string>;
  /**
   * The `targetConfiguration` of `aws.bedrock.AgentcoreGatewayTarget`. Its objects must be plain; values in them may be Outputs. A
   * change of the kind replaces the target. A change of what it names updates the target and replaces its policy.
   */
  targetConfiguration: TargetConfigurationArgs;
  /**
   * Resources that the gateway invokes with its own role, as in {@link TargetWithCallsArgs.calls}. A change replaces the target's
   * policy.
   * @default - the API or runtime in the configuration
   */
  calls?: CallArgs;
  /**
   * Adds a statement to the function's own policy, as {@link LambdaTargetArgs.permission} says. A plain value, not an Output. A
   * change adds, replaces or removes the statement.
   * @default - no statement; an error at preview if the function is in another account
   */
  permission?: FunctionPermissionArgs;
  /**
   * Name of the target: 1 to 100 letters and digits, with single hyphens between them. A change replaces the target, and deletes the
   * old one first.
   * @default - chosen by the aws provider
   */
  name?: pulumi.Input<string>;
  /** Description of the target, 1 to 200 characters. A change updates the target. @default - none */
  description?: pulumi.Input<string>;
  /**
   * Headers and query parameters that the gateway forwards, as in `@pulumi/aws`. A change updates the target.
   * @default - none
   */
  metadataConfiguration?: AwsTargetProperty<"metadataConfiguration">;
  /**
   * The private endpoint of a target in a VPC, as in `@pulumi/aws`. A change updates the target.
   * @default - the target is public
   */
  privateEndpoint?: AwsTargetProperty<"privateEndpoint">;
}

/**
 * A gateway target and its outbound auth in one. The kind of target is read from its configuration, so that you write each
 * setting once. The target is created after its credential provider, policies and permission.
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
 * @throws pulumi.RunError at construction, with all problems of the arguments. Outputs are checked at preview when they are
 * known.
 */
export class GatewayTarget extends pulumi.ComponentResource {
  /** The target. */
  readonly target: AgentcoreGatewayTarget;
  /** Credential provider, policies and permission of the target. */
  readonly outboundAuth: OutboundAuth;
  /** Id of the target. */
  readonly targetId: pulumi.Output<string>;

  constructor(name: string, args: GatewayTargetArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const label = `GatewayTarget "${name}"`;
    assertArguments(label, args);
    args = withGatewayResource(args);
    const settings = { ...gatewaySettingsOf(args.gateway), ...settingsOfResource(args.gatewayIdentifier) };
    const parsed = parseGatewayTarget(args, settings);
    throwIfInvalid(label, parsed.problems);
    // `{}` instead of `args`: the SDK would write them, with their secrets, as plain text into state and preview.
    super("agentcore:index:GatewayTarget", name, {}, opts);
    const { gateway, gatewayIdentifier, credential, targetConfiguration, calls, permission, ...targetArgs } = args;
    this.outboundAuth = new OutboundAuth(
      name,
      { gateway, target: { targetConfiguration, calls, permission }, credential },
      { parent: this },
      { label, parsed },
    );
    checkGateway(label, args, this.outboundAuth);
    this.target = new AgentcoreGatewayTarget(
      name,
      {
        ...targetArgs,
        gatewayIdentifier: AgentcoreGateway.isInstance(gatewayIdentifier)
          ? gatewayIdentifier.gatewayId
          : gatewayIdentifier,
        credentialProviderConfiguration: this.outboundAuth.credentialProviderConfiguration,
        targetConfiguration: configurationFor(targetConfiguration, this.outboundAuth),
      },
      {
        parent: this,
        // An empty configuration carries no dependency, and a target without a credential can have a schema in S3.
        dependsOn: this.outboundAuth.inForce.apply(() => []),
        // A change of the kind replaces the target, and a gateway cannot have two targets of one name.
        deleteBeforeReplace: !isNil(args.name),
      },
    );
    this.targetId = this.target.targetId;
    this.registerOutputs({ targetId: this.targetId });
  }
}

/** Returns the arguments with the gateway's resource, also if the program wrote its id. */
function withGatewayResource(args: GatewayTargetArgs): GatewayTargetArgs {
  const gateway = resourceOfOutput(args.gatewayIdentifier, AgentcoreGateway, ["gatewayId", "id"]);
  return gateway === undefined ? args : { ...args, gatewayIdentifier: gateway };
}

/** Returns the settings of a gateway's resource. */
function settingsOfResource(gateway: GatewayTargetArgs["gatewayIdentifier"]): GatewaySettings {
  if (!AgentcoreGateway.isInstance(gateway)) return {};
  return { authorizerType: gateway.authorizerType, protocolType: gateway.protocolType };
}

/**
 * Compares name, account and Region of the gateway with those that the role is for. A role from elsewhere gets its scope from
 * the first `OutboundAuth`.
 */
function checkGateway(label: string, { gateway, gatewayIdentifier }: GatewayTargetArgs, bundle: OutboundAuth): void {
  if (!AgentcoreGateway.isInstance(gatewayIdentifier)) return;
  const role = executionRoleFor(label, gateway, bundle);
  if (role.hasChecked(gatewayIdentifier)) return;
  const { gatewayName, scope } = role;
  pulumi.all([gatewayName, gatewayIdentifier.name]).apply(([ofRole, ofGateway]) => {
    throwIfInvalid(label, otherGatewayProblems(ofRole, ofGateway));
  });
  pulumi
    .all([scope, awsScopeOf(gatewayIdentifier), gatewayIdentifier.region])
    .apply(([ofRole, ofProvider, region]: [AwsScope, AwsScope, string | undefined]) => {
      // Mocks of unit tests often leave the Region out.
      throwIfInvalid(label, gatewayScopeProblems(ofRole, { ...ofProvider, region: region ?? ofProvider.region }));
    });
}

/** Returns the configuration of the target, with the ARN of a function instead of its resource. */
function configurationFor(
  configuration: TargetConfigurationArgs,
  bundle: OutboundAuth,
): AgentcoreGatewayTargetArgs["targetConfiguration"] {
  if (!isLambda(configuration)) return configuration;
  const { lambda } = configuration.mcp;
  return { mcp: { lambda: { ...lambda, lambdaArn: bundle.functionArn } } };
}

function isLambda(configuration: TargetConfigurationArgs): configuration is LambdaTargetConfigurationArgs {
  return "mcp" in configuration && isObject(configuration.mcp) && !isNil(configuration.mcp.lambda);
}
