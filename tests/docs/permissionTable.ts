// Lists and tables of docs/reference/permissions.md, from the statements that the package returns.
import { isDeepStrictEqual } from "node:util";
import { callbackStatements, returnUrlStatements } from "../../provider/iam/consent";
import { consentPortalStatements } from "../../provider/iam/consent";
import { callerStatements } from "../../provider/iam/caller";
import { deployerStatements, type Deployer } from "../../provider/iam/deployer/deployer";
import type { ResourceStatement, Statement } from "../../provider/iam/policy/document";
import {
  externalSecretKeyPolicyStatements,
  externalSecretPolicyStatements,
  externalSecretServiceStatements,
  signingKeyPolicyStatements,
  tokenVaultKeyPolicyStatements,
} from "../../provider/iam/resource/secretAndKeyPolicies";
import {
  functionPermission,
  functionUrlPermissions,
  apiPolicyStatements,
} from "../../provider/iam/resource/targetPolicies";
import { code, table } from "./writtenPage";

const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const other = { ...place, accountId: "999999999999" };
const roleArn = "arn:aws:iam::123456789012:role/PATH/ROLE";
const keyId = "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";
const keyArn = `arn:aws:kms:us-east-1:123456789012:key/${keyId}`;
const named = { namePrefix: "PREFIX", path: "/PATH/" };
const gateway = { gatewayName: "GATEWAY" };
const users = { roleArn, deployerRoleArn: "arn:aws:iam::123456789012:role/DEPLOYER" };
const functionArn = "arn:aws:lambda:us-east-1:123456789012:function:NAME:QUALIFIER";
const api = { apiId: "API", stage: "STAGE" };

/** The permissions of a deployer for one option. */
interface Part {
  readonly what: string;
  /** The option as a program writes it. */
  readonly written: string;
  readonly given: Partial<Deployer>;
  /** Other options. Their statements are not shown again. */
  readonly beside?: Partial<Deployer>;
}

const noProviders: Partial<Deployer> = { kinds: [] };
const plainGateway: Partial<Deployer> = { ...noProviders, roleArn, gateway };

