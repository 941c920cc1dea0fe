import { createHash } from "node:crypto";
import { imports } from "../engine/programs";
import { cells } from "./cells";
import type { Cell } from "./cells/cell";
import type { Situation } from "./runtimeCalls";
import { usual, type Place } from "./situations";

/** Gateway of the group in which all cells are targets of one role. */
export const together = "together";

/** A cell on a role of its own. */
export function situationOf(cell: Cell, place: Place): Situation {
  return { ...usual, ...place, ...ownThings(cell), gatewayId: `${cell.name}-0123456789`, ...cell.differs };
}

/** The same as one of many targets on one role. */
export function situationTogether(cell: Cell, place: Place): Situation {
  return { ...situationOf(cell, place), gatewayId: `${together}-0123456789` };
}

/** What no two cells may have in common: where they share a role, one would be let in for the other. */
function ownThings(cell: Cell): Partial<Situation> & Pick<Situation, "provider"> {
  const number = createHash("sha256").update(cell.name).digest("hex").slice(0, 4);
  const keyFor = (use: string) => `${use}${number}3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f`;
  return {
    provider: cell.name,
    ownSecret: `team/${cell.name}-AbCdEf`,
    ownSecretKey: keyFor("1a"),
    signingKey: keyFor("2a"),
    schemaKey: keyFor("3a"),
    functionName: cell.name,
    api: `a${number}b2c3d`,
    runtime: `assistant${number}-a1B2c3D4e5`,
    otherGateway: `other-${cell.name}-9876543210`,
    schema: `${cell.name}.json`,
    table: cell.name,
  };
}

/**
 * A program that has each cell twice: as a bundle on a role of its own, and as one of many targets on one role, with the
 * same provider. Nothing waits for IAM, which is not there.
 */
export function cellProgram(place: Place): string {
  const alone = cells.map((cell) => {
    const at = situationOf(cell, place);
    return `${cell.apart ? "alone" : "both"}("${cell.name}", { ${cell.role?.(at) ?? ""} }, ${cell.target(at)}, ${cell.credential(at)});`;
  });
  const ofAll = new Set(cells.flatMap((cell) => cell.role?.(situationOf(cell, place)) ?? []));
  return `${imports}
const role = (gatewayName, more) =>
  new agentcore.GatewayRole(gatewayName, { gatewayName, policyPropagation: false, ...more });
const targets = {};
const alone = (name, more, target, credential) =>
  new agentcore.OutboundAuth(name, { gateway: role(name, more), target, credential });
const both = (name, more, target, credential) => {
  const bundle = alone(name, more, target, credential);
  const { apiKey, name: _, oauth2, ...usage } = credential;
  const provider = bundle.credentialProvider === undefined ? {} : { credentialProvider: bundle.credentialProvider };
  targets[name] = { target, credential: { ...usage, ...provider } };
};
${alone.join("\n")}
new agentcore.GatewayOutboundAuth("${together}", {
  gateway: role("${together}", { ${[...ofAll].join(", ")} }), targets, longestName: 48, attachablePolicies: 20,
});
`;
}
