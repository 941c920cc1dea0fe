import { isKnown } from "../../rules/core/values";
import { assertReadableState } from "../process/handler";
import type { Handler } from "../process/handler";
import { check } from "./check";
import { create } from "./create";
import { deleteProvider } from "./delete";
import type { Kind } from "./kind";
import { isUnfinished } from "./polling";
import { read } from "./read";
import { identify, replacingInputs } from "./state";
import type { ProviderInputs, ProviderState } from "./state";
import { update } from "./update";

/** Returns the handlers of one kind of credential provider. */
export function credentialProviderHandler(kind: Kind): Handler<ProviderState, ProviderInputs> {
  return {
    check: (context, olds, news) => check(kind, context, olds, news),

    diff(context, id, olds, news) {
      // Every resource that stays passes here before anything is deleted.
      context.incarnations.remember(olds.credentialProviderArn, olds.incarnation);
      const existing = identify(kind, id);
      // An unknown name may turn out to be another one. Account and Region are looked up, and rarely change.
      const moved = (["accountId", "region"] as const).filter(
        (key) => isKnown(news[key]) && news[key] !== existing[key],
      );
      const before = replacingInputs(kind, olds);
      // An update restores an authentication that somebody else changed.
      const restored = olds.drift === undefined ? [] : Object.keys(kind.authentication(olds));
      const replacing = Object.entries(replacingInputs(kind, news))
        .filter(([key, value]) => value !== before[key] && !restored.includes(key))
        .map(([key]) => key);
      return {
        replaces: [...(news.name === existing.name ? [] : ["name"]), ...moved, ...replacing],
        deleteBeforeReplace: false,
        ...(isUnfinished(olds) ? { changes: true } : {}),
      };
    },

    create: (context, inputs) => create(kind, context, inputs),

    async read(context, id, state) {
      assertReadableState(state);
      return read(kind, context, id, state);
    },

    async update(context, id, olds, news) {
      assertReadableState(olds);
      return update(kind, context, id, olds, news);
    },

    async delete(context, id, state) {
      assertReadableState(state);
      return deleteProvider(kind, context, id, state);
    },
  };
}
