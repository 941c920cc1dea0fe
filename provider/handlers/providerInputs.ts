import type { Connection } from "../controlplane/connection";
import { nameOfKind } from "../controlplane/credentialProviders";
import {
  credentialProviderArn,
  defaultTokenVault,
  managedSecretArnPattern,
  parseCredentialProviderArn,
  partitionOf,
} from "../iam/arn";
import type { CredentialProviderId, CredentialProviderKind } from "../iam/arn";
import { containsUnknown, isKnown, unknownValue } from "../rules/problem";
import type { Problem } from "../rules/problem";
import type { Context } from "./context";
import type { Properties } from "./handler";
import type { Tagged } from "./providerTags";

/** Inputs that every kind of credential provider has after `check`. Their keys are frozen: they stand in every state. */
export interface ProviderInputs extends Tagged {
  readonly name: string;
  /** The automatic name that the constructor proposed; absent where the program gave a name. */
  readonly nameProposal?: string;
  readonly tags?: Record<string, string>;
  readonly connection?: Connection;
  readonly accountId?: string;
  readonly region: string;
  /** Derived, so that everything downstream knows it at preview; absent where no `accountId` is given. */
  readonly credentialProviderArn?: string;
}

export const providerInputKeys = [
  "name",
  "nameProposal",
  "tags",
  "tagsAll",
  "connection",
  "accountId",
  "region",
  "mark",
  "credentialProviderArn",
] as const satisfies readonly (keyof ProviderInputs)[];

/** An explicit name as given; otherwise the automatic name that the resource has, or the one proposed for a new one. */
export function nameOf(olds: Properties, news: Properties): { name: unknown; nameProposal?: unknown } {
  if (news.name !== undefined && news.name !== null) return { name: news.name };
  const keeps = isKnown(olds.nameProposal) && isKnown(olds.name);
  return keeps
    ? { name: olds.name, nameProposal: olds.nameProposal }
    : { name: news.nameProposal, nameProposal: news.nameProposal };
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

/** The provider's ARN and the pattern of its secret's ARN. */
export interface DerivedArns {
  readonly arn: string;
  readonly secretArnPattern: string;
}

/** The ARNs that follow from name, account and Region; unknown while one of these is, `undefined` without an account. */
export function derivedArns(
  kind: CredentialProviderKind,
  { name, accountId, region }: { name: unknown; accountId: unknown; region: unknown },
): DerivedArns | undefined {
  if (accountId === undefined || region === undefined || name === undefined) return undefined;
  if (containsUnknown([name, accountId, region])) return { arn: unknownValue, secretArnPattern: unknownValue };
  const id: CredentialProviderId = {
    partition: partitionOf(region as string),
    region: region as string,
    accountId: accountId as string,
    vault: defaultTokenVault,
    kind,
    name: name as string,
  };
  return { arn: credentialProviderArn(id), secretArnPattern: managedSecretArnPattern(id) };
}

/** The parts of a resource's id, which is the ARN of a provider of one kind. */
export function identify(kind: CredentialProviderKind, id: string): CredentialProviderId {
  const parsed = parseCredentialProviderArn(id);
  if (parsed?.kind === kind) return parsed;
  throw new Error(`the resource's id is not the ARN of an ${nameOfKind(kind)}.`);
}
