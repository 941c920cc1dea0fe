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

/** Returns the name of a member's shape. */
export function shapeOf({ members = {} }: Shape, name: string): string {
  return members[name]?.shape ?? "";
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
