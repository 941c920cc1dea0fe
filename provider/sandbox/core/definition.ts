// A resource type is a table of properties and a few functions about what the service does. `lifecycle.ts` turns it into
// the operations of the provider protocol.
import { isObject, isUnknown } from "./propertyValues";
import type { Properties, Tags } from "./propertyValues";
import type { Session } from "./session";
import { anyText } from "./shape";
import type { Shape } from "./shape";

export interface Problem {
  property: string;
  reason: string;
}

/** A property that programs may set. Every other property is reported as not emulated. */
export interface Property {
  shape: Shape;
  isRequired?: true;
  /** A change replaces the resource (ForceNew in the real provider). */
  replaces?: true;
  /** JSON text. An object becomes text, and two texts are equal if their content is. */
  isJson?: true;
  /** Value without one from the program. */
  default?: unknown;
  /** The service never returns it, so the provider keeps the program's value in the state. */
  isWriteOnly?: true;
  /** The provider stores what the service returns and compares the program's value with that. */
  isComparedWithState?: true;
}

export const regionProperty: Record<string, Property> = { region: { shape: anyText, replaces: true } };

/** The tagging rules that all services share. */
const tagShape: Shape = (tags) => {
  if (isUnknown(tags)) return undefined;
  if (!isObject(tags)) return "must be a map of texts";
  const entries = Object.entries(tags);
  if (entries.length > 50) return `at most 50 tags, not ${entries.length}`;
  if (entries.some(([key]) => /^aws:/i.test(key))) return 'tag keys must not begin with "aws:", which is reserved';
  const wrong = entries.find(
    ([key, value]) => key.length < 1 || key.length > 128 || typeof value !== "string" || value.length > 256,
  );
  return wrong && `tag "${wrong[0]}": keys have 1 to 128 characters, values are texts of at most 256`;
};

export const tagsProperty: Record<string, Property> = { tags: { shape: tagShape } };

/** An object in the store: the service's own `Facts`, and the inputs with defaults. */
export type Stored<Inputs, Facts> = Facts & {
  inputs: Inputs;
  tags: Tags;
  /** Scheduled for deletion. Nobody can use it, but its name stays taken. */
  isDeleted?: true;
};

export interface Definition<Inputs extends object, Facts extends object> {
  /** Service in error messages, such as `Lambda`. */
  service: string;
  /** Folder of the objects in the store. */
  kind: string;
  isGlobal?: true;
  /** `update` may name an operation for each input or fact; only the operations of changed ones are recorded. */
  operations: { create: string; update?: string | Record<string, string>; delete: string };
  properties: Record<string, Property>;
  /** Property that gets a generated name if the program sets none. */
  nameProperty?: string;
  /** The real provider deletes first: always, or if the program sets the name. */
  deletesFirst?: "always" | "ifNamed";
  /** Outputs that only the service knows. An update keeps them, except those that `recomputed` returns. */
  computed: readonly string[];
  recomputed?(olds: Properties, news: Properties): readonly string[];
  /** Further properties that replace, depending on the change. */
  replacesToo?(olds: Properties, news: Properties): readonly string[];
  /** Rules between properties, checked at preview. `inputs` has the known values, `all` also the unknown ones. */
  problems?(inputs: Properties, all: Properties): Problem[];

  /** Creation replaces an object of the same key instead of failing. */
  overwrites?: true;
  /** Fails on inputs that the service rejects, at creation and update. */
  check?(inputs: Inputs, call: Call): void;
  /** Returns the facts that the service adds. */
  create(inputs: Inputs, call: Call): Facts;
  alreadyExists?(stored: Stored<Inputs, Facts>, existing: Stored<Inputs, Facts> | undefined): Failure;
  /** Returns the facts that change. */
  update?(before: Stored<Inputs, Facts>, inputs: Inputs, call: Call): Partial<Facts>;
  /** Fails if the service rejects the deletion, and removes what the object contains. May return what remains. */
  delete?(stored: Stored<Inputs, Facts>, call: Call): Stored<Inputs, Facts> | void;

  id(stored: Stored<Inputs, Facts>): string;
  /** Name in the store, unique within `kind`. */
  key(inputs: Inputs, id: string): string;
  /** Content of the journal's entries. */
  detail(stored: Stored<Inputs, Facts>): Properties;
  /** Outputs besides the inputs and the computed facts. */
  outputs?(stored: Stored<Inputs, Facts>, call: Call): Properties;
}

/** A resource type with the operations of the provider protocol. */
export interface ResourceType extends Pick<
  Definition<object, object>,
  "properties" | "nameProperty" | "deletesFirst" | "computed" | "recomputed" | "replacesToo" | "problems"
> {
  /** The type is not emulated: its objects are stored, and nothing is checked. */
  isUnchecked?: true;
  create(inputs: Properties, session: Session): { id: string; outputs: Properties };
  /** Undefined if the object does not exist. */
  read(id: string, state: Properties, session: Session): { id: string; outputs: Properties } | undefined;
  update(id: string, state: Properties, inputs: Properties, session: Session): Properties;
  delete(id: string, state: Properties, session: Session): void;
}

/** True if the provider generated the name: `__defaults` says so. */
export const isGeneratedName = (inputs: Properties, property: string): boolean =>
  Array.isArray(inputs.__defaults) && inputs.__defaults.includes(property);

/** True if an error says that something does not exist. Some services say so only in the explanation. */
const isAboutMissing = (code: string, explanation: string): boolean =>
  /NotFound|NoSuch/.test(code) || /(not found|does not exist)/.test(explanation);

const onlyDeclared =
  "The sandbox knows only what the program creates; docs/how-to/sandbox.md#existing-resources has a stand-in for other resources.";

/** Error of a service in the words of the real provider: operation, code, explanation. Then a note of the sandbox. */
export class AwsError extends Error {
  constructor(
    readonly operation: string,
    readonly code: string,
    readonly explanation: string,
  ) {
    const note = isAboutMissing(code, explanation) ? `${explanation.endsWith(".") ? "" : "."} ${onlyDeclared}` : "";
    super(`operation error ${operation}, api error ${code}: ${explanation}${note}`);
  }
}

export type Failure = readonly [code: string, explanation: string];

/** One operation on a resource: the caller, the Region, and the objects within reach. */
export interface Call extends Omit<Session, "region"> {
  /** Empty for IAM, which has no Regions. */
  region: string;
  /** Folder of the objects in the store: the account, or account and Region. */
  scope: string;
  /** Service and operation in error messages, such as `IAM: CreateRole`. */
  operation: string;
  readonly fail: (code: string, explanation: string) => never;
}

/** `region` is the resource's own property. `isGlobal` is for IAM. */
export function startCall(
  session: Session,
  { service, isGlobal = false }: { service: string; isGlobal?: boolean },
  operationName: string,
  region: unknown,
): Call {
  const operation = `${service}: ${operationName}`;
  const fail = (code: string, explanation: string): never => {
    throw new AwsError(operation, code, explanation);
  };
  if (isGlobal) return { ...session, region: "", scope: session.account, operation, fail };
  const found = typeof region === "string" ? region : session.region;
  if (found === undefined)
    return fail(
      "MissingRegion",
      "Invalid Configuration: Missing Region. Set aws:region, the provider's region or AWS_REGION.",
    );
  return { ...session, region: found, scope: regionScope(session.account, found), operation, fail };
}

export const regionScope = (account: string, region: string): string => `${account}/${region}`;
