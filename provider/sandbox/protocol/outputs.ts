import type { ResourceType } from "../resource/definition";
import { defaultsOf } from "../resource/lifecycle";
import { allTags } from "../resource/tags";
import type { Session } from "../session";
import { UNKNOWN, isObject, isSameJson, isUnknown } from "../resource/propertyValues";
import type { Properties } from "../resource/propertyValues";

/** Outputs at preview. For an update, `olds` is the state. */
export function previewOutputs(type: ResourceType, inputs: Properties, olds: Properties, session: Session): Properties {
  const isUpdate = Object.keys(olds).length > 0;
  const recomputed = isUpdate ? (type.recomputed?.(olds, inputs) ?? []) : [];
  const computed = [...type.computed, ...(type.nameProperty === undefined ? [] : [type.nameProperty])];
  const region = inputs.region ?? session.region;
  return {
    ...defaultsOf(type),
    ...Object.fromEntries(
      computed.map((name) => [name, recomputed.includes(name) ? UNKNOWN : (olds[name] ?? UNKNOWN)]),
    ),
    ...withoutNotes(inputs),
    ...("region" in type.properties && region !== undefined ? { region } : {}),
    ...("tags" in type.properties ? { tagsAll: isUnknown(inputs.tags) ? UNKNOWN : allTags(inputs, session) } : {}),
  };
}

/** Inputs that would produce what the service has, so that drift shows. */
export function inputsSeen(type: ResourceType, inputs: Properties, outputs: Properties): Properties {
  const seen = Object.entries(type.properties).filter(([name, { default: defaultValue }]) => {
    // A resource that has another name is another resource.
    const isFixed = name === "region" || name === type.nameProperty || type.computed.includes(name);
    const mayDrift = defaultValue === undefined && !isFixed;
    return inputs[name] !== undefined || (mayDrift && !isEmpty(outputs[name]));
  });
  return {
    ...(inputs.__defaults === undefined ? {} : { __defaults: inputs.__defaults }),
    ...Object.fromEntries(
      seen.map(([name, { isJson }]) => [
        name,
        isJson && isSameJson(inputs[name], outputs[name]) ? inputs[name] : (outputs[name] ?? inputs[name]),
      ]),
    ),
  };
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === "" || value === false || (isObject(value) && Object.keys(value).length === 0);

/** Without the bridge's own notes such as `__defaults`. */
export const withoutNotes = (inputs: Properties): Properties =>
  Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.startsWith("__")));
