import { expect } from "chai";
import { createReport } from "../../../provider/report/createReport";
import type { Sentence, StackReport } from "../../../provider/report/model";
import { unknownValue } from "../../../provider/report/preview/preview";
import { preview, same } from "../previews";
import type { PreviewArgs, StepArgs } from "../previews";
import {
  allow,
  apiKey,
  canary,
  examples,
  gateway,
  keyArn,
  oauth,
  openApi,
  ownSecret,
  policyOfRole,
  role,
  roleComponent,
  target,
} from "../examples";
import type { Example, ProviderProperties } from "../examples";

function report({ steps, args }: Example): StackReport {
  return createReport([preview(steps, args)]).stacks[0]!;
}

const reportOf = (...steps: readonly StepArgs[]) =>
  report({ steps: [...examples["no changes"].steps.slice(0, 3), ...steps] });

const row = (stack: StackReport, name: string) => stack.targets.find((one) => one.name === name)!;

const plain = (sentence: Sentence) => sentence.map((part) => (typeof part === "string" ? part : part.code)).join("");

const findings = (stack: StackReport) => stack.findings.map(({ code, text }) => `${code}: ${plain(text)}`);

describe("The row of a target", () => {
  const rows: readonly [keyof typeof examples, string, object][] = [
    ["no changes", "search", { change: "unchanged", cells: ["kept", "kept", "none", "none"], notes: [] }],
    ["a new target", "search", { change: "new", cells: ["gained", "gained", "none", "none"], notes: ["new"] }],
    ["a deleted target", "news", { change: "deleted", cells: ["lost", "lost", "none", "none"], notes: ["deleted"] }],
    [
      "a deleted target whose secret a wildcard covers",
      "news",
      {
        change: "deleted",
        cells: ["lost", "kept", "none", "none"],
        notes: ["deleted", "the role may still read its secret through a wildcard"],
      },
    ],
    ["a rotated key", "search", { change: "changed", cells: ["kept", "kept", "none", "none"], notes: ["key rotates"] }],
    [
      "another vendor",
      "crm",
      {
        change: "changed",
        cells: ["follows", "follows", "none", "none"],
        notes: ["new provider crm-2"],
      },
    ],
    [
      "a secret from another source",
      "search",
      { change: "changed", cells: ["kept", "kept", "none", "none"], notes: ["secret now from SEARCH_KEY"] },
    ],
    ["a new Lambda target", "orders", { change: "new", cells: ["none", "none", "none", "gained"], notes: ["new"] }],
    ["a policy with a wildcard", "search", { change: "unchanged", cells: ["kept", "kept", "none", "none"], notes: [] }],
  ];
  for (const [example, name, wanted] of rows)
    it(`shows ${example}`, () => {
      const { change, cells, notes } = row(report(examples[example]), name);
      const found = [cells.fetch, cells.secret, cells.key, cells.call];
      expect({ change, cells: found, notes: notes.map(plain) }).to.deep.equal(wanted);
    });

  it("does not say that a policy with an unknown value only calls something", () => {
    const [first, ...others] = target({ name: "crm", provider: same(apiKey("crm")) });
    const isPolicy = ({ type }: StepArgs) => type === "aws:iam/rolePolicy:RolePolicy";
    const hidden = { role: "tools", policy: unknownValue };
    const steps = others.map((step) => (isPolicy(step) ? { ...step, before: undefined, after: hidden } : step));
    expect(row(reportOf(first!, ...steps), "crm").cells).to.deep.equal({
      fetch: "unknown",
      secret: "unknown",
      key: "none",
      call: "none",
    });
  });

  it("has the permissions of the role of its own gateway, although another gateway calls the same function", () => {
    const lambda = same({ mcp: { lambda: { lambdaArn: "arn:aws:lambda:us-east-1:123456789012:function:orders" } } });
    const otherRole: StepArgs = { ...role, parent: { ...roleComponent, name: "second" }, name: "second" };
    const second: StepArgs = {
      ...gateway,
      name: "second",
      id: "second-abcdefghij",
      before: { name: "second", gatewayId: "second-abcdefghij" },
      propertyDependencies: { roleArn: [otherRole] },
    };
    const targets = [gateway, second].map((of): StepArgs => ({
      type: "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget",
      name: of.name,
      ...same({ name: "orders", gatewayIdentifier: of.id, targetConfiguration: lambda.before }),
    }));
    const call = allow("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:123456789012:function:orders");
    const policy = (of: StepArgs, sides: object): StepArgs => ({
      type: "aws:iam/rolePolicy:RolePolicy",
      name: of.name,
      propertyDependencies: { role: [of] },
      ...sides,
    });
    const text = { name: "calls", policy: JSON.stringify({ Version: "2012-10-17", Statement: [call] }) };
    const named = (name: string) => ({
      ...otherRole,
      before: { ...role.before, name, arn: `arn:aws:iam::1:role/${name}` },
    });
    const steps = [
      second,
      named("second"),
      policy(role, same({ role: "tools-role", ...text })),
      policy(otherRole, { before: { role: "second", ...text } }),
    ];
    const stack = reportOf(...steps, ...targets);
    expect(stack.targets.map(({ name, cells }) => [name, cells.call])).to.deep.equal([
      ["second/orders", "lost"],
      ["tools/orders", "kept"],
    ]);
  });

  it("is unchanged if only bookkeeping of its provider changes, as after a rename", () => {
    const provider = { before: apiKey("crm", { nameProposal: "a" }), after: apiKey("crm", { nameProposal: "b" }) };
    const stack = reportOf(...target({ name: "crm", provider }));
    expect(stack.credentials).to.deep.equal([]);
    expect(row(stack, "crm").change).to.equal("unchanged");
  });

  it("names gateway, provider, vendor and source of the secret", () => {
    expect(row(report(examples["another vendor"]), "crm")).to.include({ gateway: "tools" });
    expect(row(report(examples["another vendor"]), "crm").credential).to.deep.equal({
      type: "OAUTH",
      vendor: "SlackOauth2",
      provider: "crm-2",
      secretSource: { type: "inline" },
    });
  });

  it("shows the use of a key for the target whose secret the condition names", () => {
    const from = (secretId: string) => ({
      apiKey: undefined,
      apiKeyFrom: { secretId, jsonKey: "key", kmsKeyArn: keyArn },
    });
    const uses = (secret: string) =>
      allow("kms:Decrypt", keyArn, { Condition: { StringEquals: { "kms:EncryptionContext:SecretARN": secret } } });
    const other = ownSecret.replace("crm", "erp");
    const stack = reportOf(
      ...target({
        name: "crm",
        provider: same(apiKey("crm", from(ownSecret))),
        statements: { before: [], after: [uses(ownSecret)] },
      }),
      ...target({ name: "erp", provider: same(apiKey("erp", from(other))), statements: same([uses(other)]) }),
    );
    expect(row(stack, "crm").cells.key).to.equal("gained");
    expect(row(stack, "erp").cells.key).to.equal("kept");
  });

  it("keeps targets of one name in two gateways apart", () => {
    const second = { ...gateway, name: "internal", id: "internal-abcdefghij", before: { name: "internal" } };
    const named = same({ name: "search", gatewayIdentifier: second.id });
    const stack = reportOf(
      second,
      ...target({ name: "search", provider: same(apiKey("search")) }),
      ...target({ name: "second", provider: same(apiKey("second")), gateway: second, targetStep: named }),
    );
    expect(stack.targets.map(({ name }) => name)).to.deep.equal(["internal/search", "tools/search"]);
  });

  it("joins the bundle of a group, which has no separate resource, by the names of group and target", () => {
    const group: StepArgs = { type: "agentcore:index:GatewayOutboundAuth", name: "all", ...same({}) };
    const bundle: StepArgs = { type: "agentcore:index:OutboundAuth", name: "all-orders", parent: group, ...same({}) };
    const propagation = {
      type: "pulumi-nodejs:dynamic/agentcore:PolicyPropagation",
      name: "all",
      parent: group,
      ...same({}),
    };
    const declared = target({ name: "orders", credential: same({ gatewayIamRole: {} }) }).at(-1)!;
    const dependencies = { propertyDependencies: { credentialProviderConfiguration: [propagation] } };
    const stack = reportOf(group, bundle, propagation, { ...declared, ...dependencies });
    expect(stack.targets.map(({ name, credential }) => [name, credential.type])).to.deep.equal([
      ["orders", "GATEWAY_IAM_ROLE"],
    ]);
  });

  it("exists for a bundle whose target is not in the stack", () => {
    const [bundle, ...others] = target({ name: "search", provider: same(apiKey("search")) });
    const stack = reportOf(bundle!, ...others.slice(0, -1));
    expect(row(stack, "search")).to.deep.include({ change: "unchanged", urn: stack.targets[0]!.urn });
    expect(row(stack, "search").cells.fetch).to.equal("kept");
  });

  it("exists for a target and a provider that are declared without this package", () => {
    const provider: StepArgs = {
      type: "aws:bedrock/agentcoreApiKeyCredentialProvider:AgentcoreApiKeyCredentialProvider",
      name: "plain",
      ...same({ name: "plain", credentialProviderArn: apiKey("plain").credentialProviderArn, apiKey: "[secret]" }),
    };
    const declared = target({ name: "plain", provider: same(apiKey("plain")) }).at(-1)!;
    expect(row(reportOf(provider, declared), "plain").credential).to.deep.equal({
      type: "API_KEY",
      vendor: undefined,
      provider: "plain",
      secretSource: { type: "inline" },
    });
  });
});

