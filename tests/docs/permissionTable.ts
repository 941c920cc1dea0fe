// Writes docs/permissions.md from the statements that the package returns.
import { isDeepStrictEqual } from "node:util";
import { callbackStatements } from "../../provider/iam/callback";
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
import { code, table } from "./markdown";
import { callback, caller, deployer, resources, shortest } from "./permissionExamples";

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
    what: "targets that get a token at creation",
    written: '`targetSetup: ["oauth2credentialprovider"]` there',
    given: { ...plainGateway, gateway: { ...gateway, targetSetup: ["oauth2credentialprovider"] } },
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

/** The permissions that components grant to the gateway's role. */
const rolePermissions: readonly (readonly [target: string, action: string, resource: string])[] = [
  [
    "API key or OAuth client",
    "`bedrock-agentcore:GetWorkloadAccessToken`",
    "the workload identity directory and this gateway's identity",
  ],
  ["API key", "`bedrock-agentcore:GetResourceApiKey`", "the same, the token vault, and this provider"],
  ["OAuth client", "`bedrock-agentcore:GetResourceOauth2Token`", "the same, the token vault, and this provider"],
  ["provider with a secret", "`secretsmanager:GetSecretValue`", "this provider's secret, managed or your own"],
  ["your own secret with `kmsKeyArn`", "`kms:Decrypt`, through Secrets Manager, for this secret", "its key"],
  ["`PRIVATE_KEY_JWT`", "`kms:Sign` with this algorithm, `kms:DescribeKey`, through AgentCore", "the signing key"],
  ["`AWS_IAM_ID_TOKEN_JWT`", "`sts:GetWebIdentityToken`", "`*`: the action has no resource type"],
  [
    "`tokenVaultKeyArn`",
    "`kms:Decrypt`; for OAuth also `Encrypt`, `GenerateDataKeyWithoutPlaintext`",
    "the vault's key, for this vault",
  ],
  [
    "users who consent, token exchange",
    "`bedrock-agentcore:GetWorkloadAccessTokenForJWT`",
    "the directory and this gateway's identity",
  ],
  [
    "users who consent, MCP server without tool schema",
    "`bedrock-agentcore:GetWorkloadAccessTokenForUserId`",
    "the same",
  ],
  ["schema in S3", "`s3:GetObject`; with `kmsKeyArn` also `kms:Decrypt`, through S3", "the object; its key"],
  [
    "Lambda",
    "`lambda:InvokeFunction`, if `aws:ResourceAccount` matches",
    "exactly the function, alias or version of the target",
  ],
  [
    "other targets with `GATEWAY_IAM_ROLE`",
    "depends on the target: [targets.md](targets.md#what-the-gateways-own-role-calls)",
    "exactly that",
  ],
  [
    "the same, OpenAPI and MCP servers",
    "`bedrock-agentcore:InvokeGateway`, unless `invokeOwnGateway: false`",
    "this gateway",
  ],
];

/** Questions that AWS does not document, or that sources answer differently. */
const unsettled: readonly (readonly [question: string, grantedToday: string, change: string])[] = [
  ["Does AgentCore sign with a key as the deployer?", "no: only `kms:DescribeKey`", "add your own statement"],
  [
    "Does AgentCore get a token as the deployer when it creates a target? AWS's page on MCP server targets asks for it.",
    "no",
    "`targetSetup` in `gateway`",
  ],
  [
    "Do AgentCore's requests to Secrets Manager have `aws:ViaAWSService`?",
    "yes: the deployer writes managed secrets only with it",
    "add your own statement",
  ],
  ["Can `GetTokenVault` be granted on the vault? One source has it on `*` only.", "yes", "add your own statement"],
  [
    "Do private endpoints of targets need the deployer's `ec2:CreateNetworkInterface`? AWS documents it for OAuth clients only.",
    "no",
    "add your own statement",
  ],
  [
    "Does the gateway's role need the token vault's key?",
    "yes, if you set `tokenVaultKeyArn` on the gateway's role",
    "leave `tokenVaultKeyArn` out",
  ],
  [
    "Does the gateway's role need to call its own gateway? AWS asks for it for signed requests; Lambda targets work without it.",
    "depends on the kind of target: [targets.md](targets.md)",
    "`invokeOwnGateway` in the credential",
  ],
  [
    "Which workload tokens does the role need if users consent? Consent works with these permissions; no one has tested it without them.",
    "for the user's JWT; also for user ids if an MCP server has no static tool schema",
    "no option",
  ],
  ["Does IAM see the user id of a target's set-up (`bedrock-agentcore:userid`)?", "no condition on it", "no option"],
  [
    "Which audience and algorithm do AWS's tokens have (`AWS_IAM_ID_TOKEN_JWT`)?",
    "`sts:GetWebIdentityToken` without conditions",
    "`webIdentity` in the credential",
  ],
  ["What is `kms:ViaService` in China?", "both host names, `.com` and `.com.cn`", "no option"],
  [
    "Which new providers still get the older name of managed secrets?",
    "the new name; after `up`, the ARN that the service returned",
    "no option",
  ],
  [
    "Does AgentCore read your own secret with its own identity, as a blog post of AWS has it?",
    "no: with the gateway's role and the deployer's",
    "`externalSecretServiceStatements()`",
  ],
];

