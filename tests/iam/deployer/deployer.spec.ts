import { expect } from "chai";
import { deployerStatements, type Deployer } from "../../../provider/iam/deployer/deployer";
import { policyDocument, policySize } from "../../../provider/iam/policy/document";
import { itDecides, itRefuses, type Row } from "../decisions";

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const vault = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default";
const secrets = "arn:aws:secretsmanager:us-east-1:123456789012:secret:bedrock-agentcore-identity!default";
const viaService = { "aws:ViaAWSService": true };

const kinds = [
  { kind: "apikeycredentialprovider", operation: "ApiKeyCredentialProvider", folder: "apikey" },
  { kind: "oauth2credentialprovider", operation: "Oauth2CredentialProvider", folder: "oauth2" },
] as const;
type Kind = (typeof kinds)[number];

const statementsFor = (deployer: Partial<Deployer>) =>
  deployerStatements({ ...scope, namePrefix: "search-", ...deployer });
const agentcore = (name: string, action: string, resource: string): Row => [
  name,
  `bedrock-agentcore:${action}`,
  resource,
];
const secretsManager = (name: string, action: string, resource: string, context: Row[3] = viaService): Row => [
  name,
  `secretsmanager:${action}`,
  resource,
  context,
];

/** Requests for providers of one kind, as the service checks them. */
function neededFor({ kind, operation, folder }: Kind): Row[] {
  const provider = `${vault}/${kind}/search-1a2b3c4`;
  const secret = `${secrets}/${folder}/search-1a2b3c4`;
  const wildcardName = `${vault}/${kind}/*`;
  return [
    ...["Get", "Update", "Delete"].map((verb) =>
      agentcore(`${verb} a provider: on the provider (${kind})`, `${verb}${operation}`, provider),
    ),
    ...["Create", "Get", "Update", "Delete"].map((verb) =>
      agentcore(`${verb} a provider: on the vault (${kind})`, `${verb}${operation}`, vault),
    ),
    agentcore(`create a provider: on the literal name * (${kind})`, `Create${operation}`, wildcardName),
    ...["TagResource", "UntagResource", "ListTagsForResource"].map((action) =>
      agentcore(`${action} of a provider (${kind})`, action, provider),
    ),
    ...["CreateSecret", "PutSecretValue", "DeleteSecret"].map((action) =>
      secretsManager(
        `${action} of a managed secret, through the service (${kind})`,
        action,
        `${secret}-0e976f98-LMwdhV`,
      ),
    ),
    secretsManager(`create a managed secret that has no suffix yet (${kind})`, "CreateSecret", secret),
  ];
}

const shared: Row[] = [
  agentcore("create the first token vault", "CreateTokenVault", vault),
  agentcore("read the token vault", "GetTokenVault", vault),
  agentcore("tag at creation, which is checked on the vault", "TagResource", vault),
];

function refusedFor({ kind, operation, folder }: Kind): Row[] {
  const secret = `${secrets}/${folder}/search-1a2b3c4-0e976f98-LMwdhV`;
  const other = `${vault}/${kind}/billing-1a2b3c4`;
  const unmanaged = "arn:aws:secretsmanager:us-east-1:123456789012:secret:search-AbCdEf";
  const rows = [
    secretsManager("read a secret", "GetSecretValue", secret),
    ...["GetResourceApiKey", "GetResourceOauth2Token"].map((action) =>
      agentcore(`${action} as a gateway does`, action, `${vault}/${kind}/search-1a2b3c4`),
    ),
    agentcore("delete a provider of another prefix", `Delete${operation}`, other),
    agentcore("tag a provider of another prefix", "TagResource", other),
    secretsManager("write a secret directly", "PutSecretValue", secret, { "aws:ViaAWSService": false }),
    secretsManager("write a secret of another prefix", "PutSecretValue", secret.replace("search-", "billing-")),
    secretsManager("write a secret that the service does not manage", "PutSecretValue", unmanaged),
    agentcore("use another account's vault", `Create${operation}`, vault.replace("123456789012", "999999999999")),
    agentcore("use another Region's vault", `Create${operation}`, vault.replace("us-east-1", "eu-west-1")),
    agentcore("change the vault's key", "SetTokenVaultCMK", vault),
  ];
  return rows.map(([name, ...request]) => [`${name} (${kind})`, ...request]);
}

