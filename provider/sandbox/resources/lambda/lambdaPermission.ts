import { parseArn } from "../../values/arn";
import { AwsError } from "../../values/awsError";
import { documentOf, principalOf, shownStatement } from "../../policies/lambdaPolicy";
import { UNKNOWN } from "../../values/propertyValues";
import type { Properties } from "../../values/propertyValues";
import { regionFor } from "../../session";
import type { Session } from "../../session";
import { scopeOf } from "../agentcore/gatewayObjects";
import { findFunction, parseFunction, permissionKey, permissionsOf } from "./lambdaObjects";
import type { StoredPermission } from "./lambdaObjects";
import type { Problem, ResourceType } from "../resourceType";

/** Quota of the policy of a function, alias or version, in bytes. */
const POLICY_SIZE = 20_480;

const INPUTS = [
  "action",
  "eventSourceToken",
  "function",
  "functionUrlAuthType",
  "invokedViaFunctionUrl",
  "principal",
  "principalOrgId",
  "qualifier",
  "region",
  "sourceAccount",
  "sourceArn",
  "statementId",
  "statementIdPrefix",
];

export const lambdaPermission: ResourceType = {
  inputs: INPUTS,
  required: ["action", "function", "principal"],
  replaceOnChanges: INPUTS,
  autoName: { maxLength: 100, property: "statementId" },
  deletesFirstIfNamed: true,
  // A qualified ARN is read back as function and qualifier, an account's number as its root's ARN: a program that writes
  // either replaces the permission in every run (hashicorp/terraform-provider-aws#38558, #30722).
  comparedWithState: ["function", "principal", "qualifier"],
  computed: [],
  problems,
  defaults: (inputs, session) => ({
    ...(inputs.region === undefined && session.region === undefined ? {} : { region: inputs.region ?? session.region }),
    ...(inputs.statementId === undefined ? { statementId: UNKNOWN } : {}),
  }),
  create,
  read,
  update: (id, olds, news, session) => {
    const found = read(id, olds, session);
    if (found !== undefined) return found.outputs;
    throw new AwsError(
      "Lambda: GetPolicy",
      "ResourceNotFoundException",
      `Statement ${id} is not found in resource policy.`,
    );
  },
  delete: remove,
};

/** Properties whose text must have a form, and what the provider says otherwise. */
const FORMS: Record<string, [RegExp, string]> = {
  action: [/^(lambda:\*|lambda:[A-Za-z]+|\*)$/, "must be an action of lambda"],
  functionUrlAuthType: [/^(AWS_IAM|NONE)$/, "must be AWS_IAM or NONE"],
  qualifier: [/^[\w$-]{1,128}$/, "must be 1 to 128 letters, digits or any of _-$"],
  sourceAccount: [/^\d{12}$/, "must be the number of an account, of 12 digits"],
  statementId: [/^[\w-]{1,100}$/, "must be 1 to 100 letters, digits or any of _-"],
  statementIdPrefix: [/^[\w-]{1,100}$/, "must be 1 to 100 letters, digits or any of _-"],
};

function problems(inputs: Properties): Problem[] {
  const found: Problem[] = Object.entries(FORMS)
    .filter(([property, [form]]) => inputs[property] !== undefined && !form.test(inputs[property] as string))
    .map(([property, [, reason]]) => ({ property, reason }));
  if (inputs.function !== undefined && parseFunction(inputs.function as string) === undefined)
    found.push({ property: "function", reason: "is not the name or ARN of a function" });
  if (inputs.sourceArn !== undefined && parseArn(inputs.sourceArn as string) === undefined)
    found.push({ property: "sourceArn", reason: `"${inputs.sourceArn as string}" is not an ARN` });
  if (inputs.statementId !== undefined && inputs.statementIdPrefix !== undefined)
    found.push({ property: "statementIdPrefix", reason: "conflicts with statementId: set one of them" });
  return found;
}

function create(inputs: Properties, session: Session): { id: string; outputs: Properties } {
  const operation = "Lambda: AddPermission";
  const refuse = (code: string, explanation: string): never => {
    throw new AwsError(operation, code, explanation);
  };
  const { store } = session;
  const region = regionFor(session, operation, inputs.region);
  const given = inputs.qualifier as string | undefined;
  const { stored, scope, qualifier } = findFunction(inputs.function as string, given, region, session, "AddPermission");
  if (qualifier === "$LATEST")
    refuse("InvalidParameterValueException", "We currently do not support adding policies for $LATEST.");
  const name = stored.name;
  refuseUrlConditions(inputs, refuse);
  const principal =
    principalOf(store, session.partition, inputs.principal as string) ??
    refuse(
      "InvalidParameterValueException",
      "The provided principal was invalid. Please check the principal and try again.",
    );
  const Sid = (inputs.statementId as string | undefined) ?? `${inputs.statementIdPrefix as string}${Date.now()}`;
  const permission: StoredPermission = {
    functionName: name,
    qualifier,
    statement: {
      Sid,
      Effect: "Allow",
      Principal: principal.principal,
      Action: inputs.action as string,
      Resource: qualifier === "" ? stored.arn : `${stored.arn}:${qualifier}`,
      ...conditionsOf(inputs),
    },
    principalId: principal.principalId,
  };
  const key = permissionKey(scope, name, qualifier, Sid);
  const others = permissionsOf(store, scope, name, qualifier);
  if (others.some(({ statement }) => statement.Sid === Sid)) refuse("ResourceConflictException", conflict(Sid));
  const size = JSON.stringify(documentOf([...others, permission].map((one) => shownStatement(store, one)))).length;
  if (size > POLICY_SIZE)
    refuse(
      "PolicyLengthExceededException",
      `The final policy size (${size}) is bigger than the limit (${POLICY_SIZE}).`,
    );
  if (!store.create(key, permission)) refuse("ResourceConflictException", conflict(Sid));
  store.record("AddPermission", key, detailOf(permission));
  return { id: Sid, outputs: outputsOf(permission, inputs, region, session) };
}

