import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { gatewayTrustPolicy } from "../../iam/gateway/agentcoreGateway";
import { assertArguments, plainArguments } from "../../resources/program/arguments";
import { checked, throwIfInvalid } from "../../resources/program/problems";
import { symbolOfVersion } from "../../resources/program/stack";
import { gatewayRoleProblems } from "../../rules/components/gateway";
import type { GatewaySettings } from "../../rules/components/gatewayCompatibility";
import { kmsKeyArnProblems } from "../../rules/core/arn";
import { gatewayName as gatewayNameRule } from "../../rules/core/limits";
import { textProblems } from "../../rules/core/problem";
import { isNil } from "../../rules/core/values";
import { awsScopeOf } from "./awsScope";
import { ExecutionRole, principalOf } from "./executionRole";

/** Settings of a gateway that permissions and checks depend on. */
export interface GatewaySettingsArgs {
  /**
   * ARN of the token vault's customer managed key, `arn:aws:kms:REGION:ACCOUNT:key/KEY-ID`. Each account has one vault. Whether you
   * set it must not depend on an Output; its value may be an Output. A change replaces the policies that allow the key.
   * @default - the vault uses the service's key
   */
  tokenVaultKeyArn?: pulumi.Input<string>;
  /**
   * The gateway's `authorizerType`: `CUSTOM_JWT`, `AWS_IAM`, `AUTHENTICATE_ONLY` or `NONE`. If it is known, credentials that
   * the gateway does not support are reported at preview. A change affects these checks only.
   * @default - that of an `AgentcoreGateway` of the program that has this
   * role; without one, not checked
   */
  authorizerType?: pulumi.Input<string>;
  /**
   * The gateway's `protocolType`: `MCP`, or nothing if the gateway has none. If it is known, targets that the gateway does not
   * support are reported at preview. A change affects these checks only.
   * @default - that of an `AgentcoreGateway` of the program that has this role; without one, not checked
   */
  protocolType?: pulumi.Input<string>;
  /**
   * Time that a target waits after a policy of the role changed, because a change in IAM takes some seconds to reach all
   * of AWS. For example `"30s"`, at most `"5m"`; `false` for no wait. If no policy changed, nothing waits. A change
   * takes effect at the next change of a policy.
   * @default - the stack configuration `agentcore-outbound-auth:policyPropagation`, then "15s"
   */
  policyPropagation?: pulumi.Input<string> | false;
}

/** Arguments of {@link GatewayRole}. */
export interface GatewayRoleArgs extends GatewaySettingsArgs {
  /**
   * Name of the gateway that will use the role: 1 to 48 letters and digits, with single hyphens between them. The gateway
   * does not have to exist yet. Only a gateway of this name can assume the role. A change updates the trust policy and replaces the
   * policies that all targets share. The role stays.
   */
  gatewayName: pulumi.Input<string>;
  /**
   * Name of the role, 1 to 64 characters. A change replaces the role and its policies.
   * @default - the resource's name and a random suffix, chosen by the aws provider
   */
  name?: pulumi.Input<string>;
  /**
   * Path of the role. It begins and ends with `/` and has at most 512 characters. A change replaces the role and its policies.
   * @default "/"
   */
  path?: pulumi.Input<string>;
  /** ARN of a managed policy that limits all permissions of the role. A change updates the role. @default - none */
  permissionsBoundary?: pulumi.Input<string>;
  /** Description of the role, up to 1,000 characters. A change updates the role. @default - none */
  description?: pulumi.Input<string>;
  /** Tags of the role, at most 50, in addition to `aws:defaultTags`. A change updates the role. @default - none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * Execution role of an AgentCore gateway. Only the gateway with this name can assume it, in the account and Region of the
 * role's aws provider. The role has no permissions until an {@link OutboundAuth} needs one. Statements that all targets
 * share are stored once.
 *
 * @example
 * import * as aws from "@pulumi/aws";
 * import * as agentcore from "pulumi-agentcore-outbound-auth";
 *
 * const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
 * new aws.bedrock.AgentcoreGateway("tools", { name: "tools", roleArn: role.arn, authorizerType: "AWS_IAM", protocolType: "MCP" });
 *
 * @throws pulumi.RunError at construction, with all problems together.
 */
export class GatewayRole extends pulumi.ComponentResource {
  /** ARN of the role, for the gateway's `roleArn`. */
  readonly arn: pulumi.Output<string>;
  /** Name of the role. */
  readonly roleName: pulumi.Output<string>;
  /** Name of the gateway that can assume the role. */
  readonly gatewayName: pulumi.Output<string>;
  /** The IAM role. */
  readonly role: Role;
  /** @internal The role as bundles grant permissions to it. */
  readonly executionRole: ExecutionRole;
  /** @internal Settings of the gateway that the program states, for checks at preview. */
  readonly settings: GatewaySettings;

  /** Returns true if the value is a `GatewayRole`, also of another copy of this version of the package. */
  static override isInstance(value: unknown): value is GatewayRole {
    return typeof value === "object" && value !== null && brand in value;
  }

  constructor(name: string, args: GatewayRoleArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const label = `GatewayRole "${name}"`;
    assertArguments(label, args);
    throwIfInvalid(label, gatewayRoleProblems(plainArguments(args)));
    // `{}` instead of `args`: the SDK would write them, with their secrets, as plain text into state and preview.
    super("agentcore:index:GatewayRole", name, {}, opts);
    const scope = awsScopeOf(this);
    const { gatewayName, tokenVaultKeyArn, authorizerType, protocolType, policyPropagation, ...roleArgs } = args;
    this.gatewayName = checked(label, gatewayName, (known) => textProblems("gatewayName", known, gatewayNameRule));
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
      named: this.role,
      settings: { authorizerType, protocolType },
      principal: () => principalOf(this.role),
      scope,
      tokenVaultKeyArn: tokenVaultKey(label, "tokenVaultKeyArn", tokenVaultKeyArn),
      opts: { parent: this },
      parent: opts.parent,
      propagation: policyPropagation,
    });
    this.settings = { authorizerType, protocolType };
    this.registerOutputs({ arn: this.arn, roleName: this.roleName, gatewayName: this.gatewayName });
  }
}

/** Marks the class in all copies of this version. Another version has other members. */
const brand = symbolOfVersion("GatewayRole");
Object.defineProperty(GatewayRole.prototype, brand, { value: true });

/** Returns the key of the token vault, checked as soon as it is known; `undefined` if the program sets none. */
export function tokenVaultKey(
  label: string,
  path: string,
  arn: pulumi.Input<string> | undefined,
): pulumi.Output<string> | undefined {
  return isNil(arn) ? undefined : checked(label, arn, (known) => kmsKeyArnProblems(path, known));
}
