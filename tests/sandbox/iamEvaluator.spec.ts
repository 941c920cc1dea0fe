import { expect } from "chai";
import * as fc from "fast-check";
import type { Context } from "../../provider/sandbox/policies/iamContext";
import {
  evaluate,
  type AccessRequest,
  type Decision,
  type PolicyDocument,
  type Statement,
} from "../../provider/sandbox/policies/iamEvaluator";

const KEY_ARN = "arn:aws:bedrock-agentcore:eu-west-1:123456789012:token-vault/default/apikeycredentialprovider/crm";
const ALLOW: Statement = { Effect: "Allow", Action: "svc:Get", Resource: "*" };

const document = (...statements: Statement[]): PolicyDocument => ({ Version: "2012-10-17", Statement: statements });

const contextOf = (key: string, given: Context[string] | undefined): Context =>
  given === undefined ? {} : { [key]: given };

interface Row {
  name: string;
  statements: Partial<Statement>[];
  request?: Partial<AccessRequest>;
  version?: string;
  expected: Decision;
}

/** Each statement is completed to an Allow of svc:Get on everything; the request asks for svc:Get. */
function table(rows: Row[]): void {
  for (const { name, statements, request, version = "2012-10-17", expected } of rows)
    it(name, () => {
      const completed = statements.map((statement) => ({
        Effect: "Allow" as const,
        ...("Action" in statement || "NotAction" in statement ? {} : { Action: "svc:Get" }),
        ...("Resource" in statement || "NotResource" in statement ? {} : { Resource: "*" }),
        ...statement,
      }));
      const asked = { action: "svc:Get", resource: KEY_ARN, ...request };
      expect(evaluate([{ Version: version, Statement: completed }], asked)).to.equal(expected);
    });
}

