import type { Connection } from "../controlplane/connection";
import { describeTokenVault, getTokenVault } from "../controlplane/tokenVault";
import { partitionOf } from "../iam/policy/arn";
import { tokenVaultArn } from "../iam/policy/credentialProviders";
import { renderProblems } from "../rules/core/problem";
import { tokenVaultProblems } from "../rules/providers/connection";
import { stateVersion } from "./process/handler";
import type { Handler, Properties } from "./process/handler";

const unmanaged =
  "a token vault can only be looked up, with TokenVault.get. It belongs to the account: no program creates, changes or deletes it.";

const rejectChange = () => Promise.reject(new Error(unmanaged));

/** Properties of a lookup. Their keys are keys of every state: never rename them. */
interface TokenVaultState extends Properties {
  readonly connection?: Connection;
  readonly accountId?: string;
  /** Absent until the vault was found. */
  readonly region?: string;
}

/** A token vault, which can only be read. */
export const tokenVault: Handler = {
  check: (_context, _olds, news) => Promise.resolve({ inputs: news, problems: [{ path: "id", reason: unmanaged }] }),
  diff: () => ({ replaces: [], deleteBeforeReplace: false }),
  create: rejectChange,
  update: rejectChange,
  // A vault in the state must not prevent the stack from being destroyed.
  delete: () => Promise.resolve(),

  async read(context, id, state: TokenVaultState) {
    const { connection, accountId, region: found } = state;
    const resolved = found === undefined ? await context.resolveRegion(connection) : { region: found, problems: [] };
    const problems = [...tokenVaultProblems(id, state), ...resolved.problems];
    if (problems.length > 0) throw new Error(renderProblems("the token vault", problems));
    const region = resolved.region as string;
    const service = context.service(connection, region);
    await service.assertAccount(accountId);
    const vault = await getTokenVault(service, id, region);
    if (vault === undefined) {
      if (state.stateVersion !== undefined) return undefined;
      throw new Error(
        `there is no ${describeTokenVault(id, region)}. The first credential provider of an account and Region creates the vault "default".`,
      );
    }
    const arn =
      accountId === undefined ? undefined : tokenVaultArn({ partition: partitionOf(region), region, accountId }, id);
    const inputs = { connection, accountId };
    return { id, outputs: { ...inputs, ...vault, arn, region, stateVersion }, inputs };
  },
};
