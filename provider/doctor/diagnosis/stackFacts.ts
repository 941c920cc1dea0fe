import { parseCredentialProviderArn } from "../../iam/policy/credentialProviders";
import type { CredentialProviderKind } from "../../iam/policy/credentialProviders";
import { policySize } from "../../iam/policy/document";
import { holdersOf } from "../../report/permissions/holders";
import type { HolderDocuments } from "../../report/permissions/roles";
import type { Preview, ResourceChange } from "../../report/preview/preview";
import { types } from "../../report/preview/types";
import { memberAt, visibleText } from "../../report/preview/values";
import type { DeclaredProvider, RoleSizes, StackFacts } from "./facts";

const providerTypes: Readonly<Record<string, CredentialProviderKind>> = {
  [types.apiKeyProvider]: "apikeycredentialprovider",
  [types.oauth2Provider]: "oauth2credentialprovider",
};

/** Returns what a preview says about the stack: its owner, its credential providers, and the sizes of its policies. */
export function stackFacts(preview: Preview): StackFacts {
  const { project, stack, resources, failed, missing } = preview;
  const owners = resources.flatMap(({ type, before }) =>
    type === types.stackOwner ? (visibleText(before?.properties.ownerId) ?? []) : [],
  );
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return {
    project,
    stack,
    owners: [...new Set(owners)],
    providers: resources.flatMap(declaredProvider),
    roles: holdersOf(preview).roles.flatMap((role) => roleSizes(role, byUrn)),
    isIncomplete: failed || missing.length > 0,
  };
}

function declaredProvider({ type, name: resource, operation, before, after }: ResourceChange): DeclaredProvider[] {
  const kind = Object.hasOwn(providerTypes, type) ? providerTypes[type] : undefined;
  if (kind === undefined || after === undefined) return [];
  const text = (key: string) => visibleText(after.properties[key]);
  const arn = text("credentialProviderArn");
  const parsed = arn === undefined ? undefined : parseCredentialProviderArn(arn);
  const isCreated = operation === "create" || operation === "replace";
  const id = {
    name: parsed?.name ?? text("name"),
    accountId: parsed?.accountId ?? text("accountId"),
    region: parsed?.region ?? text("region"),
  };
  const wasThere = before !== undefined && before.properties.name === id.name && before.properties.region === id.region;
  const isAdopted = after.properties.adopt !== undefined;
  return [{ resource, kind, ...(arn === undefined ? {} : { arn }), ...id, isNew: isCreated && !wasThere, isAdopted }];
}

/** Returns the sizes of a role's policies after the change. A role that is deleted has none. */
function roleSizes(
  { holder, exists, documents }: HolderDocuments,
  byUrn: ReadonlyMap<string, ResourceChange>,
): RoleSizes[] {
  if (!exists.after || documents.after.length === 0) return [];
  const inline: number[] = [];
  const managed: number[] = [];
  const hidden: string[] = [];
  for (const { urn, name } of documents.after) {
    const resource = byUrn.get(urn);
    const properties = resource?.after?.properties;
    const text = resource?.type === types.role ? inlineText(properties?.inlinePolicies, name) : properties?.policy;
    const sizes = resource?.type === types.rolePolicy || resource?.type === types.role ? inline : managed;
    const size = visibleText(text);
    if (size === undefined) hidden.push(name);
    // A policy that is not visible still counts.
    sizes.push(size === undefined ? 0 : policySize(size));
  }
  return [
    {
      role: holder.name,
      inlineBytes: inline.reduce((sum, size) => sum + size, 0),
      managedPolicies: managed.length,
      largestManagedBytes: Math.max(0, ...managed),
      hidden,
    },
  ];
}

function inlineText(policies: unknown, name: string): unknown {
  const found = [policies].flat().find((policy) => memberAt(policy, "name") === name);
  return memberAt(found, "policy");
}