describe("iamEvaluator", () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
  describe("decides over all statements", () => {
    table([
      { name: "denies implicitly when no statement applies", statements: [], expected: "implicitDeny" },
      { name: "allows what one statement allows", statements: [{}], expected: "allowed" },
      {
        name: "lets an explicit deny win over an allow",
        statements: [{}, { Effect: "Deny" }],
        expected: "explicitDeny",
      },
      {
        name: "lets an explicit deny win wherever it stands",
        statements: [{ Effect: "Deny" }, {}],
        expected: "explicitDeny",
      },
      {
        name: "ignores a deny of something else",
        statements: [{}, { Effect: "Deny", Action: "svc:Put" }],
        expected: "allowed",
      },
    ]);

    it("takes a statement that is not in a list", () => {
      expect(evaluate([{ Version: "2012-10-17", Statement: ALLOW }], { action: "svc:Get", resource: "*" })).to.equal(
        "allowed",
      );
    });

    it("takes several documents together", () => {
      const documents = [document(ALLOW), document({ ...ALLOW, Effect: "Deny" })];
      expect(evaluate(documents, { action: "svc:Get", resource: "*" })).to.equal("explicitDeny");
    });
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html and …_notaction.html
  describe("compares actions", () => {
    table([
      { name: "without regard to case", statements: [{ Action: "SVC:gEt" }], expected: "allowed" },
      { name: "with * for any characters", statements: [{ Action: "svc:G*" }], expected: "allowed" },
      { name: "with * alone for every action", statements: [{ Action: "*" }], expected: "allowed" },
      { name: "with ? for exactly one character", statements: [{ Action: "svc:Ge?" }], expected: "allowed" },
      { name: "with ? for no missing character", statements: [{ Action: "svc:Get?" }], expected: "implicitDeny" },
      { name: "with any of a list", statements: [{ Action: ["svc:Put", "svc:Get"] }], expected: "allowed" },
      { name: "as a whole, not as a beginning", statements: [{ Action: "svc:G" }], expected: "implicitDeny" },
      {
        name: "by NotAction: every action that is not listed",
        statements: [{ NotAction: "svc:Put" }],
        expected: "allowed",
      },
      { name: "by NotAction: not the listed one", statements: [{ NotAction: ["svc:G*"] }], expected: "implicitDeny" },
    ]);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html and …_notresource.html
  describe("compares resources", () => {
    const bucket = { resource: "arn:aws:s3:::amzn-s3-demo-bucket/1/2/test/3/object.jpg" };
    table([
      { name: "exactly where there is no wildcard", statements: [{ Resource: KEY_ARN }], expected: "allowed" },
      {
        name: "with regard to case",
        statements: [{ Resource: KEY_ARN.replace("/crm", "/CRM") }],
        expected: "implicitDeny",
      },
      {
        name: "by no beginning: the ARN of a vault is not that of what it holds",
        statements: [{ Resource: KEY_ARN.replace("/apikeycredentialprovider/crm", "") }],
        expected: "implicitDeny",
      },
      {
        name: "with * that reaches over slashes",
        statements: [{ Resource: "arn:aws:s3:::amzn-s3-demo-bucket/*/test/*" }],
        request: bucket,
        expected: "allowed",
      },
      {
        name: "with * that replaces nothing it is not next to",
        statements: [{ Resource: "arn:aws:s3:::amzn-s3-demo-bucket/*/test/*" }],
        request: { resource: "arn:aws:s3:::amzn-s3-demo-bucket/1-test/object.jpg" },
        expected: "implicitDeny",
      },
      {
        name: "with ? for exactly one character",
        statements: [{ Resource: KEY_ARN.replace("crm", "c?m") }],
        expected: "allowed",
      },
      {
        name: "with ? for not more than one character",
        statements: [{ Resource: KEY_ARN.replace("crm", "?") }],
        expected: "implicitDeny",
      },
      {
        name: "with ? for no colon",
        statements: [{ Resource: "arn:aws:lambda:eu-west-1?123456789012:function:f" }],
        request: { resource: "arn:aws:lambda:eu-west-1:123456789012:function:f" },
        expected: "implicitDeny",
      },
      {
        name: "with * within a segment only up to its colon",
        statements: [{ Resource: "arn:aws:lambda:eu-*1:123456789012:function:f" }],
        request: { resource: "arn:aws:lambda:eu-west-2:111111111111:x-1:123456789012:function:f" },
        expected: "implicitDeny",
      },
      {
        name: "with * at the end of a segment also beyond the colon",
        statements: [{ Resource: "arn:aws:lambda:eu-*:function:f" }],
        request: { resource: "arn:aws:lambda:eu-west-1:123456789012:function:f" },
        expected: "allowed",
      },
      {
        name: "with * alone for every resource",
        statements: [{ Resource: "*" }],
        expected: "allowed",
      },
      {
        name: "with any of a list",
        statements: [{ Resource: ["arn:aws:s3:::other", KEY_ARN] }],
        expected: "allowed",
      },
      {
        name: "by NotResource: every resource that is not listed",
        statements: [{ NotResource: "arn:aws:s3:::other" }],
        expected: "allowed",
      },
      {
        name: "by NotResource: not the listed one",
        statements: [{ NotResource: [KEY_ARN] }],
        expected: "implicitDeny",
      },
      {
        name: "taking a dot or a plus as itself",
        statements: [{ Resource: "arn:aws:s3:::a.b+c" }],
        request: { resource: "arn:aws:s3:::axbbc" },
        expected: "implicitDeny",
      },
    ]);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html and …_notprincipal.html
  describe("compares principals", () => {
    const service = { principal: { type: "Service", id: "bedrock-agentcore.amazonaws.com" } } as const;
    const role = { principal: { type: "AWS", id: "arn:aws:iam::123456789012:role/gateway" } } as const;
    table([
      {
        name: "accepts the service that is named",
        statements: [{ Principal: { Service: "bedrock-agentcore.amazonaws.com" } }],
        request: service,
        expected: "allowed",
      },
      {
        name: "refuses another service",
        statements: [{ Principal: { Service: ["lambda.amazonaws.com"] } }],
        request: service,
        expected: "implicitDeny",
      },
      {
        name: "accepts a role by its ARN",
        statements: [{ Principal: { AWS: role.principal.id } }],
        request: role,
        expected: "allowed",
      },
      {
        name: "takes an account's number for all its principals",
        statements: [{ Principal: { AWS: "123456789012" } }],
        request: role,
        expected: "allowed",
      },
      {
        name: "takes an account's root for all its principals",
        statements: [{ Principal: { AWS: "arn:aws:iam::123456789012:root" } }],
        request: role,
        expected: "allowed",
      },
      {
        name: "refuses a principal of another account",
        statements: [{ Principal: { AWS: "210987654321" } }],
        request: role,
        expected: "implicitDeny",
      },
      {
        name: "knows no wildcard in part of an ARN",
        statements: [{ Principal: { AWS: "arn:aws:iam::123456789012:role/*" } }],
        request: role,
        expected: "implicitDeny",
      },
      { name: "takes * for everybody", statements: [{ Principal: "*" }], request: service, expected: "allowed" },
      {
        name: "refuses a request without a principal where one is named",
        statements: [{ Principal: { Service: "bedrock-agentcore.amazonaws.com" } }],
        expected: "implicitDeny",
      },
      {
        name: "by NotPrincipal accepts everybody else",
        statements: [{ NotPrincipal: { Service: "lambda.amazonaws.com" } }],
        request: service,
        expected: "allowed",
      },
    ]);

    it("finds the resource in the role itself where a trust policy names none", () => {
      const trust = document({
        Effect: "Allow",
        Principal: { Service: service.principal.id },
        Action: "sts:AssumeRole",
      });
      const request = { action: "sts:AssumeRole", resource: role.principal.id, ...service };
      expect(evaluate([trust], request)).to.equal("allowed");
    });
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
  describe("condition operators", () => {
    const rows: {
      operator: string;
      wanted: string | string[];
      given?: Context[string];
      holds: boolean;
      why: string;
    }[] = [
      { operator: "StringEquals", wanted: "a", given: "a", holds: true, why: "the same text" },
      { operator: "StringEquals", wanted: "a", given: "A", holds: false, why: "another case" },
      { operator: "StringEquals", wanted: "a*", given: "ab", holds: false, why: "no wildcards" },
      { operator: "StringEquals", wanted: "a*", given: "a*", holds: true, why: "an asterisk is itself" },
      { operator: "StringEquals", wanted: ["a", "b"], given: "b", holds: true, why: "one of the values is enough" },
      { operator: "StringEquals", wanted: "a", holds: false, why: "the key is missing" },
      { operator: "StringNotEquals", wanted: "a", given: "b", holds: true, why: "another text" },
      {
        operator: "StringNotEquals",
        wanted: ["a", "b"],
        given: "b",
        holds: false,
        why: "none of the values may match",
      },
      { operator: "StringNotEquals", wanted: "a", holds: true, why: "the key is missing" },
      { operator: "StringEqualsIgnoreCase", wanted: "a", given: "A", holds: true, why: "case does not count" },
      { operator: "StringNotEqualsIgnoreCase", wanted: "a", given: "A", holds: false, why: "case does not count" },
      { operator: "StringLike", wanted: "tools-??_*", given: "tools-ab_x/y", holds: true, why: "wildcards" },
      { operator: "StringLike", wanted: "t*", given: "T", holds: false, why: "another case" },
      { operator: "StringLike", wanted: "t?", given: "t", holds: false, why: "? needs a character" },
      { operator: "StringNotLike", wanted: "t*", given: "tools", holds: false, why: "the pattern matches" },
      { operator: "StringNotLike", wanted: "t*", holds: true, why: "the key is missing" },
      { operator: "Bool", wanted: "true", given: true, holds: true, why: "the same" },
      { operator: "Bool", wanted: "true", given: "True", holds: true, why: "case does not count" },
      { operator: "Bool", wanted: "true", given: false, holds: false, why: "the other" },
      { operator: "Bool", wanted: "false", holds: false, why: "the key is missing" },
      { operator: "NumericEquals", wanted: "10", given: 10, holds: true, why: "the same number" },
      {
        operator: "NumericEquals",
        wanted: "10",
        given: "10.0",
        holds: true,
        why: "the same number, written otherwise",
      },
      { operator: "NumericNotEquals", wanted: "10", given: 11, holds: true, why: "another number" },
      { operator: "NumericLessThan", wanted: "10", given: 10, holds: false, why: "equal is not less" },
      { operator: "NumericLessThanEquals", wanted: "10", given: 10, holds: true, why: "equal" },
      { operator: "NumericGreaterThan", wanted: "9", given: 10, holds: true, why: "as numbers, not as texts" },
      { operator: "NumericGreaterThanEquals", wanted: "10", given: 9, holds: false, why: "less" },
      {
        operator: "ArnEquals",
        wanted: "arn:aws:s3:::b*",
        given: "arn:aws:s3:::bucket",
        holds: true,
        why: "ArnEquals knows wildcards too",
      },
      { operator: "ArnLike", wanted: "arn:aws:*:*:1:x", given: "arn:aws:s3:eu:1:x", holds: true, why: "part by part" },
      {
        operator: "ArnLike",
        wanted: "arn:aws:*:1:x",
        given: "arn:aws:s3:eu:1:x",
        holds: false,
        why: "no wildcard over a colon",
      },
      { operator: "ArnLike", wanted: "arn:aws:s3:::B", given: "arn:aws:s3:::b", holds: false, why: "another case" },
      {
        operator: "ArnLike",
        wanted: "arn:aws:bedrock-agentcore:eu-west-1:1:gateway/tools-??????????",
        given: "arn:aws:bedrock-agentcore:eu-west-1:1:gateway/tools-abc-0123456789",
        holds: false,
        why: "a longer name than the ten characters",
      },
      { operator: "ArnLike", wanted: "arn:aws:s3:::b", holds: false, why: "the key is missing" },
      {
        operator: "ArnNotLike",
        wanted: "arn:aws:s3:::b*",
        given: "arn:aws:s3:::b1",
        holds: false,
        why: "the pattern matches",
      },
      { operator: "ArnNotLike", wanted: "arn:aws:s3:::b*", holds: true, why: "the key is missing" },
      { operator: "StringEqualsIfExists", wanted: "a", holds: true, why: "the key is missing" },
      { operator: "StringEqualsIfExists", wanted: "a", given: "b", holds: false, why: "it is there and differs" },
      { operator: "BoolIfExists", wanted: "true", holds: true, why: "the key is missing" },
      { operator: "Null", wanted: "true", holds: true, why: "the key is missing" },
      { operator: "Null", wanted: "true", given: "a", holds: false, why: "the key is there" },
      { operator: "Null", wanted: "false", given: "a", holds: true, why: "the key is there" },
      { operator: "Null", wanted: "false", holds: false, why: "the key is missing" },
      { operator: "Null", wanted: "false", given: [], holds: false, why: "it is there without a value" },
    ];
    for (const { operator, wanted, given, holds, why } of rows)
      it(`${operator} ${JSON.stringify(wanted)} ${holds ? "holds" : "does not hold"} for ${JSON.stringify(given) ?? "nothing"}: ${why}`, () => {
        const statement = { ...ALLOW, Condition: { [operator]: { "svc:key": wanted } } };
        const request = { action: "svc:Get", resource: "*", context: contextOf("svc:key", given) };
        expect(evaluate([document(statement)], request)).to.equal(holds ? "allowed" : "implicitDeny");
      });

    it("refuses to judge an operator that it does not emulate", () => {
      const statement = { ...ALLOW, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } };
      expect(() => evaluate([document(statement)], { action: "svc:Get", resource: "*" })).to.throw(
        "does not emulate the condition operator IpAddress",
      );
    });
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
  describe("conditions together", () => {
    const condition = { StringEquals: { "svc:a": "1", "svc:b": "2" }, Bool: { "svc:c": "true" } };
    table([
      {
        name: "hold if every key of every operator holds",
        statements: [{ Condition: condition }],
        request: { context: { "svc:a": "1", "svc:b": "2", "svc:c": true } },
        expected: "allowed",
      },
      {
        name: "fail if one key fails",
        statements: [{ Condition: condition }],
        request: { context: { "svc:a": "1", "svc:b": "other", "svc:c": true } },
        expected: "implicitDeny",
      },
      {
        name: "fail if one operator fails",
        statements: [{ Condition: condition }],
        request: { context: { "svc:a": "1", "svc:b": "2", "svc:c": false } },
        expected: "implicitDeny",
      },
      {
        name: "find a key without regard to the case of its name",
        statements: [{ Condition: { StringEquals: { "AWS:sourceaccount": "1" } } }],
        request: { context: { "aws:SourceAccount": "1" } },
        expected: "allowed",
      },
    ]);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
  describe("set operators", () => {
    const rows: { operator: string; wanted: string[]; given?: string[]; holds: boolean; why: string }[] = [
      {
        operator: "ForAllValues:StringEquals",
        wanted: ["a", "b"],
        given: ["a"],
        holds: true,
        why: "every given value is wanted",
      },
      {
        operator: "ForAllValues:StringEquals",
        wanted: ["a"],
        given: ["a", "b"],
        holds: false,
        why: "one is not wanted",
      },
      { operator: "ForAllValues:StringEquals", wanted: ["a"], holds: true, why: "no key at all" },
      { operator: "ForAllValues:StringEquals", wanted: ["a"], given: [""], holds: true, why: "a null data set" },
      { operator: "ForAllValues:StringLike", wanted: ["k*"], given: ["k1", "k2"], holds: true, why: "wildcards" },
      {
        operator: "ForAllValues:StringNotEquals",
        wanted: ["a"],
        given: ["b", "c"],
        holds: true,
        why: "none of them is named",
      },
      { operator: "ForAllValues:StringNotEquals", wanted: ["a"], given: ["a", "c"], holds: false, why: "one is named" },
      { operator: "ForAnyValue:StringEquals", wanted: ["a"], given: ["a", "b"], holds: true, why: "one is wanted" },
      { operator: "ForAnyValue:StringEquals", wanted: ["a"], given: ["b"], holds: false, why: "none is wanted" },
      { operator: "ForAnyValue:StringEquals", wanted: ["a"], holds: false, why: "no key at all" },
      { operator: "ForAnyValue:StringEquals", wanted: ["a"], given: [], holds: false, why: "a null data set" },
      {
        operator: "ForAnyValue:StringNotEquals",
        wanted: ["a"],
        given: ["a", "b"],
        holds: true,
        why: "one is not named",
      },
    ];
    for (const { operator, wanted, given, holds, why } of rows)
      it(`${operator} ${JSON.stringify(wanted)} ${holds ? "holds" : "does not hold"} for ${JSON.stringify(given) ?? "nothing"}: ${why}`, () => {
        const statement = { ...ALLOW, Condition: { [operator]: { "aws:TagKeys": wanted } } };
        const request = {
          action: "svc:Get",
          resource: "*",
          context: contextOf("aws:TagKeys", given),
        };
        expect(evaluate([document(statement)], request)).to.equal(holds ? "allowed" : "implicitDeny");
      });

    it("with Null false beside it ForAllValues refuses a request without the key", () => {
      const Condition = { "ForAllValues:StringEquals": { "aws:TagKeys": "a" }, Null: { "aws:TagKeys": "false" } };
      expect(evaluate([document({ ...ALLOW, Condition })], { action: "svc:Get", resource: "*" })).to.equal(
        "implicitDeny",
      );
    });
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
  describe("policy variables", () => {
    const own = KEY_ARN.replace("123456789012", "${aws:PrincipalAccount}");
    const caller = { context: { "aws:PrincipalAccount": "123456789012" } };
    table([
      {
        name: "stand for the value of the request",
        statements: [{ Resource: own }],
        request: caller,
        expected: "allowed",
      },
      {
        name: "stand for it in a condition, too",
        statements: [{ Condition: { StringEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" } } }],
        request: { context: { ...caller.context, "aws:ResourceAccount": "123456789012" } },
        expected: "allowed",
      },
      {
        name: "make the statement invalid if the request has no value",
        statements: [{ Resource: [own, "*"] }],
        expected: "implicitDeny",
      },
      {
        name: "make it invalid under a negated operator, too",
        statements: [{ Condition: { StringNotEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" } } }],
        request: { context: { "aws:ResourceAccount": "123456789012" } },
        expected: "implicitDeny",
      },
      {
        name: "take their default if the request has no value",
        statements: [{ Resource: KEY_ARN.replace("crm", "${aws:PrincipalTag/team, 'crm'}") }],
        expected: "allowed",
      },
      {
        name: "bring in no wildcard: a value is taken as it is",
        statements: [{ Resource: KEY_ARN.replace("crm", "${aws:PrincipalTag/team}") }],
        request: { context: { "aws:PrincipalTag/team": "*" } },
        expected: "implicitDeny",
      },
      {
        name: "write ${*} for the character itself",
        statements: [{ Resource: KEY_ARN.replace("crm", "${*}") }],
        expected: "implicitDeny",
      },
      {
        name: "are plain text before version 2012-10-17",
        statements: [{ Resource: own }],
        request: caller,
        version: "2008-10-17",
        expected: "implicitDeny",
      },
    ]);
  });

  describe("for any policies", () => {
    const actions = ["svc:Get", "svc:Put", "svc:G*", "*", "other:Get"];
    const resources = [KEY_ARN, "arn:aws:s3:::b", "arn:aws:s3:::*", "*"];
    const statement = fc.record({
      Effect: fc.constantFrom("Allow" as const, "Deny" as const),
      Action: fc.subarray(actions, { minLength: 1 }),
      Resource: fc.subarray(resources, { minLength: 1 }),
    });
    const request = fc.record({
      action: fc.constantFrom("svc:Get", "svc:Put", "other:Get"),
      resource: fc.constantFrom(KEY_ARN, "arn:aws:s3:::b", "arn:aws:s3:::c"),
    });

    it("an explicit deny always wins", () => {
      fc.assert(
        fc.property(fc.array(statement), request, fc.nat(), (statements, asked, place) => {
          const denied = [...statements];
          denied.splice(place % (statements.length + 1), 0, {
            Effect: "Deny",
            Action: [asked.action],
            Resource: [asked.resource],
          });
          expect(evaluate([document(...denied)], asked)).to.equal("explicitDeny");
        }),
      );
    });

    it("one more Allow never takes a permission away", () => {
      fc.assert(
        fc.property(fc.array(statement), statement, request, (statements, more, asked) => {
          const before = evaluate([document(...statements)], asked);
          const after = evaluate([document(...statements), document({ ...more, Effect: "Allow" })], asked);
          if (before !== "implicitDeny") expect(after).to.equal(before);
          else expect(after).to.not.equal("explicitDeny");
        }),
      );
    });

    it("a pattern without wildcards matches only itself", () => {
      const part = fc.stringMatching(/^[a-zA-Z0-9./+()|^\\-]{1,8}$/);
      const arn = fc.tuple(part, part).map(([account, name]) => `arn:aws:svc:eu-west-1:${account}:thing/${name}`);
      fc.assert(
        fc.property(arn, arn, (pattern, resource) => {
          const decide = (asked: string) =>
            evaluate([document({ ...ALLOW, Resource: pattern })], { action: "svc:Get", resource: asked });
          expect(decide(pattern)).to.equal("allowed");
          expect(decide(resource)).to.equal(resource === pattern ? "allowed" : "implicitDeny");
        }),
      );
    });
  });
});
