import { accessDenied, fieldRule, notEmulated, notFound } from "../model/errors";
import { kinds } from "../vault/records";
import type { AnyRecord } from "../vault/records";
import type { KmsConfiguration, Vault } from "../vault/vault";
import type { Caller } from "./callers";

export function getTokenVault({ vault }: { vault: Vault }, request: { tokenVaultId?: string }): object {
  return answer(vaultId(request.tokenVaultId), vault);
}

/** Sets the key. The rules between key type and ARN are assumed; the service's own texts are not known. */
export function setTokenVaultCMK(
  { vault }: { vault: Vault },
  request: { tokenVaultId?: string; kmsConfiguration: KmsConfiguration },
): object {
  const id = vaultId(request.tokenVaultId);
  const { keyType, kmsKeyArn } = request.kmsConfiguration;
  const member = "kmsConfiguration.kmsKeyArn";
  if (keyType === "CustomerManagedKey" && !kmsKeyArn)
    throw fieldRule(member, "KmsKeyArn is required when key type is CustomerManagedKey");
  if (keyType === "ServiceManagedKey" && kmsKeyArn)
    throw fieldRule(member, "KmsKeyArn must not be provided when key type is ServiceManagedKey");
  vault.setKms(kmsKeyArn ? { keyType, kmsKeyArn } : { keyType });
  return answer(id, vault);
}

/** Only the vault `default` is documented, and no operation creates another. */
function vaultId(requested = "default"): string {
  if (requested !== "default") throw notFound(`Token vault ${requested} not found`);
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
  services.vault.tag(taggedProvider(services, resourceArn), tags);
}

/** Removes tags. As for every AWS service, keys that the resource does not have are no error. */
export function untagResource(
  services: TagServices,
  { resourceArn, tagKeys }: { resourceArn: string; tagKeys: string[] },
): void {
  services.vault.untag(taggedProvider(services, resourceArn), tagKeys);
}

export function listTagsForResource(services: TagServices, { resourceArn }: { resourceArn: string }): object {
  return { tags: { ...taggedProvider(services, resourceArn).tags } };
}

function taggedProvider({ vault, caller }: TagServices, arn: string): AnyRecord {
  const parsed = /^arn:[^:]+:bedrock-agentcore:([a-z0-9-]+):(\d{12}):(.+)$/.exec(arn);
  if (!parsed) throw fieldRule("resourceArn", "The resourceArn is not the ARN of a Bedrock AgentCore resource");
  const [, , account, resource = ""] = parsed;
  if (account !== caller.account)
    throw accessDenied(`User: ${caller.arn} is not authorized to access the tags of resource: ${arn}`);
  const isProvider = Object.values(kinds).some((kind) =>
    resource.startsWith(`token-vault/default/${kind.arnSegment}/`),
  );
  if (!isProvider) throw notEmulated(`tags of ${resource.split("/")[0]} resources`);
  const record = vault.byArn(arn);
  if (!record) throw notFound(`Resource not found: ${arn}`);
  return record;
}
