import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { gatewayTrustPolicy } from "../../iam/gateway/agentcoreGateway";
import { throwIfInvalid } from "../../resources/program/errors";
import { kmsKeyArnProblems } from "../../rules/core/arn";
import { gatewayRoleProblems } from "../../rules/components/gatewayRole";
import { isNil } from "../../rules/core/values";
import { ExecutionRole, principalOf } from "./executionRole";
import { awsScopeOf } from "./awsScope";
import { plainValues } from "../../resources/program/plainValues";
import { assertArguments } from "../../resources/program/arguments";
import { checked, checkedText } from "../../resources/program/checked";
import { gatewayName as gatewayNameRule } from "../../rules/core/limits";

/** Arguments of {@link GatewayRole}. */
export interface GatewayRoleArgs {
  /**
   * Name of the gateway that will use the role: 1 to 48 letters and digits, with single hyphens between them. The gateway
   * need not exist yet. The role can be assumed for a gateway of this name only.
   */
  gatewayName: pulumi.Input<string>;
  /** Name of the role, 1 to 64 characters. @default - the resource's name and a random suffix, chosen by the aws provider */
  name?: pulumi.Input<string>;
  /** Path of the role, beginning and ending with `/`. Changing it replaces the role. @default "/" */
  path?: pulumi.Input<string>;
  /** ARN of the managed policy that bounds whatever the role is given. @default - none */
  permissionsBoundary?: pulumi.Input<string>;
  /** What the role is for, up to 1,000 characters. @default - none */
  description?: pulumi.Input<string>;
  /** ARN of the token vault's customer managed key, where it has one: an account has one vault. Whether it has stands in the program. @default - the vault has the service's key */
  tokenVaultKeyArn?: pulumi.Input<string>;
  /**
   * The gateway's own `authorizerType`, to be told at preview what does not go together: `CUSTOM_JWT`, `AWS_IAM`,
   * `AUTHENTICATE_ONLY` or `NONE`. @default - not judged
   */
  authorizerType?: pulumi.Input<string>;
  /**
   * The gateway's own `protocolType`, to be told at preview what does not go together: `MCP`, or left out as there.
   * @default - not judged
   */
  protocolType?: pulumi.Input<string>;
  /** Tags of the role, besides those of `aws:defaultTags`. @default - none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * How long to wait after a policy of the role changed, before the target that needs it: IAM answers at once, and takes
   * seconds until all of AWS knows. `"30s"`, at most `"5m"`; `false` for no wait. There is none where no policy changed.
   * @default - the stack configuration `agentcore-outbound-auth:policyPropagation`, then "15s"
   */
  policyPropagation?: pulumi.Input<string> | false;
}

/**
 * The execution role of an AgentCore gateway. AgentCore can assume it for the one gateway that is named, in the account
 * and Region of the role's aws provider, and for nobody else's. It holds nothing until bundles ({@link OutboundAuth})
 * need something; the statements that all of them share stand here once.
 *
 * @example
 * import * as aws from "@pulumi/aws";
 * import * as agentcore from "pulumi-agentcore-outbound-auth";
 *
 * const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
 * new aws.bedrock.AgentcoreGateway("tools", { name: "tools", roleArn: role.arn, authorizerType: "AWS_IAM", protocolType: "MCP" });
 *
 * @throws pulumi.RunError at construction, with every problem at once.
 */
export class GatewayRole extends pulumi.ComponentResource {
  /** ARN of the role, for the gateway's `roleArn`. */
  readonly arn: pulumi.Output<string>;
  /** Name of the role. */
  readonly roleName: pulumi.Output<string>;
  /** Name of the gateway that may use it. */
  readonly gatewayName: pulumi.Output<string>;
  /** The IAM role itself. */
  readonly role: Role;
  /** @internal The role as bundles grant permissions to it. */
  readonly executionRole: ExecutionRole;

  constructor(name: string, args: GatewayRoleArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const label = `GatewayRole "${name}"`;
    assertArguments(label, args);
    const problems = gatewayRoleProblems({ ...(plainValues(args) as object) });
    throwIfInvalid(label, problems);
    // No arguments: the SDK would write them into state and preview as they are.
    super("agentcore:index:GatewayRole", name, {}, opts);
    const scope = awsScopeOf(this);
    const { gatewayName, tokenVaultKeyArn, authorizerType, protocolType, policyPropagation, ...roleArgs } = args;
    this.gatewayName = checkedText(label, "gatewayName", gatewayName, gatewayNameRule);
    const assumeRolePolicy = pulumi
      .all([scope, this.gatewayName])
      .apply(([scope, gateway]) => gatewayTrustPolicy({ ...scope, gatewayName: gateway }));
    this.role = new Role(name, { ...roleArgs, assumeRolePolicy }, { parent: this });
    this.arn = this.role.arn;
    this.roleName = this.role.name;
    this.executionRole = new ExecutionRole({
      logicalName: name,
      gatewayName: this.gatewayName,
      role: this.role.name,
      principal: () => principalOf(this.role),
      scope,
      tokenVaultKeyArn: tokenVaultKey(label, "tokenVaultKeyArn", tokenVaultKeyArn),
      settings: { authorizerType, protocolType },
      opts: { parent: this },
      propagation: policyPropagation,
    });
    this.registerOutputs({ arn: this.arn, roleName: this.roleName, gatewayName: this.gatewayName });
  }
}

/** The token vault's key, checked once it is known; `undefined` where the program has none. */
export function tokenVaultKey(
  label: string,
  path: string,
  arn: pulumi.Input<string> | undefined,
): pulumi.Output<string> | undefined {
  return isNil(arn) ? undefined : checked(label, arn, (known) => kmsKeyArnProblems(path, known));
}
