import { kmsKeyArnProblems } from "./arn";
import { authorizerTypes, protocolTypes } from "./gatewayFit";
import { gatewayName } from "./limits";
import { propagationProblems } from "./policyPropagation";
import type { Problem } from "./problem";
import { choiceProblems, textProblems, unexpectedMembers } from "./text";

/** What can be known to be wrong with a gateway role's arguments at construction; values still to come are not judged. */
export function gatewayRoleProblems(args: object): Problem[] {
  const given = args as Record<string, unknown>;
  const missing =
    given.gatewayName === undefined || given.gatewayName === null
      ? [{ path: "gatewayName", reason: "missing: name the gateway that will use the role." }]
      : [];
  const expected = [
    "gatewayName",
    "name",
    "path",
    "permissionsBoundary",
    "description",
    "tokenVaultKeyArn",
    "authorizerType",
    "protocolType",
    "tags",
    "policyPropagation",
  ];
  return [
    ...unexpectedMembers("", args, expected),
    ...missing,
    ...textProblems("gatewayName", given.gatewayName, gatewayName),
    ...propagationProblems("policyPropagation", given.policyPropagation),
    ...kmsKeyArnProblems("tokenVaultKeyArn", given.tokenVaultKeyArn),
    ...choiceProblems("authorizerType", given.authorizerType, "the authorizer", authorizerTypes),
    ...choiceProblems("protocolType", given.protocolType, "the protocol", protocolTypes),
  ];
}
