import { expect } from "chai";
import * as fc from "fast-check";
import {
  evaluate,
  type AccessRequest,
  type PolicyDocument,
  type Statement,
} from "../../provider/sandbox/policies/evaluator";
import type { Context } from "../../provider/sandbox/policies/patterns";

const KEY_ARN = "arn:aws:bedrock-agentcore:eu-west-1:123456789012:token-vault/default/apikeycredentialprovider/crm";
const ALLOW: Statement = { Effect: "Allow", Action: "svc:Get", Resource: "*" };

const document = (...statements: Statement[]): PolicyDocument => ({ Version: "2012-10-17", Statement: statements });

/** Completes a statement to an Allow of svc:Get on everything. */
const completed = (statement: Partial<Statement>): Statement => ({
  Effect: "Allow",
  ...("NotAction" in statement ? {} : { Action: "svc:Get" }),
  ...("NotResource" in statement ? {} : { Resource: "*" }),
  ...statement,
});

type Row = [statement: Partial<Statement>, isAllowed: boolean, request?: Partial<AccessRequest>];

/** Each request is for svc:Get on KEY_ARN, if the row does not say otherwise. */
function decides(rows: Record<string, Row>): void {
  for (const [title, [statement, isAllowed, request]] of Object.entries(rows))
    it(`${isAllowed ? "allows" : "denies"} ${title}`, () => {
      const asked = { action: "svc:Get", resource: KEY_ARN, ...request };
      expect(evaluate([document(completed(statement))], asked)).to.equal(isAllowed ? "allowed" : "implicitDeny");
    });
}

