import { expect } from "chai";
import * as fc from "fast-check";
import {
  managedSecretArnPattern,
  type CredentialProviderId,
  type CredentialProviderKind,
} from "../../provider/iam/policy/arn";
import { policyDocument, type Statement } from "../../provider/iam/policy/document";
import { functionPermission, type FunctionPermission } from "../../provider/iam/resource/functionPermission";
import {
  credentialProviderStatements,
  invokeFunctionStatements,
  tokenVaultStatements,
  workloadTokenStatements,
} from "../../provider/iam/gateway/statements";
import { gatewayTrustPolicy } from "../../provider/iam/gateway/trust";
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

const here: Setup = {
  ...commonSetup,
  partition: "aws",
  region: "us-east-1",
  gatewayId: "tools-0123456789",
  provider: "search",
};

function documents(...groups: Statement[][]): PolicyDocument[] {
  return groups.map((statements) => JSON.parse(policyDocument(statements)) as PolicyDocument);
}

function policiesOf(kind: CredentialProviderKind, at: Setup, gatewayName: string): PolicyDocument[] {
  const place = { partition: at.partition, region: at.region, accountId: at.accountId };
  const gateway = { ...place, gatewayName };
  const provider: CredentialProviderId = { ...place, vault: at.vault, kind, name: at.provider };
  return documents(
    workloadTokenStatements(gateway),
    tokenVaultStatements(kind, gateway),
    credentialProviderStatements(provider, { source: "MANAGED", secretArn: managedSecretArnPattern(provider) }),
  );
}

function functionPolicies({ partition, region, functionAccount, functionName: name, qualifier }: Setup) {
  const id = { partition, region, accountId: functionAccount, name };
  return documents(invokeFunctionStatements(qualifier === "" ? id : { ...id, qualifier }));
}

const callsOf: Readonly<Record<CredentialProviderKind, readonly CallName[]>> = {
  apikeycredentialprovider: ["workloadToken", "apiKey", "apiKeySecret"],
  oauth2credentialprovider: ["workloadToken", "oauthToken", "clientSecret"],
};

const may = (granted: PolicyDocument[], name: CallName, at: Setup) =>
  runtimeCalls(name, at).every((call) => allows(granted, call));

for (const kind of ["apikeycredentialprovider", "oauth2credentialprovider"] as const)
  describe(`least privilege of any ${kind}`, () => {
    const [token, vend, read] = callsOf[kind] as [CallName, CallName, CallName];

    it("is kept whatever names, places and suffixes are drawn for a neighbour", () => {
      const ids = fc.stringMatching(/^[0-9a-z]{10}$/);
      const setups = fc
        .tuple(scopes, gatewayNames, ids, providerNames, newSecretSuffixes)
        .map(([scope, gatewayName, id, provider, secretSuffix]) => ({
          gatewayName,
          at: {
            ...here,
            ...scope,
            gatewayId: `${gatewayName.toLowerCase()}-${id}`,
            provider,
            secretSuffix,
          } satisfies Setup,
        }));
      fc.assert(
        fc.property(setups, setups, (ours, theirs) => {
          const granted = policiesOf(kind, ours.at, ours.gatewayName);
          for (const name of callsOf[kind]) expect(may(granted, name, ours.at)).to.equal(true);
          for (const key of ["region", "accountId", "gatewayId", "provider"] as const) {
            if (ours.at[key] === theirs.at[key]) continue;
            if (key === "gatewayId" && ours.gatewayName === theirs.gatewayName) continue;
            const other = { ...ours.at, [key]: theirs.at[key] };
            expect(may(granted, vend, other)).to.equal(false);
            if (key === "gatewayId") expect(may(granted, token, other)).to.equal(false);
            if (key === "provider") expect(may(granted, read, other)).to.equal(false);
          }
        }),
      );
    });

    it("is kept against a provider of the other kind with the same name", () => {
      const other = kind === "apikeycredentialprovider" ? "oauth2credentialprovider" : "apikeycredentialprovider";
      fc.assert(
        fc.property(providerNames, newSecretSuffixes, (provider, secretSuffix) => {
          const at = { ...here, provider, secretSuffix };
          const granted = policiesOf(kind, at, "tools");
          for (const name of callsOf[other].slice(1)) expect(may(granted, name, at)).to.equal(false);
        }),
      );
    });

    it("is kept against whatever begins or ends with the provider's name", () => {
      fc.assert(
        fc.property(providerNames, providerNames, newSecretSuffixes, (name, more, secretSuffix) => {
          const ours = { ...here, provider: name, secretSuffix };
          const granted = policiesOf(kind, ours, "tools");
          for (const provider of [`${name}${more}`, `${more}${name}`, `${name}-${more}`])
            for (const call of [vend, read]) expect(may(granted, call, { ...ours, provider })).to.equal(false);
        }),
      );
    });
  });

