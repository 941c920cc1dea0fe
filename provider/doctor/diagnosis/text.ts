import { bothProviderKinds, providerKinds, providerQuota } from "../../iam/policy/credentialProviders";
import { policyDocument, policyQuotas, policySize } from "../../iam/policy/document";
import type { Statement } from "../../iam/policy/document";
import { divideStatements } from "../../iam/policy/packing";
import { json, line } from "../../report/formats/escape";
import type { AccountFacts, Diagnosis, OwnerKind, VaultEntry } from "./facts";

/** Renders a diagnosis for a terminal. */
export function renderText(diagnosis: Diagnosis): string {
  const { region, caller, endpoint, vault } = diagnosis;
  const head = table([
    ["caller", caller?.arn ?? "not known"],
    ["account", caller?.accountId ?? "not known"],
    ["Region", region],
    ["endpoint", endpoint ?? "not known"],
    ["vault key", vault === undefined ? "not known" : keyText(vault)],
  ]);
  const safe = (lines: readonly string[]) => lines.map(line);
  // Documents and commands are longer than a line may be. They contain only what IAM allows.
  const permissions = deployer(diagnosis);
  const sections = [
    safe(head),
    safe(inventory(diagnosis)),
    safe(roles(diagnosis)),
    permissions,
    safe(findings(diagnosis)),
  ];
  const texts = sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${texts.join("\n\n")}\n`;
}

function keyText({ key, kmsKeyArn }: NonNullable<AccountFacts["vault"]>): string {
  const texts = {
    SERVICE: "the service's own",
    CUSTOMER: `customer managed key ${kmsKeyArn}`,
    NO_VAULT: "there is no token vault yet; the first credential provider creates it",
  };
  return texts[key];
}

const owners: Readonly<Record<OwnerKind, (owner: string | undefined) => string>> = {
  thisStack: () => "this stack",
  anotherStack: (owner) => `another stack (${owner})`,
  none: () => "none",
  unknown: (owner) => (owner === undefined ? "not known" : `stack ${owner}`),
};

function inventory({ providers, counts: numbers }: Diagnosis): string[] {
  const counts = bothProviderKinds.map((kind) => `${providerKinds[kind].label}s: ${numbers[kind] ?? "not known"}`);
  const title = `${counts.join("; ")} (default quota: ${providerQuota} of each kind)`;
  if (providers.length === 0) return [title];
  const rows = providers.map((provider) => [
    providerKinds[provider.kind].label.replace(" credential provider", ""),
    provider.name,
    owners[provider.ownerKind](provider.owner),
    provider.ageInDays === undefined ? "not known" : `${provider.ageInDays} d`,
    secretText(provider),
  ]);
  return [title, ...table([["kind", "name", "owner", "age", "secret"], ...rows])];
}

function secretText({ secretSource, secretArn = "" }: VaultEntry): string {
  if (secretSource === undefined) return "none or not known";
  return secretSource === "MANAGED" ? "AgentCore's" : `your own (${secretArn})`;
}

function roles({ roles: all }: Diagnosis): string[] {
  if (all.length === 0) return [];
  const { inlinePoliciesOfRole, managedPolicy, managedPoliciesOfRole } = policyQuotas;
  const rows = all.map(({ role, inlineBytes, managedPolicies, largestManagedBytes }) => [
    role,
    `${inlineBytes} of ${inlinePoliciesOfRole}`,
    `${managedPolicies} of ${managedPoliciesOfRole}`,
    `${largestManagedBytes} of ${managedPolicy}`,
  ]);
  return ["Policies after pulumi up", ...table([["role", "inline bytes", "managed", "largest, bytes"], ...rows])];
}

function deployer({ deployer: needs }: Diagnosis): string[] {
  if (needs === undefined || needs.statements.length === 0) return [];
  return [
    "Policy of the deployer",
    "It covers what this package creates, the gateway, and its role. Add what your other resources need.",
    ...documents(needs.statements),
    ...(needs.targetSetup.length === 0
      ? []
      : [
          "",
          "Only if targets of MCP servers end as FAILED: permissions that AWS lists for their deployer, too",
          "They let the deployer get the keys and tokens of these targets.",
          ...documents(needs.targetSetup),
        ]),
    ...(needs.commands.length === 0
      ? ["IAM can simulate roles and users only, and the caller is neither."]
      : ["", "Commands that list what the caller is not allowed", ...needs.commands.map(({ command }) => command)]),
  ];
}

/** Returns the documents of managed policies with all the statements. */
function documents(statements: readonly Statement[]): string[] {
  const quota = policyQuotas.managedPolicy;
  const texts = divideStatements(statements, quota).map((some) => json(JSON.parse(policyDocument(some))));
  if (texts.length === 1) return texts;
  const [size, limit] = [policySize(policyDocument(statements)), quota].map((one) => one.toLocaleString("en"));
  return [
    `It has ${size} characters, and a managed policy can have ${limit}. Create a policy from each of the ${texts.length} documents.`,
    ...texts.flatMap((text, index) => ["", `Document ${index + 1} of ${texts.length}`, text]),
  ];
}

function findings({ findings: all }: Diagnosis): string[] {
  if (all.length === 0) return ["No problem found."];
  const rows = all.flatMap(({ severity, sentence, remedy }) => [
    [severity, sentence],
    ...(remedy === undefined ? [] : [["", remedy]]),
  ]);
  return ["Findings", ...table(rows)];
}

/** Returns rows as lines with aligned columns. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
