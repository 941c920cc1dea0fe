// Least privilege for any names, and of the policies that the roles of the engine tests do not have.
import { expect } from "chai";
import * as fc from "fast-check";
import {
  credentialProviderStatements,
  tokenVaultStatements,
  webIdentityStatements,
} from "../../provider/iam/gateway/credentialProvider";
import { invokeFunctionStatements } from "../../provider/iam/gateway/lambdaFunction";
import { gatewayTrustPolicy, workloadTokenStatements } from "../../provider/iam/gateway/agentcoreGateway";
import { managedSecretArnPattern, type CredentialProviderKind } from "../../provider/iam/policy/credentialProviders";
import { policyDocument, type Statement } from "../../provider/iam/policy/document";
import { functionPermission } from "../../provider/iam/resource/targetPolicies";
import {
  evaluate,
  type AccessRequest,
  type PolicyDocument,
  type Statement as AnyStatement,
} from "../../provider/sandbox/policies/evaluator";
import { functionNames, gatewayNames, newSecretSuffixes, providerNames, qualifiers, scopes } from "../iam/arbitraries";
import { allows } from "./leastPrivilege";
import { neighboursOf } from "./neighbours";
import { runtimeCalls, type CallName, type Setup } from "./runtimeCalls";
import { commonSetup } from "./setups";

const tools: Setup = {
  ...commonSetup,
  partition: "aws",
  region: "us-east-1",
  gatewayId: "tools-0123456789",
  provider: "search",
};

const documentOf = (statements: Statement[]) => JSON.parse(policyDocument(statements)) as PolicyDocument;

const allowsAll = (policies: PolicyDocument[], name: CallName, setup: Setup) =>
  runtimeCalls(name, setup).every((call) => allows(policies, call));

const callsOf = {
  apikeycredentialprovider: ["workloadToken", "apiKey", "apiKeySecret"],
  oauth2credentialprovider: ["workloadToken", "oauthToken", "clientSecret"],
} as const satisfies Record<CredentialProviderKind, CallName[]>;

for (const kind of ["apikeycredentialprovider", "oauth2credentialprovider"] as const)
  describe(`least privilege of any ${kind}`, () => {
    const [getToken, getCredential, readSecret] = callsOf[kind];

    function policiesFor(setup: Setup, gatewayName: string): PolicyDocument[] {
      const { partition, region, accountId, vault, provider: name } = setup;
      const scope = { partition, region, accountId };
      const provider = { ...scope, vault, kind, name };
      return [
        workloadTokenStatements({ ...scope, gatewayName }),
        tokenVaultStatements(kind, { ...scope, gatewayName }),
        credentialProviderStatements(provider, { source: "MANAGED", secretArn: managedSecretArnPattern(provider) }),
      ].map(documentOf);
    }

    it("allows its own calls, and none with another name, account, Region or gateway", () => {
      const setups = fc
        .tuple(scopes, gatewayNames, fc.stringMatching(/^[0-9a-z]{10}$/), providerNames, newSecretSuffixes)
        .map(([scope, gatewayName, id, provider, secretSuffix]) => {
          const gatewayId = `${gatewayName.toLowerCase()}-${id}`;
          return { gatewayName, setup: { ...tools, ...scope, gatewayId, provider, secretSuffix } };
        });
      fc.assert(
        fc.property(setups, setups, ({ gatewayName, setup: own }, { gatewayName: otherName, setup: other }) => {
          const policies = policiesFor(own, gatewayName);
          for (const name of callsOf[kind]) expect(allowsAll(policies, name, own)).to.equal(true);
          for (const key of ["region", "accountId", "gatewayId", "provider"] as const) {
            if (own[key] === other[key] || (key === "gatewayId" && gatewayName === otherName)) continue;
            const mixed = { ...own, [key]: other[key] };
            expect(allowsAll(policies, getCredential, mixed)).to.equal(false);
            if (key === "gatewayId") expect(allowsAll(policies, getToken, mixed)).to.equal(false);
            if (key === "provider") expect(allowsAll(policies, readSecret, mixed)).to.equal(false);
          }
        }),
      );
    });

    it("does not allow the provider of the other kind with the same name", () => {
      const otherKind = kind === "apikeycredentialprovider" ? "oauth2credentialprovider" : "apikeycredentialprovider";
      fc.assert(
        fc.property(providerNames, newSecretSuffixes, (provider, secretSuffix) => {
          const setup = { ...tools, provider, secretSuffix };
          for (const name of callsOf[otherKind].slice(1))
            expect(allowsAll(policiesFor(setup, "tools"), name, setup)).to.equal(false);
        }),
      );
    });

    it("does not allow providers whose name begins or ends with its name", () => {
      fc.assert(
        fc.property(providerNames, providerNames, newSecretSuffixes, (name, more, secretSuffix) => {
          const own = { ...tools, provider: name, secretSuffix };
          const policies = policiesFor(own, "tools");
          for (const provider of [`${name}${more}`, `${more}${name}`, `${name}-${more}`])
            for (const call of [getCredential, readSecret])
              expect(allowsAll(policies, call, { ...own, provider })).to.equal(false);
        }),
      );
    });
  });

