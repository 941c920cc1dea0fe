import { validation } from "./errors";
import type { FieldProblem, ServiceError } from "./errors";
import modelFile from "./model.json";

/** A shape of the service model, in the form of botocore (see README.md). */
export interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, ShapeReference>>;
  readonly member?: ShapeReference;
  readonly key?: ShapeReference;
  readonly value?: ShapeReference;
  readonly union?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly sensitive?: boolean;
}

interface ShapeReference {
  readonly shape: string;
}

interface OperationModel {
  readonly name: string;
  readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode: number };
  readonly input: { readonly shape: string };
  readonly output: { readonly shape: string };
}

export const model: {
  readonly operations: Readonly<Record<string, OperationModel>>;
  readonly shapes: Readonly<Record<string, Shape>>;
} = modelFile;

export function shapeNamed(name: string): Shape {
  const shape = model.shapes[name];
  if (!shape) throw new Error(`The service model has no shape ${name}.`);
  return shape;
}

/**
 * Returns a request without nulls and without members that the model does not know, because the service ignores both.
 * The request must satisfy the constraints of the model.
 */
export function knownMembers(shapeName: string, value: unknown): object {
  return known(shapeName, value) as object;
}

function known(shapeName: string, value: unknown): unknown {
  const { type, members = {}, member, value: item } = shapeNamed(shapeName);
  if (type === "list" && member && Array.isArray(value)) return value.map((entry) => known(member.shape, entry));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([name, entry]: [string, unknown]) => {
    const shape = type === "map" ? item?.shape : members[name]?.shape;
    return shape === undefined || entry === undefined || entry === null ? [] : [[name, known(shape, entry)] as const];
  });
  return Object.fromEntries(entries);
}

// This pattern lacks digits, so no ARN of an OAuth2 provider matches. The service does tag these providers.
const unenforcedPatterns = new Set(["TaggableResourcesArn"]);

/** Returns every violation of the constraints that a shape of the service model sets. */
export function fieldProblems(shapeName: string, request: unknown): FieldProblem[] {
  const problems: FieldProblem[] = [];
  visit(shapeName, request, [], problems);
  return problems;
}

export function constraintError(problems: FieldProblem[]): ServiceError {
  const count = `${problems.length} validation error${problems.length === 1 ? "" : "s"} detected`;
  return validation(`${count}. ${problems.map((problem) => problem.message).join("; ")}`, problems);
}

function visit(shapeName: string, value: unknown, path: readonly string[], problems: FieldProblem[]): void {
  const shape = shapeNamed(shapeName);
  const report = (constraint: string, subject = "Value") =>
    problems.push({
      name: path.join("."),
      message: `${subject} at '/${path.join("/")}' failed to satisfy constraint: Member must ${constraint}`,
    });
  const checkRange = (size: number, subject: string, label: string) => {
    if (size >= (shape.min ?? 0) && size <= (shape.max ?? Infinity)) return;
    report(`have ${label} ${describeRange(shape)}`, subject);
  };

  switch (shape.type) {
    case "structure": {
      if (!isRecord(value)) return void report("be an object");
      for (const name of shape.required ?? []) if (isAbsent(value[name])) visitMissing(name, path, problems);
      // The service ignores members that the model does not know.
      const present = Object.entries(shape.members ?? {}).filter(([name]) => !isAbsent(value[name]));
      if (shape.union && present.length !== 1) report("have exactly one member of the union set");
      for (const [name, member] of present) visit(member.shape, value[name], [...path, name], problems);
      return;
    }
    case "map": {
      if (!isRecord(value)) return void report("be an object");
      const entries = Object.entries(value);
      checkRange(entries.length, `Value with length ${entries.length}`, "length");
      for (const [key, item] of entries) {
        const before = problems.length;
        // The path does not repeat an invalid key: it may be a misplaced secret.
        visit(shape.key!.shape, key, [...path, "key"], problems);
        const label = problems.length > before ? "value" : key;
        if (isAbsent(item)) visitMissing(label, path, problems);
        else visit(shape.value!.shape, item, [...path, label], problems);
      }
      return;
    }
    case "list":
      if (!Array.isArray(value)) return void report("be a list");
      checkRange(value.length, `Value with length ${value.length}`, "length");
      value.forEach((item, index) => visit(shape.member!.shape, item, [...path, String(index)], problems));
      return;
    case "string": {
      if (typeof value !== "string") return void report("be a string");
      const length = [...value].length;
      checkRange(length, `Value with length ${length}`, "length");
      if (shape.enum && !shape.enum.includes(value)) report(`satisfy enum value set: [${shape.enum.join(", ")}]`);
      if (shape.pattern && !unenforcedPatterns.has(shapeName) && !fullMatch(shape.pattern).test(value))
        report(`satisfy regular expression pattern: ${shape.pattern}`);
      return;
    }
    case "integer":
    case "long":
      if (typeof value !== "number" || !Number.isInteger(value)) return void report("be an integer");
      checkRange(value, "Value", "a value");
      return;
    case "boolean":
      if (typeof value !== "boolean") report("be a boolean");
      return;
    case "timestamp":
    case "double":
    case "float":
      if (typeof value !== "number") report("be a number");
      return;
    default:
      throw new Error(`${shapeName}: the type ${shape.type} of the service model is not supported.`);
  }
}

function visitMissing(name: string, path: readonly string[], problems: FieldProblem[]): void {
  const full = [...path, name];
  problems.push({
    name: full.join("."),
    message: `Value at '/${full.join("/")}' failed to satisfy constraint: Member must not be null`,
  });
}

function describeRange({ min, max }: Shape): string {
  if (min !== undefined && max !== undefined) return `between ${min} and ${max}, inclusive`;
  return max === undefined ? `greater than or equal to ${min}` : `less than or equal to ${max}`;
}

const compiled = new Map<string, RegExp>();

/** The service matches a pattern against the whole value, with or without anchors. */
function fullMatch(pattern: string): RegExp {
  const known = compiled.get(pattern) ?? new RegExp(`^(?:${pattern})$`);
  compiled.set(pattern, known);
  return known;
}

// In JSON, null means the same as an absent member.
const isAbsent = (value: unknown) => value === undefined || value === null;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