/** The whole page. */
export function permissionsPage(): string {
  return `# Permissions

Who needs which permissions: the gateway's role, the identity that runs \`pulumi up\`, callers of the gateway, the application that users return to after consent, and owners of secrets, keys and functions in other accounts.

The package grants the permissions of the gateway's role itself. All others come from \`iam\`: functions that return IAM statements and call nothing. For a deployer that creates API keys and OAuth clients, this is enough:

\`\`\`ts
${shortest}\`\`\`

- [The gateway's role](#the-gateways-role)
- [Deployer](#deployer)
- [Callback application](#callback-application)
- [Callers of the gateway](#callers-of-the-gateway)
- [Policies of resources](#policies-of-resources)
- [Open questions](#open-questions)

In the tables, \`…\` is the beginning of an ARN in your partition, Region and account. The functions refuse wildcards and policy variables in names, ids and ARNs, because each must match exactly one thing. They also refuse unknown members, because a misspelt one would leave a permission out.

## The gateway's role

An \`OutboundAuth\` grants these permissions, and nothing more. AWS checks each ARN on its own. If one is missing, the target is READY and every call fails.

${table([["For", "Action", "On"], ["---", "---", "---"], ...rolePermissions])}

## Deployer

The identity that runs \`pulumi up\` needs the permissions below. \`iam.deployerStatements()\` returns them as IAM statements: by default for API keys and OAuth clients (\`kinds\` picks one). Add \`role\`, \`policies\`, \`gateway\` or \`privateEndpoints\` if your program creates those as well.

\`\`\`ts
${deployer}\`\`\`

Add your own secrets and keys with \`externalSecrets\`, \`signingKeys\` and \`tokenVaultKeyArn\`. The KMS permissions work only for requests that come through an AWS service, not for direct calls.

A member that you leave out grants nothing. A row that begins with "the same" shows only the statements that change.

${table([
  ["For", "Option", "Id", "Actions", "On", "Condition"],
  ["---", "---", "---", "---", "---", "---"],
  ...deployerParts.flatMap(({ what, written, given, beside }) =>
    statementRows([what, written], statementsOf(given, beside)),
  ),
])}

- Creation is granted for every name, because AgentCore checks it against the literal name \`*\`. All other actions are limited to \`namePrefix\`.
- A deployer cannot read keys. It has \`secretsmanager:GetSecretValue\` only for your own secrets, which AgentCore reads as the deployer.
- \`tagKeys\` lists the keys of \`tags\` and of \`aws:defaultTags\`. The ownership tags are always allowed. \`"ANY"\` allows every key.
- \`owners\` lists stacks by the value of the tag \`pulumi-agentcore-outbound-auth:owner\`, which their providers have from the first \`pulumi up\`. With it, the deployer cannot adopt a provider. It also cannot delete a provider that is already gone, until \`pulumi refresh\` has noticed that.
- An identity that can give a role permissions and pass it to a service can get every permission. Only \`permissionsBoundary\` prevents that: write it here and in the \`GatewayRole\`. These statements do not allow to change or remove a role's boundary.
- \`gateway\` allows to pass exactly \`roleArn\`. Set the role's name in the program, so that its ARN is known.
- All parts together have more than 6,144 characters, the limit of a managed policy. Divide the list as you like: ids are unique, and no statement needs another in the same document.
- Deleting a provider deletes its managed secret immediately. It cannot be restored.

## Callback application

For targets with \`grantType: "AUTHORIZATION_CODE"\`. The application at \`defaultReturnUrl\` confirms to AgentCore that the user who consented is the user who asked. The gateway's role does not need this permission.

\`\`\`ts
${callback}\`\`\`

${table([
  ["Id", "Actions", "On", "Condition"],
  ["---", "---", "---", "---"],
  ...statementRows(
    [],
    callbackStatements({ ...place, ...gateway }, [
      { ...place, vault: "default", kind: "oauth2credentialprovider", name: "NAME" },
    ]),
  ),
])}

## Callers of the gateway

A gateway with \`authorizerType: "AWS_IAM"\` needs the first row. The other rows are for targets with \`CALLER_IAM_CREDENTIALS\`, which AgentCore calls with the caller's own permissions. In \`statements\`, write the permissions for targets of other services.

\`\`\`ts
${caller}\`\`\`

${table([
  ["Option", "Id", "Actions", "On", "Condition"],
  ["---", "---", "---", "---", "---"],
  ...statementRows(["`gateways`"], callerStatements({ gateways: [{ ...place, ...gateway }] })),
  ...statementRows(["`runtimes`"], callerStatements({ runtimes: [{ ...place, runtimeId: "runtime-0123456789" }] })),
  ...statementRows(
    ["`apis`, with `operations`"],
    callerStatements({ apis: [{ ...place, ...api, operations: [{ method: "GET", path: "/PATH/{id}" }] }] }),
  ),
  ...statementRows(["`apis`, without"], callerStatements({ apis: [{ ...place, ...api }] })),
  ...statementRows(
    ["`functionUrls`"],
    callerStatements({ functionUrls: [{ ...place, name: "NAME", qualifier: "ALIAS" }] }),
  ),
])}

## Policies of resources

A secret, a key and a REST API have one policy each. \`aws.secretsmanager.SecretPolicy\`, \`aws.kms.KeyPolicy\` and \`aws.apigateway.RestApiPolicy\` replace the whole policy. So \`iam\` returns statements, which you add to your own. \`iam.resourcePolicyDocument()\` makes a document of them. A key policy must contain a statement that lets you manage the key.

\`\`\`ts
${resources}\`\`\`

${table([
  ["Policy of", "If", "Function", "Id", "Principal", "Actions", "On", "Condition"],
  ["---", "---", "---", "---", "---", "---", "---", "---"],
  ...admissions.flatMap(({ where, when, written, statements }) =>
    statements.map((statement, index) => [
      ...(index === 0 ? [where, when, written] : ["", "", ""]),
      code(statement.Sid),
      principalText(statement),
      ...statementCells(statement),
    ]),
  ),
])}

- \`users\` are the gateway's role and the role that runs \`pulumi up\`. AgentCore uses secrets and keys with the identity of its caller: at creation with the deployer's role, at each call of a target with the gateway's role.
- A policy stores a role by its unique id. If a role is deleted and created again under the same name, the policy does not allow it. \`survivesRecreation\` names the roles in a condition instead.
- AWS's sample for signing keys has a condition that \`aws:ResourceAccount\` is the caller's account, which would deny roles of other accounts. These statements do not have it.
- The key of a token vault must be symmetric, in one Region, and in the vault's account.

A function's policy consists of separate statements, and \`aws.lambda.Permission\` adds one at a time. An \`OutboundAuth\` with \`target: { type: "lambda", permission }\` adds the first row itself.

${table([
  ["For", "Function", "`action`", "Other arguments"],
  ["---", "---", "---", "---"],
  permissionCells("a Lambda target", "functionPermission", functionPermission(ticketsOf("QUALIFIER"))),
  ...functionUrlPermissions(ticketsOf("ALIAS")).map((permission) =>
    permissionCells("a target by the function's URL", "functionUrlPermissions", permission),
  ),
])}

## Open questions

AWS does not document these points, or sources disagree. The package takes the most reliable source, and never grants more than it. If your account behaves differently, use the last column.

${table([["Question", "Granted today", "How to change it"], ["---", "---", "---"], ...unsettled])}

The tables are generated from the statements that [provider/iam](../provider/iam.ts) returns.
`;
}

