import { expect } from "chai";
import * as fc from "fast-check";
import { managedSecretArnPattern, type CredentialProviderId } from "../../provider/iam/arn";
import { policyDocument } from "../../provider/iam/document";
import { functionPermission } from "../../provider/iam/functionPermission";
import {
  credentialProviderStatements,
  invokeFunctionStatements,
  tokenVaultStatements,
  workloadTokenStatements,
} from "../../provider/iam/statements";
import { gatewayTrustPolicy } from "../../provider/iam/trust";
import { evaluate, type AccessRequest, type PolicyDocument, type Statement } from "../awsPlugin/iamEvaluator";
import { functionNames, gatewayNames, newSecretSuffixes, providerNames, qualifiers, scopes } from "../iam/arbitraries";
import { functionPolicy } from "./functionPolicy";
import { reductions, widenings } from "./mutations";
import { forbiddenCalls, neighboursOf } from "./neighbours";
import { isAllowed, runtimeCalls, type Situation } from "./runtimeCalls";

const here = {
  partition: "aws",
  region: "us-east-1",
  accountId: "123456789012",
  gatewayId: "tools-0123456789",
  vault: "default",
  provider: "search",
  secretSuffix: "-0e976f98-LMwdhV",
  functionName: "search",
  qualifier: "",
};

const subjects: { name: string; own: Situation }[] = [
  { name: "an API-key bundle", own: { ...here, kind: "apikeycredentialprovider" } },
  { name: "an OAuth bundle", own: { ...here, kind: "oauth2credentialprovider" } },
  { name: "a bundle of a Lambda function", own: { ...here, kind: "function" } },
  { name: "a bundle of a function's alias", own: { ...here, kind: "function", qualifier: "live" } },
  { name: "a bundle of a function's version", own: { ...here, kind: "function", qualifier: "7" } },
];

function policiesFor(situation: Situation, gatewayName: string): PolicyDocument[] {
  return statementsFor(situation, gatewayName).map(
    (statements) => JSON.parse(policyDocument(statements)) as PolicyDocument,
  );
}

function statementsFor(situation: Situation, gatewayName: string) {
  const { partition, region, accountId, kind } = situation;
  const place = { partition, region, accountId };
  if (kind === "function") {
    const { functionName: name, qualifier } = situation;
    return [invokeFunctionStatements({ ...place, name, ...(qualifier === "" ? {} : { qualifier }) })];
  }
  const gateway = { ...place, gatewayName };
  const provider: CredentialProviderId = { ...place, vault: situation.vault, kind, name: situation.provider };
  return [
    workloadTokenStatements(gateway),
    tokenVaultStatements(kind, gateway),
    credentialProviderStatements(provider, { source: "MANAGED", secretArn: managedSecretArnPattern(provider) }),
  ];
}

for (const { name: subject, own } of subjects)
  describe(`least privilege of ${subject}`, () => {
    const policies = policiesFor(own, "Tools");
    const needed = runtimeCalls(own);
    const forbidden = forbiddenCalls(own);
    const ownResources = new Set(needed.flatMap(({ resources }) => resources));
    const underGrants = (changed: PolicyDocument[]) => needed.filter((call) => !isAllowed(changed, call));
    const overGrants = (changed: PolicyDocument[]) => forbidden.filter((call) => isAllowed(changed, call));

    for (const call of needed)
      it(`allows ${call.action} (${call.source})`, () => expect(isAllowed(policies, call)).to.equal(true));

    describe("denies", () => {
      for (const { part, value, situation } of neighboursOf(own))
        it(`whatever another ${part} brings in: ${value || "(nothing)"}`, () => {
          const calls = runtimeCalls(situation);
          expect(calls.every((call) => isAllowed(policies, call))).to.equal(false);
          for (const { action, resources } of calls)
            for (const resource of resources.filter((one) => !ownResources.has(one)))
              expect(isAllowed(policies, { action, resources: [resource] })).to.equal(false, `${action} ${resource}`);
        });

      it("every other action on the same ARNs, and what lies below them", () => {
        expect(forbidden).to.have.length.greaterThan(35);
        expect(overGrants(policies)).to.deep.equal([]);
      });
    });

    describe("is exact: a change of any kind shows", () => {
      for (const { name, changed } of reductions(policies))
        it(`without ${name}, a call that is needed is denied`, () =>
          expect(underGrants(changed)).to.not.deep.equal([]));

      for (const { name, changed } of widenings(policies))
        it(`with ${name}, a call that is none of its business is allowed`, () => {
          expect(underGrants(changed)).to.deep.equal([]);
          expect(overGrants(changed)).to.not.deep.equal([]);
        });
    });
  });

