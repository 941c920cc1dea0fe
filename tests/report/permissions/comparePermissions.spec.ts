import { expect } from "chai";
import { comparePermissions } from "../../../provider/report/permissions/comparePermissions";
import type { ComparedPermission } from "../../../provider/report/permissions/comparePermissions";
import { secretValue, unknownValue } from "../../../provider/report/preview/preview";
import { preview, same, urnOf } from "../previews";
import type { PreviewArgs, StepArgs } from "../previews";

type Steps = readonly StepArgs[];

const account = "123456789012";
const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const policyArn = (name: string) => `arn:aws:iam::${account}:policy/${name}`;

const policy = (...statements: object[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((one) => ({ Effect: "Allow", Action: "s3:Get", Resource: "r", ...one })),
  });
const trust = (...services: string[]) =>
  policy(
    ...services.map((name) => ({
      Action: "sts:AssumeRole",
      Resource: undefined,
      Principal: { Service: `${name}.amazonaws.com` },
    })),
  );

/** A change of one property of a resource: the same value twice is no change. */
const from = (property: string, before: unknown, after: unknown, others: object = {}) => ({
  ...(before === undefined ? {} : { before: { ...others, [property]: before } }),
  ...(after === undefined ? {} : { after: { ...others, [property]: after } }),
  changed: before === after ? [] : [property],
});

const roleType = "aws:iam/role:Role";
const ownRole: StepArgs = { type: "agentcore:index:GatewayRole", name: "tools", op: "same" };
const roleProperties = { name: "tools", arn: roleArn("tools") };
const role: StepArgs = { type: roleType, name: "tools", parent: ownRole, id: "tools", ...same(roleProperties) };
const bundle: StepArgs = { type: "agentcore:index:OutboundAuth", name: "crm", op: "same" };

const rolePolicy = (before: unknown, after: unknown, more: Partial<StepArgs> = {}): StepArgs => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  name: "debug",
  propertyDependencies: { role: [role] },
  ...from("policy", before, after, { role: "tools", name: "debug" }),
  ...more,
});
const managedPolicy = (name: string, before: unknown, after: unknown, more: Partial<StepArgs> = {}): StepArgs => ({
  type: "aws:iam/policy:Policy",
  name,
  id: policyArn(name),
  ...from("policy", before, after, { name, arn: policyArn(name) }),
  ...more,
});
const attachment = (before: unknown, after: unknown, more: Partial<StepArgs> = {}): StepArgs => ({
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  name: "attachment",
  ...from("policyArn", before, after, { role: "tools" }),
  ...more,
});

function compare(steps: Steps, args?: PreviewArgs): ComparedPermission[] {
  return comparePermissions(preview(steps, args)).filter(({ word }) => word !== "kept");
}

/** Changes in short: word, reason, kind and name of the holder, and the permission or the policy. */
function lines(steps: Steps, args?: PreviewArgs): string[] {
  return compare(steps, args)
    .map(({ word, because, certain, holder, effect, action, resource, principal, condition, policy: name }) =>
      [
        word,
        because,
        certain ? undefined : "perhaps",
        `${holder.kind} ${holder.name}:`,
        effect === "Deny" ? effect : undefined,
        action,
        resource,
        principal,
        condition,
        name === undefined ? undefined : `policy ${name}`,
      ]
        .filter(Boolean)
        .join(" "),
    )
    .sort();
}