/** All options of {@link Deployer}, in the order of the statements. */
export const deployerParts: readonly Part[] = [
  { what: "credential providers and managed secrets", written: "always; `kinds` picks one", given: {} },
  {
    what: "the same, with other tags",
    written: '`tagKeys: ["KEY"]`',
    given: { tagKeys: ["KEY"] },
    beside: {},
  },
  {
    what: "the same, only of some stacks",
    written: '`owners: ["STACK"]`',
    given: { owners: ["STACK"] },
    beside: {},
  },
  {
    what: "policies of Lambda functions",
    written: "`functions`, `roleArn`",
    given: { ...noProviders, roleArn, functions: [functionArn] },
  },
  {
    what: "your own secrets and their keys",
    written: "`externalSecrets`",
    given: {
      ...noProviders,
      externalSecrets: [
        { secretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:NAME-SUFFIX", kmsKeyArn: keyArn },
      ],
    },
  },
  {
    what: "signing keys of OAuth clients",
    written: "`signingKeys`",
    given: { ...noProviders, signingKeys: [keyArn] },
  },
  {
    what: "a token vault with your own key",
    written: "`tokenVaultKeyArn`",
    given: { ...noProviders, tokenVaultKeyArn: keyArn },
  },
  {
    what: "managed private endpoints of OAuth clients",
    written: '`privateEndpoints: ["PROVIDERS"]`',
    given: { ...noProviders, privateEndpoints: ["PROVIDERS"] },
  },
  {
    what: "managed private endpoints of targets",
    written: '`privateEndpoints: ["TARGETS"]`',
    given: { ...noProviders, privateEndpoints: ["TARGETS"] },
  },
  {
    what: "the role and its inline policies",
    written: "`role: { namePrefix, path }`",
    given: { ...noProviders, role: named },
  },
  {
    what: "the same, with a boundary",
    written: "`permissionsBoundary` there",
    given: { ...noProviders, role: { ...named, permissionsBoundary: "arn:aws:iam::123456789012:policy/BOUNDARY" } },
    beside: { ...noProviders, role: named },
  },
  {
    what: "managed policies",
    written: "`policies: { namePrefix, path }`, with `role` or `roleArn`",
    given: { ...noProviders, roleArn, policies: named },
  },
  { what: "the gateway and its targets", written: "`gateway`, `roleArn`", given: plainGateway },
  {
    what: "the same, with tags",
    written: "`hasTags: true` there",
    given: { ...plainGateway, gateway: { ...gateway, hasTags: true } },
    beside: plainGateway,
  },
  {
    what: "stages of API Gateway as targets",
    written: "`apis` there",
    given: { ...plainGateway, gateway: { ...gateway, apis: [api] } },
    beside: plainGateway,
  },
  {
    what: "schemas of targets in S3",
    written: "`schemas: [{ bucket, key, kmsKeyArn }]` there",
    given: { ...plainGateway, gateway: { ...gateway, schemas: [{ bucket: "bucket", key: "KEY", kmsKeyArn: keyArn }] } },
    beside: plainGateway,
  },
  {
    what: "MCP servers whose set-up gets a token as the deployer",
    written: '`targetSetup: ["oauth2credentialprovider"]` there',
    given: { ...plainGateway, gateway: { ...gateway, targetSetup: ["oauth2credentialprovider"] } },
    beside: plainGateway,
  },
  {
    what: "MCP servers whose set-up gets an API key as the deployer",
    written: '`targetSetup: ["apikeycredentialprovider"]` there',
    given: { ...plainGateway, gateway: { ...gateway, targetSetup: ["apikeycredentialprovider"] } },
    beside: plainGateway,
  },
  {
    what: "policies of VPC endpoints",
    written: "`callerIdentity: true`",
    given: { ...noProviders, callerIdentity: true },
  },
];

/** A statement in the policy of a resource. */
interface Admission {
  readonly where: string;
  readonly when: string;
  readonly written: string;
  readonly statements: readonly ResourceStatement[];
}

const otherUsers = { ...users, survivesRecreation: true };

const admissions: readonly Admission[] = [
  {
    where: "your own secret",
    when: "it is in another account",
    written: "`externalSecretPolicyStatements(users)`",
    statements: externalSecretPolicyStatements(users),
  },
  {
    where: "the same",
    when: "roles may be created again",
    written: "`survivesRecreation: true` in `users`",
    statements: externalSecretPolicyStatements(otherUsers),
  },
  {
    where: "the same",
    when: "both roles are in one organization",
    written: "`organizationId` in `users`",
    statements: externalSecretPolicyStatements({ ...users, organizationId: "o-organization" }),
  },
  {
    where: "the same",
    when: "AgentCore itself reads it (probably never)",
    written: "`externalSecretServiceStatements(gateway)`",
    statements: externalSecretServiceStatements(place),
  },
  {
    where: "the key of such a secret",
    when: "it is in another account",
    written: "`externalSecretKeyPolicyStatements(secret, users)`",
    statements: externalSecretKeyPolicyStatements(other, users),
  },
  {
    where: "the token vault's key",
    when: "the vault has one",
    written: "`tokenVaultKeyPolicyStatements(scope, vault)`",
    statements: tokenVaultKeyPolicyStatements(place),
  },
  {
    where: "a signing key",
    when: "it is in the gateway's account",
    written: "`signingKeyPolicyStatements(gateway, keyArn)`",
    statements: signingKeyPolicyStatements(place, keyArn),
  },
  {
    where: "the same",
    when: "it is in another account",
    written: "`signingKeyPolicyStatements(gateway, keyArn, users)`",
    statements: signingKeyPolicyStatements(other, keyArn, users),
  },
  {
    where: "a REST API",
    when: "it has a policy",
    written: "`apiPolicyStatements(api, gateway)`",
    statements: apiPolicyStatements({ ...place, ...api }, { ...place, ...gateway }),
  },
];

const callers: readonly (readonly [option: string, admitted: Parameters<typeof callerStatements>[0]])[] = [
  ["`gateways`", { gateways: [{ ...place, ...gateway }] }],
  ["`runtimes`", { runtimes: [{ ...place, runtimeId: "runtime-0123456789" }] }],
  ["`apis`, with `operations`", { apis: [{ ...place, ...api, operations: [{ method: "GET", path: "/PATH/{id}" }] }] }],
  ["`apis`, without", { apis: [{ ...place, ...api }] }],
  ["`functionUrls`", { functionUrls: [{ ...place, name: "NAME", qualifier: "ALIAS" }] }],
  ["`memories`", { memories: [{ ...place, memoryId: "memory-0123456789" }] }],
];

/** Generated parts of docs/reference/permissions.md. */
export const permissionBlocks = {
  deployer: deployerParts
    .map(({ what, written, given, beside }) => statementList(`${what}: ${written}`, statementsOf(given, beside)))
    .join("\n"),
  callback: statementList(
    "`callbackStatements`",
    callbackStatements({ ...place, ...gateway }, [
      { ...place, vault: "default", kind: "oauth2credentialprovider", name: "NAME" },
    ]),
  ),
  returnUrls: statementList("`returnUrlStatements`", returnUrlStatements({ ...place, ...gateway })),
  portal: statementList(
    "`consentPortalStatements`",
    consentPortalStatements({ ...place, ...gateway }, [
      { ...place, vault: "default", kind: "oauth2credentialprovider", name: "NAME" },
    ]),
  ),
  callers: callers.map(([option, admitted]) => statementList(option, callerStatements(admitted))).join("\n"),
  resources: admissions
    .map(({ where, when, written, statements }) => statementList(`${where}, if ${when}: ${written}`, statements))
    .join("\n"),
  functions: table(
    ["For", "Function", "`action`", "Other arguments"],
    [
      permissionCells("a Lambda target", "functionPermission", functionPermission(ticketsOf("QUALIFIER"))),
      ...functionUrlPermissions(ticketsOf("ALIAS")).map((permission) =>
        permissionCells("a target by the function's URL", "functionUrlPermissions", permission),
      ),
    ],
  ),
};

function statementsOf(given: Partial<Deployer>, beside: Partial<Deployer> | undefined): Statement[] {
  const whole = (part: Partial<Deployer>) => deployerStatements({ ...place, namePrefix: "PREFIX", ...part });
  const shown = beside === undefined ? [] : whole(beside);
  return whole(given).filter((statement) => !shown.some((one) => isDeepStrictEqual(one, statement)));
}

/** Returns an item for the label, with an item for each statement below. Long ARNs fit in lists, and not in tables. */
function statementList(label: string, statements: readonly (Statement | ResourceStatement)[]): string {
  return [`- ${label}`, ...statements.map((statement) => `  - ${statementText(statement)}`)].join("\n");
}

function statementText(statement: Statement | ResourceStatement): string {
  const { Sid, Action, Resource, Condition = {} } = statement;
  const actions = Action.map((action, index) =>
    code(isOfSameService(action, Action[index - 1]) ? nameOf(action) : action),
  );
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(
      ([key, values]) => `${operator} ${code(key)} = ${[values].flat().map(shortened).map(code).join(" or ")}`,
    ),
  );
  return [
    `${code(Sid)}: ${actions.join(", ")}`,
    `on ${Resource.map(shortened).map(code).join(", ")}`,
    ...(statement.Principal ? [`for ${principalText(statement.Principal)}`] : []),
    ...(conditions.length > 0 ? [`if ${conditions.join(" and ")}`] : []),
  ].join("; ");
}

