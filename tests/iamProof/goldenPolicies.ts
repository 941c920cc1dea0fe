// The files in policies/: what each role is granted, for a security reviewer to read. The tests compare them with the
// policies that the engine created.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";
import { format } from "prettier";
import type { PolicyDocument, Statement } from "../../provider/sandbox/policies/evaluator";
import { idOf } from "./combinations/combination";
import type { TestedRole } from "./roles";
import { partitions } from "./setups";
import type { PartitionVerdicts, Verdict } from "./verdicts";

/** In the sources: the compiler does not copy these files. */
const folder = join(__dirname, "..", "..", "..", "tests", "iamProof", "policies");

/** Name of the trust policy among the shared policies. */
const trust = "trust";

/** Statements by the name of their policy. */
type Policies = Record<string, Statement[]>;

export const goldenFiles = (): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

/** The content of all files, by name. Roles with packed policies have none. */
export function expectedFiles(all: readonly PartitionVerdicts[]): Record<string, object> {
  const files: Record<string, object> = {};
  const shared = partitions.map((): Policies => ({}));
  const [inAws] = all as [PartitionVerdicts, ...PartitionVerdicts[]];
  for (const [index, { role, needed }] of inAws.verdicts.entries()) {
    if (role.isPacked) continue;
    const roles = all.map(({ verdicts }) => splitPolicies(verdicts[index]!));
    roles.forEach((policies, at) => {
      for (const [name, statements] of Object.entries(policies.shared))
        if (!isDeepStrictEqual((shared[at]![name] ??= statements), statements))
          throw new Error(`${role.name}: the shared policy ${name} differs from that of other roles.`);
    });
    files[`${role.name}.json`] = {
      description: `${role.description}.`,
      calls: sourcesOf(needed),
      configuration: inAws.run.configurations[role.gatewayName],
      sharedPolicies: Object.keys(roles[0]!.shared).filter((name) => name !== trust),
      policies: roles[0]!.own,
      ...differences(roles.map(({ own }) => own)),
    };
  }
  const description = "Policies of every gateway. GATEWAY is its name in lower case.";
  files["shared.json"] = { description, policies: shared[0], ...differences(shared) };
  return files;
}

/** The gateway's calls, each with the document that describes it. */
function sourcesOf(calls: Verdict["needed"]): Record<string, string> {
  const sources: Record<string, string> = {};
  for (const { action, source } of calls)
    if (!sources[action]?.includes(source)) sources[action] = [sources[action] ?? [], source].flat().join("; ");
  return sources;
}

/** Statements of other partitions in which more than the partition and the Region differs from `aws`. */
function differences([inAws = {}, ...others]: readonly Policies[]): Record<string, Policies> {
  const found: Record<string, Policies> = {};
  others.forEach((policies, index) => {
    const { partition, region } = partitions[index + 1]!;
    const asInAws = (text: string) => text.replaceAll(`arn:${partition}:`, "arn:aws:").replaceAll(region, "us-east-1");
    for (const [name, statements] of Object.entries(policies)) {
      const known = (inAws[name] ?? []).map((statement) => JSON.stringify(statement));
      const different = statements.filter((statement) => !known.includes(asInAws(JSON.stringify(statement))));
      if (different.length > 0) found[partition] = { ...found[partition], [name]: different };
    }
  });
  return found;
}

/** Separates the policies that a role shares with others from those of its targets. */
function splitPolicies({ role, inState }: Verdict): { shared: Policies; own: Policies } {
  const own: Policies = {};
  const shared: Policies = { [trust]: withoutName(role, inState.trustPolicy) };
  for (const name of Object.keys(inState.policies).sort()) {
    const document = inState.policies[name]!;
    if (name === "target" || role.members.some((member) => idOf(member) === name))
      own[name] = [document.Statement].flat();
    else shared[name] = withoutName(role, document);
  }
  return { shared, own };
}

const withoutName = ({ gatewayName }: TestedRole, { Statement: statements }: PolicyDocument) =>
  JSON.parse(
    JSON.stringify([statements].flat()).replaceAll(`${gatewayName.toLowerCase()}-??????????`, "GATEWAY-??????????"),
  ) as Statement[];

/** Compares a file with the expected content. `WRITE_DOCS=1` in the environment writes it instead. */
export async function assertGoldenFile(file: string, content: object): Promise<void> {
  const path = join(folder, file);
  const text = await format(JSON.stringify(content), { parser: "json", printWidth: 120 });
  if (process.env.WRITE_DOCS === "1") {
    mkdirSync(folder, { recursive: true });
    return writeFileSync(path, text);
  }
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  throw new Error(
    `tests/iamProof/policies/${file} differs from what the engine created:\n\n${text}\n` +
      "Write it with: WRITE_DOCS=1 npm test -- tests/iamProof/iamProof.spec.ts",
  );
}
