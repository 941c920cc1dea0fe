// Runs `pulumi up` on a program with all combinations, and reads the policies in the state. In the first partition, a
// preview comes before and after it.
import type { PolicyDocument } from "../../provider/sandbox/policies/evaluator";
import { planned, prepareStack } from "../engine/fixtures";
import { ok, promptConfig, resourcesOf, startWorld, type ResourceState, type StackState } from "../engine/project";
import { partitions, type Partition } from "./setups";
import * as agentcore from "../../provider";
import { idOf } from "./combinations/combination";
import { setupOf, testedRoles } from "./roles";

/** The policies of one role in the state. Those of one target are `target`, or end with the target's id. */
export interface RoleInState {
  readonly trustPolicy: PolicyDocument;
  readonly policies: Readonly<Record<string, PolicyDocument>>;
}

interface NamedPolicy {
  readonly prefix: unknown;
  readonly policy: unknown;
}

export interface EngineRun {
  /** By the role's logical name. */
  readonly roles: ReadonlyMap<string, RoleInState>;
  /** ARNs of the providers with a secret that AgentCore manages, each with its secret's. */
  readonly secrets: readonly { readonly provider: string; readonly secret: string }[];
  /** Configurations of the targets with a separate role, by the role's logical name. */
  readonly configurations: Readonly<Record<string, object>>;
  /** Kinds of targets with their credentials, as {@link cellName} writes them. */
  readonly cells: ReadonlySet<string>;
  /** Names and texts of all policies by URN, as the first preview shows them and as the state has them. */
  readonly previewed: Readonly<Record<string, NamedPolicy>>;
  readonly created: Readonly<Record<string, NamedPolicy>>;
  /** Number of changes that a preview after the run shows, by operation. */
  readonly plannedAfterwards: Readonly<Record<string, number>>;
}

/** Name of a cell of the table of targets and credentials. */
export const cellName = (target: string, credential: string, grant?: string) =>
  [target, credential, ...(credential === "OAUTH" ? [grant ?? "CLIENT_CREDENTIALS"] : [])].join(" ");

/** Runs `pulumi up` on all combinations in one partition, in the sandbox. */
export async function runEngine(partition: Partition): Promise<EngineRun> {
  const world = await startWorld({
    controlPlane: { quota: 1_000 },
    env: { STANDIN_AWS_POLICIES_PER_ROLE: "20", PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" },
  });
  try {
    const settings = { config: { ...promptConfig, "aws:region": { value: partition.region } } };
    const cells = new Set<string>();
    const project = world.project(programFor(partition, cells), { settings });
    await prepareStack(project, "CANARY-of-the-iam-proof");
    const withPreviews = partition === partitions[0];
    const steps = withPreviews ? ((await project.previewJson()).plan?.steps ?? []) : [];
    ok(await project.up());
    const providers = await world.controlPlane.providers();
    const state = await project.exportState();
    const isPolicy = ({ urn }: { urn: string }) => /aws:iam\/(rolePolicy:RolePolicy|policy:Policy)::/.test(urn);
    const textsOf = (policies: readonly { urn: string; inputs?: Record<string, unknown> }[]) =>
      Object.fromEntries(
        policies.map(({ urn, inputs }) => [urn, { prefix: inputs?.namePrefix, policy: inputs?.policy }]),
      );
    return {
      roles: rolesIn(state),
      ...(await project.stackOutputs<Pick<EngineRun, "configurations">>()),
      cells,
      previewed: textsOf(steps.filter(isPolicy).map(({ urn, newState }) => ({ urn, inputs: newState?.inputs }))),
      created: textsOf((state.deployment.resources ?? []).filter(isPolicy)),
      plannedAfterwards: withPreviews ? await planned(project) : {},
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

type TargetArgs = agentcore.TargetOutboundAuthArgs;

/** Declares all roles in one partition. If a target is on several roles, they use the provider of the first one. */
const programFor = (partition: Partition, cells: Set<string>) => () => {
  const configurations: Record<string, unknown> = {};
  const providers = new Map<string, agentcore.CredentialProvider>();
  for (const role of testedRoles) {
    const { gatewayName, members, isPacked } = role;
    const setups = members.map((member) => ({ member, setup: setupOf(role, member, partition) }));
    const args = setups.reduce((all, { member, setup }) => ({ ...all, ...member.role?.(setup) }), {});
    // The sandbox applies policies immediately.
    const gateway = new agentcore.GatewayRole(gatewayName, { gatewayName, policyPropagation: false, ...args });
    const targets = setups.map(({ member, setup }): [string, TargetArgs] => {
      const [id, credential] = [idOf(member), member.credential(setup)];
      const provider = providers.get(id);
      const target = member.target(setup);
      if ("type" in target && target.type !== undefined)
        cells.add(cellName(target.type, credential.type, "grantType" in credential ? credential.grantType : undefined));
      return [
        id,
        {
          target,
          credential: provider === undefined ? credential : withProvider(credential, provider),
        },
      ];
    });
    if (isPacked) {
      const sizes = { targetsPerPolicy: 8, attachablePolicies: 25 };
      new agentcore.GatewayOutboundAuth(gatewayName, { gateway, targets: Object.fromEntries(targets), ...sizes });
      continue;
    }
    for (const [id, target] of targets) {
      const name = targets.length === 1 ? gatewayName : `${gatewayName}-${id}`;
      const bundle = new agentcore.OutboundAuth(name, { gateway, ...target });
      if (targets.length === 1) configurations[name] = bundle.credentialProviderConfiguration;
      if (bundle.credentialProvider !== undefined) providers.set(id, bundle.credentialProvider);
    }
  }
  return { configurations };
};

/** The same credential, from an existing provider. */
function withProvider(credential: agentcore.CredentialArgs, credentialProvider: agentcore.CredentialProvider) {
  const usage = Object.entries(credential).filter(([key]) => !["apiKey", "name", "oauth2"].includes(key));
  return { ...Object.fromEntries(usage), credentialProvider } as agentcore.CredentialArgs;
}
