import { expect } from "chai";
import { deployerStatements, type Deployer } from "../../../provider/iam/deployer/deployer";
import { policyDocument, policySize } from "../../../provider/iam/policy/document";
import { evaluate, type AccessRequest, type PolicyDocument } from "../../../provider/sandbox/policies/evaluator";
import { parsePolicy } from "../../../provider/sandbox/policies/grammar";

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const vault = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default";
const secrets = "arn:aws:secretsmanager:us-east-1:123456789012:secret:bedrock-agentcore-identity!default";
const viaService = { "aws:ViaAWSService": true };

/** What the deployer needs for each kind, written as the service checks it. */
const kinds = [
  { kind: "apikeycredentialprovider", operation: "ApiKeyCredentialProvider", folder: "apikey" },
  { kind: "oauth2credentialprovider", operation: "Oauth2CredentialProvider", folder: "oauth2" },
] as const;
type Kind = (typeof kinds)[number];

interface NamedRequest extends AccessRequest {
  readonly name: string;
}

/** Requests that one kind takes; no other kind's statements may allow them. */
function neededFor({ kind, operation, folder }: Kind): NamedRequest[] {
  const provider = `${vault}/${kind}/search-1a2b3c4`;
  return [
    ...["Get", "Update", "Delete"].map((verb) => ({
      name: `${verb} a provider: on the provider`,
      action: `bedrock-agentcore:${verb}${operation}`,
      resource: provider,
    })),
    ...["Create", "Get", "Update", "Delete"].map((verb) => ({
      name: `${verb} a provider: on the vault`,
      action: `bedrock-agentcore:${verb}${operation}`,
      resource: vault,
    })),
    {
      name: "create a provider, which the service checks against the literal name *",
      action: `bedrock-agentcore:Create${operation}`,
      resource: `${vault}/${kind}/*`,
    },
    ...["TagResource", "UntagResource", "ListTagsForResource"].map((action) => ({
      name: `${action} of its provider`,
      action: `bedrock-agentcore:${action}`,
      resource: provider,
    })),
    ...["CreateSecret", "PutSecretValue", "DeleteSecret"].map((action) => ({
      name: `${action} of a managed secret, through the service`,
      action: `secretsmanager:${action}`,
      resource: `${secrets}/${folder}/search-1a2b3c4-0e976f98-LMwdhV`,
      context: viaService,
    })),
    {
      name: "create a managed secret whose suffix is not there yet",
      action: "secretsmanager:CreateSecret",
      resource: `${secrets}/${folder}/search-1a2b3c4`,
      context: viaService,
    },
  ];
}

const shared: NamedRequest[] = [
  { name: "create the first token vault", action: "bedrock-agentcore:CreateTokenVault", resource: vault },
  { name: "look at the token vault", action: "bedrock-agentcore:GetTokenVault", resource: vault },
  { name: "tag at creation, which is checked on the vault", action: "bedrock-agentcore:TagResource", resource: vault },
];

function refusedFor({ kind, operation, folder }: Kind): NamedRequest[] {
  const secret = `${secrets}/${folder}/search-1a2b3c4-0e976f98-LMwdhV`;
  return [
    {
      name: "read a secret",
      action: "secretsmanager:GetSecretValue",
      resource: secret,
      context: viaService,
    },
    ...["GetResourceApiKey", "GetResourceOauth2Token"].map((action) => ({
      name: `${action} as a gateway does`,
      action: `bedrock-agentcore:${action}`,
      resource: `${vault}/${kind}/search-1a2b3c4`,
    })),
    {
      name: "delete a provider of another prefix",
      action: `bedrock-agentcore:Delete${operation}`,
      resource: `${vault}/${kind}/billing-1a2b3c4`,
    },
    {
      name: "tag a provider of another prefix",
      action: "bedrock-agentcore:TagResource",
      resource: `${vault}/${kind}/billing-1a2b3c4`,
    },
    {
      name: "write a secret directly",
      action: "secretsmanager:PutSecretValue",
      resource: secret,
      context: { "aws:ViaAWSService": false },
    },
    {
      name: "write a secret of another prefix",
      action: "secretsmanager:PutSecretValue",
      resource: secret.replace("search-", "billing-"),
      context: viaService,
    },
    {
      name: "write a secret that the service does not manage",
      action: "secretsmanager:PutSecretValue",
      resource: "arn:aws:secretsmanager:us-east-1:123456789012:secret:search-AbCdEf",
      context: viaService,
    },
    {
      name: "touch another account's vault",
      action: `bedrock-agentcore:Create${operation}`,
      resource: vault.replace("123456789012", "999999999999"),
    },
    {
      name: "touch another Region's vault",
      action: `bedrock-agentcore:Create${operation}`,
      resource: vault.replace("us-east-1", "eu-west-1"),
    },
    { name: "change the vault's key", action: "bedrock-agentcore:SetTokenVaultCMK", resource: vault },
    {
      name: "admit anybody to a function",
      action: "lambda:AddPermission",
      resource: "arn:aws:lambda:us-east-1:123456789012:function:search",
      context: { "lambda:Principal": "arn:aws:iam::123456789012:role/tools" },
    },
  ];
}