describe("A change of a credential provider", () => {
  const change = (
    before: ProviderProperties | undefined,
    after: ProviderProperties | undefined,
    step: Partial<StepArgs>,
  ) => {
    const kind = (before ?? after)!.credentialProviderArn.includes("/apikey") ? "apiKey" : "oauth";
    const sides = { ...(before && { before }), ...(after && { after }) };
    return reportOf(...target({ name: "search", kind, provider: sides, providerStep: step })).credentials[0]!;
  };
  const old = apiKey("search");
  const external = apiKey("search", { apiKey: undefined, apiKeyFrom: { secretId: ownSecret, jsonKey: "key" } });
  const rows: readonly [string, () => object, object][] = [
    ["created", () => change(undefined, old, {}), { change: "created", destroysSecret: false }],
    ["imported", () => change(old, old, { op: "import" }), { change: "imported", destroysSecret: false }],
    ["deleted, with its managed secret", () => change(old, undefined, {}), { change: "deleted", destroysSecret: true }],
    [
      "deleted, without the user's own secret",
      () => change(external, undefined, {}),
      { change: "deleted", destroysSecret: false },
    ],
    [
      "retained",
      () => change(old, undefined, { state: { retainOnDelete: true } }),
      { change: "retained", destroysSecret: false },
    ],
    [
      "rotated by a changed value",
      () => change(old, old, { op: "update", changed: ["apiKey"] }),
      { change: "rotated", properties: [] },
    ],
    [
      "rotated by a changed variable",
      () => change(old, old, { op: "update", changed: ["apiKeyFingerprint"] }),
      { change: "rotated", properties: [] },
    ],
    [
      "moved to the user's own secret",
      () => change(old, external, { changed: ["apiKey", "apiKeyFrom"] }),
      {
        change: "sourceChanged",
        secretSource: {
          before: { type: "inline" },
          after: { type: "secretsManager", secretId: ownSecret, jsonKey: "key" },
        },
      },
    ],
    [
      "updated: listed properties are named, others are counted",
      () => change(oauth("crm"), oauth("crm", { clientId: "b" }), { changed: ["clientId", canary, "tagsAll"] }),
      { change: "updated", properties: ["clientId", "1 other setting"] },
    ],
  ];
  for (const [name, found, wanted] of rows)
    it(`is shown as ${name}`, () => {
      expect(found()).to.deep.include(wanted);
    });
});

