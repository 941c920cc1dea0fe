import { expect } from "chai";
import { deployerStatements, type Deployer } from "../../../provider/iam/deployer/deployer";
import { itDecides, itRefuses, type Row } from "../decisions";

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const iam = "arn:aws:iam::123456789012";
const tools = `${iam}:role/agents/tools-1a2b3c4`;
const boundary = `${iam}:policy/boundaries/agents`;
const packed = `${iam}:policy/agents/tools-1a2b3c4-0`;

const statementsFor = (part: Partial<Deployer>) => deployerStatements({ ...scope, namePrefix: "", kinds: [], ...part });
const role = { path: "/agents/", namePrefix: "tools" };

/** Calls of the aws provider for a role and its inline policies. */
const roleCalls = [
  "GetRole",
  "UpdateRole",
  "UpdateAssumeRolePolicy",
  "DeleteRole",
  "TagRole",
  "UntagRole",
  "ListRolePolicies",
  "ListAttachedRolePolicies",
  "ListInstanceProfilesForRole",
  "GetRolePolicy",
  "DeleteRolePolicy",
];
const grants = ["CreateRole", "PutRolePolicy"];
const policyCalls = [
  "CreatePolicy",
  "GetPolicy",
  "GetPolicyVersion",
  "ListPolicyVersions",
  "CreatePolicyVersion",
  "DeletePolicyVersion",
  "DeletePolicy",
  "TagPolicy",
  "UntagPolicy",
];
const rows = (actions: readonly string[], resource: string, how: string, context = {}): Row[] =>
  actions.map((action) => [`${action} ${how}`, `iam:${action}`, resource, context]);

const others: Row[] = [
  ...rows([...roleCalls, ...grants], `${iam}:role/agents/other`, "of another name"),
  ...rows([...roleCalls, ...grants], `${iam}:role/tools`, "of another path"),
  ...rows([...roleCalls, ...grants], tools.replace("123456789012", "999999999999"), "of another account"),
  ...rows(
    ["PassRole", "PutRolePermissionsBoundary", "DeleteRolePermissionsBoundary", "AttachRolePolicy", "DetachRolePolicy"],
    tools,
    "of its own",
  ),
];

describe("the deployer's statements for roles", () => {
  describe("of a path and names", () =>
    itDecides(statementsFor({ role }), rows([...roleCalls, ...grants], tools, "of its own"), others));

  describe("within a boundary", () =>
    itDecides(
      statementsFor({ role: { ...role, permissionsBoundary: boundary } }),
      [
        ...rows(roleCalls, tools, "of its own"),
        ...rows(grants, tools, "within the boundary", { "iam:PermissionsBoundary": boundary }),
      ],
      [
        ...others,
        ...rows(grants, tools, "without a boundary"),
        ...rows(grants, tools, "within another one", { "iam:PermissionsBoundary": `${boundary}2` }),
      ],
    ));

  describe("with packed policies", () => {
    const attach = (policy: string, context = {}) => ({ "iam:PolicyARN": policy, ...context });
    itDecides(
      statementsFor({ role: { ...role, permissionsBoundary: boundary }, policies: role }),
      [
        ...rows(policyCalls, packed, "of its own"),
        ...rows(["AttachRolePolicy"], tools, "of its own", attach(packed, { "iam:PermissionsBoundary": boundary })),
        ...rows(["DetachRolePolicy"], tools, "of its own", attach(packed)),
      ],
      [
        ...rows(policyCalls, `${iam}:policy/agents/other`, "of another name"),
        ...rows(policyCalls, boundary, "of the boundary"),
        ...rows(["AttachRolePolicy"], tools, "to a role without the boundary", attach(packed)),
        ...rows(
          ["AttachRolePolicy"],
          tools,
          "of a policy of AWS",
          attach("arn:aws:iam::aws:policy/AdministratorAccess", { "iam:PermissionsBoundary": boundary }),
        ),
        ...rows(["AttachRolePolicy"], tools, "of nothing in particular", { "iam:PermissionsBoundary": boundary }),
        ...rows(["DetachRolePolicy"], tools, "of another policy", attach(boundary)),
        ...rows(["DetachRolePolicy"], `${iam}:role/agents/other`, "from another role", attach(packed)),
        ...rows(["SetDefaultPolicyVersion", "AttachUserPolicy"], packed, "of its own"),
      ],
    );
  });

  describe("that another deployer creates, with packed policies", () =>
    itDecides(
      statementsFor({ roleArn: tools, policies: role }),
      [
        ...rows(policyCalls, packed, "of its own"),
        ...rows(["AttachRolePolicy", "DetachRolePolicy"], tools, "to that role", { "iam:PolicyARN": packed }),
        ...rows(["ListAttachedRolePolicies"], tools, "of that role"),
      ],
      [
        ...rows(["AttachRolePolicy"], `${tools}2`, "to another role", { "iam:PolicyARN": packed }),
        ...rows([...roleCalls.filter((call) => call !== "ListAttachedRolePolicies"), ...grants], tools, "of that role"),
      ],
    ));

  it("attach policies to exactly the role that is known, where names would say more", () => {
    const attaching = statementsFor({ role, roleArn: tools, policies: role }).find(
      ({ Sid }) => Sid === "AttachPolicies",
    );
    expect(attaching?.Resource).to.deep.equal([tools]);
  });

  it("take a boundary of AWS", () =>
    expect(() =>
      statementsFor({ role: { ...role, permissionsBoundary: "arn:aws:iam::aws:policy/PowerUserAccess" } }),
    ).to.not.throw());

  itRefuses(statementsFor, [
    ["all roles of the account", { role: { namePrefix: "" } }, /^role\.namePrefix: .*Write one/],
    ["all policies of the account", { role, policies: { namePrefix: "" } }, /^policies\.namePrefix: /],
    ["a star for names", { role: { namePrefix: "*" } }, /^role\.namePrefix: not /],
    ["a question mark for names", { role: { namePrefix: "tool?" } }, /^role\.namePrefix: not /],
    ["a policy variable for names", { role: { namePrefix: "${aws:username}" } }, /^role\.namePrefix: /],
    ["a path in names", { role: { namePrefix: "agents/tools" } }, /^role\.namePrefix: not /],
    ["a star for the path", { role: { ...role, path: "/*/" } }, /^role\.path: not /],
    ["a path without an end", { role: { ...role, path: "/agents" } }, /^role\.path: not /],
    [
      "a star for the boundary",
      { role: { ...role, permissionsBoundary: `${iam}:policy/*` } },
      /^role\.permissionsBoundary: not /,
    ],
    ["a misspelt member", { role: { ...role, prefix: "tools" } }, /^role\.prefix: there is no such/],
    ["a text", { role: "tools" }, /^role: must be an object/],
    ["policies for no role", { policies: role }, /^roleArn: must be the ARN of the role/],
    ["a star for the role", { policies: role, roleArn: `${iam}:role/*` }, /^roleArn: /],
  ]);
});
