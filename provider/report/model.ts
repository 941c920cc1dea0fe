/** Facts of a report, before any format. `report --format json` prints them; report.schema.json describes them. */

/** Version of the members below. A change that other tools would notice raises it. */
export const schemaVersion = 1;

export interface Report {
  readonly schemaVersion: typeof schemaVersion;
  /** Package that wrote the report. */
  readonly tool: { readonly name: string; readonly version: string };
  /** Heading, if the user gave one. */
  readonly title?: string;
  /** Distinguishes several reports about the same stacks. */
  readonly tag?: string;
  /** Sentences on the differences from the approved report; absent if there is none to compare with. */
  readonly notApproved?: readonly string[];
  readonly stacks: readonly StackReport[];
}

export interface StackReport {
  readonly project: string;
  readonly stack: string;
  /** With `failed`, the preview does not say what would change: only `errors` and `missing` have content. */
  readonly status: "changes" | "noChanges" | "failed";
  /** Reasons why the preview does not show everything. */
  readonly missing: readonly MissingPart[];
  readonly errors: readonly PreviewError[];
  /** One row for each gateway target, and for each bundle without one. Changed rows come first. */
  readonly targets: readonly TargetRow[];
  /** Changes of permissions; unchanged permissions are left out. The worst come first. */
  readonly permissions: readonly PermissionChange[];
  /** Credential providers that change, in the order of their names. */
  readonly credentials: readonly CredentialChange[];
  /** Warnings. The worst come first. */
  readonly findings: readonly Finding[];
  readonly counts: Counts;
  /** Resources that change and are not part of outbound auth, by operation. */
  readonly otherChanges: Readonly<Record<string, number>>;
  readonly picture: Picture;
  /** Equal for two previews that grant the same: `sha256:` and a hash of changed targets, permissions, credentials and findings. */
  readonly fingerprint: string;
}

