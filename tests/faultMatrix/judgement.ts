import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../../provider/handlers/process/handler";
import type { LocalProvider } from "../../provider/local";
import { fingerprintKey } from "../../provider/rules/providers/secretSource";
import type { Resource } from "./engine";
import { argumentsOf, canary, markTags, secretOf, type Program } from "./program";
import type { World } from "./world";

/** Something that must never be. */
export interface Violation {
  /** A provider that no state knows or that nobody asked for; a secret that is not the program's; a secret where none may be. */
  readonly sort: "orphan" | "lostSecret" | "leak" | "other";
  readonly text: string;
}

/** What is wrong where a program is up. */
export async function wrongWhereUp(world: World, program: Program): Promise<Violation[]> {
  const { engine, kind, local } = world;
  const { resource } = engine;
  const providers = await world.ours();
  const mine = providers.find(({ arn }) => arn === resource?.id);
  const violations: Violation[] = providers
    .filter((provider) => provider !== mine)
    .map(({ arn }) => ({ sort: "orphan", text: `${arn} is in no state` }));
  if (engine.replaced.length > 0) violations.push(other("a replaced resource is still in the state"));
  if (resource?.unfinished) violations.push(other("the resource is still unfinished"));
  if (resource === undefined || mine === undefined)
    return [
      ...violations,
      { sort: "lostSecret", text: resource ? "the provider is not there" : "there is no resource" },
    ];
  const live = await local.secretOf(mine.arn);
  if (!isDeepStrictEqual(live, secretOf(kind, program.secret)))
    violations.push({ sort: "lostSecret", text: `the live secret is ${JSON.stringify(live)}` });
  return [...violations, ...differences(world, resource, mine, program).map(other)];
}

/** What is wrong where nothing is up any more. */
export async function wrongWhereDestroyed(world: World): Promise<Violation[]> {
  const { resource, replaced } = world.engine;
  const left = (await world.ours()).map(({ arn }): Violation => ({ sort: "orphan", text: `${arn} is still there` }));
  const kept = resource !== undefined || replaced.length > 0 ? [other("the state still has a resource")] : [];
  return [...left, ...kept];
}

/** What is wrong with what is not ours: anything that is not as it was. */
export async function wrongWithStrangers({ local, strangers }: World): Promise<Violation[]> {
  const providers = await local.providers();
  return strangers
    .filter((stranger) => !providers.some((provider) => isDeepStrictEqual(provider, stranger)))
    .map(({ arn }) => other(`somebody else's provider ${arn} is not as it was`));
}

/** Where a secret stands in a text that somebody gets to see. */
export function leaks(texts: readonly string[]): Violation[] {
  return texts.filter((text) => text.includes(canary)).map((text) => ({ sort: "leak", text }));
}

/** What a resource shows: all but its secret, and that too where the program does not hold the value. */
export function shownOf({ kind }: World, { id, inputs, outputs }: Resource): string {
  const hidden = kind.variable === undefined ? { [kind.stack.secretMember]: undefined } : {};
  const shown = (properties: Properties) => ({ ...properties, ...hidden });
  return JSON.stringify({ id, inputs: shown(inputs), outputs: shown(outputs) });
}

/** How state, service and program differ. */
function differences({ kind }: World, { inputs, outputs }: Resource, found: LocalProvider, program: Program): string[] {
  const { stack } = kind;
  const { tags = {}, accountId, ...args } = argumentsOf(kind, program);
  const fingerprint = fingerprintKey(stack.secretMember);
  // The next run finds whether it is the right one.
  const hasFingerprint = (properties: Properties) => /^[0-9a-f]{32}$/.test(String(properties[fingerprint]));
  const same: [what: string, actual: unknown, expected: unknown][] = [
    ["ARN", outputs.credentialProviderArn, found.arn],
    ["name", outputs.name, found.name],
    ["account", [outputs.accountId, found.account], [accountId, accountId]],
    ["Region", outputs.region, found.region],
    ["secret's ARN", outputs[stack.secretArnKey], found.secretArn],
    ["secret's ARN for policies", outputs[stack.secretArnPatternKey], stack.secretArnPatternOf(found.name)],
    ["tags", outputs.tagsAll, tags],
    ["tags at the service", found.tags, { ...(tags as object), ...markTags }],
    ["status", outputs.status, found.status],
    ["readiness", found.status ?? "READY", "READY"],
    ["callback URL", outputs.callbackUrl, found.callbackUrl],
    ["vendor", outputs.vendor, found.vendor],
    ["client", outputs.clientId, found.clientId],
    ["discovery", outputs.oauthDiscovery, discoveryOf(found)],
    ["version of the state", outputs.stateVersion, 1],
    ["doubt", outputs.unconfirmed, undefined],
    ["fingerprint", inputs[fingerprint], outputs[fingerprint]],
    ["presence of a fingerprint", hasFingerprint(outputs), kind.variable !== undefined],
    ["provider in the outputs", typeof outputs.__provider, "string"],
    ["provider in the inputs", typeof inputs.__provider, "string"],
    ...Object.keys(args)
      .filter((key) => key !== "nameProposal" && key !== fingerprint)
      .map((key): [string, unknown, unknown] => [key, [inputs[key], outputs[key]], [args[key], args[key]]]),
  ];
  return same
    .filter(([, actual, expected]) => !isDeepStrictEqual(actual, expected))
    .map(([what, actual, expected]) => `${what}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
}

/** The discovery as the service shows it: what it adds to what a program wrote is no difference. */
function discoveryOf({ vendor, config = {} }: LocalProvider): unknown {
  return vendor === "CustomOauth2"
    ? (Object.values(config)[0] as { oauthDiscovery?: unknown }).oauthDiscovery
    : undefined;
}

const other = (text: string): Violation => ({ sort: "other", text });
