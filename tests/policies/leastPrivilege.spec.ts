import { expect } from "chai";
import * as fc from "fast-check";
import { gatewayTrustPolicy } from "../../provider/iam/trust";
import { managedSecretArnPattern, type CredentialProviderId } from "../../provider/iam/arn";
import { policyDocument } from "../../provider/iam/document";
import {
  credentialProviderStatements,
  tokenVaultStatements,
  workloadTokenStatements,
} from "../../provider/iam/statements";
import type { PolicyDocument, Statement } from "../awsPlugin/iamEvaluator";
import { evaluate } from "../awsPlugin/iamEvaluator";
import { gatewayNames, newSecretSuffixes, providerNames, scopes } from "../iam/arbitraries";
import { isAllowed, runtimeCalls, type CheckedCall, type Situation } from "./runtimeCalls";

const own: Situation = {
  partition: "aws",
  region: "us-east-1",
  accountId: "123456789012",
  gatewayId: "tools-0123456789",
  vault: "default",
  kind: "apikeycredentialprovider",
  provider: "search",
  secretSuffix: "-0e976f98-LMwdhV",
};

function policiesFor(situation: Situation, gatewayName: string): PolicyDocument[] {
  const gateway = { ...situation, gatewayName };
  const { partition, region, accountId, vault, kind, provider: name } = situation;
  const provider: CredentialProviderId = { partition, region, accountId, vault, kind, name };
  return [
    workloadTokenStatements(gateway),
    tokenVaultStatements("apikeycredentialprovider", gateway),
    credentialProviderStatements(provider, managedSecretArnPattern(provider)),
  ].map((statements) => JSON.parse(policyDocument(statements)) as PolicyDocument);
}

/** Situations that differ from the own one in one thing, and are none of the gateway's business. */
const neighbours: Partial<Record<keyof Situation, string[]>> = {
  partition: ["aws-cn", "aws-us-gov", "aw", "awsx"],
  region: ["us-east-2", "us-west-1", "eu-west-1", "us-east-11", "us-gov-east-1"],
  accountId: ["999999999999", "123456789013", "012345678901"],
  gatewayId: [
    "other-0123456789",
    "tools-abc-0123456789",
    "tools-2-0123456789",
    "tools2-0123456789",
    "my-tools-0123456789",
    "tool-0123456789",
    "Tools-0123456789",
    "tools-012345678",
    "tools-01234567890",
    "tools",
  ],
  vault: ["other", "default2", "my-default", "defaul"],
  kind: ["oauth2credentialprovider"],
  provider: [
    "search2",
    "search-2",
    "search-12345678",
    "search-1a2b3c4",
    "searc",
    "my-search",
    "mysearch",
    "Search",
    "search_",
    "billing",
    "*",
  ],
  secretSuffix: ["", "-LMwdhV", "-0e976f98-LMwdhV-x", "-0e976f98-LMwdh", "2-0e976f98-LMwdhV", "-x-0e976f98-LMwdhV"],
};

/** Other things that the role's own ARNs could be used for. */
const otherActions: Record<string, readonly string[]> = {
  "bedrock-agentcore:GetWorkloadAccessToken": [
    "bedrock-agentcore:GetWorkloadAccessTokenForJWT",
    "bedrock-agentcore:GetWorkloadAccessTokenForUserId",
    "bedrock-agentcore:DeleteWorkloadIdentity",
  ],
  "bedrock-agentcore:GetResourceApiKey": [
    "bedrock-agentcore:GetResourceOauth2Token",
    "bedrock-agentcore:GetApiKeyCredentialProvider",
    "bedrock-agentcore:UpdateApiKeyCredentialProvider",
    "bedrock-agentcore:CompleteResourceTokenAuth",
    "bedrock-agentcore:GetResourceApiKeys",
  ],
  "secretsmanager:GetSecretValue": [
    "secretsmanager:DescribeSecret",
    "secretsmanager:PutSecretValue",
    "secretsmanager:DeleteSecret",
    "secretsmanager:GetSecretValues",
  ],
};

const needed: CheckedCall[] = runtimeCalls(own);
const ownResources = new Set(needed.flatMap(({ resources }) => resources));

/** One ARN each, so that nothing hides behind another ARN of the same call that is denied. */
const forbidden: CheckedCall[] = [
  ...Object.entries(neighbours).flatMap(([key, values]) =>
    values.flatMap((value) =>
      runtimeCalls({ ...own, [key]: value }).flatMap(({ action, resources }) =>
        resources
          .filter((resource) => !ownResources.has(resource))
          .map((resource) => ({ action, resources: [resource] })),
      ),
    ),
  ),
  ...needed.flatMap(({ action, resources }) => [
    ...(otherActions[action] ?? []).flatMap((other) => resources.map((one) => ({ action: other, resources: [one] }))),
    // What lies below an ARN is not the ARN.
    ...resources.map((one) => ({ action, resources: [`${one}/more`] })),
  ]),
];

