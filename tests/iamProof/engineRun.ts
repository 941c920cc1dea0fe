import type { PolicyDocument } from "../../provider/sandbox/policies/evaluator";
import { prepareStack } from "../engine/fixtures";
import { ok, promptConfig, resourcesOf, startWorld, type ResourceState, type StackState } from "../engine/project";
import { programFor } from "./program";
import type { Partition } from "./setups";

/** The policies of one role in the state. Those of one target are `target`, or end with the target's id. */
export interface RoleInState {
  readonly trustPolicy: PolicyDocument;
  readonly policies: Readonly<Record<string, PolicyDocument>>;
}

export interface EngineRun {
  /** By the role's logical name. */
  readonly roles: ReadonlyMap<string, RoleInState>;
  /** ARNs of the providers with a secret that AgentCore manages, each with its secret's. */
  readonly secrets: readonly { readonly provider: string; readonly secret: string }[];
}

/** Runs `pulumi up` on all combinations in one partition, in the sandbox. */
export async function runEngine(partition: Partition): Promise<EngineRun> {
  const world = await startWorld({
    controlPlane: { quota: 1_000 },
    env: { STANDIN_AWS_POLICIES_PER_ROLE: "20", PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" },
  });
  try {
    const settings = { config: { ...promptConfig, "aws:region": { value: partition.region } } };
    const project = world.project(programFor(partition), { settings });
    await prepareStack(project, "CANARY-of-the-iam-proof");
    ok(await project.up());
    const providers = await world.controlPlane.providers();
    return {
      roles: rolesIn(await project.exportState()),
      secrets: providers.flatMap(({ arn, secretArn }) =>
        secretArn?.includes("bedrock-agentcore-identity!") ? [{ provider: arn, secret: secretArn }] : [],
      ),
    };
  } finally {
    await world.close();
  }
}

function rolesIn(state: StackState): ReadonlyMap<string, RoleInState> {
  const inline = resourcesOf(state, "aws:iam/rolePolicy:RolePolicy");
  const attachments = resourcesOf(state, "aws:iam/rolePolicyAttachment:RolePolicyAttachment");
  const managed = resourcesOf(state, "aws:iam/policy:Policy");
  return new Map(
    resourcesOf(state, "aws:iam/role:Role").map((role) => {
      const name = logicalName(role);
      const attached = attachments.filter(({ outputs }) => outputs?.role === role.outputs?.name);
      const policies = [
        ...inline.filter(({ outputs }) => outputs?.role === role.outputs?.name),
        ...managed.filter(({ outputs }) => attached.some((one) => one.outputs?.policyArn === outputs?.arn)),
      ];
      const byName = policies.map((policy) => [policyName(logicalName(policy), name), parsed(policy.outputs?.policy)]);
      return [
        name,
        {
          trustPolicy: parsed(role.outputs?.assumeRolePolicy),
          policies: Object.fromEntries(byName) as Record<string, PolicyDocument>,
        },
      ];
    }),
  );
}

const logicalName = ({ urn }: ResourceState) => urn.split("::").at(-1)!;

/** Names of shared policies begin with the role's. The policy of a single target has the role's name. */
const policyName = (name: string, role: string) => (name === role ? "target" : name.slice(role.length + 1));

const parsed = (text: unknown) => JSON.parse(String(text)) as PolicyDocument;
