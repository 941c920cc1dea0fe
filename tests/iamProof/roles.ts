// The roles that the program declares: one for each combination, and two that several combinations share.
import { apiKeyCombinations } from "./combinations/apiKey";
import { type Combination, idOf } from "./combinations/combination";
import { combinationsWithoutGrant, gatewayRoleCombinations } from "./combinations/gatewayRole";
import { oauthCombinations } from "./combinations/oauth";
import { createHash } from "node:crypto";
import type { Setup } from "./runtimeCalls";
import { commonSetup, type Partition } from "./setups";

/** Every row of the table of targets, credentials and grants, with every kind of secret. */
export const combinations: readonly Combination[] = [
  ...apiKeyCombinations,
  ...oauthCombinations,
  ...gatewayRoleCombinations,
  ...combinationsWithoutGrant,
];

export interface TestedRole {
  /** Also the name of the file with its policies. */
  readonly name: string;
  readonly description: string;
  readonly gatewayName: string;
  readonly members: readonly Combination[];
  /** The targets are in one `GatewayOutboundAuth`, which packs their statements into managed policies. */
  readonly isPacked?: true;
}

const membersNamed = (...names: string[]) => combinations.filter(({ name }) => names.includes(name));

export const testedRoles: readonly TestedRole[] = [
  ...combinations.map((combination) => ({
    name: combination.name,
    description: combination.description,
    gatewayName: combination.gatewayName ?? idOf(combination),
    members: [combination],
  })),
  {
    name: "three-targets",
    description: "Three targets of one gateway. They share the policies of the gateway",
    gatewayName: "three-targets",
    members: membersNamed("lambda.gateway-role", "openapi.api-key", "mcp-server.oauth"),
  },
  {
    name: "all-targets",
    description: "All combinations on one role",
    gatewayName: "all-targets",
    members: combinations,
    isPacked: true,
  },
];

/** The names and ids that the calls for a member of the role contain. */
export function setupOf(role: TestedRole, member: Combination, partition: Partition): Setup {
  return {
    ...commonSetup,
    ...partition,
    ...ownResources(idOf(member)),
    gatewayId: `${role.gatewayName.toLowerCase()}-0123456789`,
    ...member.differs,
  };
}

/** Resources that no two combinations share. Otherwise, one would get its permissions from another on a shared role. */
function ownResources(id: string): Partial<Setup> & Pick<Setup, "provider"> {
  const number = createHash("sha256").update(id).digest("hex").slice(0, 4);
  const key = (use: string) => `${use}${number}3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f`;
  return {
    provider: id,
    ownSecret: `team/${id}-AbCdEf`,
    ownSecretKey: key("1a"),
    signingKey: key("2a"),
    schemaKey: key("3a"),
    functionName: id,
    api: `a${number}b2c3d`,
    runtime: `assistant${number}-a1B2c3D4e5`,
    memory: `notes${number}-a1B2c3D4e5`,
    otherGateway: `other-${id}-9876543210`,
    schema: `${id}.json`,
    certificate: `${id}.pem`,
    certificateSecret: `certificate/${id}-AbCdEf`,
    certificateKey: key("4a"),
    table: id,
  };
}
