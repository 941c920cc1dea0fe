import type { Connection } from "../../controlplane/connection";
import { nameOfKind } from "../../controlplane/credentialProviders";
import { defaultTokenVault, parseCredentialProviderArn, partitionOf } from "../../iam/policy/arn";
import type { CredentialProviderId, CredentialProviderKind } from "../../iam/policy/arn";
import { mistakenNames } from "../../rules/providers/credentialProvider";
import type { Problem } from "../../rules/core/problem";
import { containsUnknown, isKnown, unknownValue } from "../../rules/core/values";
import type { Context } from "../process/context";
import type { Properties } from "../process/handler";
import type { Tagged } from "./tags";

/** Inputs that every kind of credential provider has after `check`. Their keys are frozen: they stand in every state. */
export interface ProviderInputs extends Tagged {
  readonly name: string;
  /** The program gave no name; absent where it did. */
  readonly automaticName?: true;
  /** ARN of a provider that exists and is to be taken over. */
  readonly adopt?: string;
  readonly tags?: Record<string, string>;
  readonly connection?: Connection;
  readonly accountId?: string;
  readonly region: string;
  /** How long the service may take, in seconds. */
  readonly timeouts?: Timeouts;
  /** Derived, so that everything downstream knows it at preview; absent where no `accountId` is given. */
  readonly credentialProviderArn?: string;
}

/** Seconds for each operation. */
export interface Timeouts {
  readonly create?: number;
  readonly update?: number;
  readonly delete?: number;
}

export const providerInputKeys = [
  "name",
  "automaticName",
  "adopt",
  "tags",
  "tagsAll",
  "connection",
  "accountId",
  "region",
  "timeouts",
  "mark",
  "credentialProviderArn",
] as const satisfies readonly (keyof ProviderInputs)[];

/**
 * An explicit name as given; otherwise that of the provider to adopt, the automatic name that the resource has, or the one
 * that the constructor proposes for a new one.
 */
export function nameOf(olds: Properties, news: Properties): { name: unknown; automaticName?: true } {
  if (news.name !== undefined) return { name: news.name };
  return { name: unwrittenName(olds, news), automaticName: true };
}

function unwrittenName(olds: Properties, news: Properties): unknown {
  if (news.adopt === unknownValue) return unknownValue;
  const adopted = typeof news.adopt === "string" ? parseCredentialProviderArn(news.adopt) : undefined;
  if (adopted !== undefined) return adopted.name;
  return olds.automaticName === true && isKnown(olds.name) ? olds.name : news.nameProposal;
}

/** One that was taken over stays that very one as long as the program says so: it cannot make room for another. */
export function adoptedForGoodProblems(
  immutableKeys: readonly string[],
  olds: Properties,
  news: Properties,
): Problem[] {
  const adopted = typeof news.adopt === "string" ? parseCredentialProviderArn(news.adopt) : undefined;
  if (adopted === undefined || adopted.name !== olds.name || adopted.region !== olds.region) return [];
  return immutableKeys
    .filter((key) => isKnown(olds[key]) && isKnown(news[key]) && olds[key] !== news[key])
    .map((key) => ({
      path: "adopt",
      reason: `its provider has ${key}: "${String(olds[key])}", which cannot be changed. Leave adopt out: another is made then, and this one is removed.`,
    }));
}

/** The Region that a provider will be in, without asking the network; unknown where a setting is that may say it. */
export async function regionOf(
  context: Context,
  connection: Connection | undefined,
): Promise<{ region: string | undefined; problems: Problem[] }> {
  if ((connection as unknown) === unknownValue) return { region: unknownValue, problems: [] };
  const { region, problems } = context.judge(connection);
  if (region !== undefined || problems.length > 0) return { region, problems };
  // A profile that is not known yet may say it.
  if (containsUnknown(connection)) return { region: unknownValue, problems };
  try {
    return { region: await context.service(connection, undefined).region(), problems };
  } catch {
    const reason =
      "no Region. Write connection: { region }, set aws:region in the stack configuration, or AWS_REGION in the environment.";
    return { region, problems: [{ path: "connection", reason }] };
  }
}

/** What follows from name, account and Region: unknown while one of these is, `undefined` without an account. */
export function futureId(
  kind: CredentialProviderKind,
  { name, accountId, region }: { name: unknown; accountId: unknown; region: unknown },
): CredentialProviderId | typeof unknownValue | undefined {
  if (accountId === undefined || region === undefined || name === undefined) return undefined;
  if (containsUnknown([name, accountId, region])) return unknownValue;
  return {
    partition: partitionOf(region as string),
    region: region as string,
    accountId: accountId as string,
    vault: defaultTokenVault,
    kind,
    name: name as string,
  };
}

/**
 * Two resources of one program with one name would make one provider of two, each undoing what the other does; and of two
 * names that are too near, one policy may let in the other's secret. More providers than an account has without asking are
 * remarked, and no error: a quota can have been raised.
 */
export function nameProblems(
  context: Context,
  kind: CredentialProviderKind,
  { name, accountId, region, connection, mark }: Properties,
): Problem[] {
  const { resource } = (mark ?? {}) as Partial<Tagged["mark"]>;
  if (containsUnknown([name, accountId, region, connection, resource])) return [];
  const place = JSON.stringify([kind, region, accountId ?? connection]);
  const { isTaken, mistakenFor, passesQuota } = context.providerNames.add(place, name as string, String(resource));
  if (passesQuota !== undefined)
    context.sayOnce(
      `More than ${passesQuota} credential providers of one kind (${nameOfKind(kind)}) in ${String(region)}: the quota of an account and Region is ${passesQuota} unless it was raised.`,
    );
  const path = "name";
  if (isTaken)
    return [
      {
        path,
        reason: `another resource of this program has the name "${String(name)}" too. Give this one another name, or use the other one's provider: credentialProvider: OTHER.`,
      },
    ];
  return mistakenFor === undefined ? [] : [{ path, reason: mistakenNames(name as string, mistakenFor) }];
}

/** The parts of a resource's id, which is the ARN of a provider of one kind. */
export function identify(kind: CredentialProviderKind, id: string): CredentialProviderId {
  const parsed = parseCredentialProviderArn(id);
  if (parsed?.kind === kind) return parsed;
  throw new Error(`the resource's id is not the ARN of an ${nameOfKind(kind)}.`);
}
