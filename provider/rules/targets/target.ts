import { parseS3Uri } from "../../iam/gateway/targetFiles";
import { kmsKeyArnProblems, secretArnProblems } from "../core/arn";
import { bucketName, connectorId as connectorIdRule, objectKey } from "../core/limits";
import {
  booleanProblems,
  quoted,
  requiredProblems,
  textProblems,
  typeName,
  unexpectedMembers,
  withPaths,
} from "../core/problem";
import type { Problem } from "../core/problem";
import { isKnown, isNil, isObject, isOutputLike, isPlainObject, memberOf } from "../core/values";
import { callForms, callOf, callProblems } from "./calls";
import type { Call } from "./calls";
import type { RawObject } from "../core/values";
import { isTargetType, targetKind, targetKinds, targetTypes } from "./targetKinds";
import type { TargetKind, TargetType } from "./targetKinds";

/** A target with the properties of `target`, whether the program wrote those or `targetConfiguration`. */
export interface ReadTarget {
  readonly target: unknown;
  /** The call that the gateway's role makes, if the target describes it. */
  readonly call: Call | undefined;
  /** Properties next to `targetConfiguration`, and those that can be there; absent if the program wrote no configuration. */
  readonly beside?: { readonly values: RawObject; readonly allowed: readonly string[] };
  /** Returns a problem with the paths that the program wrote, instead of paths below `target`. */
  readonly asWritten: (problem: Problem) => Problem;
  readonly problems: readonly Problem[];
}

/**
 * Reads a target. A target with `targetConfiguration` gets the properties that are read from there. Values may be
 * Outputs; the objects around them must be plain.
 *
 * @param path - path of `target` in the program; empty for a `GatewayTarget`, which has no `target`
 */
export function readTarget(target: unknown, path = "target"): ReadTarget {
  if (!isObject(target) || !("targetConfiguration" in target))
    return withCall(target, { asWritten: (problem) => problem, problems: [] });
  const { targetConfiguration, ...others } = target;
  const ofBundle = path === "" ? [] : ["certificate"];
  const beside = { values: others, allowed: ["targetConfiguration", "calls", "permission", ...ofBundle] };
  const root = below(path, "targetConfiguration");
  const kind = kindOf(targetConfiguration);
  if (kind === undefined) {
    const forms = quoted(targetTypes.map((type) => targetKinds[type].path.join(".")));
    const reason = `must have exactly one of ${forms}: plain objects down to there, not Outputs.`;
    return withCall(others, {
      beside,
      asWritten: (problem) => withPaths(problem, (at) => writtenPath(at, path, root, new Map())),
      problems: [{ path: root, reason }],
    });
  }
  const { type, configuration } = kind;
  const base = `${root}.${targetKinds[type].path.join(".")}`;
  const places = targetKind(type)?.configuration ?? {};
  const found = Object.entries(places).flatMap(([property, steps]) => {
    const value = plainValueAt(configuration, steps);
    return value === undefined ? [] : [{ property, value, first: steps[0], steps: steps.join(".") }];
  });
  const hidden = found
    .filter(({ value }) => value === insideOutput)
    .map(({ first, steps }) => ({
      path: `${base}.${first}`,
      reason: `write plain objects, not an Output, down to ${steps}: the permissions depend on it.`,
    }));
  const twice = found
    .filter(({ property }) => !isNil(others[property]))
    .map(({ property, steps }) => ({
      path: below(path, property),
      reason: `is read from ${base}.${steps}. Remove it here.`,
    }));
  const read = Object.fromEntries(found.map(({ property, value }) => [property, propertyFrom(property, value)]));
  const written = new Map(Object.entries(places).map(([property, steps]) => [property, `${base}.${steps.join(".")}`]));
  return withCall(
    { type, ...others, ...read },
    {
      beside,
      asWritten: (problem) => withPaths(problem, (at) => writtenPath(at, path, base, written)),
      problems: [...hidden, ...twice],
    },
  );
}

function withCall(target: unknown, rest: Omit<ReadTarget, "target" | "call">): ReadTarget {
  return { target, call: callOf(target, targetKind(memberOf(target, "type"))), ...rest };
}

/** Finds the kind of target that a configuration is for: its only protocol, and the only member of that. */
function kindOf(value: unknown): { readonly type: TargetType; readonly configuration: unknown } | undefined {
  const [protocol, ...otherProtocols] = setMembers(value);
  const [member, ...otherMembers] = setMembers(protocol?.[1]);
  if (protocol === undefined || member === undefined || otherProtocols.length + otherMembers.length > 0)
    return undefined;
  const path = `${protocol[0]}.${member[0]}`;
  const type = targetTypes.find((one) => targetKinds[one].path.join(".") === path);
  return type === undefined ? undefined : { type, configuration: member[1] };
}

/** Marks a value that is inside an Output, where nothing can be read at construction. */
const insideOutput = {};

function plainValueAt(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (isNil(value)) return undefined;
  if (step === undefined) return value;
  return isPlainObject(value) ? plainValueAt(value[step], rest) : insideOutput;
}

function propertyFrom(property: string, value: unknown): unknown {
  if (property === "hasToolSchema") return true;
  return property === "schema" ? addressOf(value) : value;
}

/** Keeps the address of a schema, and nothing else of the configuration. */
function addressOf(schema: unknown): unknown {
  if (isPlainObject(schema)) return { uri: schema.uri };
  if (!isObject(schema) || !isOutputLike(schema)) return schema;
  const uriOf = (known: unknown) => memberOf(known, "uri");
  const { apply, then } = schema;
  if (typeof apply === "function") return { uri: Reflect.apply(apply, schema, [uriOf]) as unknown };
  return typeof then === "function" ? { uri: Reflect.apply(then, schema, [uriOf]) as unknown } : schema;
}