/** A line of the user's program: path from the root of the project, with `/`. Line and column count from 1. */
export interface SourceLine {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export type MissingCode =
  /** The preview was run without `--show-sames`. */
  | "unchangedResources"
  /** The preview was run with `--target`. */
  | "targeted"
  /** A policy pack refused the preview: exit code 5. Pulumi's JSON does not say which. */
  | "policyPack"
  /** The preview failed. */
  | "failed"
  /** The preview command ended with an exit code that contradicts its output. */
  | "exitCode"
  /** Steps with an operation that this version does not know. */
  | "unknownOperation";

export interface MissingPart {
  readonly code: MissingCode;
  /** Says which part is missing, what follows from it, and what to run instead. */
  readonly text: Sentence;
}

/** An error of a failed preview. */
export interface PreviewError {
  readonly severity: "error" | "warning";
  /** Name of the resource, if the message concerns one. */
  readonly resource?: string;
  /** Message of this package. Other messages can contain secrets, so they are left out. */
  readonly message?: string;
}

/** Ways in which a permission serves a target: columns of the table of targets. */
export const uses = ["fetch", "secret", "key", "call"] as const;
export type Use = (typeof uses)[number];

/**
 * The token vault and the workload identity of a gateway. All its targets need them, because AWS checks them together with a
 * credential provider. A resource with `*` can mean others.
 */
export const sharedResource = /:(token-vault\/[^/*?]+|workload-identity-directory\/[^*]+)$/;

/** One cell of the table of targets. `none`: the target needs no such permission. */
export type Cell = "gained" | "lost" | "follows" | "kept" | "none" | "unknown";

export interface TargetRow {
  /** Name of the gateway target, or of its bundle. `GATEWAY/NAME` if two targets have one name. */
  readonly name: string;
  /** Name of the gateway; absent if the preview does not say. */
  readonly gateway?: string;
  readonly urn: string;
  readonly change: "new" | "changed" | "deleted" | "unchanged";
  readonly credential: CredentialOfTarget;
  readonly cells: Readonly<Record<Use, Cell>>;
  /** Settings of its credential that change, such as OAuth scopes; of a new target, all. Absent if there are none. */
  readonly settings?: readonly SettingChange[];
  /** Hosts of the servers that get its requests and credential, as far as the preview shows them. */
  readonly hosts?: readonly string[];
  /** A few words each for the last column, such as `["new provider ", { code: "crm-8c94813" }]`. */
  readonly notes: readonly Sentence[];
  readonly source?: SourceLine;
}

/** One setting of a target's credential that changes. One that is new has no `before`, one that is removed no `after`. */
export interface SettingChange {
  /** Each scope is a setting. `other`: one that this version does not know. */
  readonly setting:
    | "type"
    | "grantType"
    | "scope"
    | "customParameter"
    | "defaultReturnUrl"
    | "credentialLocation"
    | "credentialParameterName"
    | "credentialPrefix"
    | "service"
    | "region"
    | "other";
  /** Name of a custom parameter, or of a setting that this version does not know. */
  readonly name?: string;
  /** Value before the change. Of the return URL, only the host. */
  readonly before?: string;
  readonly after?: string;
  /** False if the preview hides a value, so that it does not say whether the setting changes. */
  readonly certain: boolean;
  /** True if the credential of an existing target may allow more than before, or the preview does not say. */
  readonly wider: boolean;
}

export interface CredentialOfTarget {
  /** Credential type of the target, as AWS spells it; `UNKNOWN` if the preview does not say. */
  readonly type:
    "API_KEY" | "OAUTH" | "GATEWAY_IAM_ROLE" | "CALLER_IAM_CREDENTIALS" | "JWT_PASSTHROUGH" | "NONE" | "UNKNOWN";
  /** Vendor of an OAuth client. */
  readonly vendor?: string;
  /** Name of the credential provider in the token vault. */
  readonly provider?: string;
  readonly secretSource?: SecretSource;
}

/** Where a secret comes from. Never its value. */
export type SecretSource =
  | { readonly type: "inline" }
  | { readonly type: "env"; readonly name: string }
  /** `secretId` and `jsonKey` are absent while they are not known. */
  | { readonly type: "secretsManager"; readonly secretId?: string; readonly jsonKey?: string };

/**
 * - `gained`: nothing of the holder covered it before.
 * - `widened`: more than before for a holder that had something, or not visible in the preview.
 * - `follows`: the same permission on the resource that replaces the old one.
 * - `moved`: the same permission in another document.
 * - `lost`: nothing of the holder covers it any more.
 * - `narrowed`: a part of it stays.
 */
export type PermissionWord = "gained" | "widened" | "follows" | "moved" | "lost" | "narrowed";

/** Reason why a permission is wider than before. */
export type WideningReason =
  | "wildcard"
  | "conditionRemoved"
  | "denyRemoved"
  | "boundaryRemoved"
  | "trust"
  /** A gateway uses the permissions of another role. */
  | "anotherRole"
  /** A gateway decides in another way who may call it. */
  | "authorizer"
  /** The content of the policy is not in the preview: a policy of AWS, or of another stack. */
  | "notVisible"
  /** The policy contains `[secret]` or a value that is not known yet. */
  | "cannotTell";

/** Owner of a policy. `trust`: the trust policy of a role. The others are resource policies. */
export interface Holder {
  readonly kind: "role" | "trust" | "function" | "secret" | "key" | "restApi" | "gateway";
  /** Name in AWS, or the logical name if that is not known yet. */
  readonly name: string;
  readonly urn: string;
}

export interface PermissionChange {
  readonly word: PermissionWord;
  readonly because?: WideningReason;
  /** False if the preview does not say for sure. */
  readonly certain: boolean;
  readonly holder: Holder;
  /** Names of the targets that it serves. Empty: all targets of the role, or none of them. */
  readonly targets: readonly string[];
  readonly use: Use | "other";
  readonly effect: "Allow" | "Deny";
  /** Action, or `not ACTION, ...` for a statement with `NotAction`. Empty if the content is not visible. */
  readonly action: string;
  /** Resource, or `not RESOURCE, ...` for a statement with `NotResource`. Empty if the content is not visible. */
  readonly resource: string;
  /** Condition in a canonical form: `StringEquals aws:SourceAccount = 123456789012`. */
  readonly condition?: string;
  /** Principal of a resource policy or trust policy, such as `Service: lambda.amazonaws.com`. */
  readonly principal?: string;
  /** The permission before the change, where `widened`, `narrowed` or `follows` has one: its action, resource, condition. */
  readonly before?: { readonly action: string; readonly resource: string; readonly condition?: string };
  /** True if action or resource has a wildcard that allows more than the random end of a name, or anyone is allowed. */
  readonly wildcard: boolean;
  /** Name of the policy that is not visible, or cannot be read. */
  readonly policy?: string;
  readonly source?: SourceLine;
}

/** Returns true if the preview does not show what a policy allows. */
export function isNotVisible({ because }: Pick<PermissionChange, "because">): boolean {
  return because === "cannotTell" || because === "notVisible";
}

export interface CredentialChange {
  readonly kind: "apiKey" | "oauth2";
  /** Name of the provider in the token vault: the new one, or the old one if it is deleted. */
  readonly name: string;
  readonly urn: string;
  /** Names of the targets that use it. */
  readonly targets: readonly string[];
  /** `sourceChanged`: the secret comes from somewhere else. `updated`: only other settings change. */
  readonly change:
    "created" | "imported" | "replaced" | "deleted" | "rotated" | "sourceChanged" | "updated" | "retained";
  /** Name of the provider before the change, if it is another one. */
  readonly oldName?: string;
  readonly vendor?: { readonly before?: string; readonly after?: string };
  readonly secretSource?: { readonly before?: SecretSource; readonly after?: SecretSource };
  /** Names of the properties that change. Never values. */
  readonly properties: readonly string[];
  /** True if AgentCore deletes the secret together with the provider. */
  readonly destroysSecret: boolean;
  readonly source?: SourceLine;
}

export type FindingCode =
  | "providerDeleted"
  | "providerReplaced"
  | "clientChanged"
  | "permissionStillNeeded"
  | "gatewayReplaced"
  | "targetReplaced"
  | "roleReplaced"
  | "endpointOverride"
  | "endpointChanged"
  | "wildcard"
  | "widened"
  | "cannotTell";

export interface Finding {
  readonly code: FindingCode;
  readonly severity: "warning" | "notice";
  /** One or two sentences. */
  readonly text: Sentence;
  readonly targets: readonly string[];
  readonly urn?: string;
  readonly source?: SourceLine;
}

/** A text in parts. Everything that comes from the program or the preview is `code`: formats escape it, and only it. */
export type Sentence = readonly (string | { readonly code: string })[];

/** Counts for the first sentence. */
export interface Counts {
  readonly targets: number;
  /** Targets that gain a permission. A target that gains, loses and follows counts once in each. */
  readonly gaining: number;
  /** Targets that lose a permission. */
  readonly losing: number;
  /** Targets whose permissions follow a replaced resource. */
  readonly following: number;
  /** Permissions that are gained and serve no target, without those for the token vault and workload identity. */
  readonly gainedWithoutTarget: number;
  /** Permissions that are widened, without those that the preview does not say for sure. */
  readonly widened: number;
  /** Changes of permissions that the preview does not say for sure. */
  readonly cannotTell: number;
  /** Existing targets whose credential may allow more: other scopes, another grant, audience or type. */
  readonly targetCredentialsWidened: number;
  /** Other existing targets for which the preview does not say whether their credential changes. */
  readonly targetCredentialsUnknown: number;
  /** Other existing targets whose credential gets other settings. */
  readonly targetCredentialsChanged: number;
  readonly credentialsCreated: number;
  readonly credentialsReplaced: number;
  readonly credentialsDeleted: number;
  readonly rotated: number;
}

/** Nodes and arrows from gateways to secrets. */
export interface Picture {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}

export interface PictureNode {
  /** Unique in the picture: letters, digits, `_`. */
  readonly id: string;
  readonly kind: "gateway" | "target" | "provider" | "secret" | "function";
  readonly label: string;
  readonly change: "new" | "changed" | "replaced" | "deleted" | "unchanged";
  /** Name of the `GatewayOutboundAuth` that a target belongs to. */
  readonly group?: string;
}

/** Arrow between two nodes, by their ids. */
export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  readonly change: "new" | "deleted" | "unchanged";
}