const cases: readonly { readonly title: string; readonly steps: Steps; readonly expected: readonly string[] }[] = [
  {
    title: "of a role from elsewhere that gets our policy, are found by its name",
    steps: [bundle, rolePolicy(undefined, policy({}), { parent: bundle, propertyDependencies: {} })],
    expected: ["gained role tools: s3:Get r"],
  },
  {
    title: "of a role that only its gateway names, are in scope",
    steps: [
      { ...role, parent: undefined },
      { type: "aws:bedrock/agentcoreGateway:AgentcoreGateway", name: "g", ...same({ roleArn: roleArn("tools") }) },
      rolePolicy(undefined, policy({})),
    ],
    expected: ["gained role tools: s3:Get r"],
  },
  {
    title: "of a policy of AWS do not hide behind a policy of the stack with its name",
    steps: [
      role,
      managedPolicy("AdministratorAccess", undefined, policy({})),
      attachment(undefined, "arn:aws:iam::aws:policy/AdministratorAccess"),
      ownRole,
    ],
    expected: ["widened notVisible perhaps role tools: policy AdministratorAccess"],
  },
  {
    title: "of another policy with the name of one in the stack are not visible",
    steps: [
      role,
      managedPolicy("p", policy({}), policy({})),
      attachment(undefined, "arn:aws:iam::999999999999:policy/p"),
    ],
    expected: ["widened notVisible perhaps role tools: policy p"],
  },
  {
    title: "that a role gets in itself are found, although a resource had a policy of the same name before",
    steps: [
      rolePolicy(policy({}), undefined),
      {
        ...role,
        ...from("inlinePolicies", [], [{ name: "debug", policy: policy({ Action: "*" }) }], roleProperties),
      },
    ],
    expected: ["widened wildcard role tools: * r"],
  },
  {
    title: "of a managed policy are found if the role names it, and an attachment did before",
    steps: [
      managedPolicy("p", policy({}), policy({}, { Action: "*" })),
      attachment(policyArn("p"), undefined),
      { ...role, ...from("managedPolicyArns", [], [policyArn("p")], roleProperties) },
    ],
    expected: ["widened wildcard role tools: * r"],
  },
  {
    title: "of other roles are not in scope",
    steps: [{ ...role, parent: undefined }, rolePolicy(undefined, policy({}))],
    expected: [],
  },
  {
    title: "in a managed policy go to the role of its attachment",
    steps: [
      role,
      managedPolicy("p", policy({}), policy({}, { Resource: "q" })),
      attachment(policyArn("p"), policyArn("p")),
    ],
    expected: ["gained role tools: s3:Get q"],
  },
  {
    title: "in a new managed policy go to the role of its attachment, whose ARN is not known yet",
    steps: [
      role,
      managedPolicy("p", undefined, policy({})),
      attachment(undefined, unknownValue, { propertyDependencies: { policyArn: [managedPolicy("p", undefined, "")] } }),
    ],
    expected: ["gained role tools: s3:Get r"],
  },
  {
    title: "go with the attachment of their policy",
    steps: [role, managedPolicy("p", policy({}), policy({})), attachment(policyArn("p"), undefined)],
    expected: ["lost role tools: s3:Get r"],
  },
  {
    title: "in a managed policy of AWS are not visible",
    steps: [role, attachment(undefined, "arn:aws:iam::aws:policy/AdministratorAccess")],
    expected: ["widened notVisible perhaps role tools: policy AdministratorAccess"],
  },
  {
    title: "in a managed policy of AWS may be lost",
    steps: [role, attachment("arn:aws:iam::aws:policy/ReadOnlyAccess", undefined)],
    expected: ["lost perhaps role tools: policy ReadOnlyAccess"],
  },
  {
    title: "in a managed policy of AWS that stays do not change",
    steps: [
      role,
      attachment("arn:aws:iam::aws:policy/A", "arn:aws:iam::aws:policy/A"),
      {
        type: roleType,
        name: "other",
        parent: ownRole,
        ...from(
          "managedPolicyArns",
          ["arn:aws:iam::aws:policy/A"],
          ["arn:aws:iam::aws:policy/A", "arn:aws:iam::aws:policy/B"],
        ),
      },
    ],
    expected: ["widened notVisible perhaps role other: policy B"],
  },
  {
    title: "in inline policies of the role itself",
    steps: [
      {
        ...role,
        ...from(
          "inlinePolicies",
          [{ name: "a", policy: policy({}) }],
          [{ name: "a", policy: policy({ Resource: "q" }) }],
          roleProperties,
        ),
      },
    ],
    expected: ["gained role tools: s3:Get q", "lost role tools: s3:Get r"],
  },
  {
    title: "are lost although the role still lists the policy that goes",
    steps: [
      { ...role, ...same({ ...roleProperties, inlinePolicies: [{ name: "debug", policy: policy({}) }] }) },
      rolePolicy(policy({}), undefined),
    ],
    expected: ["lost role tools: s3:Get r"],
  },
  {
    title: "are unknown in a policy with an unknown value",
    steps: [role, rolePolicy(policy({}), unknownValue)],
    expected: ["lost perhaps role tools: s3:Get r", "widened cannotTell perhaps role tools: policy debug"],
  },
  {
    title: "are unknown in a policy with a secret",
    steps: [role, rolePolicy(undefined, policy({ Resource: `arn:${secretValue}` }))],
    expected: ["widened cannotTell perhaps role tools: policy debug"],
  },
  {
    title: "do not change with a hidden policy that stays",
    steps: [role, rolePolicy(secretValue, secretValue)],
    expected: [],
  },
  {
    title: "stay with a policy that leaves the stack and stays in AWS",
    steps: [role, rolePolicy(policy({}), undefined, { state: { retainOnDelete: true } })],
    expected: [],
  },
  {
    title: "of a deleted role are lost, its Deny statements too",
    steps: [
      { ...role, after: undefined, op: "delete" },
      rolePolicy(policy({}, { Effect: "Deny", Resource: "q" }), undefined),
    ],
    expected: ["lost role tools: Deny s3:Get q", "lost role tools: s3:Get r"],
  },
  {
    title: "to assume a role are wider, if its trust policy allows more",
    steps: [{ ...role, ...from("assumeRolePolicy", trust("a"), trust("a", "b"), roleProperties) }],
    expected: ["widened trust trust tools: sts:AssumeRole Service: b.amazonaws.com"],
  },
  {
    title: "are wider without the boundary of the role",
    steps: [
      { ...role, ...from("permissionsBoundary", policyArn("b"), undefined, roleProperties), after: roleProperties },
    ],
    expected: ["widened boundaryRemoved role tools: policy b"],
  },
  {
    title: "may be wider with another boundary",
    steps: [{ ...role, ...from("permissionsBoundary", policyArn("b"), policyArn("c"), roleProperties) }],
    expected: ["widened boundaryRemoved perhaps role tools: policy c"],
  },
  {
    title: "are wider with a boundary that allows more",
    steps: [
      { ...role, ...same({ ...roleProperties, permissionsBoundary: policyArn("b") }) },
      managedPolicy("b", policy({}), policy({ Resource: "*" })),
    ],
    expected: ["widened boundaryRemoved perhaps role tools: policy b"],
  },
];

