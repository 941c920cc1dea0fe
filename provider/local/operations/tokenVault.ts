import { notEmulated } from "../model/errors";
import { refusal } from "../model/refusals";
import { kinds } from "../vault/records";
import type { AnyRecord } from "../vault/records";
import type { KmsConfiguration, Vault } from "../vault/vault";
import type { Caller } from "./callers";

export function getTokenVault({ vault }: { vault: Vault }, request: { tokenVaultId?: string }): object {
  return answer(vaultId(request.tokenVaultId), vault);
}

export function setTokenVaultCMK(
  { vault }: { vault: Vault },
  request: { tokenVaultId?: string; kmsConfiguration: KmsConfiguration },
): object {
  const { keyType, kmsKeyArn } = request.kmsConfiguration;
  const field = "kmsConfiguration.kmsKeyArn";
  if (keyType === "CustomerManagedKey" && !kmsKeyArn) throw refusal("keyMissing", { field });
  if (keyType === "ServiceManagedKey" && kmsKeyArn) throw refusal("keyUnexpected", { field });
  const id = vaultId(request.tokenVaultId);
  vault.setKms(kmsKeyArn ? { keyType, kmsKeyArn } : { keyType });
  return answer(id, vault);
}

/** Only the vault `default` is documented, and no operation creates another. */
function vaultId(requested = "default"): string {
  if (requested !== "default") throw refusal("vaultMissing", { id: requested });
  return requested;
}

function answer(tokenVaultId: string, { kms }: Vault): object {
  return { tokenVaultId, kmsConfiguration: kms.configuration, lastModifiedDate: kms.modified / 1000 };
}

interface TagServices {
  readonly vault: Vault;
  readonly caller: Caller;
}

export function tagResource(
  services: TagServices,
  { resourceArn, tags }: { resourceArn: string; tags: Record<string, string> },
): void {
  assertNoReservedKeys(Object.keys(tags), "tags");
  services.vault.tag(taggedProvider(services, resourceArn), tags);
}

/** Removes tags. As for every AWS service, keys that the resource does not have are no error. */
export function untagResource(
  services: TagServices,
  { resourceArn, tagKeys }: { resourceArn: string; tagKeys: string[] },
): void {
  assertNoReservedKeys(tagKeys, "tagKeys");
  services.vault.untag(taggedProvider(services, resourceArn), tagKeys);
}

export function listTagsForResource(services: TagServices, { resourceArn }: { resourceArn: string }): object {
  return { tags: { ...taggedProvider(services, resourceArn).tags } };
}

export function assertNoReservedKeys(keys: string[], field: string): void {
  if (keys.some((key) => key.toLowerCase().startsWith("aws:"))) throw refusal("reservedTagKey", { field });
}

function taggedProvider({ vault, caller }: TagServices, arn: string): AnyRecord {
  const parsed = /^arn:[^:]+:bedrock-agentcore:([a-z0-9-]+):(\d{12}):(.+)$/.exec(arn);
  if (!parsed) throw refusal("notTaggable", { field: "resourceArn" });
  const [, , account, resource = ""] = parsed;
  if (account !== caller.account) throw refusal("otherAccount", { user: caller.arn, arn });
  const isProvider = Object.values(kinds).some((kind) =>
    resource.startsWith(`token-vault/default/${kind.arnSegment}/`),
  );
  if (!isProvider) throw notEmulated(`tags of ${resource.split("/")[0]} resources`);
  const record = vault.byArn(arn);
  if (!record) throw refusal("taggedMissing", { arn });
  return record;
}
