import { randomBytes } from "node:crypto";
import type { Problem } from "../rules/core/problem";
import { propagationProblems, propagationSetting } from "../rules/components/gateway";
import type { Context } from "./process/context";
import { stateVersion } from "./process/handler";
import type { Handler, Properties } from "./process/handler";

/** The parts of a resource that exists only in the state. */
interface StateOnly<Inputs extends Properties> {
  /** Input or output that is the resource's id. */
  readonly idProperty: string;
  /** Input whose change replaces the resource. Default: none. */
  readonly replacedBy?: string;
  /** Validates inputs and completes them. Default: returns them unchanged. */
  readonly check?: (
    context: Context,
    olds: Partial<Inputs>,
    news: Inputs,
  ) => { inputs: Properties; problems: readonly Problem[] };
  /** Returns the outputs of a creation (without `olds`) or of an update. Default: the inputs. */
  readonly outputs?: (context: Context, news: Inputs, olds?: Inputs) => Properties | Promise<Properties>;
}

/** Defines the handler of a resource that exists only in the state: it makes no call. */
export function stateOnlyHandler<Inputs extends Properties>({
  idProperty,
  replacedBy = "",
  check = (_context, _olds, inputs) => ({ inputs, problems: [] }),
  outputs = (_context, news) => news,
}: StateOnly<Inputs>): Handler<Inputs> {
  return {
    check: (context, olds, news) => Promise.resolve(check(context, olds, news)),
    diff: (_context, _id, olds, news) => ({
      replaces: news[replacedBy] === olds[replacedBy] ? [] : [replacedBy],
      deleteBeforeReplace: false,
    }),
    async create(context, news) {
      const created = await outputs(context, news);
      return { id: String({ ...news, ...created }[idProperty]), outputs: { ...created, stateVersion } };
    },
    read: (_context, id, outputs) => Promise.resolve({ id, outputs }),
    async update(context, _id, olds, news) {
      return { outputs: { ...(await outputs(context, news, olds)), stateVersion } };
    },
    delete: () => Promise.resolve(),
  };
}

/**
 * The random identity of a stack, stored in its state before any provider is created. Two stacks of one project and name
 * on different backends differ only in it.
 */
export const stackOwner: Handler = stateOnlyHandler({
  idProperty: "ownerId",
  outputs: (_context, _news, olds) => olds ?? { ownerId: randomBytes(16).toString("hex") },
});

/** Keys of every state: never rename them. */
interface PolicyPropagationInputs extends Properties {
  /** Changes whenever a policy changes. */
  readonly policies: string;
  /** Duration of the wait. */
  readonly wait?: string;
}

/**
 * Stores when policies changed: IAM answers immediately, but it takes seconds until all of AWS knows the change. The program
 * waits, not this handler: the engine runs a limited number of operations at a time, and others would wait for their turn.
 *
 * A change replaces the resource. Pulumi then deletes a removed target, the old resource and the old policies in this order.
 * It orders deletions only by direct dependencies, so a resource that stays would not order them.
 */
export const policyPropagation: Handler = stateOnlyHandler<PolicyPropagationInputs>({
  idProperty: "policies",
  replacedBy: "policies",
  check: (context, _olds, news) => ({
    inputs: news,
    problems: [
      // The constructor cannot check a value that comes as an Output.
      ...propagationProblems("policyPropagation", news.wait),
      ...propagationProblems(propagationSetting, context.config(propagationSetting)),
    ],
  }),
  outputs: (_context, news, olds) => ({ ...news, changedAt: olds ? olds.changedAt : new Date().toISOString() }),
});
