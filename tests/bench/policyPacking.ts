/**
 * How many targets one role takes, and how much of its policies a change writes. Counted through `pulumi up`, against
 * policies whose sizes and number the stand-in of the aws plugin enforces as IAM does.
 */
import { documentsFor, type PackedArgs } from "../../provider/components/policies/policyPlan";
import { readJournal } from "../../provider/sandbox/store";
import { ok, type Project, type World } from "../engine/project";
import type { Figures } from "./goals";
import { expectThat, withStack } from "./stack";

const lengths = [14, 32, 128];

/** Kinds of targets, as JavaScript of a credential whose provider has the name `name`. */
const kinds = {
  apiKey: `{ type: "API_KEY", apiKey, name, credentialLocation: "HEADER", credentialParameterName: "Key" }`,
  oauth: `{ type: "OAUTH", scopes: [], oauth2: { vendor: "CustomOauth2", name, clientId: "client", clientSecret: apiKey,
    oauthDiscovery: { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" } } }`,
} as const;

/** One group of targets, whose providers have these names. */
function program(kind: keyof typeof kinds, names: readonly string[]): string {
  return `
const pulumi = require("@pulumi/pulumi");
const agentcore = require("pulumi-agentcore-outbound-auth");
const apiKey = new pulumi.Config().requireSecret("key");
const gateway = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
const targets = Object.fromEntries(${JSON.stringify(names)}.map((name) =>
  [name.split("-x")[0], { target: { type: "mcpServer" }, credential: ${kinds[kind]} }]));
new agentcore.GatewayOutboundAuth("tools", { gateway, targets });
`;
}

const namesOf = (count: number, length: number) =>
  Array.from({ length: count }, (_, index) => `target-${index}-`.padEnd(length, "x"));

/** As many as the program's text allows, and then shown to be what the role takes. */
export async function measureTargetsPerRole(): Promise<Figures> {
  const figures: Record<string, number> = {};
  for (const kind of Object.keys(kinds) as (keyof typeof kinds)[])
    for (const length of lengths) {
      const most = mostTargets(kind, length);
      await expectMost(kind, length, most);
      figures[`targetsPerRole.${kind}${length === 32 ? "" : `.${length}`}`] = most;
    }
  return figures;
}

function mostTargets(kind: keyof typeof kinds, length: number): number {
  let count = 1;
  while (isTaken(kind, namesOf(count + 1, length))) count += 1;
  return count;
}

function isTaken(kind: keyof typeof kinds, names: readonly string[]): boolean {
  const credentialOf = (name: string) =>
    kind === "apiKey" ? { type: "API_KEY", name } : { type: "OAUTH", oauth2: { name } };
  const targets: Record<string, object> = {};
  for (const name of names)
    targets[name.split("-x")[0] as string] = { target: { type: "mcpServer" }, credential: credentialOf(name) };
  try {
    documentsFor("", "tools", { targets } as unknown as PackedArgs);
    return true;
  } catch {
    return false;
  }
}

async function expectMost(kind: keyof typeof kinds, length: number, most: number): Promise<void> {
  await withStack(program(kind, namesOf(most, length)), {}, async (project, world) => {
    ok(await project.up());
    const attached = readJournal(world.cloud).filter(({ operation }) => operation === "AttachRolePolicy");
    expectThat(attached.length > 0 && attached.length <= 8, `${attached.length} policies are attached`);
    project.setProgram(program(kind, namesOf(most + 1, length)));
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
