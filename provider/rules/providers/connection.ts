import { region, roleArn } from "../core/limits";
import type { Problem } from "../core/problem";
import { isKnown } from "../core/values";
import { textProblems, typeName, unexpectedMembers } from "../core/text";

/** The members of `connection.assumeRole`. */
const assumeRoleMembers = ["roleArn", "sessionName", "externalId", "durationSeconds"] as const;

/** Checks the `connection` of a credential provider. */
export function connectionProblems(path: string, connection: unknown): Problem[] {
  if (!isKnown(connection)) return [];
  if (typeof connection !== "object") return [{ path, reason: `must be an object, not ${typeName(connection)}.` }];
  const { region: regionName, profile, assumeRole } = connection as Record<string, unknown>;
  return [
    ...unexpectedMembers(path, connection, ["region", "profile", "assumeRole"]),
    ...textProblems(`${path}.region`, regionName, region),
    ...textProblems(`${path}.profile`, profile, { is: "the profile's name", minLength: 1, maxLength: 256 }),
    ...assumeRoleProblems(`${path}.assumeRole`, assumeRole),
  ];
}

function assumeRoleProblems(path: string, assumeRole: unknown): Problem[] {
  if (!isKnown(assumeRole)) return [];
  if (typeof assumeRole !== "object") return [{ path, reason: `must be an object, not ${typeName(assumeRole)}.` }];
  const role = assumeRole as Record<string, unknown>;
  const missing =
    role.roleArn === undefined ? [{ path: `${path}.roleArn`, reason: "missing: name the role to assume." }] : [];
  const duration = role.durationSeconds;
  const durationWrong =
    isKnown(duration) && !(Number.isInteger(duration) && Number(duration) >= 900 && Number(duration) <= 43_200);
  return [
    ...unexpectedMembers(path, assumeRole, assumeRoleMembers),
    ...missing,
    ...textProblems(`${path}.roleArn`, role.roleArn, roleArn),
    ...textProblems(`${path}.sessionName`, role.sessionName, {
      is: "the session's name",
      minLength: 2,
      maxLength: 64,
      pattern: /^[\w+=,.@-]*$/,
      allowed: "letters, digits or _ + = , . @ -",
    }),
    ...textProblems(`${path}.externalId`, role.externalId, { is: "the external id", minLength: 2, maxLength: 1224 }),
    ...(durationWrong ? [{ path: `${path}.durationSeconds`, reason: "must be 900 to 43200 seconds." }] : []),
  ];
}