function decisionsOf(deployer: Partial<Deployer>) {
  const text = policyDocument(deployerStatements({ ...scope, namePrefix: "search-", ...deployer }));
  const policy = JSON.parse(text) as PolicyDocument;
  return { text, decide: (request: AccessRequest) => evaluate([policy], request) };
}

describe("the deployer's statements", () => {
  for (const { title, wanted } of [
    { title: "for both kinds, where nothing is said", wanted: undefined },
    ...kinds.map(({ kind }) => ({ title: `for ${kind} alone`, wanted: [kind] })),
  ])
    describe(title, () => {
      const { text, decide } = decisionsOf({ kinds: wanted });

      it("are a policy that IAM takes, and fit into one managed policy", () => {
        expect(() => parsePolicy(text, "identity", "CreatePolicy")).to.not.throw();
        // Source: IAM User Guide, "IAM and AWS STS quotas".
        expect(policySize(text)).to.be.at.most(6_144);
      });

      it("are as few as for one kind: what two kinds do is merged", () => {
        expect(deployerStatements({ ...scope, namePrefix: "", kinds: wanted }).map(({ Sid }) => Sid)).to.deep.equal([
          "TokenVault",
          "CreateProviders",
          "ManageProviders",
          "TagProviders",
          "ManagedSecrets",
        ]);
      });

      for (const { name, ...request } of shared)
        it(`allow to ${name}`, () => expect(decide(request)).to.equal("allowed"));

      for (const each of kinds) {
        const isWanted = wanted === undefined || wanted.includes(each.kind);
        for (const { name, ...request } of neededFor(each))
          it(`${isWanted ? "allow" : "do not allow"} to ${name} (${each.kind})`, () =>
            expect(decide(request)).to.equal(isWanted ? "allowed" : "implicitDeny"));
        for (const { name, ...request } of refusedFor(each))
          it(`do not allow to ${name} (${each.kind})`, () => expect(decide(request)).to.equal("implicitDeny"));
      }
    });

  it("do not depend on the order in which the kinds are named, nor on how often", () => {
    const both = decisionsOf({}).text;
    const named = [kinds[1].kind, kinds[0].kind, kinds[1].kind];
    expect(decisionsOf({ kinds: named }).text).to.equal(both);
  });

  it("manage every name where the prefix is empty", () => {
    const { decide } = decisionsOf({ namePrefix: "" });
    for (const { kind, operation } of kinds) {
      const action = `bedrock-agentcore:Delete${operation}`;
      expect(decide({ action, resource: `${vault}/${kind}/anything` })).to.equal("allowed");
    }
  });

  for (const namePrefix of ["*", "*-search", "sear?h", "${aws:username}", "a/b"])
    it(`refuse the prefix ${namePrefix}, which no name begins with`, () =>
      expect(() => deployerStatements({ ...scope, namePrefix })).to.throw(/^namePrefix: /));

  it("are written for the partition they are asked for", () => {
    const china = { partition: "aws-cn", region: "cn-north-1", accountId: "123456789012" };
    for (const { Resource } of deployerStatements({ ...china, namePrefix: "" }))
      for (const arn of Resource) expect(arn).to.match(/^arn:aws-cn:[a-z-]+:cn-north-1:123456789012:/);
  });

  describe("for the policies of functions", () => {
    const search = "arn:aws:lambda:us-east-1:123456789012:function:search";
    const live = "arn:aws:lambda:us-east-1:123456789012:function:tickets:live";
    const roleArn = "arn:aws:iam::123456789012:role/agents/tools";
    const asking = { functions: [search, live], roleArn };
    const { text, decide } = decisionsOf(asking);

    it("come after those for providers, and are a policy that IAM takes", () => {
      expect(() => parsePolicy(text, "identity", "CreatePolicy")).to.not.throw();
      expect(deployerStatements({ ...scope, namePrefix: "", ...asking }).slice(5)).to.deep.equal([
        {
          Sid: "AdmitRole",
          Effect: "Allow",
          Action: ["lambda:AddPermission", "lambda:RemovePermission"],
          Resource: [search, live],
          Condition: { StringEquals: { "lambda:Principal": roleArn } },
        },
        { Sid: "ReadFunctionPolicies", Effect: "Allow", Action: ["lambda:GetPolicy"], Resource: [search, live] },
      ]);
    });

    it("stand alone for a deployer of the functions' account, which manages no providers", () => {
      const statements = deployerStatements({ ...scope, namePrefix: "", kinds: [], ...asking });
      expect(statements.map(({ Sid }) => Sid)).to.deep.equal(["AdmitRole", "ReadFunctionPolicies"]);
      expect(deployerStatements({ ...scope, namePrefix: "", kinds: [] })).to.deep.equal([]);
    });

    const allowPrincipal = (resource: string, principal?: string) => ({
      action: "lambda:AddPermission",
      resource,
      ...(principal === undefined ? {} : { context: { "lambda:Principal": principal } }),
    });
    for (const { name, request, expected } of [
      { name: "admit the role to the function", request: allowPrincipal(search, roleArn), expected: "allowed" },
      { name: "admit the role to the alias", request: allowPrincipal(live, roleArn), expected: "allowed" },
      {
        name: "take the role's permission back",
        request: { ...allowPrincipal(live, roleArn), action: "lambda:RemovePermission" },
        expected: "allowed",
      },
      { name: "read the policy", request: { action: "lambda:GetPolicy", resource: live }, expected: "allowed" },
      { name: "admit another role", request: allowPrincipal(search, `${roleArn}2`), expected: "implicitDeny" },
      { name: "admit the account", request: allowPrincipal(search, "123456789012"), expected: "implicitDeny" },
      { name: "admit everybody", request: allowPrincipal(search, "*"), expected: "implicitDeny" },
      {
        name: "admit a service",
        request: allowPrincipal(search, "bedrock-agentcore.amazonaws.com"),
        expected: "implicitDeny",
      },
      { name: "admit nobody in particular", request: allowPrincipal(search), expected: "implicitDeny" },
      {
        name: "take another principal's permission away",
        request: { ...allowPrincipal(search, "s3.amazonaws.com"), action: "lambda:RemovePermission" },
        expected: "implicitDeny",
      },
      {
        name: "admit the role to an alias",
        request: allowPrincipal(`${search}:live`, roleArn),
        expected: "implicitDeny",
      },
      {
        name: "admit the role to the function of its alias",
        request: allowPrincipal(live.replace(":live", ""), roleArn),
        expected: "implicitDeny",
      },
      {
        name: "admit the role to another function",
        request: allowPrincipal(`${search}2`, roleArn),
        expected: "implicitDeny",
      },
      {
        name: "admit the role to another account's function",
        request: allowPrincipal(search.replace("123456789012", "999999999999"), roleArn),
        expected: "implicitDeny",
      },
      {
        name: "read another function's policy",
        request: { action: "lambda:GetPolicy", resource: `${search}2` },
        expected: "implicitDeny",
      },
      ...["InvokeFunction", "GetFunction", "UpdateFunctionCode", "CreateFunctionUrlConfig", "PutResourcePolicy"].map(
        (action) => ({
          name: `${action} itself`,
          request: { ...allowPrincipal(search, roleArn), action: `lambda:${action}` },
          expected: "implicitDeny",
        }),
      ),
    ])
      it(`${expected === "allowed" ? "allow" : "do not allow"} to ${name}`, () =>
        expect(decide(request)).to.equal(expected));

    for (const { name, ...asked } of [
      { name: "a star for the function", functions: [search, `${search.replace("search", "*")}`], roleArn },
      { name: "a star behind the function", functions: [search, `${search}*`], roleArn },
      { name: "every qualifier", functions: [search, `${search}:*`], roleArn },
      { name: "a question mark", functions: [search, `${search}?`], roleArn },
      { name: "a policy variable", functions: [search, `${search}\${aws:username}`], roleArn },
      { name: "a star for the account", functions: [search, search.replace("123456789012", "*")], roleArn },
      { name: "a name in place of the ARN", functions: [search, "tickets"], roleArn },
      { name: "everything", functions: [search, "*"], roleArn },
    ])
      it(`refuse ${name}`, () =>
        expect(() => deployerStatements({ ...scope, namePrefix: "", ...asked })).to.throw(/^functions\[1\]: .*Write/));

    for (const given of [
      undefined,
      "",
      "*",
      "tools",
      "arn:aws:iam::123456789012:role/*",
      "arn:aws:iam::123456789012:role/tool?",
      "arn:aws:iam::*:role/tools",
      "arn:aws:iam::123456789012:role/${aws:username}",
      "arn:aws:iam::123456789012:root",
      "arn:aws:iam::123456789012:user/alice",
    ])
      it(`refuse ${given ?? "nothing"} for the role`, () =>
        expect(() => deployerStatements({ ...scope, namePrefix: "", functions: [search], roleArn: given })).to.throw(
          /^roleArn: .*Write/,
        ));

    it("do not look at the role where no function is named", () => {
      const none = deployerStatements({ ...scope, namePrefix: "", functions: [] });
      expect(none).to.deep.equal(deployerStatements({ ...scope, namePrefix: "" }));
    });
  });
});
