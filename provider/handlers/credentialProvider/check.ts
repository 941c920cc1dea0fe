import { isDeepStrictEqual } from "node:util";
import type { Connection } from "../../controlplane/connection";
import {
  credentialProviderArn,
  defaultTokenVault,
  parseCredentialProviderArn,
} from "../../iam/policy/credentialProviders";
import { partitionOf } from "../../iam/policy/arn";
import type { Problem } from "../../rules/core/problem";
import { containsUnknown, isKnown, isNil, memberOf, unknownValue } from "../../rules/core/values";
import { isFromEnvironment } from "../../rules/providers/secretSource";
import { mistakenNames } from "../../rules/providers/credentialProvider";
import type { Context } from "../process/context";
import type { Properties } from "../process/handler";
import { pick } from "./kind";
import type { Kind } from "./kind";
import { completeSecret, isHiddenValue, secretArnPattern, secretProblems } from "./secret";
import { wantedTags } from "./tags";

/** Validates and completes the inputs of a credential provider. */
export async function check(kind: Kind, context: Context, olds: Properties, given: Properties) {
  const news = Object.fromEntries(Object.entries(given).filter(([, value]) => !isNil(value)));
  // Inputs with an ARN and no owner come from `pulumi import`. The next `up` completes them.
  if (news.mark === undefined && news.credentialProviderArn !== undefined) return { inputs: news, problems: [] };
  const { region, problems: connectionProblems } = await context.resolveRegion(connectionOf(news));
  const configuration = kind.completeInputs(news);
  // A change of the configuration sends the secret too, so the preview shows a new secret even if the program ignores it.
  const isSent = !isDeepStrictEqual(configuration, pick(olds, kind.inputKeys));
  const kept = isSent ? {} : ignoredInputs(olds, news);
  const own: Properties = {
    ...nameOf(olds, news),
    adopt: news.adopt,
    ...configuration,
    ...completeSecret(context, kind.secret, olds, { ...news, ...kept }),
    tags: news.tags,
    ...pick(news, ["secretTags"]),
    tagsAll: wantedTags(context, olds, news),
    connection: news.connection,
    // An existing provider stays in its account, so its ARN stays known if the program names no account.
    accountId: news.accountId ?? olds.accountId,
    region,
    timeouts: news.timeouts,
    mark: news.mark,
    // Present only if the program ignores it, and so accepts the change of another tool.
    ...pick({ ...news, ...kept }, ["drift"]),
  };
  const hiddenValue = isHiddenValue(kind, olds, news) ? { [kind.secret.value]: unknownValue } : {};
  announceAdoption(kind, context, olds, own);
  const problems = [
    ...kind.problems({ ...news, region, tags: own.tagsAll, ...hiddenValue }),
    ...secretProblems(context, kind, olds, news, region),
    ...adoptionProblems(kind, olds, own),
    ...nameProblems(kind, context, own),
    ...connectionProblems,
    ...context.accountProblems(connectionOf(news), own.accountId, {
      isFromEnvironment: isFromEnvironment(own[kind.secret.source]),
    }),
  ];
  return { inputs: problems.length === 0 ? { ...own, ...derivedInputs(kind, own) } : own, problems };
}

/** The connection's own rules report a wrong type. */
function connectionOf({ connection }: Properties): Connection | undefined {
  return connection as Connection | undefined;
}

/** Returns the previous values of inputs that `check` completes and whose changes the program ignores. */
function ignoredInputs(olds: Properties, { ignored }: Properties): Properties {
  return Array.isArray(ignored) ? pick(olds, ignored.filter(isKnownText)) : {};
}

/** Returns the program's name; otherwise that of the adopted provider, the resource's automatic name, or the proposed one. */
function nameOf(olds: Properties, news: Properties): { name: unknown; automaticName?: true } {
  // A program that writes the automatic name changes nothing.
  const isAutomatic = olds.automaticName === true && news.name === olds.name;
  if (news.name !== undefined) return { name: news.name, ...(isAutomatic ? { automaticName: true } : {}) };
  if (news.adopt === unknownValue) return { name: unknownValue, automaticName: true };
  const kept = olds.automaticName === true && isKnown(olds.name) ? olds.name : news.nameProposal;
  return { name: adoptedProvider(news)?.name ?? kept, automaticName: true };
}

function adoptedProvider({ adopt }: Properties) {
  return typeof adopt === "string" ? parseCredentialProviderArn(adopt) : undefined;
}

/** A preview shows an adoption like a creation. */
function announceAdoption({ label }: Kind, context: Context, olds: Properties, news: Properties): void {
  const adopted = adoptedProvider(news);
  if (adopted === undefined || (adopted.name === olds.name && adopted.region === olds.region)) return;
  context.warnOnce(`Adopts the existing ${label} ${String(news.adopt)}. No provider is created.`);
}

/** An adopted provider cannot be replaced as long as the program names it by its ARN. */
function adoptionProblems({ immutableKeys }: Kind, olds: Properties, news: Properties): Problem[] {
  const adopted = adoptedProvider(news);
  if (adopted === undefined || adopted.name !== olds.name || adopted.region !== olds.region) return [];
  return immutableKeys
    .filter((key) => isKnown(olds[key]) && isKnown(news[key]) && olds[key] !== news[key])
    .map((key) => ({
      path: "adopt",
      reason: `its provider has ${key}: "${String(olds[key])}", which cannot be changed. Remove adopt: then a new provider is created and this one is deleted.`,
    }));
}

/**
 * Two resources with one name would manage the same provider and undo each other's changes. If two names are too similar, a
 * policy for one secret may match the other. A number above the default quota is only a warning: the quota can be raised.
 */
function nameProblems({ type, label }: Kind, context: Context, inputs: Properties): Problem[] {
  const { name, accountId, region, connection, mark } = inputs;
  const resource = memberOf(mark, "resource");
  if (typeof name !== "string" || containsUnknown([name, accountId, region, connection, resource])) return [];
  const scope = JSON.stringify([type, region, accountId ?? connection]);
  const { isTaken, confusedWith, exceededQuota } = context.names.register(scope, name, String(resource));
  if (exceededQuota !== undefined)
    context.warnOnce(
      `The program has more than ${exceededQuota} credential providers of one kind (${label}) in ${String(region)}. The default quota of an account and Region is ${exceededQuota}. Request an increase in Service Quotas if you have not yet.`,
    );
  if (isTaken) {
    const reason = `another resource of this program has the name "${name}". Choose another name, or use the other resource's provider: credentialProvider: OTHER.`;
    return [{ path: "name", reason }];
  }
  return confusedWith === undefined ? [] : [{ path: "name", reason: mistakenNames(name, confusedWith) }];
}

/** Returns the ARNs that follow from name, account and Region: unknown while one of these is, none without an account. */
function derivedInputs(kind: Kind, inputs: Properties): Properties {
  const { name, accountId, region } = inputs;
  const { arnPatternInput } = kind.secret;
  if (accountId === undefined || region === undefined || name === undefined) return {};
  if (!isKnownText(name) || !isKnownText(accountId) || !isKnownText(region))
    return { credentialProviderArn: unknownValue, [arnPatternInput]: unknownValue };
  const partition = partitionOf(region);
  const id = { partition, region, accountId, vault: defaultTokenVault, kind: kind.type, name };
  // The pattern of a provider without a secret is empty, not absent: an absent input is unknown at preview.
  return { credentialProviderArn: credentialProviderArn(id), [arnPatternInput]: secretArnPattern(kind, id, inputs) };
}

function isKnownText(value: unknown): value is string {
  return typeof value === "string" && isKnown(value);
}