describe("least privilege of any Lambda target", () => {
  const setups: fc.Arbitrary<Setup> = fc
    .tuple(scopes, functionNames, fc.oneof(fc.constant(""), qualifiers))
    .map(([{ accountId: functionAccount, partition, region }, functionName, qualifier]) => ({
      ...tools,
      partition,
      region,
      functionAccount,
      functionName,
      qualifier,
    }));

  function policiesFor({ partition, region, functionAccount: accountId, functionName: name, qualifier }: Setup) {
    const id = { partition, region, accountId, name };
    return [documentOf(invokeFunctionStatements(qualifier === "" ? id : { ...id, qualifier }))];
  }

  it("allows exactly its function and qualifier", () => {
    fc.assert(
      fc.property(setups, setups, functionNames, (own, other, more) => {
        const policies = policiesFor(own);
        expect(allowsAll(policies, "function", own)).to.equal(true);
        for (const key of ["partition", "region", "functionAccount", "functionName", "qualifier"] as const)
          expect(allowsAll(policies, "function", { ...own, [key]: other[key] }), key).to.equal(own[key] === other[key]);
        for (const key of ["functionName", "qualifier"] as const)
          for (const value of [`${own[key]}${more}`, `${more}${own[key]}`])
            expect(allowsAll(policies, "function", { ...own, [key]: value }), value).to.equal(false);
        expect(allowsAll(policies, "function", { ...own, qualifier: "$LATEST" })).to.equal(false);
      }),
    );
  });
});

/** Requests that a policy must allow and must deny, and wider versions of it, which must allow one too many. */
interface PolicyCase {
  readonly policy: PolicyDocument;
  readonly needed: AccessRequest;
  readonly forbidden: readonly AccessRequest[];
  readonly wider: Readonly<Record<string, Partial<AnyStatement>>>;
}

function describePolicy(title: string, { policy, needed, forbidden, wider }: PolicyCase): void {
  describe(`least privilege of ${title}`, () => {
    const allowed = (document: PolicyDocument) =>
      forbidden.filter((request) => evaluate([document], request) === "allowed");

    it("allows what is needed, and nothing else", () => {
      expect(evaluate([policy], needed)).to.equal("allowed");
      expect(allowed(policy)).to.deep.equal([]);
    });

    const [statement] = [policy.Statement].flat() as [AnyStatement];
    for (const [name, changes] of Object.entries(wider))
      it(`would allow more ${name}`, () => {
        const changed = { ...policy, Statement: [{ ...statement, ...changes }] };
        expect(evaluate([changed], needed)).to.equal("allowed");
        expect(allowed(changed)).to.not.deep.equal([]);
      });
  });
}

const role = "arn:aws:iam::123456789012:role/tools";
const functionArn = "arn:aws:lambda:us-east-1:999999999999:function:search:live";
const invoke = (id: string, type: "AWS" | "Service" = "AWS"): AccessRequest => ({
  action: "lambda:InvokeFunction",
  resource: functionArn,
  principal: { type, id },
});
const permission = functionPermission({
  partition: "aws",
  region: "us-east-1",
  accountId: "999999999999",
  name: "search",
  qualifier: "live",
});

describePolicy("a function's own policy", {
  // Lambda API Reference, "AddPermission"; Developer Guide, "Viewing resource-based IAM policies in Lambda".
  policy: {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: role },
        Action: permission.action,
        Resource: `${permission.function}:${permission.qualifier}`,
      },
    ],
  },
  needed: invoke(role),
  forbidden: [
    ...["role/tools2", "role/my/tools", "role/Tools", "user/tools", "root"].map((one) =>
      invoke(`arn:aws:iam::123456789012:${one}`),
    ),
    invoke("arn:aws:iam::999999999999:role/tools"),
    invoke("arn:aws-cn:iam::123456789012:role/tools"),
    invoke("bedrock-agentcore.amazonaws.com", "Service"),
    ...["InvokeFunctionUrl", "InvokeAsync", "GetFunction", "AddPermission"].map((action) => ({
      ...invoke(role),
      action: `lambda:${action}`,
    })),
    ...["search", "search:live2", "search:canary", "search:7", "search:$LATEST", "search2:live"].map((name) => ({
      ...invoke(role),
      resource: functionArn.replace("search:live", name),
    })),
    { ...invoke(role), resource: functionArn.replace("999999999999", "123456789012") },
  ],
  wider: {
    "for the role's account": { Principal: { AWS: "arn:aws:iam::123456789012:root" } },
    "for every principal": { Principal: "*" },
    "for every action": { Action: "lambda:*" },
    "for actions with the same beginning": { Action: "lambda:InvokeFunction*" },
    "for every alias and version": { Resource: functionArn.replace(":live", ":*") },
    "for aliases with the same beginning": { Resource: `${functionArn}*` },
  },
});

