import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { canAssume } from "../iam/access";
import { hashOfFiles, isArchive, isFiles, isUnknown } from "../../core/propertyValues";
import type { Properties } from "../../core/propertyValues";
import { parseArn } from "../../core/identifiers";
import type { Call, Problem, Property } from "../../core/definition";
import { regionProperty, tagsProperty } from "../../core/definition";
import { defineResource } from "../../core/lifecycle";
import { anyText, anything, arn, flag, list, structure, text, textMap, wholeNumber } from "../../core/shape";
import type { Shape } from "../../core/shape";
import { removeFunctionParts } from "./permission";
import {
  FUNCTION_KIND,
  functionArn,
  invokeArn,
  ALIAS_KIND,
  findFunction,
  functionName as functionNameShape,
  hasQualifier,
  nameOfFunction,
} from "./reference";
import type { FunctionFacts, FunctionInputs } from "./reference";

const SOURCES = ["code", "imageUri", "s3Bucket"];

const archiveShape: Shape = (value, path) =>
  isUnknown(value) || isArchive(value) ? undefined : `${path} must be an archive`;

/** Properties that UpdateFunctionCode sends. */
const codeProperties: Record<string, Property> = {
  architectures: { shape: list(text({ oneOf: ["x86_64", "arm64"] }), 1, 1), default: ["x86_64"] },
  code: { shape: archiveShape, isWriteOnly: true },
  imageUri: { shape: anyText },
  s3Bucket: { shape: anyText },
  s3Key: { shape: anyText },
  s3ObjectVersion: { shape: anyText },
  sourceCodeHash: { shape: anyText },
};

/** Properties that UpdateFunctionConfiguration sends. */
const configurationProperties: Record<string, Property> = {
  description: { shape: text({ max: 256 }) },
  // Often contains secrets, so the store has only a hash.
  environment: { shape: structure({}, { variables: textMap(anyText, anyText) }), isWriteOnly: true },
  ephemeralStorage: { shape: structure({}, { size: wholeNumber(512, 10_240) }), default: { size: 512 } },
  handler: { shape: text({ min: 1, max: 128 }) },
  imageConfig: { shape: anything },
  kmsKeyArn: { shape: arn },
  layers: { shape: list(arn, 0, 5) },
  loggingConfig: { shape: anything },
  memorySize: { shape: wholeNumber(128, 32_768), default: 128 },
  role: { shape: arn, isRequired: true },
  runtime: { shape: text({ pattern: /^(dotnet(core)?|go|java|nodejs|provided|python|ruby)[\w.]*$/ }) },
  timeout: { shape: wholeNumber(1, 900), default: 3 },
  tracingConfig: { shape: anything, default: { mode: "PassThrough" } },
};

const updatesOf = (properties: object, operation: string) =>
  Object.fromEntries(Object.keys(properties).map((name) => [name, operation]));

