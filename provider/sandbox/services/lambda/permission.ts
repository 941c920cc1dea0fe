// Permissions of a Lambda function, alias or version. Together they are its policy.
import { existingPrincipal } from "../iam/access";
import type { Statement, PolicyDocument } from "../../policies/evaluator";
import { isExactArn, parseArn } from "../../core/identifiers";
import type { Call, Property } from "../../core/definition";
import { regionProperty } from "../../core/definition";
import { defineResource } from "../../core/lifecycle";
import { anyText, arn, flag, text } from "../../core/shape";
import { findFunction, functionName, parseFunction, ALIAS_KIND } from "./reference";
import type { Store } from "../../core/store";

const PERMISSION_KIND = "lambda-permission";

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

interface PermissionInputs {
  action: string;
  function: string;
  principal: string;
  statementId: string;
  qualifier?: string;
  functionUrlAuthType?: string;
  invokedViaFunctionUrl?: boolean;
  sourceAccount?: string;
  sourceArn?: string;
}

interface PermissionFacts {
  functionName: string;
  /** Alias or version, or `""` for the function itself. Each has its own policy. */
  policyQualifier: string;
  statement: Statement & { Sid: string; Action: string; Resource: string };
  /** Unique id of the role at creation. The service stores this instead of the ARN. */
  principalId?: string;
}

/** Beginning of the keys of the permissions on a function (`""`), or on one alias or version of it. */
const keyPrefix = (functionName: string, qualifier: string): string => `${functionName}:${qualifier}:`;

/**
 * A permission's statement as GetPolicy shows it. Once its role is deleted, the principal is the role's unique id. A new
 * role of the same name is another principal.
 */
function currentStatement(
  store: Store,
  { statement, principalId }: Pick<PermissionFacts, "statement" | "principalId">,
): PermissionFacts["statement"] {
  if (principalId === undefined || typeof statement.Principal !== "object") return statement;
  const roleArn = String(statement.Principal.AWS);
  const principal = { store, partition: parseArn(roleArn)!.partition, callerArn: "" };
  return existingPrincipal(roleArn, principal)?.uniqueId === principalId
    ? statement
    : { ...statement, Principal: { AWS: principalId } };
}

export const policyOfFunction = (
  store: Store,
  scope: string,
  functionName: string,
  qualifier: string,
): PolicyDocument => ({
  Version: "2012-10-17",
  Id: "default",
  Statement: store
    .list<PermissionFacts>(scope, PERMISSION_KIND, keyPrefix(functionName, qualifier))
    .map((stored) => currentStatement(store, stored)),
});

/** Removes the permissions of a deleted function or alias, and a function's aliases. */
export function removeFunctionParts(functionName: string, qualifier: string | undefined, { store, scope }: Call): void {
  if (qualifier !== undefined) return store.removeAll(scope, PERMISSION_KIND, keyPrefix(functionName, qualifier));
  for (const kind of [PERMISSION_KIND, ALIAS_KIND]) store.removeAll(scope, kind, `${functionName}:`);
}