function writtenPath(problem: string, path: string, base: string, written: ReadonlyMap<string, string>): string {
  const [, property, rest = ""] = /^target(?:\.(\w+)(.*))?$/s.exec(problem) ?? [];
  if (!/^target\b/.test(problem)) return problem;
  if (property === undefined || property === "type") return base;
  const place = written.get(property);
  return place === undefined ? below(path, `${property}${rest}`) : `${place}${rest}`;
}

function below(path: string, property: string): string {
  return path === "" ? property : `${path}.${property}`;
}

function setMembers(value: unknown): [string, unknown][] {
  return isPlainObject(value) ? Object.entries(value).filter(([, member]) => !isNil(member)) : [];
}

/** Checks the properties of a target. */
export function targetProblems({ target, beside }: ReadTarget, credentialType: unknown): Problem[] {
  if (!isObject(target)) return [];
  const { type, schema, certificate, hasToolSchema, connectorId } = target;
  if (!isTargetType(type)) return [];
  const { properties = [], configuration = {}, ownCall, calls }: TargetKind = targetKinds[type];
  const own = [
    ...(ownCall === undefined ? [] : callForms[ownCall].properties),
    ...(calls === undefined ? [] : ["calls"]),
    ...properties,
  ];
  const expected =
    beside === undefined
      ? ["type", ...own, ...("schema" in configuration ? ["schema"] : [])]
      : beside.allowed.filter((property) => property === "targetConfiguration" || own.includes(property));
  const ofSchema = beside === undefined ? schemaProblems(schema) : uriOnlyProblems(schema);
  return [
    ...unexpectedMembers("target", beside?.values ?? target, expected),
    ...callProblems(target, type, credentialType),
    ...("schema" in configuration ? ofSchema : []),
    ...(properties.includes("certificate") ? certificateProblems(certificate) : []),
    ...booleanProblems("target.hasToolSchema", hasToolSchema),
    ...textProblems("target.connectorId", connectorId, connectorIdRule),
  ];
}

const schemaForms = "{ bucket, key } or { uri }";

/** Checks the address of a target's schema in Amazon S3. */
export function schemaProblems(schema: unknown, path = "target.schema"): Problem[] {
  if (!isKnown(schema)) return [];
  if (!isObject(schema)) return [{ path, reason: `must be ${schemaForms}, not ${typeName(schema)}.` }];
  const { bucket, key, uri, kmsKeyArn } = schema;
  return [
    ...unexpectedMembers(path, schema, ["bucket", "key", "uri", "kmsKeyArn"]),
    ...(isNil(uri) ? bucketAndKeyProblems(path, bucket, key) : uriProblems(path, uri, bucket ?? key)),
    ...kmsKeyArnProblems(`${path}.kmsKeyArn`, kmsKeyArn),
  ];
}

/** Checks the address of a schema in a `targetConfiguration`. */
function uriOnlyProblems(schema: unknown): Problem[] {
  const path = "target.schema";
  if (!isKnown(schema)) return [];
  if (!isObject(schema)) return [{ path, reason: `must be { uri }, not ${typeName(schema)}.` }];
  const missing = requiredProblems(`${path}.uri`, schema.uri, 'write the address of the object, "s3://BUCKET/KEY".');
  return [...missing, ...(isNil(schema.uri) ? [] : uriProblems(path, schema.uri, undefined))];
}

/** Checks where a target's private CA certificate is: in Secrets Manager or in Amazon S3. */
export function certificateProblems(certificate: unknown, path = "target.certificate"): Problem[] {
  if (!isKnown(certificate)) return [];
  const forms = `{ secretArn }, ${schemaForms}`;
  if (!isObject(certificate)) return [{ path, reason: `must be ${forms}, not ${typeName(certificate)}.` }];
  const { bucket, key, uri, secretArn, kmsKeyArn } = certificate;
  const isInS3 = [bucket, key, uri].some((one) => !isNil(one));
  if (isInS3 === !isNil(secretArn)) return [{ path, reason: `must be exactly one of ${forms}.` }];
  if (isInS3) return schemaProblems(certificate, path);
  return [
    ...unexpectedMembers(path, certificate, ["secretArn", "kmsKeyArn", "bucket", "key", "uri"]),
    ...secretArnProblems(`${path}.secretArn`, secretArn),
    ...kmsKeyArnProblems(`${path}.kmsKeyArn`, kmsKeyArn),
  ];
}

function bucketAndKeyProblems(path: string, bucket: unknown, key: unknown): Problem[] {
  return [
    ...requiredProblems(`${path}.bucket`, bucket, "write the bucket's name."),
    ...requiredProblems(`${path}.key`, key, "write the object's key, its whole path in the bucket."),
    ...textProblems(`${path}.bucket`, bucket, bucketName),
    ...textProblems(`${path}.key`, key, objectKey),
  ];
}

function uriProblems(path: string, uri: unknown, bucketOrKey: unknown): Problem[] {
  const at = `${path}.uri`;
  if (!isNil(bucketOrKey)) return [{ path: at, reason: `is set together with bucket or key. Write ${schemaForms}.` }];
  if (!isKnown(uri)) return [];
  const parts = typeof uri === "string" ? parseS3Uri(uri) : undefined;
  if (parts === undefined) return [{ path: at, reason: 'not the address of an object. Write "s3://BUCKET/KEY".' }];
  return [...textProblems(at, parts.bucket, bucketName), ...textProblems(at, parts.key, objectKey)];
}
