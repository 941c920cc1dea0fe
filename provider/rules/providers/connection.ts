import { accountId, region, roleArn, tokenVaultId } from "../core/limits";
import { requiredProblems, textProblems, typeName, unexpectedMembers } from "../core/problem";
import type { Problem, TextRule } from "../core/problem";
import { isKnown, isObject } from "../core/values";
import type { RawObject } from "../core/values";

const profileName: TextRule = { is: "the profile's name", maxLength: 256 };

// Source: AWS STS API Reference, AssumeRole.
export const sessionName: TextRule = {
  is: "the session's name",
  minLength: 2,
  maxLength: 64,
  pattern: /^[\w+=,.@-]*$/,
  allowed: "letters, digits or _ + = , . @ -",
};
export const externalId: TextRule = { is: "the external id", minLength: 2, maxLength: 1224 };
const sessionSeconds = { min: 900, max: 43_200 };

export function connectionProblems(path: string, connection: unknown): Problem[] {
  if (!isKnown(connection)) return [];
  if (!isObject(connection)) return [{ path, reason: `must be an object, not ${typeName(connection)}.` }];
  return [
    ...unexpectedMembers(path, connection, ["region", "profile", "assumeRole"]),
    ...textProblems(`${path}.region`, connection.region, region),
    ...textProblems(`${path}.profile`, connection.profile, profileName),
    ...assumeRoleProblems(`${path}.assumeRole`, connection.assumeRole),
  ];
}

function assumeRoleProblems(path: string, role: unknown): Problem[] {
  if (!isKnown(role)) return [];
  if (!isObject(role)) return [{ path, reason: `must be an object, not ${typeName(role)}.` }];
  return [
    ...unexpectedMembers(path, role, ["roleArn", "sessionName", "externalId", "durationSeconds"]),
    ...requiredProblems(`${path}.roleArn`, role.roleArn, "name the role to assume."),
    ...textProblems(`${path}.roleArn`, role.roleArn, roleArn),
    ...textProblems(`${path}.sessionName`, role.sessionName, sessionName),
    ...textProblems(`${path}.externalId`, role.externalId, externalId),
    ...durationProblems(`${path}.durationSeconds`, role.durationSeconds),
  ];
}

function durationProblems(path: string, seconds: unknown): Problem[] {
  const { min, max } = sessionSeconds;
  if (!isKnown(seconds)) return [];
  if (typeof seconds === "number" && Number.isInteger(seconds) && seconds >= min && seconds <= max) return [];
  return [{ path, reason: `must be ${min} to ${max} seconds.` }];
}

/** Checks the id of a token vault and the arguments of its look-up. */
export function tokenVaultProblems(id: unknown, state: RawObject): Problem[] {
  return [
    ...textProblems("id", id, tokenVaultId),
    ...textProblems("accountId", state.accountId, accountId),
    ...connectionProblems("connection", state.connection),
  ];
}
