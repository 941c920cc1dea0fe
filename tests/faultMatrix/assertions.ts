import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../../provider/handlers/process/handler";
import type { LocalProvider } from "../../provider/local";
import { fingerprintKey } from "../../provider/rules/providers/secretSource";
import type { Resource } from "./engine";
import { argumentsOf, canary, ownershipTags, secretOf, type Program } from "./program";
import type { World } from "./world";

/** A broken rule. */
export interface Violation {
  /** `orphan`: a provider in no state. `lostSecret`: another secret than the program's. `leak`: a secret in a visible text. */
  readonly kind: "orphan" | "lostSecret" | "leak" | "other";
  readonly text: string;
}

/** Returns the violations after a successful `pulumi up` of the program. */
export async function violationsAfterUp(world: World, program: Program): Promise<Violation[]> {
  const { engine, kind, local } = world;
  const { resource } = engine;
  const providers = await world.ownProviders();
  const mine = providers.find(({ arn }) => arn === resource?.id);
  const violations: Violation[] = providers
    .filter((provider) => provider !== mine)
    .map(({ arn }) => ({ kind: "orphan", text: `${arn} is in no state` }));
  if (engine.replaced.length > 0) violations.push(other("a replaced resource is still in the state"));
  if (resource?.unfinished) violations.push(other("the resource is still unfinished"));
  if (resource === undefined || mine === undefined)
    return [
      ...violations,
      { kind: "lostSecret", text: resource ? "the provider is not there" : "there is no resource" },
    ];
  const live = await local.secretOf(mine.arn);
  if (!isDeepStrictEqual(live, secretOf(kind, program.secret)))
    violations.push({ kind: "lostSecret", text: `the live secret is ${JSON.stringify(live)}` });
  return [...violations, ...differences(world, resource, mine, program).map(other)];
}

/** Returns the violations after `pulumi destroy`. */
export async function violationsAfterDestroy(world: World): Promise<Violation[]> {
  const { resource, replaced } = world.engine;
  const left = (await world.ownProviders()).map(({ arn }): Violation => ({
    kind: "orphan",
    text: `${arn} is still there`,
  }));
  const kept = resource !== undefined || replaced.length > 0 ? [other("the state still has a resource")] : [];
  return [...left, ...kept];
}

/** Returns the providers of other owners that have changed. */
export async function changedForeignProviders({ local, foreignProviders }: World): Promise<Violation[]> {
  const providers = await local.providers();
  return foreignProviders
    .filter((foreign) => !providers.some((provider) => isDeepStrictEqual(provider, foreign)))
    .map(({ arn }) => other(`another owner's provider ${arn} has changed`));
}

/** Returns the texts that contain a secret. */
export function leaks(texts: readonly string[]): Violation[] {
  return texts.filter((text) => text.includes(canary)).map((text) => ({ kind: "leak", text }));
}

/** Returns the visible parts of a resource: all but an inline secret. */
export function visibleTextOf({ kind }: World, { id, inputs, outputs }: Resource): string {
  const hidden = kind.variable === undefined ? { [kind.stack.secretMember]: undefined } : {};
  const shown = (properties: Properties) => ({ ...properties, ...hidden });
  return JSON.stringify({ id, inputs: shown(inputs), outputs: shown(outputs) });
}

/** Returns the differences between state, service and program. */
function differences({ kind }: World, { inputs, outputs }: Resource, found: LocalProvider, program: Program): string[] {
  const { stack } = kind;
  const { tags = {}, accountId, ...args } = argumentsOf(kind, program);
  const fingerprint = fingerprintKey(stack.secretMember);
  // The next run shows if it is the right one.
  const hasFingerprint = (properties: Properties) => /^[0-9a-f]{32}$/.test(String(properties[fingerprint]));
  const same: [label: string, actual: unknown, expected: unknown][] = [
    ["ARN", outputs.credentialProviderArn, found.arn],
    ["name", outputs.name, found.name],
    ["account", [outputs.accountId, found.account], [accountId, accountId]],
    ["Region", outputs.region, found.region],
    ["secret's ARN", outputs[stack.secretArnKey], found.secretArn],
    ["secret's ARN for policies", outputs[stack.secretArnPatternKey], stack.secretArnPatternOf(found.name)],
    ["tags", outputs.tagsAll, tags],
    ["tags at the service", found.tags, { ...(tags as object), ...ownershipTags }],
    ["status", outputs.status, found.status],
    ["readiness", found.status ?? "READY", "READY"],
    ["callback URL", outputs.callbackUrl, found.callbackUrl],
    ["vendor", outputs.vendor, found.vendor],
    ["client", outputs.clientId, found.clientId],
    ["discovery", outputs.oauthDiscovery, discoveryOf(found)],
    ["version of the state", outputs.stateVersion, 1],
    ["unconfirmed change", outputs.unconfirmed, undefined],
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
    .map(([label, actual, expected]) => `${label}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
}

/** Returns the discovery settings that the service shows. */
function discoveryOf({ vendor, config = {} }: LocalProvider): unknown {
  return vendor === "CustomOauth2"
    ? (Object.values(config)[0] as { oauthDiscovery?: unknown }).oauthDiscovery
    : undefined;
}

const other = (text: string): Violation => ({ kind: "other", text });
