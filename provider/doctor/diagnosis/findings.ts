import { bothProviderKinds, providerKinds, providerQuota } from "../../iam/policy/credentialProviders";
import { policyQuotas } from "../../iam/policy/document";
import type {
  AccountFacts,
  DeclaredProvider,
  DeployerNeeds,
  Diagnosis,
  FailedCall,
  Finding,
  OwnerKind,
  RoleSizes,
  Severity,
  StackFacts,
  VaultEntry,
} from "./facts";

/** A count or size from this share of its quota is a warning. */
const nearQuota = 0.9;

const order: readonly Severity[] = ["error", "warning", "info"];

/** Returns the diagnosis of facts. It needs no network, and the same facts always have the same findings. */
export function diagnose(
  account: AccountFacts,
  stack: StackFacts | undefined,
  deployer: DeployerNeeds | undefined,
  now: Date,
): Diagnosis {
  const { region, caller, endpoint, vault } = account;
  const findings = [
    ...account.failedCalls.map((call) => callFinding(call, stack)),
    ...endpointFindings(account),
    ...vaultFindings(account),
    ...quotaFindings(account, stack),
    ...(stack === undefined ? [] : stackFindings(account, stack)),
    ...(deployer?.notes ?? []).map(noteFinding),
  ];
  const entries = [...bothProviderKinds.flatMap((kind) => account.providers[kind] ?? []), ...account.named];
  return {
    formatVersion: 1,
    region,
    caller,
    endpoint,
    vault,
    counts: countsOf(account),
    providers: entries.map((entry) => ({
      ...entry,
      ownerKind: ownerKind(entry, stack),
      ...(entry.createdTime === undefined ? {} : { ageInDays: days(entry.createdTime, now) }),
    })),
    roles: stack?.roles ?? [],
    deployer,
    findings: merged(findings).sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity)),
  };
}

function countsOf({ providers }: AccountFacts): Diagnosis["counts"] {
  const listed = bothProviderKinds.filter((kind) => providers[kind] !== undefined);
  return Object.fromEntries(listed.map((kind) => [kind, providers[kind]?.length]));
}