describe("permissions of a preview", () => {
  for (const { title, steps, expected } of cases)
    it(title, () => {
      expect(lines([ownRole, ...steps])).to.deep.equal(expected);
    });

  it("are only perhaps lost, if the preview lacks unchanged resources", () => {
    const steps = [rolePolicy(policy({}, { Resource: "q" }), policy({ Resource: "q" }), { parent: bundle })];
    expect(lines(steps, { changeSummary: { same: 5, update: 1 } })).to.deep.equal([
      "lost perhaps role tools: s3:Get r",
    ]);
  });

  it("of packed policies go to the role of their component, if the preview lacks their attachments", () => {
    const group: StepArgs = { type: "agentcore:index:GatewayOutboundAuth", name: "tools", op: "same" };
    const steps = [
      managedPolicy("tools-1", policy({}), policy({}, { Resource: "q" }), { parent: group }),
      {
        type: "pulumi-nodejs:dynamic/agentcore:PolicyPropagation",
        name: "tools",
        parent: group,
        dependencies: [role],
        ...from("policies", "1", "2"),
      },
    ];
    const [change, ...others] = compare(steps, { changeSummary: { same: 9, update: 2 } });
    expect(others).to.deep.equal([]);
    expect(change?.holder).to.deep.equal({ kind: "role", name: "tools", urn: urnOf(role) });
    expect(change?.resource).to.equal("q");
  });
});

describe("permissions of two roles with one name", () => {
  it("belong to the role on which their policies depend", () => {
    const [one, other] = ["a", "b"].map((name) => ({ ...role, name, ...same({ name: "tools" }) }));
    const steps = [one, other].map((of, index) =>
      rolePolicy(undefined, policy({ Resource: `r${index}` }), {
        name: `p${index}`,
        propertyDependencies: { role: of === undefined ? [] : [of] },
      }),
    );
    const changes = compare([ownRole, ...[one, other].filter((step) => step !== undefined), ...steps]);
    expect(changes.map(({ holder, resource }) => [holder.urn.split("::").at(-1), resource])).to.deep.equal([
      ["a", "r0"],
      ["b", "r1"],
    ]);
  });
});

