import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { parseArn } from "../../values/arn";
import { AwsError } from "../../values/awsError";
import { evaluate } from "../../policies/iamEvaluator";
import type { PolicyDocument } from "../../policies/iamEvaluator";
import { hashOfFiles, isArchive, isFiles, isObject } from "../../values/propertyValues";
import type { Properties } from "../../values/propertyValues";
import { regionFor } from "../../session";
import type { Session } from "../../session";
import { allTags, ownTags, tagProblems } from "../../values/tags";
import { scopeOf } from "../agentcore/gatewayObjects";
import { readRole } from "../iam/iamObjects";
import {
  aliasKey,
  aliasesOf,
  functionArn,
  functionKey,
  functionUrlKey,
  invokeArn,
  parseFunction,
  permissionKey,
  permissionsOf,
  readFunction,
} from "./lambdaObjects";
import type { StoredFunction } from "./lambdaObjects";
import type { Problem, ResourceType } from "../resourceType";

/** Where the code comes from. */
const SOURCES = ["code", "imageUri", "s3Bucket"];

/** Properties that UpdateFunctionCode sends. */
const CODE = [...SOURCES, "s3Key", "s3ObjectVersion", "sourceCodeHash", "architectures"];

/** Properties that UpdateFunctionConfiguration sends. */
const CONFIGURATION = [
  "deadLetterConfig",
  "description",
  "environment",
  "ephemeralStorage",
  "handler",
  "imageConfig",
  "kmsKeyArn",
  "layers",
  "loggingConfig",
  "memorySize",
  "role",
  "runtime",
  "timeout",
  "tracingConfig",
];

/** Limit of all environment variables together, in bytes. */
const ENVIRONMENT_SIZE = 4_096;

export const lambdaFunction: ResourceType = {
  inputs: [
    "name",
    ...CODE,
    ...CONFIGURATION,
    "packageType",
    "publish",
    "region",
    "reservedConcurrentExecutions",
    "skipDestroy",
    "tags",
  ],
  required: ["role"],
  replaceOnChanges: ["name", "packageType", "region"],
  autoName: { maxLength: 64 },
  deletesFirstIfNamed: true,
  computed: [
    "arn",
    "codeSha256",
    "invokeArn",
    "lastModified",
    "qualifiedArn",
    "qualifiedInvokeArn",
    "responseStreamingInvokeArn",
    "signingJobArn",
    "signingProfileVersionArn",
    "sourceCodeSize",
    "version",
  ],
  remade,
  problems,
  defaults: (inputs, session) => ({
    ...DEFAULTS,
    ...(inputs.region === undefined && session.region === undefined ? {} : { region: inputs.region ?? session.region }),
    ...(isFiles(inputs.code) ? { sourceCodeHash: hashOfFiles(inputs.code) } : {}),
    tagsAll: allTags(inputs, session),
  }),
  create,
  read: (id, outputs, session) => {
    const region = regionFor(session, "Lambda: GetFunction", outputs.region);
    const stored = readFunction(session.store, scopeOf(session.account, region), id);
    return stored === undefined ? undefined : { id, outputs: outputsOf(stored, outputs, region, session) };
  },
  update,
  delete: remove,
};

const DEFAULTS: Properties = {
  architectures: ["x86_64"],
  ephemeralStorage: { size: 512 },
  memorySize: 128,
  packageType: "Zip",
  publish: false,
  reservedConcurrentExecutions: -1,
  skipDestroy: false,
  timeout: 3,
  tracingConfig: { mode: "PassThrough" },
};

function problems(inputs: Properties, all: Properties): Problem[] {
  const found = tagProblems(inputs);
  const { name, role, code, handler, runtime, packageType, architectures } = inputs;
  const sources = SOURCES.filter((source) => all[source] !== undefined);
  if (sources.length !== 1)
    found.push({
      property: sources[0] ?? "code",
      reason: `one of ${SOURCES.join(", ")} must be specified, and only one`,
    });
  if (code !== undefined && !isArchive(code)) found.push({ property: "code", reason: "must be an archive" });
  if (all.s3Bucket !== undefined && all.s3Key === undefined)
    found.push({ property: "s3Key", reason: "is required with s3Bucket" });
  if (packageType !== undefined && packageType !== "Zip" && packageType !== "Image")
    found.push({ property: "packageType", reason: "must be Zip or Image" });
  for (const property of ["handler", "runtime"])
    if ((packageType ?? "Zip") === "Zip" && all.packageType === packageType && all[property] === undefined)
      found.push({ property, reason: "handler and runtime must be set when PackageType is Zip" });
  if (typeof name === "string" && (parseFunction(name) === undefined || name.length > 140))
    found.push({ property: "name", reason: "must be 1 to 140 letters, digits or any of _-" });
  if (typeof role === "string" && parseArn(role) === undefined)
    found.push({ property: "role", reason: `"${role}" is not an ARN` });
  if (typeof handler === "string" && (handler.length < 1 || handler.length > 128))
    found.push({ property: "handler", reason: "must have 1 to 128 characters" });
  if (runtime !== undefined && !/^(dotnet(core)?|go|java|nodejs|provided|python|ruby)[\w.]*$/.test(runtime as string))
    found.push({ property: "runtime", reason: "is not a runtime of AWS Lambda" });
  if (
    architectures !== undefined &&
    !isDeepStrictEqual(architectures, ["x86_64"]) &&
    !isDeepStrictEqual(architectures, ["arm64"])
  )
    found.push({ property: "architectures", reason: "must be [x86_64] or [arm64]" });
  return [...found, ...rangeProblem(inputs, "timeout", 1, 900), ...rangeProblem(inputs, "memorySize", 128, 32_768)];
}