/** One reason can make many calls fail. It is one row. */
function merged(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

const days = (time: string, now: Date) => Math.max(0, Math.floor((now.getTime() - Date.parse(time)) / 86_400_000));

function ownerKind({ owner }: VaultEntry, stack: StackFacts | undefined): OwnerKind {
  if (owner === undefined) return "unknown";
  if (owner === "") return "none";
  // A preview without unchanged resources does not show the owner of its stack.
  if (stack === undefined || (stack.owners.length === 0 && stack.isIncomplete)) return "unknown";
  return stack.owners.includes(owner) ? "thisStack" : "anotherStack";
}

/** The deployer may be unable to see what others own. Only a call that `up` makes is an error. */
function callFinding({ operation, code, sentence, remedy, arn }: FailedCall, stack: StackFacts | undefined): Finding {
  if (code !== "AccessDeniedException") return { severity: "error", sentence, remedy };
  if (operation === "GetTokenVault" || operation.endsWith("CredentialProviders"))
    return {
      severity: "warning",
      sentence: `The caller has no permission for bedrock-agentcore:${operation}, so the diagnosis is not complete.`,
      remedy: `Allow it on the token vault. pulumi up does not need it${operation === "GetTokenVault" ? ", except for TokenVault.get" : ""}.`,
    };
  const isDeclared = stack?.providers.some((provider) => provider.arn === arn);
  if (isDeclared) return { severity: "error", sentence, remedy };
  return {
    severity: "info",
    sentence: `The caller has no permission for bedrock-agentcore:${operation} on providers that are not in this stack.`,
    remedy: "Nothing is needed for pulumi up. Their owner or secret is not shown.",
  };
}

function endpointFindings({ endpoint, endpointSetting }: AccountFacts): Finding[] {
  if (endpoint === undefined || /^https:\/\/[^/]*\.(amazonaws\.com(\.cn)?|api\.aws)$/.test(endpoint)) return [];
  const setting = endpointSetting ?? "a profile of the AWS configuration";
  const sentence = `Requests go to ${endpoint}, not to AWS.`;
  return [{ severity: "warning", sentence, remedy: `It comes from ${setting}. Remove it to reach AWS.` }];
}

function vaultFindings({ vault }: AccountFacts): Finding[] {
  if (vault?.key !== "CUSTOMER") return [];
  const sentence = `The token vault is encrypted with the customer managed key ${vault.kmsKeyArn}.`;
  return [
    { severity: "info", sentence, remedy: "Pass it as tokenVaultKeyArn, so that the gateway's role may use it." },
  ];
}

function quotaFindings({ region, caller, providers }: AccountFacts, stack: StackFacts | undefined): Finding[] {
  return bothProviderKinds.flatMap((kind): Finding[] => {
    const entries = providers[kind];
    if (entries === undefined) return [];
    const names = new Set(entries.map(({ name }) => name));
    const created = (stack?.providers ?? []).filter(
      (one) => one.kind === kind && isHere(one, region, caller?.accountId) && one.isNew && !names.has(one.name ?? ""),
    ).length;
    const total = entries.length + created;
    // With more than the default, the account's quota is another one.
    if (total < providerQuota * nearQuota || entries.length > providerQuota) return [];
    const after = created === 0 ? "" : `, and pulumi up creates ${created} more`;
    return [
      {
        severity: "warning",
        sentence: `${providerKinds[kind].label}s in ${region}: ${entries.length} of ${providerQuota}, the default quota of an account and Region${after}.`,
        remedy: "Remove providers that are no longer used, or request an increase in Service Quotas.",
      },
    ];
  });
}

function isHere(provider: DeclaredProvider, region: string, accountId: string | undefined): boolean {
  const { region: otherRegion = region, accountId: otherAccount = accountId } = provider;
  return otherRegion === region && otherAccount === accountId;
}

function stackFindings(account: AccountFacts, stack: StackFacts): Finding[] {
  return [
    ...(stack.isIncomplete ? [incomplete] : []),
    ...placeFindings(account, stack),
    ...takenFindings(account, stack),
    ...stack.roles.flatMap(roleFindings),
  ];
}

const incomplete: Finding = {
  severity: "warning",
  sentence: "The preview is not complete, so some of its resources were not checked.",
  remedy: "Correct its error, and run pulumi preview --json --show-sames.",
};

function placeFindings({ region, caller }: AccountFacts, { providers }: StackFacts): Finding[] {
  if (caller === undefined) return [];
  const elsewhere = providers.filter((provider) => !isHere(provider, region, caller.accountId));
  const places = new Set(
    elsewhere.map((one) => `account ${one.accountId ?? caller.accountId}, ${one.region ?? region}`),
  );
  return [...places].map((place) => ({
    severity: "warning",
    sentence: `The stack has credential providers in ${place}. They were not examined.`,
    remedy: "Run again with --profile and --region for that account and Region.",
  }));
}

function takenFindings({ region, caller, providers, named }: AccountFacts, stack: StackFacts): Finding[] {
  const existing = [...bothProviderKinds.flatMap((kind) => providers[kind] ?? []), ...named];
  return stack.providers.flatMap((one): Finding[] => {
    if (!one.isNew || one.isAdopted || !isHere(one, region, caller?.accountId)) return [];
    const other = existing.find(({ kind, name }) => kind === one.kind && name === one.name);
    if (other === undefined) return [];
    const label = `${providerKinds[one.kind].label} "${other.name}"`;
    const kind = ownerKind(other, stack);
    if (kind === "thisStack")
      return [
        {
          severity: "info",
          sentence: `${label} exists already: an earlier run of this stack was interrupted.`,
          remedy: "Run pulumi up. It completes the creation.",
        },
      ];
    return [
      {
        severity: "error",
        sentence: `${label} exists already, and the resource "${one.resource}" cannot create it. ${creators[kind]}`,
        remedy: `Choose another name. To manage the existing one with this stack, write adopt: "${other.arn}".`,
      },
    ];
  });
}

const creators: Readonly<Record<Exclude<OwnerKind, "thisStack">, string>> = {
  anotherStack: "Another stack created it.",
  none: "It has no ownership tags: it was not created by this package.",
  unknown: "Its owner is not known.",
};

function roleFindings({ role, inlineBytes, managedPolicies, largestManagedBytes, hidden }: RoleSizes): Finding[] {
  const { inlinePoliciesOfRole, managedPolicy, managedPoliciesOfRole } = policyQuotas;
  const measured = [
    { label: "inline policies", size: inlineBytes, quota: inlinePoliciesOfRole, unit: " bytes", severity: "error" },
    {
      label: "largest managed policy",
      size: largestManagedBytes,
      quota: managedPolicy,
      unit: " bytes",
      severity: "error",
    },
    // An account can have a higher quota than this one.
    { label: "managed policies", size: managedPolicies, quota: managedPoliciesOfRole, unit: "", severity: "warning" },
  ] as const;
  const unseen: Finding[] = hidden.map((name) => ({
    severity: "info",
    sentence: `Role ${role}: the preview does not show policy ${name}, so its size is not counted.`,
    remedy: "It has a value that is known only after pulumi up.",
  }));
  return [
    ...measured.flatMap(({ label, size, quota, unit, severity }): Finding[] => {
      if (size < quota * nearQuota) return [];
      const sentence = `Role ${role}: ${label}: ${number(size)} of ${number(quota)}${unit}.`;
      const remedy =
        "Use GatewayOutboundAuth, several gateways, or a smaller targetsPerPolicy: see docs/how-to/many-targets.md.";
      return [{ severity: size > quota ? severity : "warning", sentence, remedy }];
    }),
    ...unseen,
  ];
}

const number = (value: number) => value.toLocaleString("en");

function noteFinding(sentence: string): Finding {
  return {
    severity: "info",
    sentence,
    remedy: "Write the policy with iam.deployerStatements: see docs/reference/permissions.md.",
  };
}
