import { SetTokenVaultCMKCommand } from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import type { LiveSecret, LocalProvider } from "../../provider/local";
import type { Decision } from "../../provider/sandbox/policies/evaluator";
import { decideForRole } from "../../provider/sandbox/iam/roleAccess";
import { controlClient } from "../local/clients";
import { prepareStack } from "./preparedStack";
import { resourcesOf, startWorld, type Project, type ResourceState, type Result, type World } from "./project";

/** Type token of the credential provider under test. */
export const providerType = "pulumi-nodejs:dynamic/agentcore:ApiKeyCredentialProvider";

/** The same, for OAuth clients. */
export const oauth2ProviderType = "pulumi-nodejs:dynamic/agentcore:Oauth2CredentialProvider";

/** The same, for token vaults. */
export const vaultType = "pulumi-nodejs:dynamic/agentcore:TokenVault";

/** The two API keys of the stories; whoever prints one has leaked it. */
export const [firstKey, secondKey] = ["CANARY-first-key-7f3a", "CANARY-second-key-91bc"];

/** A world with one project whose stack and key are set. */
export async function begin(program: string): Promise<{ world: World; project: Project }> {
  const world = await startWorld();
  const project = world.project(program);
  await prepareStack(world, project, firstKey);
  return { world, project };
}

/** Puts the token vault of us-east-1 under a customer's key. */
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

/** The key that the only provider vends now. */
export async function liveKey(world: World): Promise<string | undefined> {
  return (await liveSecret(world)).apiKey;
}

/** What the only provider vends now, or gets tokens with. */
export async function liveSecret(world: World): Promise<LiveSecret> {
  return world.controlPlane.secretOf((await onlyProvider(world)).arn);
}

/** The provider as the state has it, its last incarnation only. */
export async function providerInState(project: Project, type = providerType): Promise<ResourceState | undefined> {
  return resourcesOf(await project.exportState(), type).find((resource) => resource.delete !== true);
}

/** The operations since `clearCalls`, without the look-ups of whose credentials they are. */
export async function operations(world: World): Promise<string[]> {
  const calls = await world.controlPlane.calls();
  return calls.map(({ operation }) => operation).filter((operation) => operation !== "GetCallerIdentity");
}

/** How many resources a preview would change, by operation; nothing else than "same" is an empty object. */
export async function planned(project: Project): Promise<Record<string, number>> {
  const { plan, stdout, stderr } = await project.previewJson();
  if (plan === undefined) throw new Error(`no plan\n${stdout}\n${stderr}`);
  const { same: _same, ...changes } = plan.changeSummary;
  return changes;
}

/** The same, of a preview that has been printed for people. */
export function announced(preview: Result): Record<string, number> {
  const summary = [...preview.stdout.matchAll(/^ +\S+ (\d+) to (\w+)$/gm)];
  return Object.fromEntries(summary.map(([, count, operation]) => [operation, Number(count)])) as Record<
    string,
    number
  >;
}

/** What a command says that must fail, in one line: the engine breaks long ones. */
export async function refusal(run: Promise<Result>): Promise<string> {
  const result = await run;
  expect(result.code, printed(result)).to.be.greaterThan(0);
  return printed(result).replace(/\s+/g, " ");
}

/** What the role of that name may do in the pretend cloud: asks for the decision on an action and a resource. */
export function allowedTo(world: World, roleName: string, account = "123456789012") {
  return (action: string, resource: string): Decision =>
    decideForRole(world.cloud, account, roleName, { action, resource, context: {} });
}

/** Everything that one command printed. */
export function printed({ stdout, stderr }: Result): string {
  return `${stdout}\n${stderr}`;
}
