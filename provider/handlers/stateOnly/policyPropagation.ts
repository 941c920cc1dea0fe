import { propagationProblems, propagationSeconds, propagationSetting } from "../../rules/components/policyPropagation";
import type { Context } from "../process/context";
import { assertReadableState, stateVersion } from "../process/handler";
import type { Handler } from "../process/handler";

/** Keys are frozen: they stand in every state. */
interface PolicyPropagationInputs {
  /** Changes whenever a policy does. */
  readonly policies: string;
  /** How long to wait for it. */
  readonly wait?: string;
}

/**
 * A wait after policies have changed: IAM answers at once and takes seconds until all of AWS knows. It stands between a
 * role's policies and the target that needs them. Nothing exists outside of the state, and nothing is called.
 */
export const policyPropagation: Handler = {
  check: (context, _olds, news) =>
    Promise.resolve({
      inputs: news,
      problems: [
        // What the program has as an Output, no rule has seen before.
        ...propagationProblems("policyPropagation", news.wait),
        ...propagationProblems(propagationSetting, configured(context)),
      ],
    }),
  diff: () => ({ replaces: [], deleteBeforeReplace: false }),
  create: async (context, inputs) => {
    const { policies } = await settled(context, inputs as unknown as PolicyPropagationInputs);
    return { id: policies, outputs: { ...inputs, stateVersion } };
  },
  read: (_context, id, state) => {
    const { stateVersion: _version, ...inputs } = state;
    return Promise.resolve({ id, outputs: state, inputs });
  },
  update: async (context, _id, olds, news) => {
    assertReadableState(olds);
    if (olds.policies !== news.policies) await settled(context, news as unknown as PolicyPropagationInputs);
    return { outputs: { ...news, stateVersion } };
  },
  delete: () => Promise.resolve(),
};

async function settled(context: Context, inputs: PolicyPropagationInputs): Promise<PolicyPropagationInputs> {
  const seconds = propagationSeconds(inputs.wait ?? configured(context));
  if (seconds > 0) await context.wait(seconds * 1000);
  return inputs;
}

function configured(context: Context): string | undefined {
  return context.configured(propagationSetting);
}