function rangeProblem(inputs: Properties, property: string, least: number, most: number): Problem[] {
  const value = inputs[property];
  return value === undefined || (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)
    ? []
    : [{ property, reason: `must be ${least} to ${most}` }];
}

/** New code has a new date; where each change is published, it is a new version as well. */
function remade(olds: Properties, news: Properties): readonly string[] {
  const hasNewCode = differ(CODE, olds, news);
  const isPublished = news.publish === true && (hasNewCode || differ([...CONFIGURATION, "publish"], olds, news));
  return [
    ...(hasNewCode ? ["lastModified"] : []),
    ...(isPublished ? ["qualifiedArn", "qualifiedInvokeArn", "version"] : []),
  ];
}

/** Properties that stay as they are once the program no longer sets them. */
const KEPT = ["architectures", "ephemeralStorage", "loggingConfig", "sourceCodeHash", "tracingConfig"];

const differ = (names: readonly string[], olds: Properties, news: Properties): boolean =>
  names
    .filter((name) => news[name] !== undefined || !KEPT.includes(name))
    .some((name) => !isSame(olds[name] ?? DEFAULTS[name], news[name] ?? DEFAULTS[name]));

const isSame = (old: unknown, now: unknown): boolean =>
  isFiles(old) && isFiles(now) ? hashOfFiles(old) === hashOfFiles(now) : isDeepStrictEqual(old, now);

