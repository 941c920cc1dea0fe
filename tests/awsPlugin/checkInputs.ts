// Check, as the bridged provider does it: what the program wrote, a made-up name, and what the schema refuses.
import type { CheckRequest } from "@pulumi/pulumi/proto/provider_pb";
import { autoName, typeOf, type NamingWish } from "./autoName";
import { UNKNOWN, containsUnknown, isUnknown, type Properties } from "./propertyValues";
import type { Problem, ResourceType } from "./resources/resourceType";

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
  const name = inputs.name;
  if (type.autoName !== undefined && madeUp(inputs) && String(name).length > type.autoName.maxLength)
    problems.push({
      property: "name",
      reason: `the made-up name "${String(name)}" is longer than ${type.autoName.maxLength} characters: set name`,
    });
  const known = Object.fromEntries(Object.entries(inputs).filter(([, value]) => !isUnknown(value)));
  problems.push(...type.problems(known));
  return { inputs, problems };
}

/** The name, made up if there is none. `__defaults` says so in the state: only a made-up name is kept from the last run. */
function named(type: ResourceType, olds: Properties, given: Properties, request: CheckRequest): Properties {
  if (type.autoName === undefined || given.name !== undefined || given.namePrefix !== undefined)
    return { __defaults: [] };
  const name = madeUp(olds) ? olds.name : autoName(request.getUrn(), request.getRandomseed_asU8(), namingWish(request));
  return name === undefined ? { __defaults: [] } : { name, __defaults: ["name"] };
}

const madeUp = (inputs: Properties): boolean => Array.isArray(inputs.__defaults) && inputs.__defaults.includes("name");

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