for (const kind of ["apikeycredentialprovider", "oauth2credentialprovider"] as const)
  describe(`least privilege of any ${kind}`, () => {
    const own: Situation = { ...here, kind };

    it("is kept whatever names, places and suffixes are drawn for a neighbour", () => {
      const ids = fc.stringMatching(/^[0-9a-z]{10}$/);
      const situations = fc
        .tuple(scopes, gatewayNames, ids, providerNames, newSecretSuffixes)
        .map(([scope, gatewayName, id, provider, secretSuffix]) => ({
          gatewayName,
          situation: {
            ...own,
            ...scope,
            gatewayId: `${gatewayName.toLowerCase()}-${id}`,
            provider,
            secretSuffix,
          } satisfies Situation,
        }));
      fc.assert(
        fc.property(situations, situations, (ours, theirs) => {
          const granted = policiesFor(ours.situation, ours.gatewayName);
          expect(runtimeCalls(ours.situation).every((call) => isAllowed(granted, call))).to.equal(true);
          for (const key of ["region", "accountId", "gatewayId", "provider"] as const) {
            if (ours.situation[key] === theirs.situation[key]) continue;
            const [token, vend, read] = runtimeCalls({ ...ours.situation, [key]: theirs.situation[key] });
            const sameGateway = key === "gatewayId" && ours.gatewayName === theirs.gatewayName;
            if (sameGateway) continue;
            expect(isAllowed(granted, vend!)).to.equal(false);
            if (key === "gatewayId") expect(isAllowed(granted, token!)).to.equal(false);
            if (key === "provider") expect(isAllowed(granted, read!)).to.equal(false);
          }
        }),
      );
    });

    it("is kept against a provider of the other kind with the same name", () => {
      const other = kind === "apikeycredentialprovider" ? "oauth2credentialprovider" : "apikeycredentialprovider";
      fc.assert(
        fc.property(providerNames, newSecretSuffixes, (provider, secretSuffix) => {
          const granted = policiesFor({ ...own, provider, secretSuffix }, "tools");
          const [, vend, read] = runtimeCalls({ ...own, kind: other, provider, secretSuffix });
          expect(isAllowed(granted, vend!)).to.equal(false);
          expect(isAllowed(granted, read!)).to.equal(false);
        }),
      );
    });

    it("is kept against whatever begins or ends with the provider's name", () => {
      fc.assert(
        fc.property(providerNames, providerNames, newSecretSuffixes, (name, more, secretSuffix) => {
          const ours = { ...own, provider: name, secretSuffix };
          const granted = policiesFor(ours, "tools");
          for (const provider of [`${name}${more}`, `${more}${name}`, `${name}-${more}`]) {
            const [, vend, read] = runtimeCalls({ ...ours, provider });
            expect(isAllowed(granted, vend!)).to.equal(false);
            expect(isAllowed(granted, read!)).to.equal(false);
          }
        }),
      );
    });
  });