describe("least privilege of any Lambda target", () => {
  const setups: fc.Arbitrary<Setup> = fc
    .tuple(scopes, functionNames, fc.oneof(fc.constant(""), qualifiers))
    .map(([{ accountId: functionAccount, ...place }, functionName, qualifier]) => ({
      ...here,
      ...place,
      functionAccount,
      functionName,
      qualifier,
    }));

  it("is kept whatever function, qualifier and place are drawn for a neighbour", () => {
    fc.assert(
      fc.property(setups, setups, (ours, theirs) => {
        const granted = functionPolicies(ours);
        expect(may(granted, "function", ours)).to.equal(true);
        for (const key of ["partition", "region", "functionAccount", "functionName", "qualifier"] as const)
          expect(may(granted, "function", { ...ours, [key]: theirs[key] }), key).to.equal(ours[key] === theirs[key]);
      }),
    );
  });

  it("is kept against whatever begins or ends with the names of function and qualifier", () => {
    fc.assert(
      fc.property(setups, functionNames, (ours, more) => {
        const granted = functionPolicies(ours);
        for (const key of ["functionName", "qualifier"] as const)
          for (const value of [`${ours[key]}${more}`, `${more}${ours[key]}`])
            expect(may(granted, "function", { ...ours, [key]: value }), value).to.equal(false);
      }),
    );
  });

  it("is not the function for an alias, nor an alias for the function", () => {
    fc.assert(
      fc.property(setups, qualifiers, (ours, qualifier) => {
        const ofFunction = functionPolicies({ ...ours, qualifier: "" });
        const ofAlias = functionPolicies({ ...ours, qualifier });
        expect(may(ofFunction, "function", { ...ours, qualifier })).to.equal(false);
        expect(may(ofAlias, "function", { ...ours, qualifier: "" })).to.equal(false);
        for (const granted of [ofFunction, ofAlias])
          expect(may(granted, "function", { ...ours, qualifier: "$LATEST" })).to.equal(false);
      }),
    );
  });
});

/**
 * The policy of a function with one permission. Source: Lambda API Reference, "AddPermission"; Lambda Developer Guide,
 * "Viewing resource-based IAM policies in Lambda".
 */
function functionPolicy({ action, function: name, qualifier }: FunctionPermission, roleArn: string): PolicyDocument {
  const Resource = qualifier === undefined ? name : `${name}:${qualifier}`;
  const statement: AnyStatement = { Effect: "Allow", Principal: { AWS: roleArn }, Action: action, Resource };
  return { Version: "2012-10-17", Statement: [statement] };
}

