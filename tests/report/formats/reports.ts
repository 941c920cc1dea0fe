// Reports for the tests of formats: a mixed change, and parts of it.
import type {
  Cell,
  Counts,
  CredentialChange,
  Holder,
  PermissionChange,
  Report,
  StackReport,
  TargetRow,
  Use,
} from "../../../provider/report/model";

export const noCounts: Counts = {
  targets: 0,
  gaining: 0,
  losing: 0,
  following: 0,
  gainedWithoutTarget: 0,
  widened: 0,
  cannotTell: 0,
  targetCredentialsWidened: 0,
  targetCredentialsUnknown: 0,
  targetCredentialsChanged: 0,
  credentialsCreated: 0,
  credentialsReplaced: 0,
  credentialsDeleted: 0,
  rotated: 0,
};

export function reportOf(stacks: readonly StackReport[], others: Partial<Report> = {}): Report {
  return { schemaVersion: 1, tool: { name: "pulumi-agentcore-outbound-auth", version: "0.1.0" }, ...others, stacks };
}

export function stackReport(others: Partial<StackReport> = {}): StackReport {
  return {
    project: "shop",
    stack: "prod",
    status: "changes",
    missing: [],
    errors: [],
    targets: [],
    permissions: [],
    credentials: [],
    findings: [],
    counts: noCounts,
    otherChanges: {},
    picture: { nodes: [], edges: [] },
    fingerprint: `sha256:${"0123456789abcdef".repeat(4)}`,
    ...others,
  };
}

const noCells: Readonly<Record<Use, Cell>> = { fetch: "none", secret: "none", key: "none", call: "none" };

export function targetRow(
  name: string,
  change: TargetRow["change"],
  others: Partial<Omit<TargetRow, "cells">> & { readonly cells?: Partial<Record<Use, Cell>> } = {},
): TargetRow {
  return {
    name,
    gateway: "tools",
    urn: `urn:pulumi:prod::shop::aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget::${name}`,
    change,
    credential: { type: "API_KEY", secretSource: { type: "inline" } },
    notes: [],
    ...others,
    cells: { ...noCells, ...others.cells },
  };
}

const toolsRole: Holder = {
  kind: "role",
  name: "tools-b7b98b5",
  urn: "urn:pulumi:prod::shop::aws:iam/role:Role::tools",
};

const account = "us-east-1:123456789012";
const providerArn = (name: string) => `arn:aws:bedrock-agentcore:${account}:token-vault/default/${name}`;
const secretArn = (name: string) =>
  `arn:aws:secretsmanager:${account}:secret:bedrock-agentcore-identity!default/${name}-????????-??????`;

export function permission(others: Partial<PermissionChange> = {}): PermissionChange {
  return {
    word: "gained",
    certain: true,
    holder: toolsRole,
    targets: ["tickets"],
    use: "fetch",
    effect: "Allow",
    action: "bedrock-agentcore:GetResourceApiKey",
    resource: providerArn("apikeycredentialprovider/tickets-2aa350d"),
    wildcard: false,
    ...others,
  };
}

/** Returns the permissions to fetch an API key and to read its secret. */
export function keyPermissions(target: string, provider: string, word: PermissionChange["word"]): PermissionChange[] {
  return [
    permission({ word, targets: [target], resource: providerArn(`apikeycredentialprovider/${provider}`) }),
    permission({
      word,
      targets: [target],
      use: "secret",
      action: "secretsmanager:GetSecretValue",
      resource: secretArn(`apikey/${provider}`),
    }),
  ];
}

export function credential(
  name: string,
  change: CredentialChange["change"],
  others: Partial<CredentialChange> = {},
): CredentialChange {
  return {
    kind: "apiKey",
    name,
    urn: `urn:pulumi:prod::shop::pulumi-nodejs:dynamic/agentcore:ApiKeyCredentialProvider::${name}`,
    targets: [name.replace(/-[0-9a-f]{7}$/, "")],
    change,
    properties: [],
    destroysSecret: change === "deleted" || change === "replaced",
    ...others,
  };
}

