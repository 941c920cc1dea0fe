import { isObject, isUnknown } from "./propertyValues";

/** Whether two JSON texts say the same, whatever the order of their members and their white space. */
export function meansTheSame(one: unknown, other: unknown): boolean {
  if (typeof one !== "string" || typeof other !== "string" || isUnknown(one) || isUnknown(other)) return false;
  try {
    return canonical(JSON.parse(one)) === canonical(JSON.parse(other));
  } catch {
    return false;
  }
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_name, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1))) : part,
  );
