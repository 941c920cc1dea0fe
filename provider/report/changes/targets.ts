import { isHidden } from "../preview/preview";
import type { CredentialChange, CredentialOfTarget } from "../model";
import type { ResourceChange, ResourceState, Side } from "../preview/preview";
import { types } from "../preview/types";
import { decoded, isRecord, memberAt, textsIn, visibleText } from "../preview/values";
import type { CredentialProvider } from "./credentials";
import { credentialTypes } from "./credentialSettings";
import { dependenciesOf, shownName, statesOf } from "./resources";
import type { Resources } from "./resources";

/** A gateway target with its bundle, or a bundle whose target is not in the stack. */
export interface Target {
  /** Unique in the stack. */
  readonly name: string;
  readonly gateway?: string;
  readonly resource: ResourceChange;
  readonly bundle?: ResourceChange;
  readonly providerBefore?: CredentialProvider;
  readonly providerAfter?: CredentialProvider;
  readonly credential: CredentialOfTarget;
  /** ARNs of its credential providers, their secrets and keys, and patterns for them. */
  readonly ids: readonly string[];
  /** Texts of its configuration, on both sides of the change. */
  readonly configurationTexts: readonly string[];
  /** URNs and ARNs of the roles of its gateway. None if the preview does not show the gateway. */
  readonly roles: readonly string[];
}

/** Returns the targets of the stack, and the bundles without one. */
export function targetsOf(resources: Resources, providers: readonly CredentialProvider[]): Target[] {
  const declared = resources.ofType(types.target).map((resource) => targetOf(resource, resources, providers));
  const joined = new Set(declared.map(({ bundle }) => bundle));
  const alone = resources
    .ofType(types.bundle)
    .filter((bundle) => !joined.has(bundle))
    .map((bundle) => bundleWithoutTarget(bundle, providers));
  return withUniqueNames([...declared, ...alone]);
}

function targetOf(resource: ResourceChange, resources: Resources, providers: readonly CredentialProvider[]): Target {
  const { before, after } = resource;
  const providerBefore = providerOf(before, "before", providers);
  const providerAfter = providerOf(after, "after", providers);
  const bundle = bundleOf(resource, providerAfter ?? providerBefore, resources);
  const { name: gateway, roles } = gatewayOf(resource, resources);
  return {
    name: shownName(resource) ?? resource.name,
    gateway,
    resource,
    bundle,
    providerBefore,
    providerAfter,
    credential: credentialOf(after ?? before, providerAfter, providerBefore),
    ids: idsOf(resource, providerBefore, providerAfter),
    // Addresses of runtimes contain their ARN in an encoded form.
    configurationTexts: statesOf(resource).flatMap(({ properties }) =>
      textsIn(properties.targetConfiguration).map(decoded),
    ),
    roles,
  };
}

function bundleWithoutTarget(bundle: ResourceChange, providers: readonly CredentialProvider[]): Target {
  const provider = providers.find(({ resource }) => resource.parent === bundle.urn);
  const providerBefore = provider?.before === undefined ? undefined : provider;
  const providerAfter = provider?.after === undefined ? undefined : provider;
  return {
    name: bundle.name,
    resource: bundle,
    bundle,
    providerBefore,
    providerAfter,
    credential: credentialOf(undefined, providerAfter, providerBefore),
    ids: idsOf(bundle, providerBefore, providerAfter),
    configurationTexts: [],
    roles: [],
  };
}

function idsOf(resource: ResourceChange, before?: CredentialProvider, after?: CredentialProvider): string[] {
  return [
    ...(before?.before?.ids ?? []),
    ...(after?.after?.ids ?? []),
    ...statesOf(resource).flatMap((state) => providerArnOf(state) ?? []),
  ];
}

/** Returns the ARN of the credential provider in the configuration of a target. */
export function providerArnOf({ properties }: ResourceState): string | undefined {
  const configuration = properties.credentialProviderConfiguration;
  return ["apiKey", "oauth"].map((type) => visibleText(memberAt(configuration, type, "providerArn"))).find(Boolean);
}

/** Returns the credential provider that a target names by its ARN, or depends on while the ARN is not known. */
function providerOf(
  state: ResourceState | undefined,
  side: Side,
  providers: readonly CredentialProvider[],
): CredentialProvider | undefined {
  if (state === undefined) return undefined;
  const arn = providerArnOf(state);
  if (arn !== undefined) return providers.find((provider) => provider[side]?.arn === arn);
  const urns = state.propertyDependencies.credentialProviderConfiguration ?? [];
  return providers.find(({ resource, ...provider }) => provider[side] !== undefined && urns.includes(resource.urn));
}

