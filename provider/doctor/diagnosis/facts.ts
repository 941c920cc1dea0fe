// Facts that a diagnosis is made from, and its result.
import type { CredentialProviderKind } from "../../iam/policy/credentialProviders";
import type { Statement } from "../../iam/policy/document";

/** A call that failed. */
export interface FailedCall {
  readonly operation: string;
  /** Name of the exception. Empty if no request was sent. */
  readonly code: string;
  readonly sentence: string;
  readonly remedy: string;
  /** ARN of the credential provider that the call concerns. */
  readonly arn?: string;
}

/** A credential provider in the token vault. Members are absent if their call failed. */
export interface VaultEntry {
  readonly kind: CredentialProviderKind;
  readonly name: string;
  readonly arn: string;
  /** ISO 8601. */
  readonly createdTime?: string;
  /** Stack owner in its tags; empty without ownership tags. */
  readonly owner?: string;
  /** Where the secret is: AgentCore's own secret or the user's. Absent for a client without a secret. */
  readonly secretSource?: "MANAGED" | "EXTERNAL";
  readonly secretArn?: string;
}

/** Facts about the account and Region, as far as the calls succeeded. */
export interface AccountFacts {
  readonly region: string;
  readonly caller?: { readonly accountId: string; readonly arn: string };
  /** Origin that calls go to. */
  readonly endpoint?: string;
  /** The setting that replaces AWS's endpoint. */
  readonly endpointSetting?: string;
  /** Absent if the call failed. */
  readonly vault?: { readonly key: "SERVICE" | "CUSTOMER" | "NO_VAULT"; readonly kmsKeyArn?: string };
  /** The providers of each kind. Absent if they could not be listed. */
  readonly providers: Readonly<Partial<Record<CredentialProviderKind, readonly VaultEntry[]>>>;
  /** Providers that the preview names. They are looked up by name if they could not be listed. */
  readonly named: readonly VaultEntry[];
  readonly failedCalls: readonly FailedCall[];
}

/** A credential provider in a preview or a stack. */
export interface DeclaredProvider {
  /** Logical name. */
  readonly resource: string;
  /** Absent if the account or the name is not known yet. */
  readonly arn?: string;
  readonly kind: CredentialProviderKind;
  readonly name?: string;
  readonly accountId?: string;
  readonly region?: string;
  /** `up` creates it, under a name that the stack does not use yet. */
  readonly isNew: boolean;
  /** The program adopts the existing provider. */
  readonly isAdopted: boolean;
}

/** Sizes of the policies of one role, in characters without white space. */
export interface RoleSizes {
  readonly role: string;
  readonly inlineBytes: number;
  readonly managedPolicies: number;
  readonly largestManagedBytes: number;
  /** Names of policies whose text the preview does not show. */
  readonly hidden: readonly string[];
}

/** Facts of a preview, or of the state of a stack. */
export interface StackFacts {
  readonly project: string;
  readonly stack: string;
  /** Ids of the stack owner. Empty before the first `up`. */
  readonly owners: readonly string[];
  readonly providers: readonly DeclaredProvider[];
  readonly roles: readonly RoleSizes[];
  /** The preview failed or leaves out resources. */
  readonly isIncomplete: boolean;
}

/** Permissions of the identity that runs `up`. */
export interface DeployerNeeds {
  readonly statements: readonly Statement[];
  /** Statements that only some targets of MCP servers need: those that end as `FAILED` without them. */
  readonly targetSetup: readonly Statement[];
  /** One command for each of `statements`. */
  readonly commands: readonly { readonly sid: string; readonly command: string }[];
  /** Sentences about parts of the program that the statements leave out, or allow too widely. */
  readonly notes: readonly string[];
}

export type Severity = "error" | "warning" | "info";

/** One row of the table of findings. */
export interface Finding {
  readonly severity: Severity;
  readonly sentence: string;
  readonly remedy?: string;
}

/** Creator of a provider, as its ownership tags say. */
export type OwnerKind = "thisStack" | "anotherStack" | "none" | "unknown";

/** Result of the command. */
export interface Diagnosis {
  readonly formatVersion: 1;
  readonly region: string;
  readonly caller?: AccountFacts["caller"];
  readonly endpoint?: string;
  readonly vault?: AccountFacts["vault"];
  /** Number of providers of each kind. Absent if they could not be listed. */
  readonly counts: Readonly<Partial<Record<CredentialProviderKind, number>>>;
  readonly providers: readonly (VaultEntry & { readonly ownerKind: OwnerKind; readonly ageInDays?: number })[];
  readonly roles: readonly RoleSizes[];
  readonly deployer?: DeployerNeeds;
  readonly findings: readonly Finding[];
}
