// docs/permissions.md, written from the statements that the package gives.
import { isDeepStrictEqual } from "node:util";
import { callbackStatements } from "../../provider/iam/callback";
import { callerStatements } from "../../provider/iam/caller";
import { deployerStatements, type Deployer } from "../../provider/iam/deployer/deployer";
import type { ResourceStatement, Statement } from "../../provider/iam/policy/document";
import {
  externalSecretKeyPolicyStatements,
  externalSecretPolicyStatements,
  externalSecretServiceStatements,
} from "../../provider/iam/resource/externalSecretPolicy";
import { functionPermission, functionUrlPermissions } from "../../provider/iam/resource/functionPermission";
import { apiPolicyStatements } from "../../provider/iam/resource/restApiPolicy";
import { signingKeyPolicyStatements, tokenVaultKeyPolicyStatements } from "../../provider/iam/resource/keyPolicies";
import { code, table } from "./markdown";
import { callback, caller, deployer, resources } from "./permissionExamples";

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

/** A part of what a deployer needs. */
interface Part {
  readonly what: string;
  /** How a program says so. */
  readonly written: string;
  readonly given: Partial<Deployer>;
  /** What is given already, whose statements are not shown again. */
  readonly beside?: Partial<Deployer>;
}

const noProviders: Partial<Deployer> = { kinds: [] };
const plainGateway: Partial<Deployer> = { ...noProviders, roleArn, gateway };

/** Every part, in the order of the statements. All that {@link Deployer} has is in one of them. */
export const deployerParts: readonly Part[] = [
  { what: "credential providers, their marks and managed secrets", written: "always; `kinds` says which", given: {} },
  {
    what: "the same, other tags",
    written: '`tagKeys: ["KEY"]`',
    given: { tagKeys: ["KEY"] },
    beside: {},
  },
  {
    what: "the same, of certain stacks only",
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
    what: "secrets of one's own, and their keys",
    written: "`externalSecrets`",
    given: {
      ...noProviders,
      externalSecrets: [
        { secretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:NAME-SUFFIX", kmsKeyArn: keyArn },
      ],
    },
  },
  {
    what: "keys that OAuth clients sign with",
    written: "`signingKeys`",
    given: { ...noProviders, signingKeys: [keyArn] },
  },
  {
    what: "a token vault under one's own key",
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
    what: "the same, within a boundary",
    written: "`permissionsBoundary` there",
    given: { ...noProviders, role: { ...named, permissionsBoundary: "arn:aws:iam::123456789012:policy/BOUNDARY" } },
    beside: { ...noProviders, role: named },
  },
  {
    what: "managed policies, and their attachment",
    written: "`policies: { namePrefix, path }`, with `role` or `roleArn`",
    given: { ...noProviders, roleArn, policies: named },
  },
  { what: "the gateway, its targets and its identity", written: "`gateway`, `roleArn`", given: plainGateway },
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
    what: "targets that are set up with a token of the deployer's",
    written: '`targetSetup: ["oauth2credentialprovider"]` there',
    given: { ...plainGateway, gateway: { ...gateway, targetSetup: ["oauth2credentialprovider"] } },
    beside: plainGateway,
  },
  {
    what: "the look at one's own account, where the policy of a VPC endpoint asks for it",
    written: "`callerIdentity: true`",
    given: { ...noProviders, callerIdentity: true },
  },
];

/** What a resource's owner has to admit. */
interface Admission {
  readonly where: string;
  readonly when: string;
  readonly written: string;
  readonly statements: readonly ResourceStatement[];
}

const otherUsers = { ...users, survivesRecreation: true };

