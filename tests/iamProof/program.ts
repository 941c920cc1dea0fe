import type * as agentcoreModule from "../../provider";
import { imports } from "../engine/programs";
import { idOf, secretValue } from "./combinations/combination";
import { setupOf, testedRoles } from "./roles";
import type { Partition } from "./setups";

interface DeclaredRole {
  readonly gatewayName: string;
  readonly args: Partial<agentcoreModule.GatewayRoleArgs>;
  readonly isPacked: boolean;
  readonly targets: readonly (Pick<agentcoreModule.OutboundAuthArgs, "target" | "credential"> & { id: string })[];
}

/**
 * Declares the roles in a Pulumi program. If a target is on several roles, they use the provider of the first one. The
 * function runs in another process, so it uses nothing but its parameters.
 */
function declareRoles(agentcore: typeof agentcoreModule, roles: readonly DeclaredRole[]): void {
  const providers = new Map<string, agentcoreModule.CredentialProvider>();
  for (const { gatewayName, args, isPacked, targets } of roles) {
    // Nothing waits for IAM here.
    const gateway = new agentcore.GatewayRole(gatewayName, { gatewayName, policyPropagation: false, ...args });
    const withProviders = targets.map(({ id, target, credential }) => {
      const credentialProvider = providers.get(id);
      if (credentialProvider === undefined) return { id, args: { target, credential } };
      const usage = Object.entries(credential).filter(([key]) => !["apiKey", "name", "oauth2"].includes(key));
      return { id, args: { target, credential: { ...Object.fromEntries(usage), credentialProvider } } };
    }) as { id: string; args: agentcoreModule.TargetOutboundAuthArgs }[];
    if (isPacked)
      new agentcore.GatewayOutboundAuth(gatewayName, {
        gateway,
        targets: Object.fromEntries(withProviders.map((one) => [one.id, one.args])),
        targetsPerPolicy: 8,
        attachablePolicies: 25,
      });
    else
      for (const { id, args: targetArgs } of withProviders) {
        const name = targets.length === 1 ? gatewayName : `${gatewayName}-${id}`;
        const bundle = new agentcore.OutboundAuth(name, { gateway, ...targetArgs });
        if (bundle.credentialProvider !== undefined) providers.set(id, bundle.credentialProvider);
      }
  }
}

/** The program that declares all roles in one partition. */
export function programFor(partition: Partition): string {
  const roles = testedRoles.map((role): DeclaredRole => {
    const setups = role.members.map((member) => ({ member, setup: setupOf(role, member, partition) }));
    return {
      gatewayName: role.gatewayName,
      args: setups.reduce((args, { member, setup }) => ({ ...args, ...member.role?.(setup) }), {}),
      isPacked: role.isPacked === true,
      targets: setups.map(({ member, setup }) => ({
        id: idOf(member),
        target: member.target(setup),
        credential: member.credential(setup),
      })),
    };
  });
  return `${imports}
const secret = config.requireSecret("key");
const roles = JSON.parse(${JSON.stringify(JSON.stringify(roles))}, (_, value) => value === "${secretValue}" ? secret : value);
(${declareRoles.toString()})(agentcore, roles);
`;
}
