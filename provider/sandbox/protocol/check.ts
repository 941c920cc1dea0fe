// Check, as the bridged provider does it: the program's properties, a generated name, and what the schema rejects.
import { CheckRequest } from "@pulumi/pulumi/proto/provider_pb";
import { isGeneratedName } from "../core/definition";
import type { Problem, ResourceType } from "../core/definition";
import { UNKNOWN, containsUnknown, isUnknown } from "../core/propertyValues";
import type { Properties } from "../core/propertyValues";
import { createHash, randomBytes } from "node:crypto";

export function checkInputs(
  type: ResourceType,
  token: string,
  olds: Properties,
  declared: Properties,
  request: CheckRequest,
  onUnchecked?: (name: string) => void,
): { inputs: Properties; problems: Problem[] } {
  const inputs: Properties = { ...generatedName(type, olds, declared, request), ...jsonAsText(type, declared) };
  const names = Object.keys(declared).filter((name) => !name.startsWith("__"));
  const notEmulated = names.filter((name) => !(name in type.properties));
  if (type.isUnchecked) onUnchecked?.(token);
  else for (const name of notEmulated) onUnchecked?.(`${name} of ${token}`);
  const problems = (onUnchecked === undefined ? notEmulated : []).map((property) => ({
    property,
    reason: `the stand-in aws plugin does not emulate ${property} of ${token}`,
  }));
  for (const [property, { isRequired, shape }] of Object.entries(type.properties)) {
    const value = inputs[property];
    if (value === undefined && isRequired) problems.push({ property, reason: "Missing required property" });
    const reason = value === undefined ? undefined : shape(value, property);
    if (reason !== undefined) problems.push({ property, reason });
  }
  const known = Object.fromEntries(Object.entries(inputs).filter(([, value]) => !isUnknown(value)));
  return { inputs, problems: [...problems, ...nameProblems(type, inputs), ...(type.problems?.(known, inputs) ?? [])] };
}

function nameProblems({ nameProperty }: ResourceType, inputs: Properties): Problem[] {
  return nameProperty !== undefined &&
    inputs[nameProperty] !== undefined &&
    inputs[`${nameProperty}Prefix`] !== undefined
    ? [{ property: `${nameProperty}Prefix`, reason: `conflicts with ${nameProperty}: set one of them` }]
    : [];
}

/** The name if the program sets none. `__defaults` marks it in the state, so that only a generated name is kept. */
function generatedName(type: ResourceType, olds: Properties, declared: Properties, request: CheckRequest): Properties {
  const property = type.nameProperty;
  if (property === undefined || declared[property] !== undefined || declared[`${property}Prefix`] !== undefined)
    return { __defaults: [] };
  const name = isGeneratedName(olds, property) ? olds[property] : autoName(request);
  return name === undefined ? { __defaults: [] } : { [property]: name, __defaults: [property] };
}

function jsonAsText(type: ResourceType, declared: Properties): Properties {
  return Object.fromEntries(
    Object.entries(declared).map(([name, value]) => {
      if (!type.properties[name]?.isJson || typeof value === "string") return [name, value];
      return [name, containsUnknown(value) ? UNKNOWN : JSON.stringify(value)];
    }),
  );
}

/**
 * Name of a resource without one: the engine's proposal (`pulumi:autonaming`), or logical name, "-" and seven random
 * hexadecimal digits, as in the bridged aws provider. The engine sends a seed, which it keeps in a saved plan.
 */
function autoName(request: CheckRequest): string | undefined {
  const naming = request.getAutonaming();
  if (naming?.getMode() === CheckRequest.AutonamingOptions.Mode.DISABLE) return undefined;
  const urn = request.getUrn();
  const seed = request.getRandomseed_asU8();
  const bytes = seed.length > 0 ? createHash("sha256").update(seed).update(urn).digest() : randomBytes(4);
  // `urn:pulumi:STACK::PROJECT::TYPE::NAME`. The name may contain `::`.
  const logicalName = urn.split("::").slice(3).join("::");
  return naming?.getProposedName() || `${logicalName}-${bytes.toString("hex").slice(0, 7)}`;
}

/** The resource's own type, after the types of its parents. */
export const typeOf = (urn: string): string => (urn.split("::")[2] ?? "").split("$").pop()!;