function isOfSameService(action: string, before: string | undefined): boolean {
  return before?.split(":")[0] === action.split(":")[0];
}

function nameOf(action: string): string {
  return action.split(":")[1] as string;
}

/** Shortens an ARN, and replaces values of the example by placeholders. */
function shortened(text: string): string {
  return text
    .replace(/^arn:aws:[a-z0-9-]+:[a-z0-9-]*:\d*:/, "…:")
    .replace("us-east-1", "REGION")
    .replace("123456789012", "ACCOUNT")
    .replace(keyId, "KEY-ID")
    .replace("o-organization", "o-ORGANIZATION")
    .replace("gateway-??????????", "GATEWAY-??????????")
    .replace("runtime-0123456789", "RUNTIME-ID")
    .replace("memory-0123456789", "MEMORY-ID")
    .replace("…:bucket/", "…:BUCKET/");
}

function principalText(principal: ResourceStatement["Principal"]): string {
  const [[type, ids]] = Object.entries(principal) as [[string, readonly string[]]];
  return `${type}: ${ids.map(shortened).map(code).join(", ")}`;
}

function ticketsOf(qualifier: string) {
  return { ...place, name: "NAME", qualifier };
}

function permissionCells(
  what: string,
  written: string,
  { action, function: _, qualifier: __, ...besides }: ReturnType<typeof functionPermission>,
): string[] {
  const more = Object.entries(besides).map(([member, value]) => code(`${member}: ${JSON.stringify(value)}`));
  return [what, code(written), code(action), more.join(", ")];
}