const assume = ({ partition, region, accountId, gatewayId }: Setup, service = "bedrock-agentcore"): AccessRequest => ({
  action: "sts:AssumeRole",
  resource: role,
  principal: { type: "Service", id: `${service}.amazonaws.com` },
  context: {
    "aws:SourceAccount": accountId,
    "aws:SourceArn": `arn:${partition}:bedrock-agentcore:${region}:${accountId}:gateway/${gatewayId}`,
  },
});
const sourceAccount = { "aws:SourceAccount": "123456789012" };
const sourceArn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/tools-??????????";
const widerSource = (arn: string) => ({
  Condition: { StringEquals: sourceAccount, ArnLike: { "aws:SourceArn": arn } },
});

describePolicy("a gateway's trust", {
  policy: JSON.parse(gatewayTrustPolicy({ ...tools, gatewayName: "Tools" })) as PolicyDocument,
  needed: assume(tools),
  forbidden: [
    ...neighboursOf(tools)
      .filter(({ part }) => ["partition", "region", "accountId", "gatewayId"].includes(part))
      .map(({ setup }) => assume(setup)),
    assume(tools, "lambda"),
    { ...assume(tools), principal: { type: "AWS", id: "arn:aws:iam::123456789012:user/alice" } },
    { ...assume(tools), context: {} },
    { ...assume(tools), context: sourceAccount },
    { ...assume(tools), context: { ...assume(tools).context, "aws:SourceAccount": "999999999999" } },
    { ...assume(tools), context: { ...sourceAccount, "aws:SourceArn": sourceArn.replace("gateway", "runtime") } },
  ],
  wider: {
    "without the source ARN": { Condition: { StringEquals: sourceAccount } },
    "without conditions": { Condition: undefined },
    "for any service": { Principal: { Service: "*" } },
    "for gateways with the same beginning": widerSource(`${sourceArn}*`),
    "for ids of any length": widerSource(sourceArn.replace(/\?+$/, "*")),
    "for any Region": widerSource(sourceArn.replace("us-east-1", "*")),
  },
});

const [audience, algorithm] = ["sts:IdentityTokenAudience", "sts:SigningAlgorithm"] as const;
const ownAudience = "https://id.example.com";
const webIdentity = (context: Required<AccessRequest>["context"], action = "GetWebIdentityToken"): AccessRequest => ({
  action: `sts:${action}`,
  resource: "*",
  context,
});
const ownToken = { [audience]: [ownAudience], [algorithm]: "ES384" };
const tokenPolicy = documentOf(
  webIdentityStatements([{ source: "AWS_IAM_ID_TOKEN_JWT", audiences: [ownAudience], signingAlgorithm: "ES384" }]),
);
const tokenConditions = Object.entries([tokenPolicy.Statement].flat()[0]!.Condition!);

// By default, bundles grant these tokens without conditions: nothing documents the audience that the service uses.
describePolicy("AWS identity tokens with a known audience and algorithm", {
  policy: tokenPolicy,
  needed: webIdentity(ownToken),
  forbidden: [
    ...[[], ["https://evil.example.com"], [ownAudience, "https://evil.example.com"]].map((audiences) =>
      webIdentity({ ...ownToken, [audience]: audiences }),
    ),
    webIdentity({ [algorithm]: "ES384" }),
    webIdentity({ [audience]: [ownAudience] }),
    webIdentity({ ...ownToken, [algorithm]: "RS256" }),
    ...["AssumeRole", "TagGetWebIdentityToken", "GetFederationToken"].map((action) => webIdentity(ownToken, action)),
  ],
  wider: Object.fromEntries(
    tokenConditions.flatMap(([operator, keys]) =>
      Object.keys(keys).map((key) => {
        const { [key]: _, ...rest } = keys;
        const Condition = { ...Object.fromEntries(tokenConditions), [operator]: rest };
        return [`without ${operator} ${key}`, { Condition }];
      }),
    ),
  ),
});
