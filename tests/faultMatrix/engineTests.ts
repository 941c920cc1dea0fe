/** A case that is also played under the real engine. */
interface EngineTest {
  /** Name of the case. */
  readonly played: string;
  /** File in tests/engine. */
  readonly spec: string;
  /** How the test is called there, or how its name begins. */
  readonly title: string;
}

export const engineTests: readonly EngineTest[] = [
  {
    played: "create: Create, reset, after, once (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "finishes its own provider when the answer to its creation is lost",
  },
  {
    played: "create: Create, reset, then nothing answers, after, always (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "finishes it on the next up when that creation failed altogether",
  },
  {
    played: "create: Create, provider process killed, after, once (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "finds what a provider process made that was killed before it could tell",
  },
  {
    played: "create: Create, pulumi killed, its provider process goes on (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "finds what the provider process made after the CLI was killed",
  },
  {
    played: "create: Create, pulumi killed, its provider process goes on (OAuth client, with states)",
    spec: "oauth2.spec.ts",
    title: "is found by the next up when the CLI was killed while the service was at work",
  },
  {
    played: "create: Create, accessDenied, before, always (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "is repaired by the next up after access was denied",
  },
  {
    played: "create: Create, failState, after, once (OAuth client, with states)",
    spec: "oauth2.spec.ts",
    title: "stays in the state with the service's reason where it could not be made, and names it",
  },
  {
    played: "create under a name that is another stack's: Create, nothing (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "is left alone when another backend's stack of the same project and name made it",
  },
  {
    played: "create under a name that is another resource's: Create, nothing (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "is left alone when two resources of one stack are given one name",
  },
  {
    played: "update: Update, truncatedBody, after, always (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "sends a rotated key again when the answer was lost",
  },
  {
    played: "update: Update, failState, after, once (OAuth client, with states)",
    spec: "oauth2.spec.ts",
    title: "keeps its old secret where an update failed, and gets the new one by the next up",
  },
  {
    played: "replace under the same name: Create, nothing (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "does not delete the live provider after",
  },
  {
    played: "destroy: Delete, reset, after, once (API key)",
    spec: "exactlyOnce.spec.ts",
    title: "is content when a deletion happened although its answer was lost",
  },
];
