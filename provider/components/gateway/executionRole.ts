import { RolePolicy } from "@pulumi/aws/iam";
import type { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import {
  invokeOwnGatewayStatements,
  workloadTokenForJwtStatements,
  workloadTokenForTargetSetupStatements,
  workloadTokenStatements,
} from "../../iam/gateway/agentcoreGateway";
import type { Gateway } from "../../iam/gateway/agentcoreGateway";
import { tokenVaultStatements } from "../../iam/gateway/credentialProvider";
import { tokenVaultKeyStatements } from "../../iam/gateway/kmsKeys";
import type { AwsScope } from "../../iam/policy/arn";
import { defaultTokenVault } from "../../iam/policy/credentialProviders";
import type { CredentialProviderKind } from "../../iam/policy/credentialProviders";
import { policyDocument, policyQuotas, policySize } from "../../iam/policy/document";
import type { Statement } from "../../iam/policy/document";
import { requiredProperty } from "../../resources/program/failedDependency";
import { programError, throwIfInvalid } from "../../resources/program/problems";
import { perStack, shortHash } from "../../resources/program/stack";
import { PolicyPropagation } from "../../resources/stateOnly";
import { gatewayOfRoleProblems, gatewayScopeProblems, statedSettingsProblems } from "../../rules/components/gateway";
import type { GatewaySettings } from "../../rules/components/gatewayCompatibility";
import { onDeclaredGateway } from "./declaredGateways";
import type { DeclaredGateway } from "./declaredGateways";

/** A gateway, and the customer managed key of its token vault if there is one. */
interface GatewayWithVault extends Gateway {
  readonly tokenVaultKeyArn?: string;
}

/** Statements that several targets of a gateway need, by the policy that holds them. A role has each policy once. */
const sharedStatements = {
  "workload-token": workloadTokenStatements,
  "workload-token-for-jwt": workloadTokenForJwtStatements,
  "workload-token-for-setup": workloadTokenForTargetSetupStatements,
  "api-key-vault": (gateway) => tokenVaultStatements("apikeycredentialprovider", gateway),
  "api-key-vault-key": (gateway) => vaultKeyStatements("apikeycredentialprovider", gateway),
  "oauth-vault": (gateway) => tokenVaultStatements("oauth2credentialprovider", gateway),
  "oauth-vault-key": (gateway) => vaultKeyStatements("oauth2credentialprovider", gateway),
  "own-gateway": invokeOwnGatewayStatements,
} as const satisfies Readonly<Record<string, (gateway: GatewayWithVault) => Statement[]>>;

/** Name of a policy with shared statements. */
export type SharedPolicyName = keyof typeof sharedStatements;

function vaultKeyStatements(kind: CredentialProviderKind, gateway: GatewayWithVault): Statement[] {
  const { tokenVaultKeyArn } = gateway;
  if (tokenVaultKeyArn === undefined) return [];
  return tokenVaultKeyStatements({ ...gateway, vault: defaultTokenVault, kind }, tokenVaultKeyArn);
}

/** A role as the policies of other resources name it. */
export interface Principal {
  readonly arn: string;
  /** IAM's own id. A recreated role of the same name has another one. Absent if it is not known. */
  readonly uniqueId?: string;
}

/** Returns the principal for a role that the program has as a resource. */
export function principalOf(role: Role): pulumi.Output<Principal> {
  return pulumi.all([role.arn, role.uniqueId]).apply(([arn, uniqueId]) => ({ arn, uniqueId }));
}

/** Arguments of {@link ExecutionRole}. */
interface ExecutionRoleArgs {
  /** Prefix of the logical names of shared policies and permissions. */
  readonly logicalName: string;
  readonly gatewayName: pulumi.Input<string>;
  /** Name of the role. */
  readonly role: pulumi.Input<string>;
  /** The role as the program names it: the resource, its name or its ARN. */
  readonly named: unknown;
  /** Settings of the gateway that the program states. */
  readonly settings: GatewaySettings;
  /** Returns the principal. Called only if a bundle needs it. */
  readonly principal: () => pulumi.Output<Principal>;
  readonly scope: pulumi.Output<AwsScope>;
  /** Customer managed key of the token vault. Absent if the vault uses the service's key. */
  readonly tokenVaultKeyArn?: pulumi.Output<string>;
  /** Options of the shared policies. */
  readonly opts: pulumi.CustomResourceOptions;
  /** Parent of shared permissions. Not the role: a function can depend on a gateway, which can depend on the role. */
  readonly parent: pulumi.Resource | undefined;
  /** Wait after a policy changes. `false` for no wait, absent for the stack's setting. */
  readonly propagation: pulumi.Input<string> | false | undefined;
}

/** The execution role of one gateway. It creates the inline policies of the role and counts all its policies. */
export class ExecutionRole {
  readonly scope: pulumi.Output<AwsScope>;
  readonly gatewayName: pulumi.Output<string>;
  /** Account of the gateway. One Output for all bundles, because each Output costs time. */
  readonly accountId: pulumi.Output<string>;
  /** Default connection of credential providers. */
  readonly connection: pulumi.Output<{ region: string }>;
  /** Name of the role. */
  readonly roleName: pulumi.Input<string>;
  /** Prefix of the logical names of everything that targets share. */
  readonly logicalName: string;
  /** Parent of permissions that targets share. */
  readonly parent: pulumi.Resource | undefined;
  readonly hasTokenVaultKey: boolean;
  /** Number of managed policies of each group of targets, in the order of the program. */
  readonly managedPolicies: number[] = [];
  private readonly checkedGateways = new Set<pulumi.Resource>();
  private readonly checkedScopes: Set<pulumi.Output<AwsScope>>;
  private readonly inlineSizes = new Map<string, number>();
  private inlineSize = 0;
  private exceedsInlineQuota = false;
  private readonly sharedPolicies = new Map<SharedPolicyName, RolePolicy>();
  private readonly sharedTexts = new Map<string, pulumi.Output<string>>();

  constructor(private readonly args: ExecutionRoleArgs) {
    this.scope = args.scope;
    this.checkedScopes = new Set([args.scope]);
    this.roleName = args.role;
    this.logicalName = args.logicalName;
    this.parent = args.parent;
    this.gatewayName = pulumi.output(args.gatewayName);
    this.accountId = args.scope.apply(({ accountId }) => accountId);
    this.hasTokenVaultKey = args.tokenVaultKeyArn !== undefined;
    this.connection = args.scope.apply(({ region }) => ({ region }));
    refuseNameInOtherCase(this.gatewayName, args.scope);
    onDeclaredGateway(args.named, (gateway) => this.checkGateway(gateway));
  }

  /** Returns true if name and scope of this gateway are checked already. */
  hasChecked(gateway: pulumi.Resource): boolean {
    return this.checkedGateways.has(gateway);
  }

  /** Checks name, account, Region and settings of a gateway with this role as soon as they are known. */
  private checkGateway({ label, resource, settings, isNameAutomatic, facts }: DeclaredGateway): void {
    this.checkedGateways.add(resource);
    // No resource depends on this check.
    pulumi
      .all([this.gatewayName, this.scope, facts, this.args.settings, settings])
      .apply(([name, scope, ofGateway, stated, known]) =>
        throwIfInvalid(label, [
          ...gatewayOfRoleProblems(name, ofGateway.name, isNameAutomatic),
          ...gatewayScopeProblems(scope, ofGateway.scope, "roleArn"),
          ...statedSettingsProblems(stated, known),
        ]),
      );
  }

  /** Returns the role as a principal, for the policy of a resource that it calls. */
  principal(): pulumi.Output<Principal> {
    return this.args.principal();
  }

  /** Fails the program if `compare` returns a message. Compares with each aws provider once. */
  checkScope(other: pulumi.Output<AwsScope>, compare: (own: AwsScope, other: AwsScope) => string | undefined): void {
    if (this.checkedScopes.has(other)) return;
    this.checkedScopes.add(other);
    // No resource depends on this check: otherwise each of them would fail with the same message.
    pulumi.all([this.scope, other]).apply(([own, found]) => {
      const message = compare(own, found);
      if (message !== undefined) throw programError(message);
    });
  }

  /** Returns a shared policy, and creates it if no bundle needed it before. */
  sharedPolicy(name: SharedPolicyName): RolePolicy {
    const existing = this.sharedPolicies.get(name);
    if (existing !== undefined) return existing;
    const { logicalName, opts, tokenVaultKeyArn } = this.args;
    // The policy's name contains a hash of the key, so that another key replaces the policy instead of changing it.
    const key = name.endsWith("-vault-key") ? tokenVaultKeyArn : undefined;
    const statements = pulumi
      .all([this.scope, this.gatewayName, key])
      .apply(([scope, gatewayName, arn]) => sharedStatements[name]({ ...scope, gatewayName, tokenVaultKeyArn: arn }));
    const prefix = pulumi.all([this.gatewayName, key]).apply(([gatewayName, arn]) => {
      const keyHash = arn === undefined ? "" : `-${shortHash([arn], 7)}`;
      return `agentcore-${gatewayName.toLowerCase()}-${name}${keyHash}`;
    });
    const policy = this.inlinePolicy(`${logicalName}-${name}`, prefix, statements, opts);
    this.sharedPolicies.set(name, policy);
    return policy;
  }

  /**
   * Creates an inline policy. Another `prefix` replaces the policy, and the old one is deleted last. The aws provider adds
   * a random suffix: IAM overwrites a policy of the same name, so the deletion of the old policy would delete the new one.
   */
  inlinePolicy(
    logicalName: string,
    prefix: pulumi.Output<string>,
    statements: pulumi.Output<Statement[]>,
    opts: pulumi.CustomResourceOptions,
  ): RolePolicy {
    const policy = statements.apply((known) => {
      const document = policyDocument(known);
      this.countInlinePolicy(logicalName, document);
      return document;
    });
    const namePrefix = prefix.apply((text) => `${shortened(text)}-`);
    const args = { namePrefix, role: this.roleName, policy: requiredProperty(policy, policyDocument([])) };
    return new RolePolicy(logicalName, args, opts);
  }

  /**
   * Returns an Output that is known when the policies and the shared ones are in force. A target depends on it.
   *
   * @param policies - texts of policies. A change of one starts a new wait for IAM.
   */
  permissionsInForce(
    name: string,
    policies: readonly pulumi.Output<string>[],
    shared: readonly SharedPolicyName[],
    parent: pulumi.Resource,
  ): pulumi.Output<unknown> {
    const hash = pulumi.all([...policies, this.textsOf(shared)]).apply((texts) => shortHash(texts, 16));
    const { propagation } = this.args;
    const args = { policies: hash, wait: propagation === false ? "0s" : propagation };
    // It protects nothing that anyone could lose, and protection would refuse every change of a policy.
    return new PolicyPropagation(name, args, { parent, protect: false }).urn;
  }

  /** Returns the role's name and the texts of shared policies. One Output for all bundles that use the same policies. */
  private textsOf(names: readonly SharedPolicyName[]): pulumi.Output<string> {
    const sorted = [...names].sort();
    const key = sorted.join();
    const existing = this.sharedTexts.get(key);
    if (existing !== undefined) return existing;
    const policies = sorted.map((name) => this.sharedPolicy(name).policy);
    const texts = pulumi.all([this.roleName, ...policies]).apply((known) => known.join("\n"));
    this.sharedTexts.set(key, texts);
    return texts;
  }

  /** Fails the program, once, if the inline policies of this package exceed IAM's quota for a role. */
  private countInlinePolicy(logicalName: string, document: string): void {
    const size = policySize(document);
    const total = (this.inlineSize += size - (this.inlineSizes.get(logicalName) ?? 0));
    this.inlineSizes.set(logicalName, size);
    if (total <= policyQuotas.inlinePoliciesOfRole || this.exceedsInlineQuota) return;
    this.exceedsInlineQuota = true;
    const message = inlineQuotaMessage(this.inlineSizes, total);
    // No policy depends on this error: otherwise each of them would fail with the same message.
    pulumi.output(message).apply((text) => {
      throw programError(text);
    });
  }
}

function inlineQuotaMessage(sizes: ReadonlyMap<string, number>, total: number): string {
  const limit = policyQuotas.inlinePoliciesOfRole.toLocaleString("en");
  const sorted = [...sizes].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
  return [
    `the inline policies of this gateway's role have at least ${total.toLocaleString("en")} characters, and IAM allows ${limit}:`,
    ...sorted.map(([name, size]) => `  ${name}: ${size}`),
    "Write GatewayOutboundAuth, which has room for more than a hundred targets. Or give credential providers shorter names, or give some of the targets to a second gateway with its own role.",
  ].join("\n");
}

const gatewayNames = perStack<string, string>("gatewayNames");

/**
 * Fails the program if the names of two of its gateways differ in case only. Ids of gateways are in lower case, so a
 * policy for one of the gateways would allow the other as well.
 */
function refuseNameInOtherCase(gatewayName: pulumi.Output<string>, scope: pulumi.Output<AwsScope>): void {
  const ofStack = gatewayNames();
  // No resource depends on this check: otherwise each of them would fail with the same message.
  pulumi.all([gatewayName, scope]).apply(([name, { accountId, region }]) => {
    const key = [accountId, region, name.toLowerCase()].join("/");
    const first = ofStack.get(key) ?? name;
    ofStack.set(key, first);
    if (first === name) return;
    throw programError(
      `gateway: the names "${first}" and "${name}" of this program differ in case only. Ids of gateways are in lower case, so a policy for one gateway would allow the other as well. Write another name for one of them.`,
    );
  });
}

/** Length of the random suffix of the aws provider, with the hyphen before it. */
const suffixLength = 27;

const maxPrefixLength = policyQuotas.policyName - suffixLength;

/** Shortens the prefix of a policy's name to IAM's limit. Different prefixes stay different. */
function shortened(prefix: string): string {
  if (prefix.length <= maxPrefixLength) return prefix;
  return `${prefix.slice(0, maxPrefixLength - 8)}-${shortHash([prefix], 7)}`;
}
