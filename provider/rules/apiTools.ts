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
