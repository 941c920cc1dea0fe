import { kmsKeyArnProblems } from "../core/arn";
import { authorizerTypes, protocolTypes } from "./gatewayCompatibility";
import { requiredProblems } from "../core/problem";
import type { Problem } from "../core/problem";
import type { RawObject } from "../core/values";
import { gatewayName } from "../core/limits";
import { propagationProblems } from "./policyPropagation";
import { choiceProblems, textProblems, unexpectedMembers } from "../core/text";

/** What can be known to be wrong with a gateway role's arguments at construction; values still to come are not judged. */
export function gatewayRoleProblems(args: object): Problem[] {
  const given = args as RawObject;
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
    ...requiredProblems("gatewayName", given.gatewayName, "name the gateway that will use the role."),
    ...textProblems("gatewayName", given.gatewayName, gatewayName),
    ...propagationProblems("policyPropagation", given.policyPropagation),
    ...kmsKeyArnProblems("tokenVaultKeyArn", given.tokenVaultKeyArn),
    ...choiceProblems("authorizerType", given.authorizerType, "the authorizer", authorizerTypes),
    ...choiceProblems("protocolType", given.protocolType, "the protocol", protocolTypes),
  ];
}
