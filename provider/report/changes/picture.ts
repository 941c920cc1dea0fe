import type { Picture, PictureEdge, PictureNode } from "../model";
import { sides } from "../preview/preview";
import type { Operation, Preview, ResourceChange, ResourceState, Side } from "../preview/preview";
import { types } from "../preview/types";
import { byName, memberAt, visibleText } from "../preview/values";
import { changeOfCredential, credentialProvidersOf } from "./credentials";
import type { CredentialProvider } from "./credentials";
import { resourcesOf, shownName, statesOf } from "./resources";
import type { Resources } from "./resources";
import { providerArnOf, targetsOf } from "./targets";
import type { Target } from "./targets";

type Change = PictureNode["change"];

/** A node with a key instead of an id. Equal keys are one node. */
type Item = Omit<PictureNode, "id"> & { readonly key: string };

const changesOfOperations: Readonly<Record<Operation, Change>> = {
  create: "new",
  import: "new",
  update: "changed",
  replace: "replaced",
  delete: "deleted",
  same: "unchanged",
  read: "unchanged",
};

/** Order of targets: by their change, then by name. */
const order: readonly Change[] = ["new", "changed", "replaced", "deleted", "unchanged"];

/** Returns the way from gateways over targets and credential providers to secrets, or to the functions that are called. */
export function createPicture(preview: Preview): Picture {
  // The resources of a failed preview are not complete.
  const resources = resourcesOf(preview.failed ? { ...preview, resources: [] } : preview);
  const providers = credentialProvidersOf(resources);
  const targets = targetsOf(resources, providers).sort(
    (left, right) =>
      order.indexOf(changeOf(left.resource)) - order.indexOf(changeOf(right.resource)) || byName(left.name, right.name),
  );
  const secrets = changesOfSecrets(providers);
  const drawing = new Drawing();
  for (const gateway of gatewayItems(resources)) drawing.add(gateway);
  for (const target of targets) addTarget(drawing, target, secrets, resources);
  for (const provider of [...providers].sort((left, right) => byName(left.resource.urn, right.resource.urn)))
    addSecrets(drawing, provider, secrets);
  return drawing.picture();
}

/** Nodes and arrows, each added once or for both sides of the change. */
class Drawing {
  private readonly nodes = new Map<string, PictureNode>();
  private readonly arrows = new Map<
    string,
    { readonly from: string; readonly to: string; readonly sides: Set<Side> }
  >();

  /** Returns the id of the node. */
  add({ key, ...item }: Item): string {
    const node = this.nodes.get(key) ?? { id: `${item.kind.charAt(0)}${this.nodes.size + 1}`, ...item };
    this.nodes.set(key, node);
    return node.id;
  }

  connect(from: string, to: string, side: Side): void {
    const key = `${from} ${to}`;
    const arrow = this.arrows.get(key) ?? { from, to, sides: new Set() };
    arrow.sides.add(side);
    this.arrows.set(key, arrow);
  }

  picture(): Picture {
    const edges = [...this.arrows.values()].map(({ from, to, sides }): PictureEdge => ({
      from,
      to,
      change: changeOfSides(sides.has("before"), sides.has("after")),
    }));
    return { nodes: [...this.nodes.values()], edges };
  }
}

function addTarget(drawing: Drawing, target: Target, secrets: ReadonlyMap<string, Change>, resources: Resources): void {
  const { resource, name, gateway } = target;
  const group = resources.find(target.bundle?.parent);
  const id = drawing.add({
    key: resource.urn,
    kind: "target",
    label: name,
    change: changeOf(resource),
    group: group?.type === types.group ? group.name : undefined,
  });
  for (const side of sides) {
    if (resource[side] === undefined) continue;
    if (gateway !== undefined) drawing.connect(drawing.add(gatewayItem(gateway, "unchanged")), id, side);
    const provider = side === "before" ? target.providerBefore : target.providerAfter;
    if (provider !== undefined) {
      drawing.connect(id, drawing.add(providerItem(provider)), side);
      addSecrets(drawing, provider, secrets);
    }
    for (const item of itemsOutside(resource[side], provider, resources)) drawing.connect(id, drawing.add(item), side);
  }
}

/** Adds the arrows from a provider to where its secret comes from. */
function addSecrets(drawing: Drawing, provider: CredentialProvider, secrets: ReadonlyMap<string, Change>): void {
  const id = drawing.add(providerItem(provider));
  for (const side of sides) {
    const secret = secretOf(provider, side);
    if (secret === undefined) continue;
    const change = secrets.get(secret.key) ?? "unchanged";
    drawing.connect(id, drawing.add({ ...secret, kind: "secret", change }), side);
  }
}