describe("The findings", () => {
  const rows: readonly [keyof typeof examples, readonly string[]][] = [
    ["no changes", []],
    ["a new target", []],
    ["a deleted target", ["providerDeleted: news is deleted: AgentCore destroys its key, which cannot be restored."]],
    [
      "another vendor",
      [
        "clientChanged: crm gets another OAuth client (vendor GithubOauth2 → SlackOauth2): users who gave consent must give it again.",
        "providerReplaced: crm-1 is replaced by crm-2, which has another ARN. AgentCore destroys the old client secret.",
      ],
    ],
    [
      "a policy with a wildcard",
      ["wildcard: The role tools-role may now read every secret that * matches (secretsmanager:GetSecretValue)."],
    ],
  ];
  for (const [example, wanted] of rows)
    it(`of ${example}: ${wanted.length === 0 ? "none" : wanted.map((text) => text.split(":")[0]).join(", ")}`, () => {
      expect(findings(report(examples[example]))).to.deep.equal(wanted);
    });

  for (const [name, statement, text] of [
    [
      "a wildcard with a condition",
      allow("kms:Decrypt", "*", { Condition: { StringEquals: { "aws:ResourceAccount": "123456789012" } } }),
      "The role tools-role may now decrypt with every KMS key that * matches (kms:Decrypt), if StringEquals aws:ResourceAccount = 123456789012.",
    ],
    [
      "a wildcard in an action",
      allow("s3:*", "arn:aws:s3:::a"),
      "The role tools-role may now use s3:* on arn:aws:s3:::a.",
    ],
    [
      "all resources but one",
      { Effect: "Allow", Action: "lambda:InvokeFunction", NotResource: "arn:aws:lambda:*:*:function:a" },
      "The role tools-role may now use lambda:InvokeFunction on not arn:aws:lambda:*:*:function:a.",
    ],
  ] as const)
    it(`say what is allowed by ${name}`, () => {
      const policy = policyOfRole("debug", JSON.stringify({ Statement: [statement] }));
      const stack = report({ steps: [...examples["no changes"].steps, policy] });
      expect(findings(stack)).to.deep.equal([`wildcard: ${text}`]);
    });

  it("say that a policy with a secret does not show what it allows", () => {
    expect(report(examples["a policy with a secret"]).findings.map(({ code }) => code)).to.include("cannotTell");
  });

  it("say that a target stays and loses a permission that it needs", () => {
    const provider = same(apiKey("search"));
    const stack = reportOf(...target({ name: "search", provider, statements: { after: [] } }));
    expect(findings(stack)).to.deep.equal([
      "permissionStillNeeded: search stays, but loses a permission that it needs: bedrock-agentcore:GetResourceApiKey, secretsmanager:GetSecretValue.",
    ]);
  });

  it("say the same if the provider is deleted and the target still names it", () => {
    const [bundle, provider, policy, , declared] = target({ name: "search", provider: same(apiKey("search")) });
    const deleted = [bundle!, provider!, policy!].map((step) => ({ ...step, op: "delete" }));
    expect(reportOf(...deleted, declared!).findings.map(({ code }) => code)).to.deep.equal([
      "permissionStillNeeded",
      "providerDeleted",
    ]);
  });

  it("name the host that credentials go to now, and nothing else of the address", () => {
    const configuration = { before: openApi(), after: openApi(`https://evil.example.net/${canary}?key=${canary}`) };
    const stack = reportOf(
      ...target({
        name: "search",
        provider: same(apiKey("search")),
        configuration,
        targetStep: { changed: ["targetConfiguration"] },
      }),
    );
    expect(findings(stack)).to.deep.equal([
      "endpointChanged: search now sends its requests and credentials to evil.example.net.",
    ]);
    expect(JSON.stringify(stack)).to.not.include(canary);
  });

  it("name the host that gives tokens now", () => {
    const [before, after] = ["a", "b"].map((host) =>
      oauth("crm", { tokenEndpoint: `https://user:${canary}@${host}.example.com/token` }),
    );
    const stack = reportOf(
      ...target({
        name: "crm",
        kind: "oauth",
        provider: { before: before!, after: after! },
        providerStep: { changed: ["tokenEndpoint"] },
      }),
    );
    expect(findings(stack)).to.deep.equal([
      "endpointChanged: The OAuth client crm now gets its tokens from b.example.com.",
    ]);
    expect(JSON.stringify(stack)).to.not.include(canary);
  });

  it("say that a gateway and its targets are replaced", () => {
    const replaced = { ...gateway, op: "replace", after: { ...gateway.before, name: "tools" }, changed: ["name"] };
    const steps = examples["no changes"].steps.map((step) => (step === gateway ? replaced : step));
    const stack = report({
      steps: steps.map((step) => (step.type.endsWith("GatewayTarget") ? { ...step, op: "replace" } : step)),
    });
    expect(stack.findings.map(({ code }) => code)).to.deep.equal(["gatewayReplaced", "targetReplaced"]);
  });
});

