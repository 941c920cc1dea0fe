import { SetTokenVaultCMKCommand } from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import type { LiveSecret, LocalProvider } from "../../provider/local";
import { type Decision, decideForRole } from "../../provider/sandbox";
import { controlClient } from "../local/clients";
import {
  ok,
  resourcesOf,
  startWorld,
  type Program,
  type Project,
  type ResourceState,
  type Result,
  type World,
} from "./project";

export const providerType = "pulumi-nodejs:dynamic/agentcore:ApiKeyCredentialProvider";
export const oauth2ProviderType = "pulumi-nodejs:dynamic/agentcore:Oauth2CredentialProvider";
export const vaultType = "pulumi-nodejs:dynamic/agentcore:TokenVault";

/** Two API keys. Output that contains one of them has leaked it. */
export const [firstKey, secondKey] = ["CANARY-first-key-7f3a", "CANARY-second-key-91bc"];

/** A world with one project whose stack `dev` has the secret `key`. */
export async function begin(program: Program): Promise<{ world: World; project: Project }> {
  const world = await startWorld();
  const project = world.project(program);
  await prepareStack(project, firstKey);
  return { world, project };
}

/** Creates the stack `dev` and sets its secret `key`. */
export async function prepareStack(project: Project, key: string): Promise<void> {
  ok(await project.init());
  ok(await project.setConfig("key", key, { secret: true }));
}

/** Types and names of the resources that a resource depends on directly. */
export const dependenciesOf = ({ dependencies = [] }: ResourceState) =>
  dependencies.map((urn) => urn.split(":").slice(-3).join(":")).sort();

/** Encrypts the token vault of us-east-1 with a customer managed key. */
export async function setVaultKey(world: World, kmsKeyArn: string): Promise<void> {
  const kmsConfiguration = { keyType: "CustomerManagedKey", kmsKeyArn } as const;
  await controlClient(world.controlPlane).send(new SetTokenVaultCMKCommand({ kmsConfiguration }));
  await world.controlPlane.clearCalls();
}

/** The only provider in the local control plane. */
export async function onlyProvider(world: World): Promise<LocalProvider> {
  const providers = await world.controlPlane.providers();
  expect(providers.map(({ name }) => name)).to.have.lengthOf(1);
  return providers[0] as LocalProvider;
}

/** The key that the only provider has now. */
export async function liveKey(world: World): Promise<string | undefined> {
  return (await liveSecret(world)).apiKey;
}

/** The secret of the only provider. */
export async function liveSecret(world: World): Promise<LiveSecret> {
  return world.controlPlane.secretOf((await onlyProvider(world)).arn);
}

/** The provider in the state, without replaced ones that are still to be deleted. */
export async function providerInState(project: Project, type = providerType): Promise<ResourceState | undefined> {
  return resourcesOf(await project.exportState(), type).find((resource) => resource.delete !== true);
}

/** The operations since `clearCalls`, without `GetCallerIdentity`. */
export async function operations(world: World): Promise<string[]> {
  const calls = await world.controlPlane.calls();
  return calls.map(({ operation }) => operation).filter((operation) => operation !== "GetCallerIdentity");
}

/** The number of resources that a preview would change, by operation. Unchanged resources do not count. */
export async function planned(project: Project): Promise<Record<string, number>> {
  const { plan, stdout, stderr } = await project.previewJson();
  if (plan === undefined) throw new Error(`no plan\n${stdout}\n${stderr}`);
  const { same: _same, ...changes } = plan.changeSummary;
  return changes;
}

/** The same numbers, read from the output of a preview. */
export function announced(preview: Result): Record<string, number> {
  const summary = [...preview.stdout.matchAll(/^ +\S+ (\d+) to (\w+)$/gm)];
  return Object.fromEntries(summary.map(([, count, operation]) => [operation, Number(count)])) as Record<
    string,
    number
  >;
}

/** Output of a command that must fail, in one line: the engine breaks long lines. */
export async function refusal(run: Promise<Result>): Promise<string> {
  const result = await run;
  expect(result.code, printed(result)).to.be.greaterThan(0);
  return printed(result).replace(/\s+/g, " ");
}

/** The errors that a command printed, each once: the summary at the end repeats them. */
export function errorsOf(result: Result): string[] {
  return [...new Set(printed(result).match(/ error: (?!update failed).*/g))];
}

/** Returns a function that decides whether a role in the sandbox may call an action on a resource. */
export function allowedTo(world: World, roleName: string, account = "123456789012") {
  return (action: string, resource: string): Decision =>
    decideForRole(world.cloud, { account, roleName, action, resource });
}

/** Everything that a command printed. */
export function printed({ stdout, stderr }: Result): string {
  return `${stdout}\n${stderr}`;
}