const admissions: readonly Admission[] = [
  {
    where: "a secret of one's own",
    when: "it is in another account",
    written: "`externalSecretPolicyStatements(users)`",
    statements: externalSecretPolicyStatements(users),
  },
  {
    where: "the same",
    when: "roles may be made again under their names",
    written: "`survivesRecreation: true` in `users`",
    statements: externalSecretPolicyStatements(otherUsers),
  },
  {
    where: "the same",
    when: "both are in one organization, as a further condition",
    written: "`organizationId` in `users`",
    statements: externalSecretPolicyStatements({ ...users, organizationId: "o-organization" }),
  },
  {
    where: "the same",
    when: "AgentCore itself should read it; not needed as far as is on record",
    written: "`externalSecretServiceStatements(gateway)`",
    statements: externalSecretServiceStatements(place),
  },
  {
    where: "the key of such a secret",
    when: "it is in another account, or leaves nothing to its account's policies",
    written: "`externalSecretKeyPolicyStatements(secret, users)`",
    statements: externalSecretKeyPolicyStatements(other, users),
  },
  {
    where: "the token vault's key",
    when: "the vault has one",
    written: "`tokenVaultKeyPolicyStatements(place, vault)`",
    statements: tokenVaultKeyPolicyStatements(place),
  },
  {
    where: "a key that OAuth clients sign with",
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

/** Questions that AWS does not document, or that sources answer differently. */
const unsettled: readonly (readonly [question: string, grantedToday: string, change: string])[] = [
  ["Does AgentCore sign with a key as the deployer?", "no: only `kms:DescribeKey`", "add a statement of your own"],
  [
    "Does AgentCore get a token as the deployer when it creates a target? AWS's page on MCP server targets asks for it.",
    "no",
    "`targetSetup` in `gateway`",
  ],
  [
    "Do AgentCore's requests to Secrets Manager have `aws:ViaAWSService`?",
    "yes: the deployer writes managed secrets only with it",
    "add a statement of your own",
  ],
  ["Can `GetTokenVault` be granted on the vault? One source has it on `*` only.", "yes", "add a statement of your own"],
  [
    "Do private endpoints of targets need the deployer's `ec2:CreateNetworkInterface`? AWS documents it for OAuth clients only.",
    "no",
    "add a statement of your own",
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
    "Which workload tokens does the role need if users consent? Consent works with these permissions; nobody has tested it without them.",
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
  return `# Permissions of everybody but the gateway's role

What the gateway's role gets, a bundle says and grants by itself. This page is for the others: whoever runs \`pulumi up\`, whoever calls the gateway, the application that users come back to after consent, and whoever keeps secrets, keys and functions in other accounts. All of it comes as statements from pure functions under \`iam\`, which compute and call nothing.

Parts that you hand in (names, ids, ARNs, but not the resources of whole \`statements\`) must each mean one thing: \`*\`, \`?\` and \`\${\` are refused with what to write. Unknown members are refused too: a misspelt one would silently leave a permission out.

In the tables, \`…\` stands for the beginning of an ARN in your partition, Region and account.

- [Whoever deploys](#whoever-deploys)
- [The application that users come back to](#the-application-that-users-come-back-to)
- [Whoever calls the gateway](#whoever-calls-the-gateway)
- [Policies of resources](#policies-of-resources)
- [What is not settled](#what-is-not-settled)

## Whoever deploys

\`\`\`ts
${deployer}\`\`\`

Without a member, its part is not granted. A part that says "the same" shows what it changes.

${table([
  ["What", "Written", "Id", "Actions", "On", "If"],
  ["---", "---", "---", "---", "---", "---"],
  ...deployerParts.flatMap(({ what, written, given, beside }) =>
    statementRows([what, written], statementsOf(given, beside)),
  ),
])}

- Providers are created on every name because AgentCore checks a creation against the literal name \`*\`. Reading, changing and deleting goes by \`namePrefix\`.
- A deployer need not read keys: \`secretsmanager:GetSecretValue\` is there for secrets of your own only, which AgentCore reads as the deployer.
- \`tagKeys\` has the keys of \`tags\` and of \`aws:defaultTags\`. The ownership mark's keys are always there; \`"ANY"\` takes every key.
- \`owners\` has the stacks by the value of the tag \`pulumi-agentcore-outbound-auth:owner\`, which their providers bear from the first \`pulumi up\` on. Adopting is denied then, and so is the deletion of a provider that is gone already, until a refresh has seen that.
- Whoever can give a role permissions and pass it to a service has, in the end, all permissions. Only \`permissionsBoundary\` bounds that: write it here and in the \`GatewayRole\`. The boundary of a role cannot be changed or removed with these statements.
- \`gateway\` passes exactly \`roleArn\`, so give the role a name of your own.
- All parts together are more than the 6,144 characters of one managed policy. Ids are unique and no statement needs another in its document: divide the list as you like.
- Deleting a provider deletes its managed secret at once, without a time in which it could be restored.

## The application that users come back to

For targets with \`grantType: "AUTHORIZATION_CODE"\`. The application behind \`defaultReturnUrl\` tells AgentCore that the user who consented is the one who asked; the gateway's role does not.

\`\`\`ts
${callback}\`\`\`

${table([
  ["Id", "Actions", "On", "If"],
  ["---", "---", "---", "---"],
  ...statementRows(
    [],
    callbackStatements({ ...place, ...gateway }, [
      { ...place, vault: "default", kind: "oauth2credentialprovider", name: "NAME" },
    ]),
  ),
])}

## Whoever calls the gateway

A gateway with \`authorizerType: "AWS_IAM"\` takes the first row. Targets with \`CALLER_IAM_CREDENTIALS\` are called with the caller's own permissions, and the others are for these. \`statements\` takes what targets of any other service need, as you know it.

\`\`\`ts
${caller}\`\`\`

${table([
  ["Member", "Id", "Actions", "On", "If"],
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

A secret, a key and a REST API have one policy each, and \`aws.secretsmanager.SecretPolicy\`, \`aws.kms.KeyPolicy\` and \`aws.apigateway.RestApiPolicy\` replace it whole. So these are statements, for whoever keeps the policy to put beside their own; \`iam.resourcePolicyDocument()\` makes a document of them. A key's policy without a statement by which it is managed locks everybody out.

\`\`\`ts
${resources}\`\`\`

${table([
  ["Policy of", "When", "Written", "Id", "Principal", "Actions", "On", "If"],
  ["---", "---", "---", "---", "---", "---", "---", "---"],
  ...admissions.flatMap(({ where, when, written, statements }) =>
    statements.map((statement, index) => [
      ...(index === 0 ? [where, when, written] : ["", "", ""]),
      code(statement.Sid),
      principalInWords(statement),
      ...statementCells(statement),
    ]),
  ),
])}

- \`users\` are the gateway's role and the role that runs \`pulumi up\`: AgentCore reads secrets and uses keys with the identity of its caller, at creation with the second, at every call of a target with the first.
- A policy keeps a role by its unique id. A role that is made again under the same name is another one, and refused. \`survivesRecreation\` names the roles in a condition instead.
- AWS's sample for signing keys has \`aws:ResourceAccount\` equal to \`\${aws:PrincipalAccount}\` for other accounts too, which refuses exactly those. It is not in these statements.
- The key of a token vault is of the vault's own account, symmetric, and of one Region.

Permissions of a function are statements of their own, which \`aws.lambda.Permission\` adds one by one. A bundle with \`target: { type: "lambda", permission }\` writes the first by itself.

${table([
  ["For", "Written", "`action`", "Besides"],
  ["---", "---", "---", "---"],
  permissionCells("a Lambda target", "functionPermission", functionPermission(ticketsOf("QUALIFIER"))),
  ...functionUrlPermissions(ticketsOf("ALIAS")).map((permission) =>
    permissionCells("a target by the function's URL", "functionUrlPermissions", permission),
  ),
])}

## What is not settled

AWS does not document these points, or sources disagree. The package takes the most reliable source, and never grants more than it. If your account behaves differently, use the last column.

${table([["Question", "Granted today", "How to change it"], ["---", "---", "---"], ...unsettled])}

Written from [provider/iam](../provider/iam.ts), from the statements themselves, and compared with them by [tests/docs/permissions.spec.ts](../tests/docs/permissions.spec.ts).
`;
}

function statementsOf(given: Partial<Deployer>, beside: Partial<Deployer> | undefined): Statement[] {
  const whole = (part: Partial<Deployer>) => deployerStatements({ ...place, namePrefix: "PREFIX", ...part });
  const shown = beside === undefined ? [] : whole(beside);
  return whole(given).filter((statement) => !shown.some((one) => isDeepStrictEqual(one, statement)));
}

/** A row for each statement; what they are all about stands in the first. */
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

/** An ARN without what is the reader's own; of any other text, its Region and key. */
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

function principalInWords({ Principal }: ResourceStatement): string {
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
