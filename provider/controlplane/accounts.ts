import { accountId as accountIdRule } from "../rules/core/limits";
import { textProblems } from "../rules/core/problem";
import type { Problem } from "../rules/core/problem";
import { isKnown } from "../rules/core/values";
import type { ConfiguredIdentity, ConnectionSettings } from "./connection";
import { endpointOverrides, isAwsHost } from "./trustedHosts";
import { ServiceError } from "./errors";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Environment variable with the only accounts that get secrets, separated by commas. The stack configuration cannot set it,
 * but it can choose the identity.
 */
const allowedAccountsVariable = "AGENTCORE_OUTBOUND_AUTH_ALLOWED_ACCOUNTS";

/** Returns the accounts that the operator allows; `undefined` if the variable is not set and all are allowed. */
function operatorAccounts(environment: Environment): string[] | undefined {
  return environment[allowedAccountsVariable]?.split(",").map((id) => id.trim());
}

/** Checks the account of a provider without a call, as far as settings and program name it. */
export function accountProblems(
  settings: ConnectionSettings,
  identity: ConfiguredIdentity | undefined,
  environment: Environment,
  accountId: unknown,
): Problem[] {
  const allowed = operatorAccounts(environment);
  const written = (allowed ?? []).flatMap((id) => textProblems(allowedAccountsVariable, id, accountIdRule));
  if (written.length > 0) {
    const reason = "must be account ids of 12 digits, separated by commas. Correct it where Pulumi runs, or remove it.";
    return [{ path: allowedAccountsVariable, reason }];
  }
  const named = [
    { path: "accountId", id: accountId },
    { path: identity?.settings.at(-1) ?? "connection", id: identity?.accountId },
  ];
  const problems = named
    .filter(({ id }) => typeof id === "string" && isKnown(id) && allowed?.includes(id) === false)
    .map(({ path, id }) => ({ path, reason: `account ${String(id)} is not in ${allowedAccountsVariable}.` }));
  const cannotCheck = isKnown(accountId) && accountId !== undefined && isUncheckedAtAws(settings, environment);
  return cannotCheck ? [...problems, { path: "aws:skipRequestingAccountId", reason: unchecked }] : problems;
}

const unchecked =
  "it leaves open which account gets the secret. It is for local services, and this provider is at AWS. Remove it.";

/** Checks if the account must not be looked up although calls go to AWS, where nothing else protects other accounts. */
function isUncheckedAtAws(settings: ConnectionSettings, environment: Environment): boolean {
  if (!settings.skipRequestingAccountId) return false;
  const override = endpointOverrides(settings.endpoints, environment).find(({ service }) => service === "controlPlane");
  return override === undefined || !URL.canParse(override.url) || isAwsHost(new URL(override.url).hostname);
}

/** Warns of an identity that the stack configuration chooses for secrets that it cannot read itself. */
export function identityWarning(
  identity: ConfiguredIdentity | undefined,
  environment: Environment,
  accountId: unknown,
): string | undefined {
  // The operator's own list is checked before anything is sent.
  if (identity === undefined || operatorAccounts(environment) !== undefined) return undefined;
  const id = identity.accountId ?? accountId;
  const account = typeof id === "string" && isKnown(id) ? `account ${id}` : "an account that is not known yet";
  return `The stack configuration (${identity.settings.join(", ")}) chooses the AWS identity, and secrets of this environment go to ${account}. Check that it is yours. To allow only your accounts, set ${allowedAccountsVariable}=123456789012 where Pulumi runs.`;
}

/**
 * Checks that the credentials belong to the expected account, and to one that the stack configuration and the operator
 * allow. Looks up the account only if one is expected, or if accounts are restricted.
 *
 * @param expected The account that a provider belongs to, if it is known.
 * @throws ServiceError if the account must not be used, or must be checked and cannot be looked up.
 */
export async function assertAccountAllowed(
  settings: ConnectionSettings,
  environment: Environment,
  expected: string | undefined,
  lookUp: () => Promise<string>,
): Promise<void> {
  const { allowedAccountIds, forbiddenAccountIds, skipRequestingAccountId } = settings;
  const byOperator = operatorAccounts(environment);
  const isRestricted = byOperator !== undefined || allowedAccountIds.length > 0 || forbiddenAccountIds.length > 0;
  if (skipRequestingAccountId && isRestricted) {
    const lists =
      byOperator === undefined
        ? "aws:allowedAccountIds and aws:forbiddenAccountIds need"
        : `${allowedAccountsVariable} needs`;
    throw refused(
      `${lists} the account's id, but aws:skipRequestingAccountId forbids looking it up. Nothing was done. Remove one of the two settings.`,
    );
  }
  if (expected !== undefined && isUncheckedAtAws(settings, environment))
    throw refused(`aws:skipRequestingAccountId: ${unchecked} Nothing was done.`);
  if (skipRequestingAccountId || (expected === undefined && !isRestricted)) return;
  const accountId = await lookUp();
  if (expected !== undefined && accountId !== expected)
    throw accountMismatch(accountId, expected, " Nothing was done.");
  const isAllowedByStack = allowedAccountIds.length === 0 || allowedAccountIds.includes(accountId);
  const refusedBy =
    byOperator?.includes(accountId) === false
      ? allowedAccountsVariable
      : !isAllowedByStack || forbiddenAccountIds.includes(accountId)
        ? "the stack configuration (aws:allowedAccountIds, aws:forbiddenAccountIds)"
        : undefined;
  if (refusedBy !== undefined)
    throw refused(
      `the credentials belong to account ${accountId}, which ${refusedBy} does not allow. Nothing was done.`,
    );
}

/** Error for credentials of another account than the provider's. */
export function accountMismatch(actual: string, expected: string, consequence = ""): ServiceError {
  return refused(
    `the credentials belong to account ${actual}, but this provider belongs to account ${expected}.${consequence} Choose credentials of ${expected}: with connection: { profile } or { assumeRole }, aws:profile, or the environment.`,
  );
}

function refused(message: string): ServiceError {
  return new ServiceError("refused", message);
}
