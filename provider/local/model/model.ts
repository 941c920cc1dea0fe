import modelFile from "./model.json";

/** A shape of the service model, as botocore writes it (see model.README.md). */
export interface Shape {
  type: string;
  required?: string[];
  members?: Record<string, ShapeReference>;
  member?: ShapeReference;
  key?: ShapeReference;
  value?: ShapeReference;
  union?: boolean;
  min?: number;
  max?: number;
  pattern?: string;
  enum?: string[];
  sensitive?: boolean;
}

interface ShapeReference {
  shape: string;
  location?: string;
  locationName?: string;
}

interface OperationModel {
  name: string;
  http: { method: string; requestUri: string; responseCode: number };
  input: { shape: string };
  output: { shape: string };
}

export const model = modelFile as unknown as {
  operations: Record<string, OperationModel>;
  shapes: Record<string, Shape>;
};

export function shapeNamed(name: string): Shape {
  const shape = model.shapes[name];
  if (!shape) throw new Error(`The service model has no shape ${name}.`);
  return shape;
}
