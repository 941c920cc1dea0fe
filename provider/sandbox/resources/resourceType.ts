import type { Properties } from "../values/propertyValues";
import type { Session } from "../session";

export interface Problem {
  property: string;
  reason: string;
}

/**
 * One emulated resource type. The functions are synchronous on purpose: an operation of the pretend cloud must not
 * interleave with another one of the same process. Inputs have passed `problems`; at `create` and `update` nothing in
 * them is unknown.
 */
export interface ResourceType {
  /** Properties that a program may set. Any other one is refused as not emulated. */
  inputs: readonly string[];
  required: readonly string[];
  /** ForceNew properties of the real provider. */
  replaceOnChanges: readonly string[];
  /** Further ones, which replace for some of their changes only. */
  replacesToo?(olds: Properties, news: Properties): readonly string[];
  /** Properties that are JSON: sent as an object they become text, and two texts are compared by what they mean. */
  json?: readonly string[];
  /** For types whose name is made up when absent: the longest one, its property if not `name`, and what it begins with. */
  autoName?: { maxLength: number; property?: string; prefix?: string };
  /**
   * Whether a replacement deletes first if the program fixed the name. The real provider wants that for all its
   * resources of the older Terraform SDK, whichever property changed.
   */
  deletesFirstIfNamed?: boolean;
  /** Whether every replacement deletes first: the provider says so of a few types, whatever their names. */
  deletesFirst?: boolean;
  /**
   * Inputs of which the provider keeps what the service answered. A new input is compared with that: one that the
   * service writes in another way differs in every run.
   */
  comparedWithState?: readonly string[];
  /** Outputs that only the service knows: unknown at the preview of a creation, kept at the preview of an update. */
  computed: readonly string[];
  /** Those of them that an update from `olds` to `news` makes anew. */
  remade?(olds: Properties, news: Properties): readonly string[];
  /**
   * What the real provider's schema refuses at preview. Values that are not known yet are left out of `inputs`; `all`
   * has them too, for a rule about what must be there.
   */
  problems(inputs: Properties, all: Properties): Problem[];
  /** Outputs that are known before the service is asked: defaults and the like. */
  defaults(inputs: Properties, session: Session): Properties;
  create(inputs: Properties, session: Session): { id: string; outputs: Properties };
  /** Undefined if it does not exist (any more). */
  read(id: string, outputs: Properties, session: Session): { id: string; outputs: Properties } | undefined;
  update(id: string, olds: Properties, news: Properties, session: Session): Properties;
  delete(id: string, olds: Properties, session: Session): void;
}

/** A policy must be JSON already at preview; what stands in it is IAM's business at the deployment. */
export function mustBeJson(inputs: Properties, property: string): Problem[] {
  const text = inputs[property];
  if (text === undefined) return [];
  try {
    JSON.parse(text as string);
    return [];
  } catch {
    return [{ property, reason: "contains an invalid JSON policy" }];
  }
}

/** The property that holds a resource's name. */
export const namePropertyOf = (type: ResourceType): string => type.autoName?.property ?? "name";

/** Whether checked inputs hold a made-up name: `__defaults` says so. */
export const isMadeUp = (inputs: Properties, property: string): boolean =>
  Array.isArray(inputs.__defaults) && inputs.__defaults.includes(property);