/** A stack in which targets come and go, a key rotates, and a program adds another permission. */
export const mixedStack = stackReport({
  targets: [
    targetRow("orders", "new", {
      credential: { type: "GATEWAY_IAM_ROLE" },
      cells: { call: "gained" },
      notes: [["new"]],
    }),
    targetRow("tickets", "new", {
      credential: { type: "API_KEY", secretSource: { type: "env", name: "TICKETS_KEY" } },
      cells: { fetch: "gained", secret: "gained" },
      notes: [["new"]],
    }),
    targetRow("crm", "changed", {
      credential: { type: "OAUTH", vendor: "SpotifyOauth2", secretSource: { type: "inline" } },
      cells: { fetch: "follows", secret: "follows" },
      notes: [["new provider ", { code: "crm-8c94813" }]],
    }),
    targetRow("search", "changed", { cells: { fetch: "kept", secret: "kept" }, notes: [["key rotates"]] }),
    targetRow("news", "deleted", { cells: { fetch: "lost", secret: "lost" }, notes: [["deleted"]] }),
    ...["blog", "maps", "pay", "sms", "weather"].map((name) =>
      targetRow(name, "unchanged", { cells: { fetch: "kept", secret: "kept" } }),
    ),
  ],
  permissions: [
    permission({
      word: "widened",
      because: "wildcard",
      targets: [],
      use: "other",
      action: "secretsmanager:GetSecretValue",
      resource: "*",
      wildcard: true,
    }),
    permission({
      targets: ["orders"],
      use: "call",
      action: "lambda:InvokeFunction",
      resource: `arn:aws:lambda:${account}:function:orders-[new]`,
      condition: "StringEquals aws:ResourceAccount = 123456789012",
    }),
    ...keyPermissions("tickets", "tickets-2aa350d", "gained"),
    permission({
      word: "follows",
      targets: ["crm"],
      action: "bedrock-agentcore:GetResourceOauth2Token",
      resource: providerArn("oauth2credentialprovider/crm-8c94813"),
      before: {
        action: "bedrock-agentcore:GetResourceOauth2Token",
        resource: providerArn("oauth2credentialprovider/crm-3ee0901"),
      },
    }),
    permission({
      word: "follows",
      targets: ["crm"],
      use: "secret",
      action: "secretsmanager:GetSecretValue",
      resource: secretArn("oauth2/crm-8c94813"),
      before: { action: "secretsmanager:GetSecretValue", resource: secretArn("oauth2/crm-3ee0901") },
    }),
    ...keyPermissions("news", "news-938e7be", "lost"),
  ],
  credentials: [
    credential("crm-8c94813", "replaced", {
      kind: "oauth2",
      oldName: "crm-3ee0901",
      vendor: { before: "SalesforceOauth2", after: "SpotifyOauth2" },
    }),
    credential("news-938e7be", "deleted"),
    credential("search-95247ad", "rotated"),
    credential("tickets-2aa350d", "created", { secretSource: { after: { type: "env", name: "TICKETS_KEY" } } }),
  ],
  findings: [
    {
      code: "wildcard",
      severity: "warning",
      text: [
        "Role ",
        { code: "tools-b7b98b5" },
        " may read every secret: ",
        { code: "secretsmanager:GetSecretValue" },
        " on ",
        { code: "*" },
        ".",
      ],
      targets: [],
    },
    {
      code: "providerDeleted",
      severity: "warning",
      text: [{ code: "news-938e7be" }, " is deleted. AgentCore destroys its key, which cannot be restored."],
      targets: ["news"],
    },
  ],
  counts: {
    ...noCounts,
    targets: 10,
    gaining: 2,
    losing: 1,
    following: 1,
    gainedWithoutTarget: 1,
    widened: 1,
    credentialsCreated: 1,
    credentialsReplaced: 1,
    credentialsDeleted: 1,
    rotated: 1,
  },
  otherChanges: { create: 2, delete: 1 },
  picture: { nodes: [{ id: "g", kind: "gateway", label: "tools", change: "unchanged" }], edges: [] },
});

/** Returns the first deployment of a stack with many targets. */
export function firstDeployment(targets: number): StackReport {
  const names = Array.from({ length: targets }, (_, index) => `service-${String(index).padStart(3, "0")}`);
  return stackReport({
    targets: names.map((name) =>
      targetRow(name, "new", { cells: { fetch: "gained", secret: "gained" }, notes: [["new"]] }),
    ),
    permissions: [
      permission({ targets: [], use: "other", resource: `arn:aws:bedrock-agentcore:${account}:token-vault/default` }),
      ...names.flatMap((name) => keyPermissions(name, `${name}-0a1b2c3`, "gained")),
    ],
    credentials: names.map((name) =>
      credential(`${name}-0a1b2c3`, "created", { secretSource: { after: { type: "env", name: "KEY" } } }),
    ),
    counts: { ...noCounts, targets, gaining: targets, gainedWithoutTarget: 1, credentialsCreated: targets },
  });
}
