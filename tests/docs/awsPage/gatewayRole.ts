import { expect } from "chai";
import { apiConfigurations } from "../../../provider/components/grants/providerConfiguration";
import { policyDocument } from "../../../provider/iam/policy/document";
import { functionArn, invokeFunctionStatements, parseFunctionArn } from "../../../provider/iam/gateway/lambdaFunction";
import { functionProblems } from "../../../provider/rules/targets/functions";
import { problemsOf } from "../../rules/outboundAuthRules";
import { combinationProblems } from "../../../provider/rules/targets/combinations";
import { targetKinds, targetTypes } from "../../../provider/rules/targets/targetKinds";
import { evaluate, type PolicyDocument } from "../../../provider/sandbox/policies/evaluator";
import { grantedStatements, pageRun, resource, roleArn, ticketsArn } from "./program";
import { documentOf, pageStatements, scope } from "./sample";
import { accepts, refuses, type RowCheck } from "./checks";

const argsWith = (changes: object) => ({
  gateway: { name: "Tools", role: "arn:aws:iam::111122223333:role/tools" },
  target: { type: "lambda", function: "tickets" },
  credential: { type: "GATEWAY_IAM_ROLE" },
  ...changes,
});

const at = { function: "target.function", qualifier: "target.qualifier" };

const ofTickets = JSON.parse(policyDocument(invokeFunctionStatements({ ...scope, name: "tickets" }))) as PolicyDocument;
const awsPolicy = documentOf(pageStatements.invoke(scope.accountId, "tickets"));

const invoke = (policy: PolicyDocument, resourceArn: string, account = scope.accountId) =>
  evaluate([policy], {
    action: "lambda:InvokeFunction",
    resource: resourceArn,
    context: { "aws:ResourceAccount": account },
  });

const permission = async () => resource(await pageRun(), "Permission", "tools-invoke-audit-live");

const actionOfPermission = async () => expect((await permission()).inputs.action).to.equal("lambda:InvokeFunction");

const principalOfPermission = async () => expect((await permission()).inputs.principal).to.equal(roleArn("tools"));

export const gatewayRole: Readonly<Record<string, RowCheck>> = {
  "role-permissions": async () => {
    const { inputs } = resource(await pageRun(), "Role", "tools");
    expect(inputs).to.have.all.keys("assumeRolePolicy");
  },
  "role-type": () => {
    expect(apiConfigurations({ gatewayIamRole: {} })).to.deep.equal([{ credentialProviderType: "GATEWAY_IAM_ROLE" }]);
    const withService = { type: "GATEWAY_IAM_ROLE", service: "lambda" };
    refuses(
      problemsOf(argsWith({ credential: withService })),
      "credential.service",
      /the service refuses it for a target of type "lambda"/,
    );
  },
  "role-aws-services": () => {
    for (const type of targetTypes) {
      accepts(combinationProblems({ target: type, credential: "GATEWAY_IAM_ROLE" }));
      const { calls } = targetKinds[type] as { calls?: readonly string[] };
      expect(calls === undefined).to.equal(
        ["lambda", "apiGateway", "agentcoreRuntime", "httpConnector"].includes(type),
      );
    }
  },
  "role-invoke": async () => {
    expect(invoke(ofTickets, ticketsArn)).to.equal("allowed");
    expect(grantedStatements(await pageRun())).to.deep.include(
      invokeFunctionStatements({ ...scope, name: "tickets" })[0],
    );
  },
  "role-version": () => expect(ofTickets.Version).to.equal("2012-10-17"),
  "role-sid": () => {
    const [statement] = invokeFunctionStatements({ ...scope, name: "tickets" });
    expect(statement).to.include({ Sid: "InvokeFunctions", Effect: "Allow" });
    expect(statement?.Action).to.deep.equal(pageStatements.invoke(scope.accountId, "tickets").Action);
  },
  "role-resource": () => {
    expect(invoke(awsPolicy, ticketsArn), "the page's, on the function itself").to.equal("implicitDeny");
    for (const qualifier of ["live", "1", "77"]) {
      expect(invoke(awsPolicy, `${ticketsArn}:${qualifier}`), `the page's, on ${qualifier}`).to.equal("allowed");
      expect(invoke(ofTickets, `${ticketsArn}:${qualifier}`), `ours, on ${qualifier}`).to.equal("implicitDeny");
    }
    expect(invoke(ofTickets, ticketsArn)).to.equal("allowed");
    expect(functionArn({ ...scope, name: "audit", qualifier: "live" })).to.match(/:function:audit:live$/);
    refuses(functionProblems(`${ticketsArn}:*`, undefined, at), "target.function", /must name one thing/);
  },
  "role-condition": () => {
    expect(invoke(ofTickets, ticketsArn, "111122223333")).to.equal("implicitDeny");
    expect(invokeFunctionStatements({ ...scope, name: "tickets" })[0]?.Condition).to.deep.equal(
      pageStatements.invoke(scope.accountId, "tickets").Condition,
    );
  },
  "function-policy": async () => {
    const permissions = (await pageRun()).registered.filter(({ type }) => type.endsWith(":Permission"));
    expect(permissions.map(({ name }) => name)).to.deep.equal(["tools-invoke-audit-live"]);
    for (const permission of [true, false, undefined, { provider: {} }])
      accepts(problemsOf(argsWith({ target: { type: "lambda", function: "tickets", permission } })));
  },
  "function-policy-principal": principalOfPermission,
  "function-policy-action": actionOfPermission,
  "function-policy-resource": async () => {
    const { inputs } = await permission();
    expect(inputs.function).to.equal("arn:aws:lambda:us-east-1:111122223333:function:audit");
    expect(inputs.qualifier).to.equal("live");
  },
  "add-permission": async () => {
    expect((await permission()).provider).to.match(/::pulumi:providers:aws::audit::/);
  },
  "add-permission-function": () => {
    expect(parseFunctionArn("arn:aws:lambda:us-east-1:111122223333:function:audit:live")).to.deep.equal({
      ...scope,
      accountId: "111122223333",
      name: "audit",
      qualifier: "live",
    });
    accepts(functionProblems("arn:aws:lambda:us-east-1:111122223333:function:audit", "live", at));
    // The ARNs of AWS's page contain a line break.
    refuses(
      functionProblems(ticketsArn.replace(":function", "\n:function"), undefined, at),
      "target.function",
      /Write/,
    );
  },
  "add-permission-id": async () => {
    // The aws provider adds a random suffix, but these mocks do not.
    expect((await permission()).inputs.statementIdPrefix).to.match(/^agentcore-oba-[0-9a-f]{16}-$/);
  },
  "add-permission-action": actionOfPermission,
  "add-permission-principal": principalOfPermission,
  "add-permission-region": async () => {
    expect(resource(await pageRun(), "aws", "audit").inputs.region).to.equal("us-east-1");
  },
};