/** An import names the permission as FUNCTION/STATEMENT or FUNCTION:QUALIFIER/STATEMENT; after that the id is STATEMENT. */
function read(id: string, outputs: Properties, session: Session): { id: string; outputs: Properties } | undefined {
  const region = regionFor(session, "Lambda: GetPolicy", outputs.region);
  const [first, second] = id.split("/");
  const Sid = second ?? first!;
  const functionText = second === undefined ? (outputs.function as string | undefined) : first;
  const reference = functionText === undefined ? undefined : parseFunction(functionText);
  if (reference === undefined)
    throw new Error(`"${id}" does not say which function the permission is on. Write FUNCTION:QUALIFIER/STATEMENT.`);
  const qualifier = (outputs.qualifier as string | undefined) ?? reference.qualifier ?? "";
  const key = permissionKey(scopeOf(session.account, region), reference.name, qualifier, Sid);
  const stored = session.store.read<StoredPermission>(key);
  if (stored === undefined) return undefined;
  return { id: Sid, outputs: outputsOf(stored, { ...outputs, function: functionText }, region, session) };
}

function remove(id: string, olds: Properties, session: Session): void {
  const scope = scopeOf(session.account, regionFor(session, "Lambda: RemovePermission", olds.region));
  const name = parseFunction(olds.function as string)!.name;
  const key = permissionKey(scope, name, (olds.qualifier as string | undefined) ?? "", id);
  const stored = session.store.read<StoredPermission>(key);
  if (stored !== undefined && session.store.remove(key))
    session.store.record("RemovePermission", key, detailOf(stored));
}

const conflict = (statementId: string): string =>
  `The statement id (${statementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`;

function refuseUrlConditions(inputs: Properties, refuse: (code: string, explanation: string) => never): void {
  if (inputs.functionUrlAuthType !== undefined && inputs.action !== "lambda:InvokeFunctionUrl")
    refuse(
      "InvalidParameterValueException",
      "FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action",
    );
  if (inputs.invokedViaFunctionUrl === true && inputs.action !== "lambda:InvokeFunction")
    refuse(
      "InvalidParameterValueException",
      "InvokedViaFunctionUrl is only supported for lambda:InvokeFunction action",
    );
}

function conditionsOf(inputs: Properties): Pick<StoredPermission["statement"], "Condition"> {
  const equals = {
    "AWS:SourceAccount": inputs.sourceAccount,
    "aws:PrincipalOrgID": inputs.principalOrgId,
    "lambda:EventSourceToken": inputs.eventSourceToken,
    "lambda:FunctionUrlAuthType": inputs.functionUrlAuthType,
  };
  const present = Object.entries(equals).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const Condition = {
    ...(present.length === 0 ? {} : { StringEquals: Object.fromEntries(present) }),
    ...(inputs.sourceArn === undefined ? {} : { ArnLike: { "AWS:SourceArn": inputs.sourceArn as string } }),
    ...(inputs.invokedViaFunctionUrl === true ? { Bool: { "lambda:InvokedViaFunctionUrl": "true" } } : {}),
  };
  return Object.keys(Condition).length === 0 ? {} : { Condition };
}

/** As the provider reads them out of the policy, which is not always what the program wrote. */
function outputsOf(stored: StoredPermission, inputs: Properties, region: string, session: Session): Properties {
  const statement = shownStatement(session.store, stored);
  const { Principal } = statement;
  const equals = statement.Condition?.StringEquals ?? {};
  const isArn = (inputs.function as string).startsWith("arn:");
  return {
    action: statement.Action,
    eventSourceToken: equals["lambda:EventSourceToken"],
    function: isArn ? statement.Resource.split(":").slice(0, 7).join(":") : stored.functionName,
    functionUrlAuthType: equals["lambda:FunctionUrlAuthType"],
    invokedViaFunctionUrl: statement.Condition?.Bool === undefined ? inputs.invokedViaFunctionUrl : true,
    principal: typeof Principal === "object" ? (Principal.AWS ?? Principal.Service) : Principal,
    principalOrgId: equals["aws:PrincipalOrgID"],
    qualifier: stored.qualifier === "" ? undefined : stored.qualifier,
    region,
    sourceAccount: equals["AWS:SourceAccount"],
    sourceArn: statement.Condition?.ArnLike?.["AWS:SourceArn"],
    statementId: statement.Sid,
    statementIdPrefix: inputs.statementIdPrefix ?? "",
  };
}

const detailOf = ({ functionName, qualifier, statement }: StoredPermission): Record<string, unknown> => ({
  functionName,
  qualifier,
  statement,
});