/** Returns the bundle of a target: around its provider, in the same component, or the one that it waits for. */
function bundleOf(
  target: ResourceChange,
  provider: CredentialProvider | undefined,
  resources: Resources,
): ResourceChange | undefined {
  const isBundle = (resource: ResourceChange | undefined) => resource?.type === types.bundle;
  const around = resources.find(provider?.resource.parent);
  if (isBundle(around)) return around;
  const component = resources.find(target.parent);
  if (component?.type === types.targetWithBundle)
    return resources.ofType(types.bundle).find(({ parent }) => parent === component.urn);
  const parents = dependenciesOf(target).map((urn) => resources.find(resources.find(urn)?.parent));
  const waitedFor = parents.find(isBundle);
  if (waitedFor !== undefined) return waitedFor;
  // All bundles of a group have one wait in common. Their names are those of the group and of the target.
  const group = parents.find((parent) => parent?.type === types.group);
  return resources
    .ofType(types.bundle)
    .find(({ parent, name }) => group !== undefined && parent === group.urn && name === `${group.name}-${target.name}`);
}

interface GatewayOfTarget {
  readonly name?: string;
  readonly roles: readonly string[];
}

function gatewayOf(target: ResourceChange, resources: Resources): GatewayOfTarget {
  const gateways = resources.ofType(types.gateway);
  for (const { properties, propertyDependencies } of statesOf(target)) {
    const id = visibleText(properties.gatewayIdentifier);
    const urns = propertyDependencies.gatewayIdentifier ?? [];
    const gateway =
      gateways.find(({ urn }) => urns.includes(urn)) ??
      gateways.find(({ before }) => id !== undefined && [before?.id, before?.properties.gatewayId].includes(id));
    if (gateway !== undefined) return { name: shownName(gateway) ?? gateway.name, roles: rolesOf(gateway) };
    if (id !== undefined) return { name: id, roles: [] };
  }
  return { roles: [] };
}

/** Returns URNs and ARNs of the roles that a gateway uses before and after the change. */
function rolesOf(gateway: ResourceChange): string[] {
  return statesOf(gateway).flatMap(({ properties, propertyDependencies }) => [
    ...textsIn(properties.roleArn),
    ...(propertyDependencies.roleArn ?? []),
  ]);
}

const credentialTypesOfProviders = { apiKey: "API_KEY", oauth2: "OAUTH" } as const satisfies Record<
  CredentialChange["kind"],
  CredentialOfTarget["type"]
>;

function credentialOf(
  state: ResourceState | undefined,
  after: CredentialProvider | undefined,
  before: CredentialProvider | undefined,
): CredentialOfTarget {
  const provider = after ?? before;
  const shown = after?.after ?? before?.before;
  const arn = state === undefined ? undefined : providerArnOf(state);
  const name = shown?.name ?? arn?.split("/").at(-1);
  return {
    type: provider === undefined ? credentialTypeOf(state) : credentialTypesOfProviders[provider.kind],
    vendor: shown?.vendor,
    provider: name,
    secretSource: shown?.secretSource,
  };
}

function credentialTypeOf(state: ResourceState | undefined): CredentialOfTarget["type"] {
  if (state === undefined) return "UNKNOWN";
  const configuration = state.properties.credentialProviderConfiguration;
  if (isHidden(configuration) && !isRecord(configuration)) return "UNKNOWN";
  for (const [member, type] of Object.entries(credentialTypes))
    if (isRecord(memberAt(configuration, member))) return type;
  return "NONE";
}

/** Adds the gateway to names that two targets have, and the logical name where the gateway does not distinguish them. */
function withUniqueNames(targets: readonly Target[]): Target[] {
  const byGateway = distinguished(targets, ({ gateway, name }) =>
    gateway === undefined ? name : `${gateway}/${name}`,
  );
  const byLogicalName = distinguished(byGateway, ({ name, resource }) => `${name} (${resource.name})`);
  return distinguished(byLogicalName, ({ name, resource }) => `${name} (${resource.urn})`);
}

function distinguished(targets: readonly Target[], nameOf: (target: Target) => string): Target[] {
  const count = new Map<string, number>();
  for (const { name } of targets) count.set(name, (count.get(name) ?? 0) + 1);
  return targets.map((target) => ((count.get(target.name) ?? 0) > 1 ? { ...target, name: nameOf(target) } : target));
}
