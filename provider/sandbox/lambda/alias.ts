import { regionProperty } from "../resource/definition";
import { defineResource } from "../resource/lifecycle";
import { text } from "../resource/shape";
import { removeFunctionParts } from "./functionPolicy";
import {
  ALIAS_KIND,
  findFunction,
  functionName as functionNameShape,
  hasQualifier,
  invokeArn,
  nameOfFunction,
} from "./reference";

interface AliasInputs {
  name: string;
  functionName: string;
  functionVersion: string;
}

export const alias = defineResource<AliasInputs, { arn: string }>({
  service: "Lambda",
  kind: ALIAS_KIND,
  operations: { create: "CreateAlias", update: "UpdateAlias", delete: "DeleteAlias" },
  properties: {
    name: { shape: text({ pattern: /^(?!\d+$)[\w-]{1,128}$/ }), replaces: true },
    description: { shape: text({ max: 256 }) },
    functionName: { shape: functionNameShape, isRequired: true, replaces: true },
    functionVersion: { shape: text({ pattern: /^(\$LATEST|\d+)$/ }), isRequired: true },
    ...regionProperty,
  },
  nameProperty: "name",
  deletesFirst: "ifNamed",
  computed: ["arn", "invokeArn"],

  check: ({ functionName, functionVersion }, call) => {
    const { stored } = findFunction(functionName, undefined, call);
    if (!hasQualifier(call.store, call.scope, stored, functionVersion))
      call.fail("ResourceNotFoundException", `Function not found: ${stored.arn}:${functionVersion}`);
  },
  create: ({ name, functionName }, call) => ({
    arn: `${findFunction(functionName, undefined, call).stored.arn}:${name}`,
  }),
  alreadyExists: ({ arn }) => ["ResourceConflictException", `Alias already exists: ${arn}`],
  delete: ({ inputs }, call) => removeFunctionParts(nameOfFunction(inputs.functionName), inputs.name, call),

  id: ({ arn }) => arn,
  key: ({ functionName, name }) => `${nameOfFunction(functionName)}:${name}`,
  detail: ({ inputs: { functionName, name, functionVersion } }) => ({
    functionName: nameOfFunction(functionName),
    name,
    functionVersion,
  }),
  outputs: ({ arn }) => ({ invokeArn: invokeArn(arn) }),
});
