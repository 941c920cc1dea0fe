import type { Connection } from "../controlplane/connection";
import { failedWith, ServiceError } from "../controlplane/errors";
import type { Service } from "../controlplane/service";
import { partitionOf } from "../iam/policy/arn";
import { tokenVaultArn } from "../iam/policy/credentialProviders";
import { renderProblems } from "../rules/core/problem";
import { tokenVaultProblems } from "../rules/providers/connection";
import { assertReadableState, stateVersion } from "./process/handler";
import type { Handler, Properties } from "./process/handler";

const unmanaged =
  "a token vault can only be looked up, with TokenVault.get. It belongs to the account: no program creates, changes or deletes it.";

const rejectChange = () => Promise.reject(new Error(unmanaged));

/** Properties of a lookup. Their keys are keys of every state: never rename them. */
interface TokenVaultState {
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

  async read(context, id, properties) {
    assertReadableState(properties);
    const { connection, accountId, region: found } = properties as unknown as TokenVaultState;
    const resolved = found === undefined ? await context.resolveRegion(connection) : { region: found, problems: [] };
    const problems = [...tokenVaultProblems(id, properties), ...resolved.problems];
    if (problems.length > 0) throw new Error(renderProblems("the token vault", problems));
    const region = resolved.region as string;
    const service = context.service(connection, region);
    await service.assertAccount(accountId);
    const vault = await getTokenVault(service, id, region);
    if (vault === undefined) {
      if (properties.stateVersion !== undefined) return undefined;
      throw new Error(
        `there is no ${describeTokenVault(id, region)}. The first credential provider of an account and Region creates the vault "default".`,
      );
    }
    const arn =
      accountId === undefined ? undefined : tokenVaultArn({ partition: partitionOf(region), region, accountId }, id);
    const inputs: Properties = { connection, accountId };
    return { id, outputs: { ...inputs, ...vault, arn, region, stateVersion }, inputs };
  },
};

/** The part of an answer about the key: the service's, or the customer's with an ARN. */
interface Answer {
  readonly tokenVaultId?: string;
  readonly kmsConfiguration?: { readonly keyType?: string; readonly kmsKeyArn?: string };
}

/** Names a token vault in messages. */
function describeTokenVault(tokenVaultId: string, region: string): string {
  return `token vault "${tokenVaultId}" in ${region}`;
}

/** Returns the id of a token vault and whose key encrypts it; `undefined` if it does not exist. */
async function getTokenVault(service: Service, tokenVaultId: string, region: string): Promise<Properties | undefined> {
  const subject = describeTokenVault(tokenVaultId, region);
  try {
    const { answer } = await service.send<Answer>(
      { operation: "GetTokenVault", subject, secrets: [] },
      { tokenVaultId },
    );
    const { keyType, kmsKeyArn } = answer.kmsConfiguration ?? {};
    const vault = { tokenVaultId: answer.tokenVaultId ?? tokenVaultId };
    if (keyType === "ServiceManagedKey") return { ...vault, keyType };
    if (keyType === "CustomerManagedKey" && kmsKeyArn !== undefined && kmsKeyArn !== "")
      return { ...vault, keyType, kmsKeyArn };
    // A guess could leave out the permission for the key, and calls of tools would fail.
    throw new ServiceError("lost", `The service's answer about ${subject} could not be read. Run again.`);
  } catch (error) {
    if (failedWith(error, "notFound")) return undefined;
    throw error;
  }
}