describe("the deployer's statements", () => {
  for (const [title, wanted] of [
    ["for both kinds, which is the default", undefined],
    ...kinds.map(({ kind }) => [`for ${kind} alone`, [kind]] as const),
  ] as const)
    describe(title, () => {
      const statements = statementsFor({ kinds: wanted });
      const isWanted = ({ kind }: Kind) => wanted === undefined || wanted.includes(kind);

      it("are as few as for one kind, and fit into one managed policy", () => {
        const sids = ["TokenVault", "CreateProviders", "ManageProviders", "TagProviders", "ManagedSecrets"];
        expect(statements.map(({ Sid }) => Sid)).to.deep.equal(sids);
        // Source: IAM User Guide, "IAM and AWS STS quotas".
        expect(policySize(policyDocument(statements))).to.be.at.most(6_144);
      });

      itDecides(
        statements,
        [...shared, ...kinds.filter(isWanted).flatMap(neededFor)],
        [
          ...kinds.filter((kind) => !isWanted(kind)).flatMap(neededFor),
          ...kinds.flatMap(refusedFor),
          [
            "allow the role in a function's policy",
            "lambda:AddPermission",
            "arn:aws:lambda:us-east-1:123456789012:function:search",
            { "lambda:Principal": "arn:aws:iam::123456789012:role/tools" },
          ],
        ],
      );
    });

  it("do not depend on the order of the kinds, nor on how often one is listed", () => {
    const listed = [kinds[1].kind, kinds[0].kind, kinds[1].kind];
    expect(statementsFor({ kinds: listed })).to.deep.equal(statementsFor({}));
  });

  describe("for every name, with an empty prefix", () =>
    itDecides(
      statementsFor({ namePrefix: "" }),
      kinds.map(({ kind, operation }) => agentcore(`delete any ${kind}`, `Delete${operation}`, `${vault}/${kind}/any`)),
      [],
    ));

  itRefuses(
    (namePrefix: string) => statementsFor({ namePrefix }),
    ["*", "*-search", "sear?h", "${aws:username}", "a/b"].map((prefix) => [
      `the prefix ${prefix}`,
      prefix,
      /^namePrefix: /,
    ]),
  );

  it("are written for their partition", () => {
    const china = { partition: "aws-cn", region: "cn-north-1", accountId: "123456789012" };
    for (const { Resource } of deployerStatements({ ...china, namePrefix: "" }))
      for (const arn of Resource) expect(arn).to.match(/^arn:aws-cn:[a-z-]+:cn-north-1:123456789012:/);
  });

  describe("for the policies of functions", () => {
    const search = "arn:aws:lambda:us-east-1:123456789012:function:search";
    const live = "arn:aws:lambda:us-east-1:123456789012:function:tickets:live";
    const roleArn = "arn:aws:iam::123456789012:role/agents/tools";
    const needs = { functions: [search, live], roleArn };
    const lambda = (name: string, action: string, resource: string, principal?: string): Row => [
      name,
      `lambda:${action}`,
      resource,
      principal === undefined ? {} : { "lambda:Principal": principal },
    ];
    const add = (name: string, resource: string, principal?: string) =>
      lambda(name, "AddPermission", resource, principal);

    it("come after those for providers", () => {
      expect(statementsFor(needs).slice(5)).to.deep.equal([
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
      const statements = statementsFor({ kinds: [], ...needs });
      expect(statements.map(({ Sid }) => Sid)).to.deep.equal(["AdmitRole", "ReadFunctionPolicies"]);
      expect(statementsFor({ kinds: [] })).to.deep.equal([]);
    });

    itDecides(
      statementsFor(needs),
      [
        add("allow the role in the function's policy", search, roleArn),
        add("allow the role in the alias's policy", live, roleArn),
        lambda("remove the role's permission", "RemovePermission", live, roleArn),
        lambda("read the policy", "GetPolicy", live),
      ],
      [
        add("allow another role", search, `${roleArn}2`),
        add("allow the account", search, "123456789012"),
        add("allow everybody", search, "*"),
        add("allow a service", search, "bedrock-agentcore.amazonaws.com"),
        add("add a permission without a principal", search),
        lambda("remove another principal's permission", "RemovePermission", search, "s3.amazonaws.com"),
        add("allow the role in the policy of an alias of the function", `${search}:live`, roleArn),
        add("allow the role in the policy of the function of the alias", live.replace(":live", ""), roleArn),
        add("allow the role in another function's policy", `${search}2`, roleArn),
        add("allow the role in another account", search.replace("123456789012", "999999999999"), roleArn),
        lambda("read another function's policy", "GetPolicy", `${search}2`),
        ...["InvokeFunction", "GetFunction", "UpdateFunctionCode", "CreateFunctionUrlConfig", "PutResourcePolicy"].map(
          (action) => lambda(action, action, search, roleArn),
        ),
      ],
    );

    itRefuses(
      (second: string) => statementsFor({ functions: [search, second], roleArn }),
      [
        `${search.replace("search", "*")}`,
        `${search}*`,
        `${search}:*`,
        `${search}?`,
        `${search}\${aws:username}`,
        search.replace("123456789012", "*"),
        "tickets",
        "*",
      ].map((second) => [`the function ${second}`, second, /^functions\[1\]: .*Write/]),
    );

    itRefuses(
      (arn: string | undefined) => statementsFor({ functions: [search], roleArn: arn }),
      [
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
      ].map((arn) => [`the role ${String(arn)}`, arn, /^roleArn: .*Write/]),
    );

    it("need no role if no function is named", () => {
      expect(statementsFor({ functions: [] })).to.deep.equal(statementsFor({}));
    });
  });
});
