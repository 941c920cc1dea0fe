// The condition keys of a request.

type ContextValue = string | number | boolean;
export type Context = Record<string, ContextValue | readonly ContextValue[]>;

/** Values of a key, whose name is not case-sensitive; undefined if the request lacks it. */
export function contextValues(context: Context, key: string): string[] | undefined {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return found === undefined ? undefined : [found[1]].flat().map(String);
}
