import { kmsKeyArnProblems } from "../core/arn";
import { authorizerTypes, protocolTypes } from "./gatewayCompatibility";
import { requiredProblems } from "../core/problem";
import type { Problem } from "../core/problem";
import type { RawObject } from "../core/values";
import { gatewayNameProblems } from "./gatewayIdentity";
import { propagationProblems } from "./policyPropagation";
import { choiceProblems, unexpectedMembers } from "../core/text";

/** Checks the arguments of a `GatewayRole` at construction. Unknown values pass. */
export function gatewayRoleProblems(args: RawObject): Problem[] {
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
    ...requiredProblems("gatewayName", args.gatewayName, "name the gateway that will use the role."),
    ...gatewayNameProblems("gatewayName", args.gatewayName),
    ...propagationProblems("policyPropagation", args.policyPropagation),
    ...kmsKeyArnProblems("tokenVaultKeyArn", args.tokenVaultKeyArn),
    ...choiceProblems("authorizerType", args.authorizerType, "the authorizer", authorizerTypes),
    ...choiceProblems("protocolType", args.protocolType, "the protocol", protocolTypes),
  ];
}
