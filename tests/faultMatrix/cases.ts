import type { Incident } from "./incidents";
import { kinds, type Kind } from "./kinds";
import { operations, type Hit, type Operation } from "./operations";

/** One cell of the matrix. */
export interface Case {
  readonly name: string;
  readonly operation: Operation;
  readonly hit: Hit;
  readonly incident: Incident;
  readonly kind: Kind;
}

const inWords = (parts: readonly (string | undefined)[]) => parts.filter((part) => part !== undefined).join(", ");

/** Where the secret comes from matters in few places: those that say so. */
const isInline = ({ variable }: Kind) => variable === undefined;

/** What is hit, and when. */
export const hitInWords = ({ call, which }: Hit): string => (which === undefined ? call : `${call} ${which}`);

/** Every operation with everything that can happen to it, for each kind. */
export const cases: readonly Case[] = operations.flatMap((operation) =>
  operation.hits.flatMap((hit) =>
    hit.incidents.flatMap((incident) =>
      kinds
        .filter((kind) => (operation.only?.(kind) ?? true) && (hit.only ?? isInline)(kind))
        .map((kind) => ({
          name: `${operation.title}: ${inWords([hitInWords(hit), incident.fault, incident.moment, incident.often])} (${kind.title})`,
          operation,
          hit,
          incident,
          kind,
        })),
    ),
  ),
);
