import { shapeNamed } from "./model.js";

/**
 * A request without what its shape in the service model has no member for, and without nulls: the service ignores
 * both. The request must have passed the model's constraints.
 */
export function knownPart(shapeName: string, value: unknown): unknown {
  const shape = shapeNamed(shapeName);
  switch (shape.type) {
    case "structure": {
      const given = value as Record<string, unknown>;
      const present = Object.entries(shape.members ?? {}).filter(
        ([name]) => given[name] !== undefined && given[name] !== null,
      );
      return Object.fromEntries(present.map(([name, member]) => [name, knownPart(member.shape, given[name])]));
    }
    case "list":
      return (value as unknown[]).map((item) => knownPart(shape.member!.shape, item));
    case "map": {
      const entries = Object.entries(value as object) as [string, unknown][];
      return Object.fromEntries(entries.map(([key, item]) => [key, knownPart(shape.value!.shape, item)]));
    }
    default:
      return value;
  }
}
