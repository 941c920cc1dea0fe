// docs/targets.md, written from the table of targets.
import { callForms } from "../../provider/rules/targets/calls";
import { authorizerTypes, requirements } from "../../provider/rules/components/gatewayCompatibility";
import { cellOf, targetKinds, targetTypes, type Cell, type TargetKind } from "../../provider/rules/targets/targetKinds";
import { invokesOwnGateway } from "../../provider/rules/credentials/signing";
import { targetColumns, type TargetColumn } from "../rules/targets/targetColumns";
import { code, table } from "./markdown";

const marks: Readonly<Record<Cell["verdict"], string>> = { allowed: "yes", refused: "no", warned: "not certain" };

/** A recipe of the page. */
export const recipe = `import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "pulumi-agentcore-outbound-auth";

const config = new pulumi.Config();
const role = new agentcore.GatewayRole("tools", { gatewayName: "tools", authorizerType: "CUSTOM_JWT" });

// With users' tokens: each user consents once.
new agentcore.OutboundAuth("calendar", {
  gateway: role,
  target: { type: "mcpServer", hasToolSchema: true },
  credential: {
    type: "OAUTH",
    oauth2: {
      vendor: "GoogleOauth2",
      clientId: config.require("googleClientId"),
      clientSecret: config.requireSecret("googleClientSecret"),
    },
    scopes: ["https://www.googleapis.com/auth/calendar.readonly"],
    grantType: "AUTHORIZATION_CODE",
    defaultReturnUrl: "https://app.example.com/consented",
  },
});

// With the gateway's own role: what it calls is all that the role may call.
new agentcore.OutboundAuth("assistant", {
  gateway: role,
  target: { type: "mcpServer", calls: { runtime: config.require("runtimeArn") } },
  credential: { type: "GATEWAY_IAM_ROLE" },
});

// A service that only the program knows.
const tickets = new aws.dynamodb.Table("tickets", {
  hashKey: "id",
  billingMode: "PAY_PER_REQUEST",
  attributes: [{ name: "id", type: "S" }],
});
new agentcore.OutboundAuth("tickets", {
  gateway: role,
  target: {
    type: "smithyModel",
    calls: { statements: [{ Action: "dynamodb:GetItem", Resource: tickets.arn }] },
    schema: { bucket: config.require("schemas"), key: "dynamodb.json" },
  },
  credential: { type: "GATEWAY_IAM_ROLE" },
});
`;

/** The whole page. */
export function targetsPage(): string {
  return `# Targets and their credentials

Which \`credential\` a bundle can present to which \`target\`. Where the table says no, the bundle is refused at preview, with the reason; where it is not certain, the bundle is made, and a warning says why.

${table([
  ["Target", "`type`", "In `targetConfiguration`", ...targetColumns.map(heading)],
  ["---", "---", "---", ...targetColumns.map(() => "---")],
  ...targetTypes.map((type) => [
    targetKinds[type].is,
    code(type),
    code(targetKinds[type].path.join(".")),
    ...targetColumns.map((column) => marks[cell(type, column).verdict]),
  ]),
])}

\`OAUTH\` without \`grantType\` means \`CLIENT_CREDENTIALS\`. Instead of \`type\`, a target can be given as \`{ targetConfiguration }\`, in the shape of \`@pulumi/aws\`; its kind, the function, API, runtime and a schema in S3 are read from there.

A schema in S3 must be told to the bundle: \`schema: { uri: "s3://BUCKET/KEY" }\`, or \`{ bucket, key }\`, with \`kmsKeyArn\` where the object is encrypted with a key of yours. Only \`{ targetConfiguration }\` and \`GatewayTarget\` read it by themselves, and they know no such key. Without \`schema\` the role may not read it.

\`\`\`ts
${recipe}\`\`\`

For consent: run \`pulumi up\`; register \`bundle.callbackUrl\` at the vendor; give the application behind \`defaultReturnUrl\` the policy of [\`iam.callbackStatements\`](permissions.md#callback-application); have it call \`CompleteResourceTokenAuth\` with the session id.

## Why not

${reasons("refused")}

## What is not certain

${reasons("warned")}

## What the gateway's own role calls

With \`GATEWAY_IAM_ROLE\` the role may call exactly what the target says. Lambda, API Gateway and AgentCore Runtime targets say it themselves; the others have it in \`calls\`.

${table([
  ["Target", "Says what is called in", "`service` and `region`", "`invokeOwnGateway` by default"],
  ["---", "---", "---", "---"],
  ...targetTypes.map((type) => {
    const kind: TargetKind = targetKinds[type];
    const own = kind.ownCall === undefined ? [] : callForms[kind.ownCall].properties;
    return [
      code(type),
      kind.calls === undefined
        ? own.map(code).join(", ")
        : kind.calls.map((form) => code(`calls: ${callForms[form].written}`)).join(", "),
      kind.signedBecause === undefined ? "possible" : `refused: ${kind.signedBecause}`,
      code(String(invokesOwnGateway(type, undefined))),
    ];
  }),
])}

${table([
  ["What is called", "Signed for, where the program does not say"],
  ["---", "---"],
  ...Object.entries(callForms)
    .filter(([form]) => form !== "function")
    .map(([, { written, service }]) => [
      code(written),
      service === undefined ? "has to be written, except for Smithy models and connectors" : code(service),
    ]),
])}

## What they ask of the gateway

Judged where \`authorizerType\` of the gateway is known.

${table([
  ["Credential or grant", ...authorizerTypes.map(code), "Because"],
  ["---", ...authorizerTypes.map(() => "---"), "---"],
  ...requirements.map(({ of, works, disputed, because }) => [
    code(of),
    ...authorizerTypes.map((one) => (works.includes(one) ? "yes" : disputed.includes(one) ? "not certain" : "no")),
    because,
  ]),
])}

Targets below \`http\` need a gateway without \`protocolType\`.
`;
}

function reasons(verdict: "refused" | "warned"): string {
  const lines = targetTypes.flatMap((type) => {
    const ofType = targetColumns.map((column) => ({ column, found: cell(type, column) }));
    const because = ofType.flatMap(({ column, found }) =>
      found.verdict === verdict ? [{ column, because: found.because }] : [],
    );
    return [...new Set(because.map((one) => one.because))].map((reason) => [
      code(type),
      because.flatMap(({ column, because: one }) => (one === reason ? [heading(column)] : [])).join(", "),
      reason,
    ]);
  });
  return table([["Target", "Credential", "Because"], ["---", "---", "---"], ...lines]);
}

function cell(type: string, { type: credential, grantType }: TargetColumn): Cell {
  return cellOf({ target: type, credential, grant: grantType }) as Cell;
}

function heading({ type, grantType }: TargetColumn): string {
  return grantType === undefined ? code(type) : `${code(type)} ${code(grantType)}`;
}
