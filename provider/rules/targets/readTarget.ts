import type { Problem } from "../core/problem";
import { isOutputLike, isNil, isObject, isPlainObject, memberOf } from "../core/values";
import { targetKinds, targetTypes } from "./targetKinds";
import type { TargetType } from "./targetKinds";
import { quoted } from "../core/text";

/** A target as a bundle takes it, and where the program says each part. */
export interface ReadTarget {
  readonly target: unknown;
  /** The path in the program of a path below `target`; absent where they are the same. */
  readonly at?: (path: string) => string;
  readonly problems: readonly Problem[];
}

/** What a kind of target says in its configuration: by property of ours, the place in theirs. */
const places: Readonly<Partial<Record<TargetType, Readonly<Record<string, readonly string[]>>>>> = {
  lambda: { function: ["lambdaArn"], schema: ["toolSchema", "s3"] },
  openApiSchema: { schema: ["s3"] },
  smithyModel: { schema: ["s3"] },
  mcpServer: { schema: ["mcpToolSchema", "s3"], hasToolSchema: ["mcpToolSchema"] },
  apiGateway: { restApi: ["restApiId"], stage: ["stage"], tools: ["apiGatewayToolConfiguration"] },
  passthrough: { schema: ["schema", "source", "s3"] },
  agentcoreRuntime: { runtime: ["arn"], qualifier: ["qualifier"], schema: ["schema", "source", "s3"] },
};

/**
 * A target that is given by its configuration in the shape of `@pulumi/aws`, as a bundle takes it: of what kind it is, and
 * what the gateway calls. Which members there are stands in the program; their values may come later, and are handed on as
 * they are. Any other target is handed on as it is.
 */
export function readTarget(given: unknown, path = "target"): ReadTarget {
  const asWritten = { target: given, problems: [] };
  if (!isObject(given) || !("targetConfiguration" in given)) return asWritten;
  const { targetConfiguration, ...besides } = given;
  const root = path === "" ? "targetConfiguration" : `${path}.targetConfiguration`;
  const read = kindOf(targetConfiguration);
  if (typeof read === "string") return { ...asWritten, target: besides, problems: [{ path: root, reason: read }] };
  const { type, configuration } = read;
  const base = `${root}.${targetKinds[type].path.join(".")}`;
  const found = Object.entries(places[type] ?? {}).flatMap(([member, scope]) => {
    const value = valueIn(configuration, scope);
    return value === undefined ? [] : [{ member, scope, value }];
  });
  const hidden = found
    .filter(({ value }) => value === outOfSight)
    .map(({ scope }) => ({
      path: `${base}.${scope[0]}`,
      reason: `write it in the program (no Output) down to ${scope.join(".")}: permissions follow from it.`,
    }));
  const twice = found
    .filter(({ member }) => !isNil(besides[member]))
    .map(({ member, scope }) => ({
      path: path === "" ? member : `${path}.${member}`,
      reason: `is read from ${base}.${scope.join(".")}. Remove it here.`,
    }));
  const written = Object.fromEntries(found.map(({ member, scope }) => [member, `${base}.${scope.join(".")}`]));
  return {
    target: {
      type,
      ...besides,
      ...Object.fromEntries(found.map(({ member, value }) => [member, valueOf(member, value)])),
    },
    at: (problem) => pathIn(problem, path, base, written),
    problems: [...hidden, ...twice],
  };
}

/** Which kind of target a configuration is, or what is wrong with it. */
function kindOf(configuration: unknown): { readonly type: TargetType; readonly configuration: unknown } | string {
  const forms = targetTypes.map((type) => targetKinds[type].path.join("."));
  const reason = `must have exactly one of ${quoted(forms)}, down to there written in the program (no Output).`;
  const [protocol, ...otherProtocols] = membersOf(configuration);
  if (protocol === undefined || otherProtocols.length > 0) return reason;
  const [member, ...otherMembers] = membersOf(protocol[1]);
  if (member === undefined || otherMembers.length > 0) return reason;
  const type = targetTypes.find((one) => targetKinds[one].path.join(".") === `${protocol[0]}.${member[0]}`);
  return type === undefined ? reason : { type, configuration: member[1] };
}

/** Stands for what is below an Output, where there is nothing to see yet. */
const outOfSight = {};

/** A value further down; `undefined` where the program has none. */
function valueIn(value: unknown, [member, ...rest]: readonly string[]): unknown {
  if (isNil(value)) return undefined;
  if (member === undefined) return value;
  return isPlainObject(value) ? valueIn(value[member], rest) : outOfSight;
}

function valueOf(member: string, value: unknown): unknown {
  if (member === "hasToolSchema") return true;
  return member === "schema" ? addressIn(value) : value;
}

/** Of where a schema is, theirs says more than we ask for. All of it may come later. */
function addressIn(value: unknown): unknown {
  if (isPlainObject(value)) return { uri: value.uri };
  if (!isObject(value) || !isOutputLike(value)) return value;
  const uriOf = (known: unknown) => memberOf(known, "uri");
  const later = (typeof value.apply === "function" ? value.apply : value.then) as (pick: typeof uriOf) => unknown;
  return { uri: later.call(value, uriOf) };
}

function pathIn(problem: string, path: string, base: string, written: Readonly<Record<string, string>>): string {
  if (!/^target\b/.test(problem)) return problem;
  const [, member = "", rest = ""] = /^target\.?(\w*)(.*)$/s.exec(problem) ?? [];
  if (member === "type" || member === "") return base;
  const scope = written[member];
  if (scope !== undefined) return `${scope}${rest}`;
  return path === "" ? `${member}${rest}` : problem;
}

function membersOf(value: unknown): [string, unknown][] {
  return isPlainObject(value) ? Object.entries(value).filter(([, member]) => !isNil(member)) : [];
}