function create(inputs: Properties, session: Session): { id: string; outputs: Properties } {
  const operation = "Lambda: CreateFunction";
  const { account, partition, store } = session;
  const region = regionFor(session, operation, inputs.region);
  const name = inputs.name as string;
  if (!/^[\w-]{1,64}$/.test(name))
    throw new AwsError(
      operation,
      "ValidationException",
      `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    );
  const arn = functionArn(partition, region, account, name);
  refuseRole(inputs.role as string, arn, session, operation);
  refuseEnvironment(inputs, operation);
  const stored: StoredFunction = {
    name,
    arn,
    ...contentOf(inputs, session),
    lastVersion: inputs.publish === true ? 1 : 0,
    lastModified: now(),
  };
  const key = functionKey(scopeOf(account, region), name);
  if (!store.create(key, stored))
    throw new AwsError(operation, "ResourceConflictException", `Function already exist: ${name}`);
  store.record("CreateFunction", key, { name, role: inputs.role, publish: inputs.publish === true });
  return { id: name, outputs: outputsOf(stored, inputs, region, session) };
}

function update(id: string, olds: Properties, news: Properties, session: Session): Properties {
  const { account, store } = session;
  const region = regionFor(session, "Lambda: UpdateFunctionConfiguration", olds.region);
  const scope = scopeOf(account, region);
  const before = readFunction(store, scope, id);
  if (before === undefined)
    throw new AwsError(
      "Lambda: UpdateFunctionConfiguration",
      "ResourceNotFoundException",
      `Function not found: ${functionArn(session.partition, region, account, id)}`,
    );
  refuseRole(news.role as string, before.arn, session, "Lambda: UpdateFunctionConfiguration");
  refuseEnvironment(news, "Lambda: UpdateFunctionConfiguration");
  const content = contentOf(news, session);
  const hasNewCode = before.codeSha256 !== content.codeSha256 || differ(CODE, before.inputs, content.inputs);
  const hasNewConfiguration = differ(CONFIGURATION, before.inputs, content.inputs);
  const isPublished = news.publish === true && (hasNewCode || hasNewConfiguration || before.inputs.publish !== true);
  const after: StoredFunction = {
    ...before,
    ...content,
    lastVersion: before.lastVersion + (isPublished ? 1 : 0),
    lastModified: hasNewCode || hasNewConfiguration ? now() : before.lastModified,
  };
  const key = functionKey(scope, id);
  store.replace(key, after);
  if (!isDeepStrictEqual(before.tags, after.tags)) store.record("TagResource", key, { name: id });
  if (hasNewConfiguration) store.record("UpdateFunctionConfiguration", key, { name: id, role: news.role });
  if (hasNewCode) store.record("UpdateFunctionCode", key, { name: id });
  if (isPublished) store.record("PublishVersion", key, { name: id, version: String(after.lastVersion) });
  if (differ(["reservedConcurrentExecutions"], before.inputs, content.inputs))
    store.record("PutFunctionConcurrency", key, { name: id });
  return outputsOf(after, news, region, session);
}

/** The function goes with its versions, its aliases, and the policies and URLs of all of them. */
function remove(id: string, olds: Properties, session: Session): void {
  if (olds.skipDestroy === true) return;
  const { account, store } = session;
  const scope = scopeOf(account, regionFor(session, "Lambda: DeleteFunction", olds.region));
  const key = functionKey(scope, id);
  if (!store.remove(key)) return;
  const aliases = aliasesOf(store, scope, id).map(({ name }) => name);
  for (const name of aliases) store.remove(aliasKey(scope, id, name));
  for (const qualifier of ["", ...aliases]) store.remove(functionUrlKey(scope, id, qualifier));
  for (const { qualifier, statement } of permissionsOf(store, scope, id))
    store.remove(permissionKey(scope, id, qualifier, statement.Sid));
  store.record("DeleteFunction", key, { name: id });
}

/** What an operation leaves in the function: its inputs, with a hash in place of the code. */
function contentOf(inputs: Properties, session: Session) {
  const { code, ...rest } = inputs;
  const hash = isFiles(code)
    ? hashOfFiles(code)
    : [rest.imageUri, rest.s3Bucket, rest.s3Key, rest.s3ObjectVersion].join();
  return {
    inputs: rest,
    tags: allTags(inputs, session) as Record<string, string>,
    codeSha256: createHash("sha256").update(hash).digest("base64"),
    codeSize: JSON.stringify(code ?? "").length,
  };
}

/** Lambda assumes the role to run the function: it must exist in the account, and its trust policy must allow that. */
function refuseRole(roleArn: string, sourceArn: string, session: Session, operation: string): void {
  const arn = parseArn(roleArn);
  if (arn?.service !== "iam" || !arn.resource.startsWith("role/"))
    throw new AwsError(operation, "ValidationException", `Value '${roleArn}' at 'role' is not the ARN of a role`);
  if (arn.account !== session.account)
    throw new AwsError(operation, "AccessDeniedException", "Cross-account pass role is not allowed.");
  const role = readRole(session.store, session.account, arn.resource.split("/").pop()!);
  const isTrusting =
    role?.arn === roleArn &&
    evaluate([JSON.parse(role.assumeRolePolicy) as PolicyDocument], {
      action: "sts:AssumeRole",
      resource: roleArn,
      principal: { type: "Service", id: "lambda.amazonaws.com" },
      context: { "aws:SourceAccount": session.account, "aws:SourceArn": sourceArn },
    }) === "allowed";
  // The service says the same of a role that does not exist.
  if (!isTrusting)
    throw new AwsError(
      operation,
      "InvalidParameterValueException",
      "The role defined for the function cannot be assumed by Lambda.",
    );
}

function refuseEnvironment(inputs: Properties, operation: string): void {
  const variables = isObject(inputs.environment) ? inputs.environment.variables : undefined;
  if (!isObject(variables)) return;
  const refuse = (explanation: string): never => {
    throw new AwsError(
      operation,
      "InvalidParameterValueException",
      `Lambda was unable to configure your environment variables because the environment variables you have provided ${explanation}`,
    );
  };
  const reserved = Object.keys(variables).filter((key) => RESERVED_VARIABLES.includes(key));
  if (reserved.length > 0)
    refuse(
      "contains reserved keys that are currently not supported for modification. " +
        `Reserved keys used in this request: ${reserved.join(", ")}`,
    );
  if (JSON.stringify(variables).length > ENVIRONMENT_SIZE) refuse("exceeded the 4KB limit.");
}

const RESERVED_VARIABLES = [
  "AWS_ACCESS_KEY_ID",
  "AWS_DEFAULT_REGION",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_REGION",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
];

function outputsOf(stored: StoredFunction, inputs: Properties, region: string, session: Session): Properties {
  const { arn, name } = stored;
  const version = stored.lastVersion === 0 ? "$LATEST" : String(stored.lastVersion);
  return {
    ...DEFAULTS,
    loggingConfig: { logFormat: "Text", logGroup: `/aws/lambda/${name}` },
    ...stored.inputs,
    // The service gives no code back: the provider keeps what the program gave.
    code: inputs.code,
    sourceCodeHash: isFiles(inputs.code) ? hashOfFiles(inputs.code) : stored.inputs.sourceCodeHash,
    region,
    arn,
    codeSha256: stored.codeSha256,
    invokeArn: invokeArn(arn),
    lastModified: stored.lastModified,
    qualifiedArn: `${arn}:${version}`,
    qualifiedInvokeArn: invokeArn(`${arn}:${version}`),
    responseStreamingInvokeArn: invokeArn(arn, "2021-11-15", "response-streaming-invocations"),
    signingJobArn: "",
    signingProfileVersionArn: "",
    sourceCodeSize: stored.codeSize,
    version,
    tags: ownTags(stored.tags, inputs, session),
    tagsAll: stored.tags,
  };
}

const now = (): string => new Date().toISOString().replace("Z", "+0000");