describe("least privilege of any Lambda target", () => {
  const situations: fc.Arbitrary<Situation> = fc
    .tuple(scopes, functionNames, fc.oneof(fc.constant(""), qualifiers))
    .map(([scope, functionName, qualifier]) => ({ ...here, ...scope, kind: "function", functionName, qualifier }));
  const may = (granted: PolicyDocument[], situation: Situation) =>
    runtimeCalls(situation).every((call) => isAllowed(granted, call));

  it("is kept whatever function, qualifier and place are drawn for a neighbour", () => {
    fc.assert(
      fc.property(situations, situations, (ours, theirs) => {
        const granted = policiesFor(ours, "tools");
        expect(may(granted, ours)).to.equal(true);
        for (const key of ["partition", "region", "accountId", "functionName", "qualifier"] as const)
          expect(may(granted, { ...ours, [key]: theirs[key] }), key).to.equal(ours[key] === theirs[key]);
      }),
    );
  });

  it("is kept against whatever begins or ends with the names of function and qualifier", () => {
    fc.assert(
      fc.property(situations, functionNames, (ours, more) => {
        const granted = policiesFor(ours, "tools");
        for (const key of ["functionName", "qualifier"] as const)
          for (const value of [`${ours[key]}${more}`, `${more}${ours[key]}`])
            expect(may(granted, { ...ours, [key]: value }), value).to.equal(false);
      }),
    );
  });

  it("is not the function for an alias, nor an alias for the function", () => {
    fc.assert(
      fc.property(situations, qualifiers, (ours, qualifier) => {
        const ofFunction = policiesFor({ ...ours, qualifier: "" }, "tools");
        const ofAlias = policiesFor({ ...ours, qualifier }, "tools");
        expect(may(ofFunction, { ...ours, qualifier })).to.equal(false);
        expect(may(ofAlias, { ...ours, qualifier: "" })).to.equal(false);
        for (const granted of [ofFunction, ofAlias])
          expect(may(granted, { ...ours, qualifier: "$LATEST" })).to.equal(false);
      }),
    );
  });
});

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

  it("admits the role to the alias, and nobody and nothing else", () => {
    expect(evaluate([policy], own)).to.equal("allowed");
    expect(admitted(policy)).to.deep.equal([]);
  });

  const [statement] = [policy.Statement].flat() as [Statement];
  for (const { name, changed } of [
    { name: "the role's account", changed: { Principal: { AWS: "arn:aws:iam::123456789012:root" } } },
    { name: "everybody", changed: { Principal: "*" as const } },
    { name: "every action", changed: { Action: "lambda:*" } },
    { name: "actions that begin alike", changed: { Action: "lambda:InvokeFunction*" } },
    { name: "every alias and version", changed: { Resource: (statement.Resource as string).replace(":live", ":*") } },
    { name: "what begins alike", changed: { Resource: `${statement.Resource as string}*` } },
  ])
    it(`admits a stranger if it is written for ${name}`, () => {
      const wider = { ...policy, Statement: [{ ...statement, ...changed }] };
      expect(evaluate([wider], own)).to.equal("allowed");
      expect(admitted(wider)).to.not.deep.equal([]);
    });
});

describe("least privilege of a gateway's trust", () => {
  const own: Situation = { ...here, kind: "apikeycredentialprovider" };
  const trust = JSON.parse(gatewayTrustPolicy({ ...own, gatewayName: "Tools" })) as PolicyDocument;
  const assume = (situation: Situation, principal = "bedrock-agentcore.amazonaws.com") => ({
    action: "sts:AssumeRole",
    resource: "arn:aws:iam::123456789012:role/tools",
    principal: { type: "Service" as const, id: principal },
    context: {
      "aws:SourceAccount": situation.accountId,
      "aws:SourceArn": `arn:${situation.partition}:bedrock-agentcore:${situation.region}:${situation.accountId}:gateway/${situation.gatewayId}`,
    },
  });
  // What a role is used for has no vault, provider or secret in it.
  const strangers = neighboursOf(own)
    .filter(({ part }) => ["partition", "region", "accountId", "gatewayId"].includes(part))
    .map(({ situation }) => assume(situation));
  const requests = [...strangers, assume(own, "lambda.amazonaws.com"), { ...assume(own), context: {} }];
  const overTrust = (policy: PolicyDocument) => requests.filter((request) => evaluate([policy], request) === "allowed");

  it("lets the own gateway in and no neighbour", () => {
    expect(evaluate([trust], assume(own))).to.equal("allowed");
    expect(overTrust(trust)).to.deep.equal([]);
  });

  const [statement] = trust.Statement as Statement[];
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