describe("the IAM evaluator of the sandbox", () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
  describe("with several statements", () => {
    const request = { action: "svc:Get", resource: "*" };
    const deny: Statement = { ...ALLOW, Effect: "Deny" };
    const rows: [title: string, documents: PolicyDocument[], decision: string][] = [
      ["denies implicitly if no statement applies", [document()], "implicitDeny"],
      ["allows what one statement allows", [{ Version: "2012-10-17", Statement: ALLOW }], "allowed"],
      ["lets a deny before an allow win", [document(deny, ALLOW)], "explicitDeny"],
      ["lets a deny after an allow win", [document(ALLOW, deny)], "explicitDeny"],
      ["lets a deny in another document win", [document(ALLOW), document(deny)], "explicitDeny"],
      ["ignores a deny of another action", [document(ALLOW, { ...deny, Action: "svc:Put" })], "allowed"],
    ];
    for (const [title, documents, decision] of rows)
      it(title, () => expect(evaluate(documents, request)).to.equal(decision));
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html and …_notaction.html
  describe("compares actions and", () => {
    decides({
      "another case": [{ Action: "SVC:gEt" }, true],
      "* for any characters": [{ Action: "svc:G*" }, true],
      "* alone": [{ Action: "*" }, true],
      "? for one character": [{ Action: "svc:Ge?" }, true],
      "? for a missing character": [{ Action: "svc:Get?" }, false],
      "one of a list": [{ Action: ["svc:Put", "svc:Get"] }, true],
      "the beginning of an action": [{ Action: "svc:G" }, false],
      "NotAction with another action": [{ NotAction: "svc:Put" }, true],
      "NotAction with the same action": [{ NotAction: ["svc:*"] }, false],
    });
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html and …_notresource.html
  describe("compares resources and", () => {
    const lambda = { resource: "arn:aws:lambda:eu-west-1:123456789012:function:f" };
    const nested = { Resource: "arn:aws:s3:::amzn-s3-demo-bucket/*/test/*" };
    decides({
      "the same ARN": [{ Resource: KEY_ARN }, true],
      "another case": [{ Resource: KEY_ARN.replace("/crm", "/CRM") }, false],
      "the ARN of the vault that contains the key": [{ Resource: KEY_ARN.replace(/\/apikey.*/, "") }, false],
      "* over slashes": [nested, true, { resource: "arn:aws:s3:::amzn-s3-demo-bucket/1/2/test/3/object.jpg" }],
      "* without the slash next to it": [
        nested,
        false,
        { resource: "arn:aws:s3:::amzn-s3-demo-bucket/1-test/object.jpg" },
      ],
      "? for one character": [{ Resource: KEY_ARN.replace("crm", "c?m") }, true],
      "? for three characters": [{ Resource: KEY_ARN.replace("crm", "?") }, false],
      "? for a colon": [{ Resource: "arn:aws:lambda:eu-west-1?123456789012:function:f" }, false, lambda],
      "* inside a segment over a colon": [
        { Resource: "arn:aws:lambda:eu-*1:123456789012:function:f" },
        false,
        { resource: "arn:aws:lambda:eu-west-2:111111111111:x-1:123456789012:function:f" },
      ],
      "* at the end of a segment over colons": [{ Resource: "arn:aws:lambda:eu-*:function:f" }, true, lambda],
      "* alone": [{ Resource: "*" }, true],
      "one of a list": [{ Resource: ["arn:aws:s3:::other", KEY_ARN] }, true],
      "NotResource with another ARN": [{ NotResource: "arn:aws:s3:::other" }, true],
      "NotResource with the same ARN": [{ NotResource: [KEY_ARN] }, false],
      "a dot and a plus as themselves": [{ Resource: "arn:aws:s3:::a.b+c" }, false, { resource: "arn:aws:s3:::axbbc" }],
    });
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html and …_notprincipal.html
  describe("compares principals and", () => {
    const service = { principal: { type: "Service", id: "bedrock-agentcore.amazonaws.com" } } as const;
    const role = { principal: { type: "AWS", id: "arn:aws:iam::123456789012:role/gateway" } } as const;
    decides({
      "the service": [{ Principal: { Service: service.principal.id } }, true, service],
      "another service": [{ Principal: { Service: ["lambda.amazonaws.com"] } }, false, service],
      "a role by its ARN": [{ Principal: { AWS: role.principal.id } }, true, role],
      "a role by its account id": [{ Principal: { AWS: "123456789012" } }, true, role],
      "a role by its account's root": [{ Principal: { AWS: "arn:aws:iam::123456789012:root" } }, true, role],
      "a role of another account": [{ Principal: { AWS: "210987654321" } }, false, role],
      "a wildcard in part of an ARN": [{ Principal: { AWS: "arn:aws:iam::123456789012:role/*" } }, false, role],
      everybody: [{ Principal: "*" }, true, service],
      "a request without a principal": [{ Principal: { Service: service.principal.id } }, false],
      "NotPrincipal with another service": [{ NotPrincipal: { Service: "lambda.amazonaws.com" } }, true, service],
    });

    it("needs no resource in a trust policy", () => {
      const trust: Statement = {
        Effect: "Allow",
        Principal: { Service: service.principal.id },
        Action: "sts:AssumeRole",
      };
      const request = { action: "sts:AssumeRole", resource: role.principal.id, ...service };
      expect(evaluate([document(trust)], request)).to.equal("allowed");
    });
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html and, for the set
  // operators, …/reference_policies_condition-single-vs-multi-valued-context-keys.html
  describe("compares conditions:", () => {
    const [tools, longer] = ["tools-??????????", "tools-abc-0123456789"].map(
      (id) => `arn:aws:bedrock-agentcore:eu-west-1:1:gateway/${id}`,
    );
    type Actual = Context[string] | undefined;
    const rows: [operator: string, expected: string | string[], matching: Actual[], other: Actual[]][] = [
      ["StringEquals", "a", ["a"], ["A", undefined]],
      ["StringEquals", "a*", ["a*"], ["ab"]],
      ["StringEquals", ["a", "b"], ["a", "b"], ["c"]],
      ["StringNotEquals", "a", ["b", undefined], ["a"]],
      ["StringNotEquals", ["a", "b"], ["c"], ["a", "b"]],
      ["StringEqualsIgnoreCase", "a", ["A", "a"], ["b"]],
      ["StringNotEqualsIgnoreCase", "a", ["b"], ["A"]],
      ["StringLike", "tools-??_*", ["tools-ab_x/y"], ["tools-a_x", "TOOLS-ab_x"]],
      ["StringNotLike", "t*", [undefined, "a"], ["tools"]],
      ["Bool", "true", [true, "True"], [false, undefined]],
      ["Bool", "false", [false], [undefined]],
      ["NumericEquals", "10", [10, "10.0"], [11]],
      ["NumericNotEquals", "10", [11], [10]],
      ["NumericLessThan", "10", [9], [10]],
      ["NumericLessThanEquals", "10", [10], [11]],
      ["NumericGreaterThan", "9", [10], [9]],
      ["NumericGreaterThanEquals", "10", [10], [9]],
      ["ArnEquals", "arn:aws:s3:::b*", ["arn:aws:s3:::bucket"], ["arn:aws:s3:::a", undefined]],
      ["ArnLike", "arn:aws:*:*:1:x", ["arn:aws:s3:eu:1:x"], ["arn:aws:s3:eu:1:X", undefined]],
      ["ArnLike", "arn:aws:*:1:x", [], ["arn:aws:s3:eu:1:x"]],
      ["ArnLike", tools!, [], [longer]],
      ["ArnNotLike", "arn:aws:s3:::b*", [undefined, "arn:aws:s3:::a"], ["arn:aws:s3:::b1"]],
      ["StringEqualsIfExists", "a", [undefined, "a"], ["b"]],
      ["BoolIfExists", "true", [undefined], [false]],
      ["Null", "true", [undefined], ["a"]],
      ["Null", "false", ["a"], [undefined, []]],
      ["ForAllValues:StringEquals", ["a", "b"], [["a"], undefined, [""]], [["a", "c"]]],
      ["ForAllValues:StringLike", ["k*"], [["k1", "k2"]], [["k1", "l"]]],
      ["ForAllValues:StringNotEquals", ["a"], [["b", "c"]], [["a", "c"]]],
      ["ForAnyValue:StringEquals", ["a"], [["a", "b"]], [["b"], undefined, []]],
      ["ForAnyValue:StringNotEquals", ["a"], [["a", "b"]], [["a"]]],
    ];
    for (const [operator, expected, matching, other] of rows)
      it(`${operator} ${JSON.stringify(expected)}`, () => {
        const statement = { ...ALLOW, Condition: { [operator]: { "svc:key": expected } } };
        const decide = (actual: Actual) =>
          evaluate([document(statement)], {
            action: "svc:Get",
            resource: "*",
            context: actual === undefined ? {} : { "svc:key": actual },
          });
        for (const actual of matching) expect(decide(actual), JSON.stringify(actual)).to.equal("allowed");
        for (const actual of other) expect(decide(actual), JSON.stringify(actual)).to.equal("implicitDeny");
      });

    it("throws on an operator that it does not emulate", () => {
      const statement = { ...ALLOW, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } };
      expect(() => evaluate([document(statement)], { action: "svc:Get", resource: "*" })).to.throw(
        "does not emulate the condition operator IpAddress",
      );
    });
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
  describe("combines conditions and", () => {
    const Condition = { StringEquals: { "svc:a": "1", "svc:b": "2" }, Bool: { "svc:c": "true" } };
    const context = { "svc:a": "1", "svc:b": "2", "svc:c": true };
    decides({
      "a request that matches all": [{ Condition }, true, { context }],
      "a request with one wrong key": [{ Condition }, false, { context: { ...context, "svc:b": "other" } }],
      "a request that fails one operator": [{ Condition }, false, { context: { ...context, "svc:c": false } }],
      "a key in another case": [
        { Condition: { StringEquals: { "AWS:sourceaccount": "1" } } },
        true,
        { context: { "aws:SourceAccount": "1" } },
      ],
      "ForAllValues with Null for a missing key": [
        { Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": "a" }, Null: { "aws:TagKeys": "false" } } },
        false,
      ],
    });
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
  describe("fills in policy variables and", () => {
    const own = KEY_ARN.replace("123456789012", "${aws:PrincipalAccount}");
    const account = { "aws:PrincipalAccount": "123456789012" };
    const sameAccount = { "aws:ResourceAccount": "${aws:PrincipalAccount}" };
    const resourceAccount = { "aws:ResourceAccount": "123456789012" };
    decides({
      "a variable in a resource": [{ Resource: own }, true, { context: account }],
      "a variable in a condition": [
        { Condition: { StringEquals: sameAccount } },
        true,
        { context: { ...account, ...resourceAccount } },
      ],
      "a statement with a variable that the request lacks": [{ Resource: [own, "*"] }, false],
      "a negated condition with a variable that the request lacks": [
        { Condition: { StringNotEquals: sameAccount } },
        false,
        { context: resourceAccount },
      ],
      "the default of a variable": [{ Resource: KEY_ARN.replace("crm", "${aws:PrincipalTag/team, 'crm'}") }, true],
      "a wildcard in a variable's value as text": [
        { Resource: KEY_ARN.replace("crm", "${aws:PrincipalTag/team}") },
        false,
        { context: { "aws:PrincipalTag/team": "*" } },
      ],
      "${*} as text": [{ Resource: KEY_ARN.replace("crm", "${*}") }, false],
    });

    it("treats them as text before version 2012-10-17", () => {
      const request = { action: "svc:Get", resource: KEY_ARN, context: account };
      const statement = completed({ Resource: own });
      expect(evaluate([{ Version: "2008-10-17", Statement: statement }], request)).to.equal("implicitDeny");
    });
  });

  describe("with any policies", () => {
    const resources = [KEY_ARN, "arn:aws:s3:::b", "arn:aws:s3:::*", "*"];
    const statement = fc.record({
      Effect: fc.constantFrom("Allow" as const, "Deny" as const),
      Action: fc.subarray(["svc:Get", "svc:Put", "svc:G*", "*", "other:Get"], { minLength: 1 }),
      Resource: fc.subarray(resources, { minLength: 1 }),
    });
    const request = fc.record({
      action: fc.constantFrom("svc:Get", "svc:Put", "other:Get"),
      resource: fc.constantFrom(KEY_ARN, "arn:aws:s3:::b", "arn:aws:s3:::c"),
    });

    it("lets an explicit deny win", () => {
      fc.assert(
        fc.property(fc.array(statement), request, fc.nat(), (statements, asked, position) => {
          const deny: Statement = { Effect: "Deny", Action: asked.action, Resource: asked.resource };
          const index = position % (statements.length + 1);
          const denied = [...statements.slice(0, index), deny, ...statements.slice(index)];
          expect(evaluate([document(...denied)], asked)).to.equal("explicitDeny");
        }),
      );
    });

    it("never denies because of one more Allow", () => {
      fc.assert(
        fc.property(fc.array(statement), statement, request, (statements, more, asked) => {
          const before = evaluate([document(...statements)], asked);
          const after = evaluate([document(...statements), document({ ...more, Effect: "Allow" })], asked);
          if (before === "implicitDeny") expect(after).to.not.equal("explicitDeny");
          else expect(after).to.equal(before);
        }),
      );
    });

    it("matches a pattern without wildcards with itself only", () => {
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
