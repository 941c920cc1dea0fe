import { accountId, region, roleArn, tokenVaultId } from "../core/limits";
import { problemIf, textProblems } from "../core/problem";
import type { Problem, TextRule } from "../core/problem";
import { custom, object, optional, required, shapeProblems, text } from "../core/shape";
import type { RawObject } from "../core/values";

// Source: AWS STS API Reference, AssumeRole.
const sessionName: TextRule = {
  is: "the session's name",
  minLength: 2,
  maxLength: 64,
  pattern: /^[\w+=,.@-]*$/,
  allowed: "letters, digits or _ + = , . @ -",
};
const sessionSeconds = custom("900 to 43,200 seconds", (path, value) => {
  const isRight = typeof value === "number" && Number.isInteger(value) && value >= 900 && value <= 43_200;
  return problemIf(!isRight, path, "must be 900 to 43200 seconds.");
});

/** The properties of a role to assume that the stack configuration has as well. */
export const assumeRoleMembers = {
  roleArn: required("name the role to assume.", text(roleArn)),
  sessionName: optional(text(sessionName)),
  externalId: optional(text({ is: "the external id", minLength: 2, maxLength: 1224 })),
};

const connectionShape = object({
  region: optional(text(region)),
  profile: optional(text({ is: "the profile's name", maxLength: 256 })),
  assumeRole: optional(object({ ...assumeRoleMembers, durationSeconds: optional(sessionSeconds) })),
});

export function connectionProblems(path: string, connection: unknown): Problem[] {
  return shapeProblems(path, connection, connectionShape);
}

/** Checks the id of a token vault and the arguments of its look-up. */
export function tokenVaultProblems(id: unknown, state: RawObject): Problem[] {
  return [
    ...textProblems("id", id, tokenVaultId),
    ...textProblems("accountId", state.accountId, accountId),
    ...connectionProblems("connection", state.connection),
  ];
}
