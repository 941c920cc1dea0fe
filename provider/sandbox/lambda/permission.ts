import { existingPrincipal } from "../iam/principals";
import type { Statement } from "../policies/evaluator";
import { isExactArn, parseArn } from "../resource/arn";
import type { Call } from "../resource/call";
import { regionProperty } from "../resource/definition";
import type { Property } from "../resource/definition";
import { defineResource } from "../resource/lifecycle";
import { anyText, arn, flag, text } from "../resource/shape";
import { PERMISSION_KIND, currentStatement, policyOfFunction } from "./functionPolicy";
import type { PermissionFacts, PermissionInputs } from "./functionPolicy";
import { findFunction, functionName, parseFunction } from "./reference";

/** Quota of the policy of a function, alias or version, in bytes. */
const POLICY_SIZE = 20_480;

const statementId = text({ pattern: /^[\w-]{1,100}$/ });

const properties: Record<string, Property> = {
  action: { shape: text({ pattern: /^(lambda:\*|lambda:[A-Za-z]+|\*)$/ }), isRequired: true },
  function: { shape: functionName, isRequired: true, isComparedWithState: true },
  functionUrlAuthType: { shape: text({ oneOf: ["AWS_IAM"] }) },
  invokedViaFunctionUrl: { shape: flag },
  principal: { shape: anyText, isRequired: true, isComparedWithState: true },
  // A qualified ARN is read back as function and qualifier, an account id as the ARN of its root. A program with either
  // replaces the permission in every run (hashicorp/terraform-provider-aws#38558, #30722).
  qualifier: { shape: text({ pattern: /^[\w$-]{1,128}$/ }), isComparedWithState: true },
  sourceAccount: { shape: text({ pattern: /^\d{12}$/ }) },
  sourceArn: { shape: arn },
  statementId: { shape: statementId },
  statementIdPrefix: { shape: statementId, default: "" },
  ...regionProperty,
};

export const permission = defineResource<PermissionInputs, PermissionFacts>({
  service: "Lambda",
  kind: PERMISSION_KIND,
  operations: { create: "AddPermission", delete: "RemovePermission" },
  properties: Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, { ...property, replaces: true }]),
  ),
  nameProperty: "statementId",
  deletesFirst: "ifNamed",
  computed: [],

  create: (inputs, call) => {
    const { store, scope, fail } = call;
    const { stored, qualifier } = findFunction(inputs.function, inputs.qualifier, call);
    if (qualifier === "$LATEST")
      fail("InvalidParameterValueException", "We currently do not support adding policies for $LATEST.");
    const { name } = stored.inputs;
    const { principal, principalId } = principalOf(inputs.principal, call);
    const facts: PermissionFacts = {
      functionName: name,
      policyQualifier: qualifier,
      statement: {
        Sid: inputs.statementId,
        Effect: "Allow",
        Principal: principal,
        Action: inputs.action,
        Resource: qualifier === "" ? stored.arn : `${stored.arn}:${qualifier}`,
        ...conditionsOf(inputs),
      },
      ...(principalId === undefined ? {} : { principalId }),
    };
    const size = [policyOfFunction(store, scope, name, qualifier), facts.statement].map((part) => JSON.stringify(part));
    if (size.join().length > POLICY_SIZE)
      fail("PolicyLengthExceededException", `The final policy is bigger than the limit (${POLICY_SIZE}).`);
    return facts;
  },
  alreadyExists: ({ statement }) => [
    "ResourceConflictException",
    `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
  ],
  id: ({ statement }) => statement.Sid,
  key: ({ function: text, qualifier, statementId }) => {
    const reference = parseFunction(text);
    return `${reference?.name}:${qualifier ?? reference?.qualifier ?? ""}:${statementId}`;
  },
  detail: ({ functionName, policyQualifier, statement }) => ({ functionName, qualifier: policyQualifier, statement }),
  /** The provider reads these out of the policy, so they may differ from the program's. */
  outputs: (stored, { store }) => {
    const { Principal } = currentStatement(store, stored);
    return {
      function: stored.inputs.function.startsWith("arn:")
        ? stored.statement.Resource.split(":").slice(0, 7).join(":")
        : stored.functionName,
      principal: typeof Principal === "object" ? (Principal.AWS ?? Principal.Service) : Principal,
      qualifier: stored.policyQualifier || undefined,
    };
  },
});

function principalOf(id: string, call: Call): { principal: NonNullable<Statement["Principal"]>; principalId?: string } {
  if (id === "*") return { principal: "*" };
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(id)) return { principal: { Service: id } };
  if (isExactArn(id) && parseArn(id)?.service === "sts")
    throw new Error("the stand-in aws plugin does not emulate sessions as principals of a Lambda permission.");
  const found = existingPrincipal(id, call);
  if (found === undefined)
    return call.fail(
      "InvalidParameterValueException",
      "The provided principal was invalid. Please check the principal and try again.",
    );
  return { principal: { AWS: found.arn }, principalId: found.uniqueId };
}

function conditionsOf(inputs: PermissionInputs): Pick<Statement, "Condition"> {
  const equals = [
    ["AWS:SourceAccount", inputs.sourceAccount],
    ["lambda:FunctionUrlAuthType", inputs.functionUrlAuthType],
  ].filter((entry): entry is [string, string] => entry[1] !== undefined);
  const Condition = {
    ...(equals.length === 0 ? {} : { StringEquals: Object.fromEntries(equals) }),
    ...(inputs.sourceArn === undefined ? {} : { ArnLike: { "AWS:SourceArn": inputs.sourceArn } }),
    ...(inputs.invokedViaFunctionUrl ? { Bool: { "lambda:InvokedViaFunctionUrl": "true" } } : {}),
  };
  return Object.keys(Condition).length === 0 ? {} : { Condition };
}
