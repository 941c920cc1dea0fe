// What the engine is told about a resource besides what the service itself answers.
import { meansTheSame } from "./jsonText";
import { UNKNOWN, isObject } from "./propertyValues";
import type { Properties } from "./propertyValues";
import { namePropertyOf } from "../resources/resourceType";
import type { ResourceType } from "../resources/resourceType";
import type { Session } from "../session";

/** What stands in the preview's outputs. With `olds` it is an update, which leaves what the service made as it is. */
export function previewed(type: ResourceType, inputs: Properties, olds: Properties, session: Session): Properties {
  const remade = Object.keys(olds).length === 0 ? [] : (type.remade?.(olds, inputs) ?? []);
  const computed = Object.fromEntries(
    type.computed.map((name) => [name, remade.includes(name) ? UNKNOWN : (olds[name] ?? UNKNOWN)]),
  );
  const nameProperty = namePropertyOf(type);
  const kept = olds[nameProperty] === undefined ? {} : { [nameProperty]: olds[nameProperty] };
  return { ...type.defaults(inputs, session), ...kept, ...visible(inputs), ...computed };
}

/** The inputs that would lead to what was found, so that drift shows; at an import, when the engine sends none, all that say something. */
export function inputsSeen(type: ResourceType, inputs: Properties, outputs: Properties): Properties {
  const isImport = Object.keys(inputs).length === 0;
  const names = type.inputs.filter((name) => (isImport ? !isEmpty(outputs[name]) : inputs[name] !== undefined));
  const drifted = type.inputs.filter(
    (name) => !isImport && inputs[name] === undefined && DRIFT.includes(name) && !isEmpty(outputs[name]),
  );
  const seen = [...names, ...drifted].map((name): [string, unknown] => {
    const isTheSame = type.json?.includes(name) === true && meansTheSame(inputs[name], outputs[name]);
    return [name, isTheSame ? inputs[name] : (outputs[name] ?? inputs[name])];
  });
  const notes = inputs.__defaults === undefined ? {} : { __defaults: inputs.__defaults };
  return { ...notes, ...Object.fromEntries<unknown>(seen) };
}

/** Properties without a default of the service: one that appears although nobody set it is drift. */
const DRIFT = ["description", "permissionsBoundary", "tags"];

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === "" || value === false || (isObject(value) && Object.keys(value).length === 0);

/** Without the bridge's own notes such as `__defaults`. */
export const visible = (inputs: Properties): Properties =>
  Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.startsWith("__")));