describe("least privilege of a function's own policy", () => {
  const roleArn = "arn:aws:iam::123456789012:role/tools";
  const live = { partition: "aws", region: "us-east-1", accountId: "999999999999", name: "search", qualifier: "live" };
  const policy = functionPolicy(functionPermission(live), roleArn);
  const call = (principal: string, type: "AWS" | "Service" = "AWS"): AccessRequest => ({
    action: "lambda:InvokeFunction",
    resource: "arn:aws:lambda:us-east-1:999999999999:function:search:live",
    principal: { type, id: principal },
  });
  const own = call(roleArn);
  const strangers: AccessRequest[] = [
    ...[
      "arn:aws:iam::123456789012:role/tools2",
      "arn:aws:iam::123456789012:role/my/tools",
      "arn:aws:iam::123456789012:role/Tools",
      "arn:aws:iam::123456789012:user/tools",
      "arn:aws:iam::123456789012:root",
      "arn:aws:iam::999999999999:role/tools",
      "arn:aws-cn:iam::123456789012:role/tools",
    ].map((principal) => call(principal)),
    call("bedrock-agentcore.amazonaws.com", "Service"),
    ...["InvokeFunctionUrl", "InvokeAsync", "GetFunction", "AddPermission"].map((action) => ({
      ...own,
      action: `lambda:${action}`,
    })),
    ...["search", "search:live2", "search:canary", "search:7", "search:$LATEST", "search2:live"].map((name) => ({
      ...own,
      resource: `arn:aws:lambda:us-east-1:999999999999:function:${name}`,
    })),
    { ...own, resource: "arn:aws:lambda:us-east-1:123456789012:function:search:live" },
  ];
  const admitted = (document: PolicyDocument) =>
    strangers.filter((request) => evaluate([document], request) === "allowed");

  it("allows the role to invoke the alias, and nothing else", () => {
    expect(evaluate([policy], own)).to.equal("allowed");
    expect(admitted(policy)).to.deep.equal([]);
  });

  const [statement] = [policy.Statement].flat() as [AnyStatement];
  for (const { name, changed } of [
    { name: "the role's account", changed: { Principal: { AWS: "arn:aws:iam::123456789012:root" } } },
    { name: "everybody", changed: { Principal: "*" as const } },
    { name: "every action", changed: { Action: "lambda:*" } },
    { name: "actions that begin alike", changed: { Action: "lambda:InvokeFunction*" } },
    { name: "every alias and version", changed: { Resource: (statement.Resource as string).replace(":live", ":*") } },
    { name: "what begins alike", changed: { Resource: `${statement.Resource as string}*` } },
  ])
    it(`allows another call if it is written for ${name}`, () => {
      const wider = { ...policy, Statement: [{ ...statement, ...changed }] };
      expect(evaluate([wider], own)).to.equal("allowed");
      expect(admitted(wider)).to.not.deep.equal([]);
    });
});

describe("least privilege of a gateway's trust", () => {
  const own = here;
  const trust = JSON.parse(gatewayTrustPolicy({ ...own, gatewayName: "Tools" })) as PolicyDocument;
  const assume = (setup: Setup, principal = "bedrock-agentcore.amazonaws.com") => ({
    action: "sts:AssumeRole",
    resource: "arn:aws:iam::123456789012:role/tools",
    principal: { type: "Service" as const, id: principal },
    context: {
      "aws:SourceAccount": setup.accountId,
      "aws:SourceArn": `arn:${setup.partition}:bedrock-agentcore:${setup.region}:${setup.accountId}:gateway/${setup.gatewayId}`,
    },
  });
  // What a role is used for has no vault, provider or secret in it.
  const strangers = neighboursOf(own)
    .filter(({ part }) => ["partition", "region", "accountId", "gatewayId"].includes(part))
    .map(({ setup }) => assume(setup));
  const requests = [...strangers, assume(own, "lambda.amazonaws.com"), { ...assume(own), context: {} }];
  const overTrust = (policy: PolicyDocument) => requests.filter((request) => evaluate([policy], request) === "allowed");

  it("lets the own gateway in and no neighbour", () => {
    expect(evaluate([trust], assume(own))).to.equal("allowed");
    expect(overTrust(trust)).to.deep.equal([]);
  });

  const [statement] = trust.Statement as AnyStatement[];
  const { StringEquals, ArnLike } = statement!.Condition!;
  const sourceArn = ArnLike!["aws:SourceArn"] as string;
  for (const { name, changed } of [
    { name: "without the source ARN", changed: { Condition: { StringEquals: StringEquals! } } },
    { name: "without any condition", changed: { Condition: undefined } },
    { name: "for any service", changed: { Principal: { Service: "*" } } },
    ...[`${sourceArn}*`, sourceArn.replace(/\?+$/, "*"), sourceArn.replace("us-east-1", "*")].map((wider) => ({
      name: `for ${wider}`,
      changed: { Condition: { StringEquals: StringEquals!, ArnLike: { "aws:SourceArn": wider } } },
    })),
  ])
    it(`lets a neighbour in ${name}`, () => {
      const changedPolicy = { ...trust, Statement: [{ ...statement!, ...changed }] };
      expect(overTrust(changedPolicy)).to.not.deep.equal([]);
    });
});