describe("permissions on replaced resources", () => {
  const vault = `arn:aws:bedrock-agentcore:r:${account}:token-vault/default`;
  const provider = (type: string, name: string) => ({
    name,
    credentialProviderArn: `${vault}/${type}credentialprovider/${name}`,
    [type === "apikey" ? "apiKeySecretArnPattern" : "clientSecretArnPattern"]:
      `arn:aws:secretsmanager:r:1:secret:${type}/${name}-????????-??????`,
  });
  const statements = (type: string, name: string) => {
    const { credentialProviderArn, apiKeySecretArnPattern, clientSecretArnPattern } = provider(type, name) as Record<
      string,
      string
    >;
    return [{ Resource: [credentialProviderArn, apiKeySecretArnPattern ?? clientSecretArnPattern] }];
  };
  const credential = (kind: string, more: Partial<StepArgs>): StepArgs => ({
    type: `pulumi-nodejs:dynamic/agentcore:${kind}CredentialProvider`,
    name: "crm",
    parent: bundle,
    ...more,
  });
  const policyChange = (before: object[], after: object[]) =>
    rolePolicy(policy(...before), policy(...after), { parent: bundle, name: "crm" });
  const oauth = { before: provider("oauth2", "crm-1"), after: provider("oauth2", "crm-2") };

  it("follow the resource, and name both", () => {
    const changes = compare([
      ownRole,
      role,
      bundle,
      credential("Oauth2", { op: "replace", ...oauth, changed: ["vendor"] }),
      policyChange(statements("oauth2", "crm-1"), statements("oauth2", "crm-2")),
    ]);
    expect(changes.map(({ word, resource, before }) => [word, resource, before?.resource])).to.deep.equal([
      ["follows", oauth.after.credentialProviderArn, oauth.before.credentialProviderArn],
      ["follows", oauth.after.clientSecretArnPattern, oauth.before.clientSecretArnPattern],
    ]);
  });

  it("are lost and gained, if the provider is of another kind", () => {
    const steps = [
      ownRole,
      role,
      bundle,
      credential("Oauth2", { before: oauth.before }),
      credential("ApiKey", { after: provider("apikey", "crm-1") }),
      policyChange(statements("oauth2", "crm-1"), statements("apikey", "crm-1")),
    ];
    expect(lines(steps).map((line) => line.split(" ")[0])).to.deep.equal(["gained", "gained", "lost", "lost"]);
  });

  it("are lost and gained, if the bundle uses another provider that is there", () => {
    const steps = [
      ownRole,
      role,
      bundle,
      credential("Oauth2", { parent: undefined, name: "a", ...same(provider("oauth2", "crm-1")) }),
      credential("Oauth2", { parent: undefined, name: "b", ...same(provider("oauth2", "crm-2")) }),
      policyChange(statements("oauth2", "crm-1"), statements("oauth2", "crm-2")),
    ];
    expect(lines(steps).map((line) => line.split(" ")[0])).to.deep.equal(["gained", "gained", "lost", "lost"]);
  });

  it("follow a new provider in the same bundle", () => {
    const steps = [
      ownRole,
      role,
      bundle,
      credential("Oauth2", { name: "old", before: oauth.before }),
      credential("Oauth2", { name: "new", after: oauth.after }),
      policyChange(statements("oauth2", "crm-1"), statements("oauth2", "crm-2")),
    ];
    expect(lines(steps).map((line) => line.split(" ")[0])).to.deep.equal(["follows", "follows"]);
  });

  it("follow from the exact ARN of a secret to its pattern, also in a condition", () => {
    const exact = "arn:aws:secretsmanager:r:1:secret:oauth2/crm-1-abcdef";
    const inCondition = (arn: string) => ({ Condition: { StringEquals: { "kms:EncryptionContext:SecretARN": arn } } });
    const steps = [
      ownRole,
      role,
      bundle,
      credential("Oauth2", {
        op: "replace",
        before: { ...oauth.before, clientSecretArn: exact },
        after: oauth.after,
        changed: ["vendor"],
      }),
      policyChange(
        [{ Resource: exact }, inCondition(exact)],
        [{ Resource: oauth.after.clientSecretArnPattern }, inCondition(oauth.after.clientSecretArnPattern ?? "")],
      ),
    ];
    expect(lines(steps).map((line) => line.split(" ")[0])).to.deep.equal(["follows", "follows"]);
  });

  it("follow a replaced role in the policy of a function", () => {
    const called = { function: "orders", action: "lambda:InvokeFunction" };
    const steps = [
      ownRole,
      { ...role, op: "replace", before: { name: "a", arn: roleArn("a") }, after: { name: "b" }, changed: ["name"] },
      bundle,
      {
        type: "aws:lambda/permission:Permission",
        name: "orders",
        parent: bundle,
        ...from("principal", roleArn("a"), roleArn("b"), called),
      },
    ];
    expect(lines(steps)).to.deep.equal([`follows function orders: lambda:InvokeFunction orders AWS: ${roleArn("b")}`]);
  });

  it("follow a function whose new ARN is not known yet, with its aliases", () => {
    const arn = (name: string) => `arn:aws:lambda:r:${account}:function:${name}`;
    const called = { type: "aws:lambda/function:Function", name: "orders", op: "replace", changed: ["name"] };
    const steps = [
      ownRole,
      role,
      bundle,
      { ...called, before: { name: "orders-1", arn: arn("orders-1") }, after: { name: "orders-2", arn: unknownValue } },
      policyChange([{ Resource: `${arn("orders-1")}:live` }], [{ Resource: `${arn("orders-2")}:live` }]),
    ];
    expect(lines(steps)).to.deep.equal([`follows role tools: s3:Get ${arn("orders-2")}:live`]);
  });
});

