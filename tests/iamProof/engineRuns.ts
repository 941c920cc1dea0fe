import type { PolicyDocument } from "../../provider/sandbox/policies/evaluator";
import { prepareStack } from "../engine/preparedStack";
import { ok, promptConfig, resourcesOf, startWorld, type ResourceState, type StackState } from "../engine/project";
import { cellProgram } from "./cellProgram";
import type { Place } from "./situations";

/** What one role has, by the end of each policy's logical name. */
export interface RoleInState {
  readonly trustPolicy: PolicyDocument;
  readonly policies: Readonly<Record<string, PolicyDocument>>;
}

/** What `pulumi up` of all cells leaves in the state: each role by its logical name, and the secrets that there are. */
export interface EngineRun {
  readonly roles: ReadonlyMap<string, RoleInState>;
  /** ARNs of the providers that AgentCore keeps secrets for, each with its secret's. */
  readonly secrets: readonly { readonly provider: string; readonly secret: string }[];
}

/** Brings all cells up in one partition, with the real engine and a stand-in for the aws plugin. */
export async function engineRun(place: Place): Promise<EngineRun> {
  const world = await startWorld({
    controlPlane: { quota: 1_000 },
    env: { STANDIN_AWS_POLICIES_PER_ROLE: "20", PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" },
  });
  try {
    const settings = { config: { ...promptConfig, "aws:region": { value: place.region } } };
    const project = world.project(cellProgram(place), { settings });
    await prepareStack(world, project, "CANARY-of-the-proof");
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
      const attached = attachments.filter(({ outputs }) => outputs?.role === role.outputs?.name);
      const policies = [
        ...inline.filter(({ outputs }) => outputs?.role === role.outputs?.name),
        ...managed.filter(({ outputs }) => attached.some((one) => one.outputs?.policyArn === outputs?.arn)),
      ];
      const name = nameOf(role);
      return [
        name,
        {
          trustPolicy: documentOf(role.outputs?.assumeRolePolicy),
          policies: Object.fromEntries(
            policies.map((policy) => [endOf(nameOf(policy), name), documentOf(policy.outputs?.policy)]),
          ),
        },
      ];
    }),
  );
}

const nameOf = ({ urn }: ResourceState) => urn.split("::").at(-1) as string;

/** Policies that all targets of a gateway share begin with its name; the target's own has that name alone. */
const endOf = (name: string, role: string) => (name === role ? "target" : name.slice(role.length + 1));

const documentOf = (text: unknown) => JSON.parse(String(text)) as PolicyDocument;
