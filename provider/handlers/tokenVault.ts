import type { Connection } from "../controlplane/connection";
import { getTokenVault, tokenVaultInWords } from "../controlplane/tokenVault";
import { partitionOf, tokenVaultArn } from "../iam/policy/arn";
import { renderProblems } from "../rules/core/problem";
import { tokenVaultProblems } from "../rules/providers/tokenVault";
import { assertReadableState, stateVersion } from "./process/handler";
import type { Handler, Properties } from "./process/handler";
import { regionOf } from "./credentialProvider/inputs";

const unmanaged =
  "a token vault is only looked up, with TokenVault.get: an account has it, and no program makes, changes or deletes it.";

const throwIfInvalid = () => Promise.reject(new Error(unmanaged));

/** With what a token vault is looked up, and where it was found. Their keys are frozen: they stand in every state. */
interface TokenVaultState {
  readonly connection?: Connection;
  readonly accountId?: string;
  /** Absent until it was found. */
  readonly region?: string;
}

/** A token vault: there is nothing to do with it but to look at it. */
export const tokenVault: Handler = {
  check: (_context, _olds, news) => Promise.resolve({ inputs: news, problems: [{ path: "id", reason: unmanaged }] }),
  diff: () => ({ replaces: [], deleteBeforeReplace: false }),
  create: throwIfInvalid,
  update: throwIfInvalid,
  // Leaves the state alone: a vault that came in there by whatever way must not keep a stack from being destroyed.
  delete: () => Promise.resolve(),

  async read(context, id, properties) {
    assertReadableState(properties);
    const { connection, accountId, region: found } = properties as unknown as TokenVaultState;
    const place = found === undefined ? await regionOf(context, connection) : { region: found, problems: [] };
    const problems = [...tokenVaultProblems(id, properties), ...place.problems];
    if (problems.length > 0) throw new Error(renderProblems("the token vault", problems));
    const region = place.region as string;
    const service = context.service(connection, region);
    await service.assertAccount(accountId);
    const vault = await getTokenVault(service, id, region);
    if (vault === undefined) {
      if (properties.stateVersion !== undefined) return undefined;
      throw new Error(
        `there is no ${tokenVaultInWords(id, region)}. The first credential provider of an account and Region makes the vault "default".`,
      );
    }
    const arn =
      accountId === undefined ? undefined : tokenVaultArn({ partition: partitionOf(region), region, accountId }, id);
    const inputs: Properties = { connection, accountId };
    return { id, outputs: { ...inputs, ...vault, arn, region, stateVersion }, inputs };
  },
};