describe("policies of resources", () => {
  const functionArn = `arn:aws:lambda:r:${account}:function:orders`;
  const permission = (more: Partial<StepArgs>): StepArgs => ({
    type: "aws:lambda/permission:Permission",
    name: "orders",
    ...more,
  });
  const invocation = { function: functionArn, action: "lambda:InvokeFunction", principal: roleArn("tools") };

  it("show a permission for a function, with its conditions", () => {
    const after = { ...invocation, qualifier: "live", sourceAccount: account, functionUrlAuthType: "AWS_IAM" };
    expect(lines([bundle, permission({ parent: bundle, after })])).to.deep.equal([
      `gained function orders: lambda:InvokeFunction ${functionArn}:live AWS: ${roleArn("tools")} ` +
        `StringEquals aws:SourceAccount = ${account} and StringEquals lambda:FunctionUrlAuthType = AWS_IAM`,
    ]);
  });

  it("concern the functions that targets call, and no others", () => {
    const target: StepArgs = {
      type: "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget",
      name: "orders",
      ...same({ targetConfiguration: { mcp: { lambda: { lambdaArn: functionArn } } } }),
    };
    const steps = [permission({ after: { ...invocation, principal: "*" } })];
    expect(lines([target, ...steps])).to.deep.equal([`gained function orders: lambda:InvokeFunction ${functionArn} *`]);
    expect(lines(steps)).to.deep.equal([]);
  });

  it("name a new role whose ARN is not known yet", () => {
    const newRole = { ...role, before: undefined, after: { name: "tools" }, op: "create" };
    const after = { ...invocation, principal: unknownValue };
    const steps = [
      ownRole,
      newRole,
      bundle,
      permission({ parent: bundle, after, propertyDependencies: { principal: [newRole] } }),
    ];
    expect(lines(steps)).to.deep.equal([
      `gained function orders: lambda:InvokeFunction ${functionArn} AWS: role tools`,
    ]);
  });

  it("are unknown in a permission with an unknown source", () => {
    const after = { ...invocation, sourceArn: unknownValue };
    expect(lines([bundle, permission({ parent: bundle, after })])).to.deep.equal([
      "widened cannotTell perhaps function orders: policy orders",
    ]);
  });

  it("never show the token of an event source", () => {
    const after = { ...invocation, eventSourceToken: "CANARY" };
    expect(JSON.stringify(compare([bundle, permission({ parent: bundle, after })]))).not.to.contain("CANARY");
  });

  const secretArn = `arn:aws:secretsmanager:r:${account}:secret:crm-abcdef`;
  const named = policy({
    Principal: { AWS: roleArn("tools") },
    Action: "secretsmanager:GetSecretValue",
    Resource: "*",
  });
  for (const { title, step, expected } of [
    {
      title: "of a secret that names a gateway's role",
      step: { type: "aws:secretsmanager/secretPolicy:SecretPolicy", after: { secretArn, policy: named } },
      expected: [`gained secret crm-abcdef: secretsmanager:GetSecretValue * AWS: ${roleArn("tools")}`],
    },
    {
      title: "of a secret that a gateway's role reads",
      step: { type: "aws:secretsmanager/secretPolicy:SecretPolicy", after: { secretArn: "arn:r", policy: policy({}) } },
      expected: ["gained secret r: s3:Get r"],
    },
    {
      title: "of a secret that depends on a gateway's role and is not known yet",
      step: {
        type: "aws:secretsmanager/secretPolicy:SecretPolicy",
        after: { secretArn, policy: unknownValue },
        propertyDependencies: { policy: [role] },
      },
      expected: ["widened cannotTell perhaps secret crm-abcdef: policy x"],
    },
    {
      title: "of a key that names no role of a gateway",
      step: {
        type: "aws:kms/keyPolicy:KeyPolicy",
        after: { keyId: "k", policy: policy({ Principal: { AWS: account } }) },
      },
      expected: [],
    },
    {
      title: "of a REST API that allows gateways",
      step: {
        type: "aws:apigateway/restApiPolicy:RestApiPolicy",
        after: { restApiId: "api", policy: trust("bedrock-agentcore") },
      },
      expected: ["gained restApi api: sts:AssumeRole Service: bedrock-agentcore.amazonaws.com"],
    },
    {
      title: "of a gateway",
      step: {
        type: "aws:bedrock/agentcoreResourcePolicy:AgentcoreResourcePolicy",
        after: { resourceArn: `arn:aws:bedrock-agentcore:r:${account}:gateway/g`, policy: policy({ Principal: "*" }) },
      },
      expected: ["gained gateway g: s3:Get r *"],
    },
    {
      title: "of a runtime",
      step: {
        type: "aws:bedrock/agentcoreResourcePolicy:AgentcoreResourcePolicy",
        after: { resourceArn: `arn:aws:bedrock-agentcore:r:${account}:runtime/g`, policy: policy({ Principal: "*" }) },
      },
      expected: [],
    },
  ])
    it(`${expected.length > 0 ? "show" : "leave out"} the policy ${title}`, () => {
      expect(
        lines([
          ownRole,
          role,
          rolePolicy(policy({ Resource: "arn:r" }), policy({ Resource: "arn:r" })),
          { name: "x", ...step },
        ]),
      ).to.deep.equal(expected);
    });
});

