import { stringsOf } from "./steps";
import type { ResourceSteps } from "./steps";
import { isRecord } from "./values";

/** An automatic name: a beginning, random digits, and sometimes an ending such as `.fifo`. */
const automaticName = /^(.*[^0-9A-Za-z])([0-9a-f]{4,64})(?:\.[a-z]+)?$/;

const longestName = 300;

/** A word of hexadecimal digits. */
const digits = /(?<![0-9A-Za-z])[0-9a-f]{4,64}(?![0-9A-Za-z])/g;

/**
 * Returns a function that writes `orders-[new]` for the automatic name `orders-b19b4a6`, in every text that contains it. Pulumi
 * chooses the names of resources that are created or replaced again at each preview, so previews of one change would differ.
 * The second resource of the same type with the same beginning is `orders-[new 2]`.
 */
export function replaceAutomaticNames(resources: readonly ResourceSteps[]): (text: string) => string {
  const names = new Map<string, { beginning: string; ending: string }>();
  const counts = new Map<string, number>();
  for (const resource of resources.filter(({ operation }) => operation === "create" || operation === "replace"))
    for (const [property, beginning, random] of namesOf(resource)) {
      const key = [resource.type, property, beginning].join("\n");
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      names.set(random, { beginning, ending: count === 1 ? "[new]" : `[new ${count}]` });
    }
  if (names.size === 0) return (text) => text;
  return (text) =>
    text.replace(digits, (found, offset: number) => {
      const name = names.get(found);
      if (name === undefined) return found;
      const start = offset - name.beginning.length;
      const isName = start >= 0 && text.startsWith(name.beginning, start) && !/[0-9A-Za-z]/.test(text[start - 1] ?? "");
      return isName ? name.ending : found;
    });
}

/** Returns property, beginning and random digits of each automatic name of a resource. */
function namesOf({ name, oldState, newState }: ResourceSteps): [string, string, string][] {
  const inputs = newState?.["inputs"];
  if (!isRecord(inputs)) return [];
  const oldInputs = isRecord(oldState?.["inputs"]) ? oldState["inputs"] : {};
  return stringsOf(inputs["__defaults"]).flatMap((property): [string, string, string][] => {
    const value = inputs[property];
    if (typeof value !== "string" || value.length > longestName || value === oldInputs[property]) return [];
    if (!value.toLowerCase().includes(name.toLowerCase())) return [];
    const [, beginning, random] = automaticName.exec(value) ?? [];
    return beginning === undefined || random === undefined ? [] : [[property, beginning, random]];
  });
}