function gatewayItems(resources: Resources): Item[] {
  return resources
    .ofType(types.gateway)
    .map((gateway) => gatewayItem(shownName(gateway) ?? gateway.name, changeOf(gateway)))
    .sort((left, right) => byName(left.label, right.label));
}

function gatewayItem(name: string, change: Change): Item {
  return { key: `gateway ${name}`, kind: "gateway", label: `gateway ${name}`, change };
}

const nounsOfProviders = { apiKey: "API key", oauth2: "OAuth client" } as const;

function providerItem({ resource, kind, before, after }: CredentialProvider): Item {
  const { name = resource.name, vendor } = after ?? before ?? {};
  const noun = vendor === undefined ? nounsOfProviders[kind] : `${vendor} client`;
  return { key: resource.urn, kind: "provider", label: `${noun} ${name}`, change: changeOf(resource) };
}

/** Returns what a target uses outside of its credential provider in the stack: a function, or an existing provider. */
function itemsOutside(
  state: ResourceState | undefined,
  provider: CredentialProvider | undefined,
  resources: Resources,
): Item[] {
  if (state === undefined) return [];
  const arn = provider === undefined ? providerArnOf(state) : undefined;
  const existing: Item[] =
    arn === undefined
      ? []
      : [{ key: arn, kind: "provider", label: `existing provider ${arn.split("/").at(-1)}`, change: "unchanged" }];
  return [...existing, ...functionItems(state, resources)];
}

function functionItems({ properties, propertyDependencies }: ResourceState, resources: Resources): Item[] {
  const lambda = memberAt(properties.targetConfiguration, "mcp", "lambda");
  if (lambda === undefined) return [];
  const name = /:function:([^:]+)/.exec(visibleText(memberAt(lambda, "lambdaArn")) ?? "")?.[1];
  const declared = resources
    .ofType(types.function)
    .find((one) =>
      name === undefined
        ? propertyDependencies.targetConfiguration?.includes(one.urn)
        : statesOf(one).some((state) => state.properties.name === name),
    );
  const label = name ?? declared?.name;
  if (label === undefined) return [];
  const change = declared === undefined ? "unchanged" : changeOf(declared);
  return [{ key: declared?.urn ?? `function ${label}`, kind: "function", label: `Lambda function ${label}`, change }];
}

/** Returns where the secret of a provider comes from. Never its value. */
function secretOf({ resource, ...states }: CredentialProvider, side: Side): Pick<Item, "key" | "label"> | undefined {
  const source = states[side]?.secretSource;
  switch (source?.type) {
    case undefined:
      return undefined;
    case "inline":
      return { key: `secret of ${resource.urn}`, label: "secret in the token vault" };
    case "env":
      return { key: `env ${source.name}`, label: `env ${source.name}` };
    case "secretsManager": {
      const name = source.secretId?.split(":secret:").at(-1);
      const parts = [
        "Secrets Manager",
        ...(name === undefined ? [] : [name]),
        ...(source.jsonKey ? [source.jsonKey] : []),
      ];
      const label = parts.join(" ");
      return { key: name === undefined ? `secret of ${resource.urn}` : label, label };
    }
  }
}

type Users = Readonly<Record<Side, CredentialProvider[]>>;

/** Returns the changes of secrets by their keys. */
function changesOfSecrets(providers: readonly CredentialProvider[]): ReadonlyMap<string, Change> {
  const users = new Map<string, Users>();
  for (const provider of providers)
    for (const side of sides) {
      const key = secretOf(provider, side)?.key;
      if (key === undefined) continue;
      const known = users.get(key) ?? { before: [], after: [] };
      known[side].push(provider);
      users.set(key, known);
    }
  return new Map([...users].map(([key, usersOfKey]) => [key, changeOfSecret(key, usersOfKey)]));
}

function changeOfSecret(key: string, { before, after }: Users): Change {
  if (before.length === 0 || after.length === 0) return changeOfSides(before.length > 0, after.length > 0);
  if (after.some((provider) => changeOfCredential(provider)?.change === "rotated")) return "changed";
  const isReplaced = after.some(
    ({ resource }) => resource.operation === "replace" && key === `secret of ${resource.urn}`,
  );
  return isReplaced ? "replaced" : "unchanged";
}

function changeOf({ operation }: ResourceChange): Change {
  return changesOfOperations[operation];
}

function changeOfSides(before: boolean, after: boolean): "new" | "deleted" | "unchanged" {
  if (before === after) return "unchanged";
  return after ? "new" : "deleted";
}
