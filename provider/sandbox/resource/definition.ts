// A resource type is a table of properties and a few functions about what the service does. `lifecycle.ts` turns it into
// the operations of the provider protocol.
import type { Properties, Tags } from "./propertyValues";
import type { Session } from "../session";
import type { Call, Failure } from "./call";
import { anyText } from "./shape";
import type { Shape } from "./shape";
import { tagShape } from "./tags";

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
  create(inputs: Properties, session: Session): { id: string; outputs: Properties };
  /** Undefined if the object does not exist. */
  read(id: string, state: Properties, session: Session): { id: string; outputs: Properties } | undefined;
  update(id: string, state: Properties, inputs: Properties, session: Session): Properties;
  delete(id: string, state: Properties, session: Session): void;
}

/** True if the provider generated the name: `__defaults` says so. */
export const isGeneratedName = (inputs: Properties, property: string): boolean =>
  Array.isArray(inputs.__defaults) && inputs.__defaults.includes(property);