export const lambdaFunction = defineResource<FunctionInputs, FunctionFacts>({
  service: "Lambda",
  kind: FUNCTION_KIND,
  operations: {
    create: "CreateFunction",
    update: {
      tags: "TagResource",
      ...updatesOf(configurationProperties, "UpdateFunctionConfiguration"),
      environmentHash: "UpdateFunctionConfiguration",
      codeSha256: "UpdateFunctionCode",
      architectures: "UpdateFunctionCode",
      lastVersion: "PublishVersion",
    },
    delete: "DeleteFunction",
  },
  properties: {
    name: { shape: text({ pattern: /^[\w-]{1,64}$/ }), replaces: true },
    ...codeProperties,
    ...configurationProperties,
    packageType: { shape: text({ oneOf: ["Zip", "Image"] }), replaces: true, default: "Zip" },
    publish: { shape: flag, default: false },
    ...regionProperty,
    reservedConcurrentExecutions: { shape: wholeNumber(-1, 1_000), default: -1 },
    ...tagsProperty,
  },
  nameProperty: "name",
  deletesFirst: "ifNamed",
  computed: ["arn", "codeSha256", "invokeArn", "lastModified", "qualifiedArn", "qualifiedInvokeArn", "version"],
  recomputed: (olds, news) => {
    const hasNewCode = differ(codeProperties, olds, news);
    const isPublished = news.publish === true && (hasNewCode || differ(configurationProperties, olds, news));
    return [
      ...(hasNewCode ? ["codeSha256", "lastModified"] : []),
      ...(isPublished ? ["qualifiedArn", "qualifiedInvokeArn", "version"] : []),
    ];
  },
  problems: sourceProblems,

  check: checkRole,
  create: (inputs, call) => ({
    arn: functionArn(call, inputs.name),
    codeSha256: codeHash(inputs),
    environmentHash: environmentHash(inputs),
    lastModified: now(),
    lastVersion: inputs.publish ? 1 : 0,
  }),
  alreadyExists: ({ inputs }) => ["ResourceConflictException", `Function already exist: ${inputs.name}`],
  update: (before, inputs) => {
    const codeSha256 = codeHash(inputs);
    const hash = environmentHash(inputs);
    const olds: Properties = { ...before.inputs, environment: inputs.environment };
    const hasNewCode = codeSha256 !== before.codeSha256;
    const isChanged =
      hasNewCode ||
      hash !== before.environmentHash ||
      differ(configurationProperties, olds, { ...inputs }) ||
      before.inputs.publish !== inputs.publish;
    return {
      codeSha256,
      environmentHash: hash,
      lastModified: hasNewCode ? now() : before.lastModified,
      lastVersion: before.lastVersion + (inputs.publish && isChanged ? 1 : 0),
    };
  },
  delete: ({ inputs }, call) => removeFunctionParts(inputs.name, undefined, call),

  id: ({ inputs }) => inputs.name,
  key: ({ name }) => name,
  detail: ({ inputs: { name, role, publish } }) => ({ name, role, publish }),
  outputs: ({ arn: unqualified, lastVersion }) => {
    const version = lastVersion === 0 ? "$LATEST" : String(lastVersion);
    return {
      invokeArn: invokeArn(unqualified),
      qualifiedArn: `${unqualified}:${version}`,
      qualifiedInvokeArn: invokeArn(`${unqualified}:${version}`),
      version,
    };
  },
});

function sourceProblems(inputs: Properties, all: Properties): Problem[] {
  const found: Problem[] = [];
  const sources = SOURCES.filter((source) => all[source] !== undefined);
  if (sources.length !== 1)
    found.push({
      property: sources[0] ?? "code",
      reason: `one of ${SOURCES.join(", ")} must be specified, and only one`,
    });
  if (all.s3Bucket !== undefined && all.s3Key === undefined)
    found.push({ property: "s3Key", reason: "is required with s3Bucket" });
  const isZip = (all.packageType ?? "Zip") === "Zip";
  for (const property of ["handler", "runtime"])
    if (isZip && all[property] === undefined)
      found.push({ property, reason: "handler and runtime must be set when PackageType is Zip" });
  return found;
}

const differ = (properties: Record<string, Property>, olds: Properties, news: Properties): boolean =>
  Object.entries(properties).some(([name, { default: value }]) => {
    const [old, now] = [olds[name] ?? value, news[name] ?? value];
    return isFiles(old) && isFiles(now) ? hashOfFiles(old) !== hashOfFiles(now) : !isDeepStrictEqual(old, now);
  });

function codeHash(inputs: object): string {
  const { code, imageUri, s3Bucket, s3Key, s3ObjectVersion, sourceCodeHash }: Properties = { ...inputs };
  const content = isFiles(code) ? hashOfFiles(code) : [imageUri, s3Bucket, s3Key, s3ObjectVersion, sourceCodeHash];
  return createHash("sha256").update(String(content)).digest("base64");
}

const environmentHash = ({ environment }: FunctionInputs): string =>
  createHash("sha256")
    .update(JSON.stringify(environment ?? {}))
    .digest("hex");

/** Lambda assumes the role to run the function. */
function checkRole({ name, role }: FunctionInputs, call: Call): void {
  if (parseArn(role)?.account !== call.account)
    call.fail("AccessDeniedException", "Cross-account pass role is not allowed.");
  if (!canAssume("lambda.amazonaws.com", role, functionArn(call, name), call))
    call.fail("InvalidParameterValueException", "The role defined for the function cannot be assumed by Lambda.");
}

const now = (): string => new Date().toISOString().replace("Z", "+0000");

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
