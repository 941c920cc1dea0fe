import { documentText, refusedCharacter } from "../../iam/policy/document";
import { apiMethods, apiPath, restApiId, stageName } from "../core/limits";
import { problemIf, requiredProblems, textProblems, typeName } from "../core/problem";
import type { Problem } from "../core/problem";
import { choice, list, object, required, shapeProblems, text } from "../core/shape";
import { isKnown, isNil, isObject } from "../core/values";
import type { RawObject } from "../core/values";

interface Operation {
  readonly method: string;
  readonly path: string;
}

/** The operations that a target offers as tools, in the shape of `@pulumi/aws`. */
export interface ApiTools {
  readonly toolFilters?: readonly { readonly filterPath: string; readonly methods: readonly string[] }[];
  readonly toolOverrides?: readonly Operation[];
}

const operationsShape = list(
  object({
    method: required("write the method.", choice("the method", apiMethods)),
    path: required('write the path, "/tickets/{id}" for example.', text(apiPath)),
  }),
  { min: 1, entries: "operations" },
);

/** Checks a stage of API Gateway, and the operations that the role may call. */
export function stageProblems(path: string, { restApi, stage, operations, tools }: RawObject): Problem[] {
  return [
    ...requiredProblems(`${path}.restApi`, restApi, "write the API: a resource, or its id."),
    ...requiredProblems(`${path}.stage`, stage, "write the stage's name."),
    ...textProblems(`${path}.restApi`, restApi, restApiId),
    ...textProblems(`${path}.stage`, stage, stageName),
    ...shapeProblems(`${path}.operations`, operations, operationsShape),
    ...toolsProblems(`${path}.tools`, tools),
  ];
}

type Form = "a string" | "a list of strings";

/** Properties that permissions depend on. The service checks the others when it creates the target. */
const toolForms: Readonly<Record<keyof ApiTools, Readonly<Record<string, Form>>>> = {
  toolFilters: { filterPath: "a string", methods: "a list of strings" },
  toolOverrides: { path: "a string", method: "a string" },
};

/** Checks the parts of a tool configuration that permissions depend on. */
export function toolsProblems(path: string, tools: unknown): Problem[] {
  if (!isKnown(tools)) return [];
  if (!isObject(tools)) return [{ path, reason: `must be an object, not ${typeName(tools)}.` }];
  return Object.entries(toolForms).flatMap(([list, forms]) => entriesProblems(`${path}.${list}`, tools[list], forms));
}

function entriesProblems(path: string, entries: unknown, forms: Readonly<Record<string, Form>>): Problem[] {
  if (!isKnown(entries)) return [];
  if (!Array.isArray(entries)) return [{ path, reason: `must be a list, not ${typeName(entries)}.` }];
  return entries.flatMap((entry: unknown, index) => {
    if (!isNil(entry) && !isKnown(entry)) return [];
    return Object.entries(forms).flatMap(([property, form]) => {
      const value = isObject(entry) ? entry[property] : undefined;
      const at = `${path}[${index}].${property}`;
      if (isNil(value)) return requiredProblems(at, value, `write ${form}.`);
      const isRight = !isKnown(value) || (form === "a string" ? typeof value === "string" : Array.isArray(value));
      if (!isRight) return [{ path: at, reason: `must be ${form}, not ${typeName(value)}.` }];
      const isRefused = isKnown(value) && typeof value === "string" && !documentText.test(value);
      return problemIf(isRefused, at, refusedCharacter);
    });
  });
}

/**
 * Returns the operations that a target offers, or `undefined` for all operations of the stage. A filter that ends in `/*`
 * means every path below it, like a greedy path parameter.
 */
export function shownOperations({ toolFilters, toolOverrides }: ApiTools): Operation[] | undefined {
  const filtered = (toolFilters ?? []).flatMap(({ filterPath, methods }) =>
    methods.map((method) => ({ method, path: filterPath.replace(/\/\*$/, "/{below+}") })),
  );
  // An override may only rename an operation that a filter already covers.
  const others = (toolOverrides ?? [])
    .filter((operation) => !filtered.some((filter) => covers(filter, operation)))
    .map(({ method, path }) => ({ method, path }));
  const operations = [...filtered, ...others];
  return operations.length === 0 ? undefined : operations;
}

function covers(filter: Operation, { method, path }: Operation): boolean {
  const [folder = "", ...below] = filter.path.split("{below+}");
  return filter.method === method && (below.length > 0 ? path.startsWith(folder) : path === filter.path);
}
