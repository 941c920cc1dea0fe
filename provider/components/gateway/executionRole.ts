import { RolePolicy } from "@pulumi/aws/iam";
import type { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { invokeOwnGatewayStatements } from "../../iam/gateway/agentcoreGateway";
import { defaultTokenVault } from "../../iam/policy/arn";
import type { CredentialProviderKind, AwsScope } from "../../iam/policy/arn";
import { policyDocument, policyQuotas } from "../../iam/policy/document";
import type { Statement } from "../../iam/policy/document";
import {
  tokenVaultStatements,
  workloadTokenForJwtStatements,
  workloadTokenForTargetSetupStatements,
  workloadTokenStatements,
} from "../../iam/gateway/statements";
import type { Gateway } from "../../iam/gateway/statements";
import { tokenVaultKeyStatements } from "../../iam/gateway/tokenVaultKey";
import { programError } from "../../resources/program/errors";
import { shortHash } from "../../resources/program/resourcePath";
import { Attachments } from "./managedPolicyQuota";
import { InlineBudget } from "./inlinePolicyQuota";
import { refuseGatewayOfOtherCase } from "./nameCollisions";

/** A gateway, and its token vault's customer managed key where there is one. */
interface GatewayWithVault extends Gateway {
  readonly tokenVaultKeyArn?: string;
}

/** Statements that all targets of a gateway share: each group stands once per role, however many bundles need it. */
const sharedGroups = {
  "workload-token": workloadTokenStatements,
  "workload-token-for-jwt": workloadTokenForJwtStatements,
  "workload-token-for-setup": (gateway: Gateway) => workloadTokenForTargetSetupStatements(gateway),
  "api-key-vault": (gateway: Gateway) => tokenVaultStatements("apikeycredentialprovider", gateway),
  "api-key-vault-key": (gateway: GatewayWithVault) => vaultKeyStatements("apikeycredentialprovider", gateway),
  "oauth-vault": (gateway: Gateway) => tokenVaultStatements("oauth2credentialprovider", gateway),
  "oauth-vault-key": (gateway: GatewayWithVault) => vaultKeyStatements("oauth2credentialprovider", gateway),
  "own-gateway": invokeOwnGatewayStatements,
} as const satisfies Record<string, (gateway: GatewayWithVault) => Statement[]>;

function vaultKeyStatements(kind: CredentialProviderKind, gateway: GatewayWithVault): Statement[] {
  const { tokenVaultKeyArn } = gateway;
  return tokenVaultKeyArn === undefined
    ? []
    : tokenVaultKeyStatements({ ...gateway, vault: defaultTokenVault, kind }, tokenVaultKeyArn);
}

/** Name of a group of shared statements. */
export type SharedPolicyName = keyof typeof sharedGroups;

/** A role as other policies name it. */
export interface Principal {
  readonly arn: string;
  /** IAM's own id, which a role that is made again under the same name does not have; absent where it is not known. */
  readonly uniqueId?: string;
}

/** A role that this stack has as a resource. */
export function principalOf(role: Role): pulumi.Output<Principal> {
  return pulumi.all([role.arn, role.uniqueId]).apply(([arn, uniqueId]) => ({ arn, uniqueId }));
}

/** Where a role's policies hang, and how they are called. */
export interface ExecutionRoleArgs {
  /** Beginning of the logical names of shared policies. */
  readonly logicalName: string;
  readonly gatewayName: pulumi.Input<string>;
  /** Name of the role. */
  readonly role: pulumi.Input<string>;
  /** The role for policies of others; asked for by the bundles that need one. */
  readonly principal: () => pulumi.Output<Principal>;
  readonly scope: pulumi.Output<AwsScope>;
  /** The customer managed key of the token vault; absent where it has none. */
  readonly tokenVaultKeyArn?: pulumi.Output<string>;
  /** What the program says of the gateway itself. */
  readonly settings: pulumi.Inputs;
  /** Options of the shared policies; of a bundle's policy, the bundle decides. */
  readonly opts: pulumi.CustomResourceOptions;
  /** How long to wait after a policy changed, where the program says it; `false` for not at all. */
  readonly propagation: pulumi.Input<string> | false | undefined;
}

/** What this package grants to one gateway's role: the shared statements, and each bundle's own. */
export class ExecutionRole {
  readonly scope: pulumi.Output<AwsScope>;
  readonly gatewayName: pulumi.Output<string>;
  /** Account of the gateway. Here and not in each bundle, because outputs cost time, and bundles are many. */
  readonly accountId: pulumi.Output<string>;
  /** How credential providers reach that Region, where the program says nothing else. */
  readonly connection: pulumi.Output<{ region: string }>;
  /** Name of the role. */
  readonly roleName: pulumi.Input<string>;
  readonly propagation: pulumi.Input<string> | false | undefined;
  /** Whether the token vault has a customer managed key, which the program's form tells. */
  readonly hasTokenVaultKey: boolean;
  /** The managed policies of the role. */
  readonly attachments = new Attachments();
  /** What the program says of the gateway itself, to be compared with what bundles ask of it. */
  readonly settings: pulumi.Inputs;
  private readonly checkedScopes = new Set<pulumi.Output<AwsScope>>();
  private readonly budget = new InlineBudget();
  private readonly shared = new Map<SharedPolicyName, RolePolicy>();
  private readonly sharedTexts = new Map<string, pulumi.Output<string>>();

  constructor(private readonly args: ExecutionRoleArgs) {
    this.scope = args.scope;
    this.checkedScopes.add(args.scope);
    this.roleName = args.role;
    this.propagation = args.propagation;
    this.gatewayName = pulumi.output(args.gatewayName);
    this.accountId = args.scope.apply(({ accountId }) => accountId);
    this.settings = args.settings;
    this.hasTokenVaultKey = args.tokenVaultKeyArn !== undefined;
    this.connection = args.scope.apply(({ region }) => ({ region }));
    refuseGatewayOfOtherCase(this.gatewayName, args.scope);
  }

  /** The role, for the policy of something that it calls. */
  principal(): pulumi.Output<Principal> {
    return this.args.principal();
  }

  /**
   * Fails the program where something is elsewhere than what is granted here, which names one account and Region. One aws
   * provider is one place, and is spoken of once: what is to be changed is one thing for all bundles.
   */
  checkScope(other: pulumi.Output<AwsScope>, compare: (own: AwsScope, other: AwsScope) => string | undefined): void {
    if (this.checkedScopes.has(other)) return;
    this.checkedScopes.add(other);
    // Beside the data flow: whatever has to do with the gateway would fail with the same message again.
    pulumi.all([this.scope, other]).apply(([scope, found]) => {
      const message = compare(scope, found);
      if (message !== undefined) throw programError(message);
    });
  }

  /** The policy with a group of shared statements, made when the first bundle asks for it. */
  sharedPolicy(group: SharedPolicyName): RolePolicy {
    const existing = this.shared.get(group);
    if (existing !== undefined) return existing;
    const { logicalName, opts, tokenVaultKeyArn } = this.args;
    // A key may be exchanged for another one: its policy has to be replaced then, not changed.
    const key = group.endsWith("-vault-key") ? tokenVaultKeyArn : undefined;
    const statements = pulumi
      .all([this.scope, this.gatewayName, key])
      .apply(([scope, gatewayName, arn]) => sharedGroups[group]({ ...scope, gatewayName, tokenVaultKeyArn: arn }));
    const nameBegins = pulumi
      .all([this.gatewayName, key])
      .apply(
        ([gatewayName, arn]) =>
          `agentcore-${gatewayName.toLowerCase()}-${group}${arn === undefined ? "" : `-${shortHash([arn], 7)}`}`,
      );
    const policy = this.inlinePolicy(`${logicalName}-${group}`, nameBegins, statements, opts);
    this.shared.set(group, policy);
    return policy;
  }

  /** The texts of groups of shared statements, and whose they are, as one text: made once for all bundles that ask alike. */
  sharedPolicyTexts(groups: readonly SharedPolicyName[]): pulumi.Output<string> {
    const key = [...groups].sort().join();
    const texts = this.sharedTexts.get(key) ?? this.textsOf(groups);
    this.sharedTexts.set(key, texts);
    return texts;
  }

  private textsOf(groups: readonly SharedPolicyName[]): pulumi.Output<string> {
    const policies = [...groups].sort().map((group) => this.sharedPolicy(group).policy);
    return pulumi.all([pulumi.output(this.roleName), ...policies]).apply((texts) => texts.join("\n"));
  }

  /**
   * An inline policy of the role. Its size is counted; a changed `nameBegins` replaces it, the old one going last. IAM
   * overwrites a policy of the same name, so without a random end the deletion of the old policy would delete its successor.
   */
  inlinePolicy(
    logicalName: string,
    nameBegins: pulumi.Output<string>,
    statements: pulumi.Output<Statement[]>,
    opts: pulumi.CustomResourceOptions,
  ): RolePolicy {
    const document = statements.apply((known) => {
      const text = policyDocument(known);
      this.budget.count(logicalName, text);
      return text;
    });
    const namePrefix = nameBegins.apply((text) => `${fittedPolicyName(text)}-`);
    return new RolePolicy(logicalName, { namePrefix, role: this.args.role, policy: document }, opts);
  }
}

/** What the aws provider appends to the beginning of a name, and a hyphen before it. */
const randomEnd = 27;

const longestBeginning = policyQuotas.policyName - randomEnd;

/** Shortens the beginning of a policy's name to IAM's limit without making two of them equal. */
function fittedPolicyName(name: string): string {
  if (name.length <= longestBeginning) return name;
  return `${name.slice(0, longestBeginning - 8)}-${shortHash([name], 7)}`;
}
