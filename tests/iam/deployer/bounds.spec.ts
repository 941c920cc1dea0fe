import { expect } from "chai";
import { ownershipTags } from "../../../provider/handlers/credentialProvider/tags";
import { deployerStatements, type Deployer } from "../../../provider/iam/deployer/deployer";
import { itDecides, itRefuses, type Row } from "../decisions";

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const vault = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default";
const search = `${vault}/apikeycredentialprovider/search`;
const owner = "0123456789abcdef0123456789abcdef";
const stranger = "fedcba9876543210fedcba9876543210";
const markKeys = Object.keys(ownershipTags({ owner, resource: "r" }));

const statementsFor = (bounds: Partial<Deployer>) => deployerStatements({ ...scope, namePrefix: "", ...bounds });
const tag = (name: string, keys: readonly string[], context = {}, resource = search): Row => [
  name,
  "bedrock-agentcore:TagResource",
  resource,
  { "aws:TagKeys": keys, ...context },
];
const of = (value: string) => ({ "aws:ResourceTag/pulumi-agentcore-outbound-auth:owner": value });
const by = (value: string) => ({ "aws:RequestTag/pulumi-agentcore-outbound-auth:owner": value });

describe("what bounds a deployer", () => {
  describe("in the tags that it sets, by default", () =>
    itDecides(
      statementsFor({}),
      [
        tag("mark a provider", markKeys),
        tag("mark a provider at creation, which is checked on the vault", markKeys, {}, vault),
        ["take a mark away", "bedrock-agentcore:UntagResource", search, { "aws:TagKeys": markKeys }],
        ["look at tags", "bedrock-agentcore:ListTagsForResource", search],
      ],
      [
        tag("set a tag that policies may go by", [...markKeys, "team"]),
        tag("set a tag of almost the same key", [`${markKeys[0]}s`]),
        tag("set the same at creation", [...markKeys, "team"], {}, vault),
        ["take a tag away", "bedrock-agentcore:UntagResource", search, { "aws:TagKeys": ["team"] }],
      ],
    ));

  describe("in the tags that it sets, where the program's are named", () =>
    itDecides(
      statementsFor({ tagKeys: ["team", "cost-centre"] }),
      [tag("set them", [...markKeys, "team"]), tag("set one of them", ["cost-centre"])],
      [tag("set another", [...markKeys, "Team"]), tag("set them and another", ["team", "stage"])],
    ));

  describe("in the tags that it sets, where all keys are wanted", () =>
    itDecides(statementsFor({ tagKeys: "ANY" }), [tag("set any tag", ["anything"])], []));

  describe("by the stacks whose providers it manages", () =>
    itDecides(
      statementsFor({ owners: [owner] }),
      [
        [
          "make a provider",
          "bedrock-agentcore:CreateApiKeyCredentialProvider",
          `${vault}/apikeycredentialprovider/*`,
          by(owner),
        ],
        ["update its own", "bedrock-agentcore:UpdateApiKeyCredentialProvider", search, of(owner)],
        ["delete its own", "bedrock-agentcore:DeleteApiKeyCredentialProvider", search, of(owner)],
        ["look at any", "bedrock-agentcore:GetApiKeyCredentialProvider", search, of(stranger)],
        ["look for one that is gone", "bedrock-agentcore:GetApiKeyCredentialProvider", search],
        ["read any one's tags", "bedrock-agentcore:ListTagsForResource", search, of(stranger)],
        tag("mark a new one", markKeys),
        tag("mark a new one, which is checked on the vault", markKeys, {}, vault),
        tag("move its own mark", markKeys, of(owner)),
      ],
      [
        [
          "make a provider without a mark",
          "bedrock-agentcore:CreateApiKeyCredentialProvider",
          `${vault}/apikeycredentialprovider/*`,
        ],
        [
          "make a provider for another stack",
          "bedrock-agentcore:CreateApiKeyCredentialProvider",
          `${vault}/apikeycredentialprovider/*`,
          by(stranger),
        ],
        ["update another stack's", "bedrock-agentcore:UpdateApiKeyCredentialProvider", search, of(stranger)],
        ["delete another stack's", "bedrock-agentcore:DeleteApiKeyCredentialProvider", search, of(stranger)],
        ["update nobody's", "bedrock-agentcore:UpdateApiKeyCredentialProvider", search],
        ["delete nobody's", "bedrock-agentcore:DeleteApiKeyCredentialProvider", search],
        tag("take another stack's over", markKeys, of(stranger)),
      ],
    ));

  it("never is a condition on the vault for what is done to providers: there it would deny all", () => {
    const [ofVault] = statementsFor({ owners: [owner], tagKeys: ["team"] });
    expect(ofVault?.Sid).to.equal("TokenVault");
    expect(ofVault).to.not.have.property("Condition");
  });

  itRefuses(statementsFor, [
    ["a switch that there is not", { tagkeys: ["team"] }, /^tagkeys: there is no such member/],
    [
      "a removed option",
      { secretsThroughServices: false },
      /^secretsThroughServices: was removed\. .* only through AWS services/,
    ],
    ["a string as a switch", { callerIdentity: "false" }, /^callerIdentity: must be true or false/],
    ["a kind that there is not", { kinds: ["apikey"] }, /^kinds\[0\]: .*"apikeycredentialprovider"/],
    ["a star for a tag's key", { tagKeys: ["team", "*"] }, /^tagKeys\[1\]: /],
    ["a text for the tags' keys", { tagKeys: "any" }, /^tagKeys: must be a list/],
    ["a policy variable for an owner", { owners: ["${aws:PrincipalTag/o}"] }, /^owners\[0\]: /],
    ["no owner at all", { owners: [] }, /^owners: list at least one/],
    ["a star for the account", { accountId: "*" }, /^accountId: not .*Write/],
    ["a star for the Region", { region: "*" }, /^region: not .*Write/],
    ["a star for the partition", { partition: "*" }, /^partition: not .*Write/],
  ]);
});
