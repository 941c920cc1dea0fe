// Check, as the bridged provider does it: what the program wrote, a made-up name, and what the schema refuses.
import type { CheckRequest } from "@pulumi/pulumi/proto/provider_pb";
import { autoName, typeOf } from "./autoName";
import type { NamingWish } from "./autoName";
import { UNKNOWN, containsUnknown, isUnknown } from "./propertyValues";
import type { Properties } from "./propertyValues";
import { isMadeUp, namePropertyOf } from "../resources/resourceType";
import type { Problem, ResourceType } from "../resources/resourceType";

export function checked(type: ResourceType, olds: Properties, given: Properties, request: CheckRequest) {
  const problems: Problem[] = [];
  const stranger = Object.keys(given).filter((name) => !name.startsWith("__") && !type.inputs.includes(name));
  for (const property of stranger)
    problems.push({
      property,
      reason: `the stand-in aws plugin does not emulate ${property} of ${typeOf(request.getUrn())}`,
    });
  const inputs: Properties = { ...named(type, olds, given, request), ...jsonTexts(type, given) };
  for (const property of type.required)
    if (inputs[property] === undefined) problems.push({ property, reason: "Missing required property" });
  const nameProperty = namePropertyOf(type);
  const name = inputs[nameProperty];
  if (type.autoName !== undefined && isMadeUp(inputs, nameProperty) && String(name).length > type.autoName.maxLength)
    problems.push({
      property: nameProperty,
      reason: `the made-up name "${String(name)}" is longer than ${type.autoName.maxLength} characters: set ${nameProperty}`,
    });
  const known = Object.fromEntries(Object.entries(inputs).filter(([, value]) => !isUnknown(value)));
  problems.push(...type.problems(known, inputs));
  return { inputs, problems };
}

/** The name, made up if there is none. `__defaults` says so in the state: only a made-up name is kept from the last run. */
function named(type: ResourceType, olds: Properties, given: Properties, request: CheckRequest): Properties {
  const property = namePropertyOf(type);
  if (type.autoName === undefined || given[property] !== undefined || given[`${property}Prefix`] !== undefined)
    return { __defaults: [] };
  const name = isMadeUp(olds, property)
    ? olds[property]
    : withPrefix(type, autoName(request.getUrn(), request.getRandomseed_asU8(), namingWish(request)));
  return name === undefined ? { __defaults: [] } : { [property]: name, __defaults: [property] };
}

const withPrefix = (type: ResourceType, name: string | undefined): string | undefined =>
  name === undefined ? undefined : `${type.autoName?.prefix ?? ""}${name}`;

function namingWish(request: CheckRequest): NamingWish | undefined {
  const options = request.getAutonaming();
  if (options === undefined) return undefined;
  const modes = ["propose", "enforce", "disable"] as const;
  return { proposedName: options.getProposedName(), mode: modes[options.getMode()] ?? "propose" };
}

/** JSON properties may come as an object: the provider writes its text, unless something in it is not known yet. */
function jsonTexts(type: ResourceType, given: Properties): Properties {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      if (type.json?.includes(name) !== true || typeof value === "string") return [name, value];
      return [name, containsUnknown(value) ? UNKNOWN : JSON.stringify(value)];
    }),
  );
}