describe("A report", () => {
  it("of a failed preview has no changes, although the preview has steps", () => {
    const stack = report(examples["a failed preview"]);
    expect(stack).to.deep.include({ status: "failed", targets: [], permissions: [], credentials: [], findings: [] });
    expect(JSON.stringify(stack)).to.not.include(canary);
  });

  it("without changes says so", () => {
    expect(report(examples["no changes"]).status).to.equal("noChanges");
  });

  it("counts other changes by operation, and no resource that only this package needs", () => {
    const steps = [
      ...examples["a new target"].steps,
      { type: "aws:s3/bucket:Bucket", name: "b", after: { bucket: canary } },
      {
        type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        name: "tools",
        parent: { type: "agentcore:index:GatewayOutboundAuth", name: "tools" },
        after: {},
      },
      { type: "pulumi-nodejs:dynamic/agentcore:StackOwner", name: "agentcore-outbound-auth", after: {} },
    ];
    const stack = report({ steps });
    expect(stack.otherChanges).to.deep.equal({ create: 1 });
    expect(JSON.stringify(stack)).to.not.include(canary);
  });

  it("orders names with numbers by their numbers", () => {
    const names = ["target-10", "target-9", "target-2"];
    const stack = report({
      steps: [
        ...examples["no changes"].steps.slice(0, 3),
        ...names.flatMap((name) => target({ name, exists: ["after"], provider: { after: apiKey(name) } })),
      ],
    });
    const sorted = ["target-2", "target-9", "target-10"];
    expect(stack.targets.map(({ name }) => name)).to.deep.equal(sorted);
    expect(stack.credentials.map(({ name }) => name)).to.deep.equal(sorted);
    expect([...new Set(stack.permissions.flatMap(({ targets }) => targets))]).to.deep.equal(sorted);
    expect(stack.picture.nodes.filter(({ kind }) => kind === "target").map(({ label }) => label)).to.deep.equal(sorted);
  });

  it("counts each target once", () => {
    expect(report(examples["a new target"]).counts).to.include({
      targets: 1,
      gaining: 1,
      losing: 0,
      credentialsCreated: 1,
    });
    expect(report(examples["another vendor"]).counts).to.include({ following: 1, gaining: 0, credentialsReplaced: 1 });
  });

  const fingerprint = (steps: readonly StepArgs[], args?: PreviewArgs) =>
    report({ steps, ...(args && { args }) }).fingerprint;
  const { steps } = examples["a new target"];

  it("has a fingerprint that does not depend on the order of resources or on lines of the program", () => {
    expect(fingerprint([...steps].reverse())).to.equal(fingerprint(steps));
    expect(fingerprint(steps.map((step) => ({ ...step, line: "other.ts#1,1" })))).to.equal(fingerprint(steps));
  });

  it("has another fingerprint if a new target calls another host", () => {
    const text = JSON.stringify(steps);
    expect(text).to.contain("api.example.com");
    const other = JSON.parse(text.replaceAll("api.example.com", "api.example.org")) as StepArgs[];
    expect(fingerprint(other)).to.not.equal(fingerprint(JSON.parse(text) as StepArgs[]));
  });

  it("has changes if only a gateway changes", () => {
    const changed = { ...gateway, op: "update", before: { name: "tools" }, after: { name: "tools", description: "x" } };
    const stack = report({ steps: [changed] });
    expect(stack.status).to.equal("changes");
    expect(stack.otherChanges).to.deep.equal({ update: 1 });
  });

  it("has another fingerprint in another stack, or with another permission", () => {
    expect(fingerprint(steps, { stack: "dev" })).to.not.equal(fingerprint(steps));
    expect(fingerprint(examples["a policy with a wildcard"].steps)).to.not.equal(fingerprint(steps));
  });
});
