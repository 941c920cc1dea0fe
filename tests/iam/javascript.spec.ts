import { expect } from "chai";
import * as iam from "../../provider/iam";

// Programs in JavaScript have no types, so each exported function checks its arguments itself.

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const gateway = { ...scope, gatewayName: "tools" };
const provider = { ...scope, vault: "default", kind: "apikeycredentialprovider", name: "search" };
const client = { ...provider, kind: "oauth2credentialprovider" };
const secretArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:crm-AbCdEf";
const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef";
const users = { roleArn: "arn:aws:iam::123456789012:role/tools", deployerRoleArn: "arn:aws:iam::123456789012:role/up" };
const statement = { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::b/k"] };
const ofResource = { ...statement, Principal: { AWS: [users.roleArn] } };
const signed = { source: "PRIVATE_KEY_JWT", kmsKeyArn, signingAlgorithm: "RS256" };
const token = { source: "AWS_IAM_ID_TOKEN_JWT" };

/** Scopes with one wrong part. */
const wide = [
  { ...scope, accountId: "*" },
  { ...scope, region: "*" },
  { ...scope, partition: "aws*" },
  { ...scope, accountId: undefined },
  { ...scope, accountId: 123456789012 },
];
const inWide = (id: object) => wide.map((parts) => [{ ...id, ...parts }]);
const withWrong = (
  id: object,
  member: string,
  values: readonly unknown[] = ["*", "a?", "${aws:username}", "", null, 5],
) => values.map((value) => [{ ...id, [member]: value }]);
const kinds = ["ssh", "constructor", "__proto__", "", null, undefined];

/** Statements that are no `Allow` statement of listed actions and resources. */
const noAllow = [
  { ...statement, Effect: "Deny" },
  { ...statement, Effect: undefined },
  { Sid: "S", Effect: "Allow", NotAction: ["iam:*"], Resource: ["*"] },
  { Sid: "S", Effect: "Allow", Action: ["s3:GetObject"], NotResource: ["arn:aws:s3:::b/k"] },
  { ...statement, NotAction: ["iam:*"] },
  { ...statement, NotResource: ["arn:aws:s3:::b/k"] },
  { ...statement, NotPrincipal: { AWS: [users.roleArn] } },
  { ...statement, Conditions: { Bool: { "aws:SecureTransport": "true" } } },
  { ...statement, Condition: "x" },
  { ...statement, Condition: {} },
  { ...statement, Condition: { StringEquals: {} } },
  { ...statement, Condition: { StringEquals: { "aws:SourceAccount": undefined } } },
  { ...statement, Condition: { StringEquals: { "aws:SourceAccount": [] } } },
  { ...statement, Resource: "x" },
  { ...statement, Action: "s3:GetObject" },
  { ...statement, Action: [] },
  { ...statement, Resource: [null] },
  null,
];

type Call = readonly unknown[];

/** Wrong arguments for each function. */
const refused: Readonly<Record<string, readonly Call[]>> = {
  workloadIdentityDirectoryArn: inWide({}),
  gatewayArnPattern: [...wide.map((one) => [one, "tools"]), ...["*", "t?", "", null].map((name) => [scope, name])],
  gatewayWorkloadIdentityArnPattern: [...wide.map((one) => [one, "tools"]), ...["*", ""].map((name) => [scope, name])],
  functionArn: [
    ...inWide({ name: "f" }),
    ...withWrong({ ...scope, name: "f" }, "name"),
    [{ ...scope, name: "f", qualifer: "live" }],
  ],
  tokenVaultArn: [...wide.map((one) => [one]), [scope, "*"], [scope, null]],
  credentialProviderArn: [...inWide(provider), ...withWrong(provider, "name"), ...withWrong(provider, "kind", kinds)],
  managedSecretArnPattern: [
    ...inWide(provider),
    ...withWrong(provider, "vault"),
    ...withWrong(provider, "kind", kinds),
  ],
  tokenVaultStatements: [
    ...kinds.map((kind) => [kind, gateway]),
    ["oauth2credentialprovider", { ...gateway, gatewayName: "*" }],
  ],
  credentialProviderStatements: [
    ...["*", secretArn.replace("crm", "c*"), "arn:aws:secretsmanager:*:*:secret:*", undefined].map((arn) => [
      provider,
      { source: "MANAGED", secretArn: arn },
    ]),
    // The pattern of another provider's secret.
    [provider, { source: "MANAGED", secretArn: iam.managedSecretArnPattern({ ...provider, name: "x" } as never) }],
    [provider, { source: "EXTERNAL", secretArn: "*" }],
    [provider, { source: "EXTERNAL", secretArn, kmsKeyArn: "*" }],
    [provider, { source: "EXTERNAL", secretArn, kmsKey: kmsKeyArn }],
    [provider, { source: "managed", secretArn }],
    [provider, { secretArn }],
    [provider, undefined],
    [
      { ...provider, kind: "ssh" },
      { source: "EXTERNAL", secretArn },
    ],
    ...["HS256", "none", "", undefined, "constructor"].map((signingAlgorithm) => [
      client,
      { ...signed, signingAlgorithm },
    ]),
    [client, { ...signed, kmsKeyArn: "*" }],
    ...["HS256", "", null].map((signingAlgorithm) => [client, { ...token, signingAlgorithm }]),
    ...[[], "https://a", null, [""], [5], ["${aws:username}"]].map((audiences) => [client, { ...token, audiences }]),
    [client, { ...token, audience: ["https://a"] }],
    [client, signed, { actorToken: { source: "NONE" } }],
    [client, signed, { actorTokens: token }],
    [client, signed, { tokenVaultKeyArn: "*" }],
  ],
  tokenVaultKeyStatements: [
    ...kinds.map((kind) => [{ ...client, kind }, kmsKeyArn]),
    [client, "*"],
    [{ ...client, vault: "*" }, kmsKeyArn],
  ],
  mergeStatements: [...noAllow.map((one) => [[statement, one]]), [[statement, ofResource]], [statement]],
  divideStatements: [
    ...noAllow.map((one) => [[statement, one], 6144]),
    [[statement, ofResource], 6144],
    [statement, 6144],
  ],
  policyDocument: [...noAllow.map((one) => [[one]]), [[ofResource]], [statement]],
  resourcePolicyDocument: [
    ...noAllow.map((one) => [[one === null ? one : { ...one, Principal: ofResource.Principal }]]),
    ...[
      "*",
      undefined,
      { AWS: ["*"] },
      { AWS: ["arn:aws:iam::*:root"] },
      { AWS: [] },
      { Federated: ["x"] },
      { AWS: users.roleArn },
    ].map((Principal) => [[{ ...statement, Principal }]]),
  ],
  customStatements: [
    [[{ Action: "s3:*", Resource: "*" }]],
    [[{ Action: undefined, Resource: "*" }]],
    [[{ NotAction: "s3:GetObject", Resource: "*" }]],
    [[{ Action: "s3:GetObject", NotResource: "x" }]],
    [[{ ...statement, Effect: "Deny" }]],
    [[{ Action: "s3:GetObject", Resource: "*", Conditions: {} }]],
    [[{ Action: "s3:GetObject", Resource: "*", Condition: { StringEquals: { "aws:SourceAccount": undefined } } }]],
  ],
  callerStatements: noAllow.filter((one) => one !== null).map((one) => [{ statements: [one] }]),
  invokeFunctionStatements: [
    ...inWide({ name: "f" }),
    [{ ...scope, name: "f", qualifer: "live" }],
    [{ ...scope, name: "f", qualifier: "*" }],
  ],
  invokeFunctionUrlStatements: [...inWide({ name: "f" }), [{ ...scope, name: "f", alias: "live" }]],
  functionPermission: [...inWide({ name: "f" }), [{ ...scope, name: "f", alias: "live" }]],
  functionUrlPermissions: [...inWide({ name: "f" }), [{ ...scope, name: "f", qualifier: "7" }]],
  invokeApiStatements: [
    ...inWide({ apiId: "a", stage: "p" }),
    [{ ...scope, apiId: "a", stage: "*" }],
    [{ ...scope, apiId: "a", stage: "p", operation: [] }],
    [{ ...scope, apiId: "a", stage: "p", operations: [{ method: "*", path: "/" }] }],
  ],
  apiPolicyStatements: [
    [{ ...scope, apiId: "*", stage: "p" }, gateway],
    [
      { ...scope, apiId: "a", stage: "p" },
      { ...gateway, gatewayName: "*" },
    ],
  ],
  invokeRuntimeStatements: [...inWide({ runtimeId: "assistant-a1B2c3D4e5" }), [{ ...scope, runtimeId: "*" }]],
  memoryConnectorStatements: [...inWide({ memoryId: "notes-a1B2c3D4e5" }), [{ ...scope, memoryId: "*" }]],
  invokeWebSearchStatements: inWide({}),
  schemaObjectStatements: [
    ...wide.map((one) => [one, { bucket: "bbb", key: "k" }]),
    [scope, { bucket: "*", key: "k" }],
    [scope, { bucket: "bbb", key: "*" }],
    [scope, { bucket: "bbb", key: "仕様/openapi.json" }],
  ],
  targetCertificateStatements: [
    [scope, { secretArn: "*" }],
    [scope, { bucket: "bbb", key: "*" }],
    [scope, { secretArn, kmsKeyArn: "*" }],
  ],
  callbackStatements: [
    [gateway, []],
    [gateway, [provider]],
    [{ ...gateway, gatewayName: "*" }, [client]],
    [gateway, [{ ...client, name: "*" }]],
  ],
  ...Object.fromEntries(
    [
      "gatewayTrustPolicy",
      "identityArns",
      "invokeGatewayStatements",
      "invokeOwnGatewayStatements",
      "workloadTokenForJwtStatements",
      "workloadTokenForTargetSetupStatements",
      "workloadTokenStatements",
      "returnUrlStatements",
    ].map((name) => [name, [...inWide(gateway), ...withWrong(gateway, "gatewayName")]]),
  ),
  consentPortalTrustPolicy: inWide({ portalName: "portal", portalId: "portal-0123456789" }),
  consentPortalStatements: [
    [gateway, []],
    [gateway, [provider]],
    [{ ...gateway, gatewayName: "*" }, [{ ...client, secretArn }]],
    [gateway, [{ ...client, name: "*", secretArn }]],
  ],
  externalSecretPolicyStatements: [
    ...withWrong(users, "roleArn"),
    ...withWrong(users, "deployerRoleArn"),
    [{ ...users, organisationId: "o-1" }],
  ],
  externalSecretKeyPolicyStatements: [
    ...wide.map((one) => [one, users]),
    [scope, { ...users, roleArn: "arn:aws:iam::123456789012:root" }],
  ],
  externalSecretServiceStatements: inWide({}),
  signingKeyPolicyStatements: [
    ...wide.map((one) => [one, kmsKeyArn]),
    [scope, "*"],
    [scope, kmsKeyArn.replace("1234567890", "9999999999")],
  ],
  tokenVaultKeyPolicyStatements: [...wide.map((one) => [one]), [scope, "*"]],
};

/** Functions that grant nothing by wrong arguments: parsers return `undefined`. */
const harmless = [
  "parseCredentialProviderArn",
  "parseFunctionArn",
  "parseMemoryArn",
  "parseRuntimeArn",
  "parseS3Uri",
  "partitionOf",
  "policySize",
];
/** Functions with a spec of their own about wrong arguments: `deployer/bounds.spec.ts`. */
const elsewhere = ["deployerStatements"];

const functions = Object.entries(iam).filter(([, value]) => typeof value === "function") as [
  string,
  (...args: Call) => unknown,
][];

describe("an exported function of ./iam refuses wrong values of JavaScript programs", () => {
  for (const [name, call] of functions.filter(([name]) => ![...harmless, ...elsewhere].includes(name)))
    it(name, () => {
      expect(refused[name], `no wrong arguments for ${name}`).to.not.equal(undefined);
      for (const args of refused[name] ?? []) expect(() => call(...args), JSON.stringify(args)).to.throw(Error);
    });

  it("policies with characters that IAM refuses", () => {
    for (const wrong of ["仕様", "\u0100", "\u0001", "😀"]) {
      const one = { ...statement, Effect: "Allow" as const, Resource: [`arn:aws:s3:::b/${wrong}`] };
      expect(() => iam.policyDocument([one])).to.throw(/statements\[0\]\.Resource: contains a character/);
      const condition = { StringEquals: { "aws:PrincipalTag/team": wrong } };
      const conditional = { ...ofResource, Effect: "Allow" as const, Condition: condition };
      expect(() => iam.resourcePolicyDocument([conditional])).to.throw(/statements\[0\]\.Condition: contains/);
    }
    expect(
      iam.policyDocument([{ ...statement, Effect: "Allow", Resource: ["arn:aws:s3:::b/Größe ÿ.json"] }]),
    ).to.include("ÿ");
  });

  it("a Deny, and says how to write one", () => {
    const says = /^statements\[0\]\.Effect: must be "Allow": these functions only grant\. Write .* JSON\.stringify/;
    for (const [, call] of functions.filter(([name]) => /^(policyDocument|resourcePolicyDocument|merge)/.test(name)))
      expect(() => call([{ ...ofResource, Effect: "Deny" }])).to.throw(says);
  });

  it("accepts the pattern and the ARN of a provider's own secret", () => {
    const own = { ...provider, kind: "apikeycredentialprovider" as const };
    const prefix =
      "arn:aws:secretsmanager:us-east-1:123456789012:secret:bedrock-agentcore-identity!default/apikey/search";
    for (const end of ["-????????-??????", "-??????", "-1a2b3c4d-AbCdEf", "-AbCdEf"]) {
      const [, read] = iam.credentialProviderStatements(own, { source: "MANAGED", secretArn: `${prefix}${end}` });
      expect(read?.Resource).to.deep.equal([`${prefix}${end}`]);
    }
  });
});
