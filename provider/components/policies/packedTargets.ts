import type { PolicyHolder } from "./inlinePolicy";

// Beside the arguments and not in them: where the statements of a group's target stand is nobody's API.
const holders = new WeakMap<object, PolicyHolder>();

/** Arguments of a bundle whose statements stand in policies of its group. */
export function heldBy<Args extends object>(holder: PolicyHolder, args: Args): Args {
  holders.set(args, holder);
  return args;
}

/** Where the statements of a bundle with these arguments stand; `undefined` for a policy of its own. */
export function holderOf(args: object): PolicyHolder | undefined {
  return holders.get(args);
}
