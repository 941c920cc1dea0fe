import { expect } from "chai";
import { deployerStatements } from "../../provider/iam/deployer";
import { policyDocument } from "../../provider/iam/document";
import { evaluate, type AccessRequest, type PolicyDocument } from "../awsPlugin/iamEvaluator";
import { parsePolicy } from "../awsPlugin/policyGrammar";

const scope = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const vault = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default";
const provider = (name: string) => `${vault}/apikeycredentialprovider/${name}`;
const secret = (name: string) =>
  `arn:aws:secretsmanager:us-east-1:123456789012:secret:bedrock-agentcore-identity!default/apikey/${name}`;
const viaService = { "aws:ViaAWSService": true };

describe("the deployer's statements", () => {
  const text = policyDocument(deployerStatements({ ...scope, namePrefix: "search-" }));
  const policy = JSON.parse(text) as PolicyDocument;
  const decide = (request: AccessRequest) => evaluate([policy], request);

  it("are a policy that IAM takes", () => {
    expect(() => parsePolicy(text, "identity", "CreatePolicy")).to.not.throw();
  });

  const allowed: (AccessRequest & { name: string })[] = [
    ...["Create", "Get", "Update", "Delete"].map((verb) => ({
      name: `${verb} a provider: on the vault`,
      action: `bedrock-agentcore:${verb}ApiKeyCredentialProvider`,
      resource: vault,
    })),
    ...["Get", "Update", "Delete"].map((verb) => ({
      name: `${verb} a provider: on the provider`,
      action: `bedrock-agentcore:${verb}ApiKeyCredentialProvider`,
      resource: provider("search-1a2b3c4"),
    })),
    {
      name: "create a provider, which the service checks against the literal name *",
      action: "bedrock-agentcore:CreateApiKeyCredentialProvider",
      resource: provider("*"),
    },
    { name: "create the first token vault", action: "bedrock-agentcore:CreateTokenVault", resource: vault },
    {
      name: "tag at creation, which is checked on the vault",
      action: "bedrock-agentcore:TagResource",
      resource: vault,
    },
    ...["TagResource", "UntagResource", "ListTagsForResource"].map((action) => ({
      name: `${action} of its provider`,
      action: `bedrock-agentcore:${action}`,
      resource: provider("search-1a2b3c4"),
    })),
    ...["CreateSecret", "PutSecretValue", "DeleteSecret"].map((action) => ({
      name: `${action} of a managed secret, through the service`,
      action: `secretsmanager:${action}`,
      resource: secret("search-1a2b3c4-0e976f98-LMwdhV"),
      context: viaService,
    })),
    {
      name: "create a managed secret whose suffix is not there yet",
      action: "secretsmanager:CreateSecret",
      resource: secret("search-1a2b3c4"),
      context: viaService,
    },
  ];
  for (const { name, ...request } of allowed) it(`allow to ${name}`, () => expect(decide(request)).to.equal("allowed"));

  const denied: (AccessRequest & { name: string })[] = [
    {
      name: "read a key",
      action: "secretsmanager:GetSecretValue",
      resource: secret("search-1a2b3c4-0e976f98-LMwdhV"),
      context: viaService,
    },
    {
      name: "hand out a key as a gateway does",
      action: "bedrock-agentcore:GetResourceApiKey",
      resource: provider("search-1a2b3c4"),
    },
    {
      name: "delete a provider of another prefix",
      action: "bedrock-agentcore:DeleteApiKeyCredentialProvider",
      resource: provider("billing-1a2b3c4"),
    },
    {
      name: "tag a provider of another prefix",
      action: "bedrock-agentcore:TagResource",
      resource: provider("billing-1a2b3c4"),
    },
    {
      name: "delete an OAuth 2 provider",
      action: "bedrock-agentcore:DeleteOauth2CredentialProvider",
      resource: `${vault}/oauth2credentialprovider/search-1a2b3c4`,
    },
    {
      name: "write a secret directly",
      action: "secretsmanager:PutSecretValue",
      resource: secret("search-1a2b3c4-0e976f98-LMwdhV"),
      context: { "aws:ViaAWSService": false },
    },
    {
      name: "write a secret of another prefix",
      action: "secretsmanager:PutSecretValue",
      resource: secret("billing-1a2b3c4-0e976f98-LMwdhV"),
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
      action: "bedrock-agentcore:CreateApiKeyCredentialProvider",
      resource: vault.replace("123456789012", "999999999999"),
    },
    {
      name: "touch another Region's vault",
      action: "bedrock-agentcore:CreateApiKeyCredentialProvider",
      resource: vault.replace("us-east-1", "eu-west-1"),
    },
    { name: "change the vault's key", action: "bedrock-agentcore:SetTokenVaultCMK", resource: vault },
  ];
  for (const { name, ...request } of denied)
    it(`do not allow to ${name}`, () => expect(decide(request)).to.equal("implicitDeny"));

  it("manage every name where the prefix is empty", () => {
    const all = JSON.parse(policyDocument(deployerStatements({ ...scope, namePrefix: "" }))) as PolicyDocument;
    const action = "bedrock-agentcore:DeleteApiKeyCredentialProvider";
    expect(evaluate([all], { action, resource: provider("anything") })).to.equal("allowed");
  });

  it("are written for the partition they are asked for", () => {
    const china = deployerStatements({
      partition: "aws-cn",
      region: "cn-north-1",
      accountId: "123456789012",
      namePrefix: "",
    });
    for (const { Resource } of china)
      for (const arn of Resource) expect(arn).to.match(/^arn:aws-cn:[a-z-]+:cn-north-1:123456789012:/);
  });
});