describe("a policy of a secret", () => {
  const type = "aws:secretsmanager/secret:Secret";
  const arn = `arn:aws:secretsmanager:r:${account}:secret:crm-AbCdEf`;
  const secret: StepArgs = { type, name: "crm", id: arn, ...same({ arn }) };
  const reading = (resource: string) => rolePolicy(policy({ Resource: resource }), policy({ Resource: resource }));
  const ownPolicy = (before: unknown, after: unknown): StepArgs => ({
    type: "aws:secretsmanager/secretPolicy:SecretPolicy",
    name: "crm",
    ...from("policy", before, after, { secretArn: arn }),
  });
  const open = policy({ Principal: "*" });

  it("is shown if a role reads the secret by its name", () => {
    const steps = [ownRole, role, secret, reading(arn.replace("AbCdEf", "??????")), ownPolicy(undefined, open)];
    expect(lines(steps)).to.deep.equal(["gained secret crm: s3:Get r *"]);
  });

  it("is shown if the secret gets it instead of a resource", () => {
    const named = policy({ Principal: { AWS: roleArn("tools") } });
    const opened = { ...secret, ...from("policy", undefined, open, { arn }) };
    const changed = { ...opened, before: { arn }, op: "update" };
    expect(lines([ownRole, role, reading(arn), changed, ownPolicy(named, undefined)])).to.deep.equal([
      "widened trust secret crm: s3:Get r *",
    ]);
  });
});