function statementsOf(given: Partial<Deployer>, beside: Partial<Deployer> | undefined): Statement[] {
  const whole = (part: Partial<Deployer>) => deployerStatements({ ...place, namePrefix: "PREFIX", ...part });
  const shown = beside === undefined ? [] : whole(beside);
  return whole(given).filter((statement) => !shown.some((one) => isDeepStrictEqual(one, statement)));
}

/** Returns a row for each statement. The first row has the label. */
function statementRows(about: readonly string[], statements: readonly Statement[]): string[][] {
  return statements.map((statement, index) => [
    ...(index === 0 ? about : about.map(() => "")),
    code(statement.Sid),
    ...statementCells(statement),
  ]);
}

function statementCells({
  Action,
  Resource,
  Condition = {},
}: Pick<Statement, "Action" | "Resource" | "Condition">): string[] {
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(
      ([key, values]) => `${operator} ${code(key)} = ${[values].flat().map(shortened).map(code).join(" or ")}`,
    ),
  );
  return [
    Action.map((action, index) => code(isOfSameService(action, Action[index - 1]) ? nameOf(action) : action)).join(
      ", ",
    ),
    Resource.map(shortened).map(code).join(", "),
    conditions.join("; "),
  ];
}

const isOfSameService = (action: string, before: string | undefined) => before?.split(":")[0] === action.split(":")[0];

const nameOf = (action: string) => action.split(":")[1] as string;

/** Shortens an ARN, and replaces values of the example by placeholders. */
function shortened(text: string): string {
  return text
    .replace(/^arn:aws:[a-z0-9-]+:[a-z0-9-]*:\d*:/, "…:")
    .replace("us-east-1", "REGION")
    .replace("123456789012", "ACCOUNT")
    .replace(keyId, "KEY-ID")
    .replace("o-organization", "o-ORGANIZATION")
    .replace("gateway-??????????", "GATEWAY-??????????")
    .replace("runtime-0123456789", "RUNTIME-ID");
}

function principalText({ Principal }: ResourceStatement): string {
  const [[type, ids]] = Object.entries(Principal) as [[string, readonly string[]]];
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
