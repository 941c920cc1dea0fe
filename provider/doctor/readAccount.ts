import { ServiceError } from "../controlplane/errors";
import { connectionSettings } from "../controlplane/connection";
import { listProviders, ProviderCalls } from "../controlplane/credentialProviders";
import { caBundleProblems } from "../controlplane/network/network";
import { Service } from "../controlplane/service";
import { getTokenVault } from "../controlplane/tokenVault";
import type { TokenVault } from "../controlplane/tokenVault";
import { endpointOverrides, trustedHostProblems } from "../controlplane/trustedHosts";
import {
  bothProviderKinds,
  defaultTokenVault,
  ownershipTagKeys,
  providerKinds,
} from "../iam/policy/credentialProviders";
import type { CredentialProviderKind } from "../iam/policy/credentialProviders";
import { region as regionRule } from "../rules/core/limits";
import { textProblems } from "../rules/core/problem";
import type { AccountFacts, DeclaredProvider, FailedCall, VaultEntry } from "./diagnosis/facts";

/** The account cannot be examined at all. */
export class CannotExamine extends Error {}

interface Options {
  readonly region?: string;
  readonly profile?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** With these errors, no other call can succeed. */
const credentialErrors = [
  "UnrecognizedClientException",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "ExpiredToken",
];

/**
 * Reads the facts about an account and Region. It only reads.
 *
 * @throws CannotExamine without a Region or credentials, or if a setting is wrong.
 */
export async function readAccount(
  { region: wanted, profile, environment }: Options,
  declared: readonly DeclaredProvider[],
): Promise<AccountFacts> {
  const { settings, problems } = connectionSettings({ region: wanted, profile }, () => undefined, environment);
  const [problem] = [
    ...textProblems("Region", wanted, regionRule),
    ...problems,
    ...trustedHostProblems(environment),
    ...caBundleProblems(settings.network),
  ];
  if (problem !== undefined) throw new CannotExamine(`${problem.path}: ${problem.reason}`);
  const service = new Service(settings, { environment, failsFast: true });
  const region = await service.region().catch(() => {
    throw new CannotExamine("no Region. Write --region, or set AWS_REGION.");
  });
  const override = endpointOverrides(settings.endpoints, environment).find(({ service }) => service === "controlPlane");
  const failedCalls: FailedCall[] = [];
  const attempt = async <T>(operation: string, call: () => Promise<T>, arn?: string): Promise<T | undefined> => {
    try {
      return await call();
    } catch (error) {
      failedCalls.push(failedCall(operation, error, arn));
      return undefined;
    }
  };
  const caller = await attempt("GetCallerIdentity", () => service.caller());
  const facts = { region, caller, endpointSetting: override?.setting, failedCalls };
  if (failedCalls.some(({ code }) => credentialErrors.includes(code))) return { ...facts, providers: {}, named: [] };
  if (caller !== undefined) await attempt("GetCallerIdentity", () => service.assertAccount(undefined));
  const vault = await attempt("GetTokenVault", async () =>
    vaultFacts(await getTokenVault(service, defaultTokenVault, region)),
  );
  const complete = async (entry: VaultEntry) => {
    const { kind, name, arn } = entry;
    const calls = new ProviderCalls(service, { kind, name, region });
    const [remote, tags] = await Promise.all([
      attempt(`Get${providerKinds[kind].operationSuffix}`, () => calls.get(), arn),
      attempt("ListTagsForResource", () => calls.tags(arn), arn),
    ]);
    const { createdTime = entry.createdTime, secretSource, secretArn } = remote ?? {};
    const owner = tags && (tags[ownershipTagKeys.owner] ?? "");
    return { exists: remote !== undefined, entry: { ...entry, owner, createdTime, secretSource, secretArn } };
  };
  const providers: Partial<Record<CredentialProviderKind, VaultEntry[]>> = {};
  const named: VaultEntry[] = [];
  for (const kind of bothProviderKinds) {
    const operation = `List${providerKinds[kind].operationSuffix}s`;
    const listed = await attempt(operation, () => listProviders(service, kind));
    if (listed !== undefined) {
      providers[kind] = (await Promise.all(listed.map(complete))).map(({ entry }) => entry);
      continue;
    }
    // A deployer may read its own providers without the permission to list all.
    const wanted = declared.flatMap((one) => {
      const { name, arn, accountId, isNew } = one;
      const isHere = one.kind === kind && one.region === region && accountId === caller?.accountId;
      return isNew && isHere && name !== undefined && arn !== undefined ? [{ kind, name, arn }] : [];
    });
    const found = await Promise.all(wanted.map(complete));
    named.push(...found.filter(({ exists }) => exists).map(({ entry }) => entry));
  }
  return { ...facts, endpoint: service.endpoint ?? override?.url, vault, providers, named };
}

function vaultFacts(vault: TokenVault | undefined): AccountFacts["vault"] {
  if (vault === undefined) return { key: "NO_VAULT" };
  return vault.keyType === "CustomerManagedKey" ? { key: "CUSTOMER", kmsKeyArn: vault.kmsKeyArn } : { key: "SERVICE" };
}

/** @throws CannotExamine if there are no credentials. */
function failedCall(operation: string, error: unknown, arn: string | undefined): FailedCall {
  if (!(error instanceof ServiceError)) throw error;
  const { code, remedy } = error.details;
  if (code === "CredentialsProviderError") throw new CannotExamine(`no AWS credentials. ${remedies.credentials}`);
  if (error.failure === "throttled") return { operation, code: "THROTTLED", ...remedies.throttled(operation), arn };
  const sentence = remedy === "" ? error.message : error.message.slice(0, -remedy.length).trimEnd();
  return { operation, code, sentence, remedy, arn };
}

const remedies = {
  credentials: "Set them in the environment, or write --profile.",
  throttled: (operation: string) => ({
    sentence: `${operation}: AWS throttles the requests of this account.`,
    remedy: "Run again when other deployments have finished.",
  }),
};