describe("a gateway", () => {
  const gatewayOf = (property: string, before: unknown, after: unknown): StepArgs => ({
    type: "aws:bedrock/agentcoreGateway:AgentcoreGateway",
    name: "g",
    ...from(property, before, after, property === "roleArn" ? {} : { roleArn: roleArn("tools") }),
  });
  const other: StepArgs = {
    type: roleType,
    name: "admin",
    id: "admin",
    ...same({ name: "admin", arn: roleArn("admin") }),
  };
  const uses = (name: string) =>
    `widened anotherRole gateway g: sts:AssumeRole ${roleArn(name)} Service: bedrock-agentcore.amazonaws.com`;

  it("is wider with another role of the stack, although no policy changes", () => {
    const steps = [ownRole, role, other, gatewayOf("roleArn", roleArn("tools"), roleArn("admin"))];
    expect(lines(steps)).to.deep.equal([uses("admin")]);
  });

  it("is wider with a role from elsewhere", () => {
    const steps = [ownRole, role, gatewayOf("roleArn", roleArn("tools"), roleArn("elsewhere"))];
    expect(lines(steps)).to.deep.equal([uses("elsewhere")]);
  });

  it("is perhaps wider with a role that is not known yet", () => {
    expect(lines([ownRole, role, gatewayOf("roleArn", roleArn("tools"), unknownValue)])).to.deep.equal([
      "widened anotherRole perhaps gateway g: sts:AssumeRole Service: bedrock-agentcore.amazonaws.com",
    ]);
  });

  it("is not wider with a new role, whose permissions are all shown, or with a role that is replaced", () => {
    const newRole: StepArgs = { ...other, before: undefined, after: { name: "admin" } };
    const replacedRole: StepArgs = { ...role, op: "replace", after: { name: "tools-2" } };
    for (const one of [newRole, replacedRole]) {
      const gateway = {
        ...gatewayOf("roleArn", roleArn("tools"), unknownValue),
        propertyDependencies: { roleArn: [one] },
      };
      expect(lines([ownRole, role, one, gateway].slice(one === newRole ? 0 : 2))).to.deep.equal([]);
    }
  });

  it("is perhaps wider with another authorizer, and certainly without one", () => {
    const allowedBy = (type: string) => `gateway g: bedrock-agentcore:InvokeGateway g callers allowed by ${type}`;
    expect(lines([gatewayOf("authorizerType", "AWS_IAM", "CUSTOM_JWT")])).to.deep.equal([
      `widened authorizer perhaps ${allowedBy("CUSTOM_JWT")}`,
    ]);
    expect(lines([gatewayOf("authorizerType", "AWS_IAM", "NONE")])).to.deep.equal([
      `widened authorizer ${allowedBy("NONE")}`,
    ]);
  });
});

describe("a wildcard in the policy of a secret", () => {
  const type = "aws:secretsmanager/secret:Secret";
  const wildcardOf = (statement: object) => {
    const secret: StepArgs = { type, name: "crm", ...from("policy", policy(statement), undefined, {}) };
    const read = rolePolicy(policy({ Resource: "arn:crm" }), policy({ Resource: "arn:crm" }));
    const created = { ...secret, before: undefined, after: { arn: "arn:crm", policy: policy(statement) } };
    return compare([ownRole, role, read, created])[0]?.wildcard;
  };

  it("is not in its resource, which can only be the secret", () => {
    expect(wildcardOf({ Principal: { AWS: roleArn("tools") }, Resource: "*" })).to.equal(false);
  });

  it("is in its principal, if no condition restricts who may read it", () => {
    const Condition = { StringEquals: { "aws:SourceAccount": account } };
    expect(wildcardOf({ Principal: "*" })).to.equal(true);
    expect(wildcardOf({ Principal: { AWS: "*" } })).to.equal(true);
    expect(wildcardOf({ Principal: "*", Condition })).to.equal(false);
  });
});

describe("a wildcard", () => {
  const secret = `arn:aws:secretsmanager:r:${account}:secret:bedrock-agentcore-identity!default/apikey/a`;
  for (const [action, resource, expected] of [
    ["s3:Get", "r", false],
    ["s3:*", "r", true],
    ["s3:Get?", "r", true],
    ["s3:Get", "*", true],
    ["secretsmanager:GetSecretValue", `${secret}-????????-??????`, false],
    ["secretsmanager:GetSecretValue", `${secret}-??????`, false],
    ["secretsmanager:GetSecretValue", `${secret}*-??????`, true],
    ["secretsmanager:GetSecretValue", `arn:aws:secretsmanager:r:${account}:secret:prod-????????-??????`, true],
    ["secretsmanager:GetSecretValue", `${secret}-*`, true],
    ["a:b", `arn:aws:bedrock-agentcore:r:${account}:gateway/tools-??????????`, false],
    ["a:b", "arn:aws:s3:::tools-??????????", true],
    ["sts:GetWebIdentityToken", "*", false],
    ["sts:*", "*", true],
  ] as const)
    it(`${expected ? "is" : "is not"} in ${action} on ${resource}`, () => {
      const statement = { Action: action, Resource: resource };
      const [change] = compare([ownRole, role, rolePolicy(undefined, policy(statement))]);
      expect(change?.wildcard).to.equal(expected);
    });
});