const underGrants = (policies: PolicyDocument[]) => needed.filter((call) => !isAllowed(policies, call));
const overGrants = (policies: PolicyDocument[]) => forbidden.filter((call) => isAllowed(policies, call));

describe("least privilege of an API-key bundle", () => {
  const policies = policiesFor(own, "Tools");

  it("allows all that the gateway does for its own provider", () => expect(underGrants(policies)).to.deep.equal([]));

  describe("denies", () => {
    for (const [key, values] of Object.entries(neighbours))
      for (const value of values)
        it(`whatever another ${key} brings in: ${value || "(nothing)"}`, () => {
          const calls = runtimeCalls({ ...own, [key]: value });
          expect(calls.every((call) => isAllowed(policies, call))).to.equal(false);
          for (const { action, resources } of calls)
            for (const resource of resources.filter((one) => !ownResources.has(one)))
              expect(isAllowed(policies, { action, resources: [resource] })).to.equal(false, `${action} ${resource}`);
        });

    it("every other action on the same ARNs, and what lies below them", () => {
      expect(forbidden).to.have.length.greaterThan(100);
      expect(overGrants(policies)).to.deep.equal([]);
    });

    it("whatever names, places and suffixes are drawn for a neighbour", () => {
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

    it("whatever begins or ends with the provider's name", () => {
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

  describe("is exact: a change of any kind shows", () => {
    for (const { name, changed } of reductions(policies))
      it(`without ${name}, a call that is needed is denied`, () => expect(underGrants(changed)).to.not.deep.equal([]));

    for (const { name, changed } of widenings(policies))
      it(`with ${name}, a call that is none of its business is allowed`, () => {
        expect(underGrants(changed)).to.deep.equal([]);
        expect(overGrants(changed)).to.not.deep.equal([]);
      });
  });
});

describe("least privilege of a gateway's trust", () => {
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
  const strangers = (["partition", "region", "accountId", "gatewayId"] as const).flatMap((key) =>
    (neighbours[key] ?? []).map((value) => assume({ ...own, [key]: value })),
  );
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

interface Mutation {
  name: string;
  changed: PolicyDocument[];
}

/** The policies without one action or one ARN. */
function reductions(policies: PolicyDocument[]): Mutation[] {
  return mutations(policies, (statement) => [...without(statement, "Action"), ...without(statement, "Resource")]);
}

function without(statement: Statement, member: "Action" | "Resource") {
  const values = [statement[member] ?? []].flat();
  return values.map((value) => {
    const rest = values.filter((one) => one !== value);
    return { name: `${statement.Sid}: ${value}`, changed: rest.length === 0 ? [] : [{ ...statement, [member]: rest }] };
  });
}

/** The policies with one action or ARN made wider by a star. */
function widenings(policies: PolicyDocument[]): Mutation[] {
  return mutations(policies, (statement) => [
    ...[statement.Action ?? []].flat().flatMap((action) =>
      [`${action}*`, action.replace(/:.*/, ":*")].map((wider) => ({
        name: `${statement.Sid}: ${wider}`,
        changed: [{ ...statement, Action: [wider] }],
      })),
    ),
    ...[statement.Resource ?? []].flat().flatMap((arn) =>
      wider(arn).map((pattern) => ({
        name: `${statement.Sid}: ${pattern}`,
        changed: [{ ...statement, Resource: [statement.Resource!].flat().map((one) => (one === arn ? pattern : one)) }],
      })),
    ),
  ]);
}

/** A star behind the ARN, in place of its last segment, of its unknown characters, and of each of its first parts. */
function wider(arn: string): string[] {
  const parts = arn.split(":");
  const starred = [1, 3, 4].map((index) => parts.map((part, at) => (at === index ? "*" : part)).join(":"));
  const candidates = [`${arn}*`, arn.replace(/[^/]+$/, "*"), arn.replace(/\?[?-]*\?$/, "*"), ...starred, "*"];
  return [...new Set(candidates)].filter((candidate) => candidate !== arn);
}

function mutations(
  policies: PolicyDocument[],
  mutate: (statement: Statement) => { name: string; changed: Statement[] }[],
): Mutation[] {
  return policies.flatMap((policy, index) =>
    [policy.Statement].flat().flatMap((statement) =>
      mutate(statement).map(({ name, changed }) => ({
        name,
        changed: policies.map((one, at) =>
          at === index
            ? { ...one, Statement: [one.Statement].flat().flatMap((kept) => (kept === statement ? changed : [kept])) }
            : one,
        ),
      })),
    ),
  );
}
