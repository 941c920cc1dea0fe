import { propagationProblems, propagationSeconds, propagationSetting } from "../../rules/components/gateway";
import type { Context } from "../process/context";
import { assertReadableState, stateVersion } from "../process/handler";
import type { Handler } from "../process/handler";

/** Keys of every state: never rename them. */
interface PolicyPropagationInputs {
  /** Changes whenever a policy changes. */
  readonly policies: string;
  /** Duration of the wait. */
  readonly wait?: string;
}

/**
 * Waits after policies have changed: IAM answers immediately, but it takes seconds until all of AWS knows the change. A
 * target depends on this resource, which depends on the role's policies. It exists only in the state and makes no call.
 */
export const policyPropagation: Handler = {
  check: (context, _olds, news) =>
    Promise.resolve({
      inputs: news,
      problems: [
        // The constructor cannot check a value that comes as an Output.
        ...propagationProblems("policyPropagation", news.wait),
        ...propagationProblems(propagationSetting, configured(context)),
      ],
    }),
  diff: () => ({ replaces: [], deleteBeforeReplace: false }),
  create: async (context, inputs) => {
    const { policies } = await waitForIam(context, inputs as unknown as PolicyPropagationInputs);
    return { id: policies, outputs: { ...inputs, stateVersion } };
  },
  read: (_context, id, state) => {
    const { stateVersion: _version, ...inputs } = state;
    return Promise.resolve({ id, outputs: state, inputs });
  },
  update: async (context, _id, olds, news) => {
    assertReadableState(olds);
    if (olds.policies !== news.policies) await waitForIam(context, news as unknown as PolicyPropagationInputs);
    return { outputs: { ...news, stateVersion } };
  },
  delete: () => Promise.resolve(),
};

async function waitForIam(context: Context, inputs: PolicyPropagationInputs): Promise<PolicyPropagationInputs> {
  const seconds = propagationSeconds(inputs.wait ?? configured(context));
  if (seconds > 0) await context.sleep(seconds * 1000);
  return inputs;
}

function configured(context: Context): string | undefined {
  return context.config(propagationSetting);
}
