import { requiredProblems } from "../core/problem";
import type { Problem } from "../core/problem";
import { isNil, isObject, isKnown } from "../core/values";
import type { RawObject } from "../core/values";
import { typeName } from "../core/text";

/** An operation of an API, as a policy names it. */
interface Operation {
  readonly method: string;
  readonly path: string;
}

/** What a target shows of an API, in the shape of `@pulumi/aws`. */
export interface ApiTools {
  readonly toolFilters?: readonly { readonly filterPath: string; readonly methods: readonly string[] }[];
  readonly toolOverrides?: readonly Operation[];
}

/** What permissions follow from, in each list. Whatever else there is belongs to the target, and is judged with it. */
const required = {
  toolFilters: { filterPath: "string", methods: "list" },
  toolOverrides: { path: "string", method: "string" },
} as const;

/** Everything that keeps permissions from being read from what a target shows. Unknown values are not judged. */
export function toolsProblems(path: string, tools: unknown): Problem[] {
  if (!isKnown(tools)) return [];
  if (!isObject(tools)) return [{ path, reason: `must be an object, not ${typeName(tools)}.` }];
  return Object.entries(required).flatMap(([member, forms]) =>
    entriesProblems(`${path}.${member}`, tools[member], forms),
  );
}

function entriesProblems(
  path: string,
  entries: unknown,
  forms: Readonly<Record<string, "string" | "list">>,
): Problem[] {
  if (!isKnown(entries)) return [];
  if (!Array.isArray(entries)) return [{ path, reason: `must be a list, not ${typeName(entries)}.` }];
  return entries.flatMap((entry: unknown, index) => {
    if (!isNil(entry) && !isKnown(entry)) return [];
    const given = (entry ?? {}) as RawObject;
    return Object.entries(forms).flatMap(([member, form]) => {
      const value = given[member];
      const at = `${path}[${index}].${member}`;
      const wanted = form === "list" ? "a list of strings" : "a string";
      if (isNil(value)) return requiredProblems(at, value, `write ${wanted}.`);
      const isRight = !isKnown(value) || (form === "list" ? Array.isArray(value) : typeof value === "string");
      return isRight ? [] : [{ path: at, reason: `must be ${wanted}, not ${typeName(value)}.` }];
    });
  });
}

/**
 * The operations that a target shows; `undefined` where it names none. A filter may end in `*`, which stands for every path
 * below, as a greedy parameter does in a path.
 */
export function shownOperations(tools: ApiTools | undefined): Operation[] | undefined {
  const { toolFilters, toolOverrides } = tools ?? {};
  const filtered = (toolFilters ?? []).flatMap(({ filterPath, methods }) =>
    methods.map((method) => ({ method, path: filterPath.replace(/\/\*$/, "/{below+}") })),
  );
  // A name of one's own for what a filter shows already is no other operation.
  const named = (toolOverrides ?? [])
    .filter((one) => !filtered.some((shown) => covers(shown, one)))
    .map(({ method, path }) => ({ method, path }));
  const all = [...filtered, ...named];
  return all.length === 0 ? undefined : all;
}

function covers(shown: Operation, { method, path }: Operation): boolean {
  const [folder = "", ...below] = shown.path.split("{below+}");
  return shown.method === method && (below.length > 0 ? path.startsWith(folder) : path === shown.path);
}
