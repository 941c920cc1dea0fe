/**
 * Targets that one role can have, and policies that a change rewrites. Measured with `pulumi up` on the sandbox, which
 * enforces IAM's sizes and quotas, and by a simulation over many sets of names.
 */
import { packTargets } from "../../provider/iam/policy/packing";
import { readJournal } from "../../provider/sandbox";
import { ok, type Project, type World } from "../engine/project";
import type { Figures } from "./goals";
import { expectThat, withStack } from "./stack";

/** Lengths of provider names, and the targetsPerPolicy that fits into a policy of 6,144 characters in us-east-1. */
const lengths = [
  { length: 14, targetsPerPolicy: 24 },
  { length: 32, targetsPerPolicy: 20 },
  { length: 128, targetsPerPolicy: 12 },
];

/** Kinds of targets, as JavaScript of a credential whose provider has the name `name`. */
const kinds = {
  apiKey: `{ type: "API_KEY", apiKey, name, credentialLocation: "HEADER", credentialParameterName: "Key" }`,
  oauth: `{ type: "OAUTH", scopes: [], oauth2: { vendor: "CustomOauth2", name, clientId: "client", clientSecret: apiKey,
    oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" } } }`,
} as const;

/** One group of targets, whose providers have these names. */
function program(kind: keyof typeof kinds, names: readonly string[], targetsPerPolicy = 20): string {
  return `
const pulumi = require("@pulumi/pulumi");
const agentcore = require("pulumi-agentcore-outbound-auth");
const apiKey = new pulumi.Config().requireSecret("key");
const gateway = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
const targets = Object.fromEntries(${JSON.stringify(names)}.map((name) =>
  [targetOf(name), { target: { type: "mcpServer" }, credential: ${kinds[kind]} }]));
new agentcore.GatewayOutboundAuth("tools", { gateway, targets, targetsPerPolicy: ${targetsPerPolicy} });
function targetOf(name) { return name.split("-x")[0]; }
`;
}

const namesOf = (count: number, length: number) =>
  Array.from({ length: count }, (_, index) => `target-${index}-`.padEnd(length, "x"));

const targetOf = (name: string) => name.split("-x")[0] ?? name;

/** Managed policies that a role with the default quota has room for. */
const room = 8;

const fits = (targets: readonly string[], targetsPerPolicy: number) =>
  packTargets(targets, targetsPerPolicy).length <= room;

/** Returns how many of these targets fit, in their order. */
function mostTargets(targets: readonly string[], targetsPerPolicy: number): number {
  return targets.findIndex((_, index) => !fits(targets.slice(0, index + 1), targetsPerPolicy));
}

/** Returns the number of targets that fit for 95 of 100 sets of names. */
function usualTargets(targetsPerPolicy: number): number {
  const counts = Array.from({ length: 200 }, (_, set) =>
    mostTargets(
      Array.from({ length: 300 }, (_, index) => `set-${set}-target-${index}`),
      targetsPerPolicy,
    ),
  );
  return counts.sort((a, b) => a - b)[10] ?? 0;
}

/** Reports the simulated figure, and shows by `pulumi up` that one set of as many targets fits, and no more than the packing says. */
export async function measureTargetsPerRole(): Promise<Figures> {
  const figures: Record<string, number> = {};
  for (const kind of Object.keys(kinds) as (keyof typeof kinds)[])
    for (const { length, targetsPerPolicy } of lengths) {
      const most = mostTargets(namesOf(300, length).map(targetOf), targetsPerPolicy);
      await expectMost(kind, length, most, targetsPerPolicy);
      figures[`targetsPerRole.${kind}${length === 32 ? "" : `.${length}`}`] = Math.min(
        most,
        usualTargets(targetsPerPolicy),
      );
    }
  return figures;
}

async function expectMost(
  kind: keyof typeof kinds,
  length: number,
  most: number,
  targetsPerPolicy: number,
): Promise<void> {
  await withStack(program(kind, namesOf(most, length), targetsPerPolicy), {}, async (project, world) => {
    ok(await project.up());
    const attached = readJournal(world.cloud).filter(({ operation }) => operation === "AttachRolePolicy");
    expectThat(attached.length > 0 && attached.length <= room, `${attached.length} policies are attached`);
    project.setProgram(program(kind, namesOf(most + 1, length), targetsPerPolicy));
    const { code, stdout, stderr } = await project.preview();
    expectThat(code !== 0 && /they need 9 managed policies/.test(stdout + stderr), `${most} is not the most`);
  });
}

/** Inserts, renames and removes a target at the beginning, in the middle and at the end. */
export async function measurePolicyDocumentsRewritten(): Promise<Figures> {
  const counts: number[] = [];
  for (const count of [1, 10, 50, 100]) counts.push(...(await rewrittenWith(count)));
  return { policyDocumentsRewritten: Math.max(...counts) };
}

function rewrittenWith(count: number): Promise<number[]> {
  let names = Array.from({ length: count }, (_, index) => `target-${index}`);
  return withStack(program("apiKey", names), {}, async (project, world) => {
    ok(await project.up());
    const counts: number[] = [];
    for (const [change, place] of changes) {
      const index = Math.floor((names.length - 1) * place);
      const added = change === "remove" ? [] : [`${change}-${counts.length}`];
      names = [...names.slice(0, index), ...added, ...names.slice(change === "insert" ? index : index + 1)];
      counts.push(await written(project, world, program("apiKey", names)));
    }
    return counts;
  });
}

const changes = (["insert", "rename", "remove"] as const).flatMap((change) =>
  [0, 0.5, 1].map((place) => [change, place] as const),
);

async function written(project: Project, world: World, text: string): Promise<number> {
  const before = readJournal(world.cloud).length;
  project.setProgram(text);
  ok(await project.up());
  const writing = ["CreatePolicy", "CreatePolicyVersion", "PutRolePolicy"];
  return readJournal(world.cloud)
    .slice(before)
    .filter(({ operation }) => writing.includes(operation)).length;
}
