import { targetDescription, targetName } from "../core/limits";
import { problemIf, requiredProblems, textProblems, unexpectedMembers } from "../core/problem";
import type { Problem } from "../core/problem";
import { isObject, memberOf } from "../core/values";
import type { RawObject } from "../core/values";
import { clientCredentialsWarnings, credentialProblems, exchangeWarnings } from "../credentials/credential";
import { tokenWarnings } from "../credentials/oauth";
import { targetProblems } from "../targets/target";
import type { ReadTarget } from "../targets/target";
import { combinationProblems, combinationWarnings } from "../targets/combinations";
import { targetKind } from "../targets/targetKinds";
import type { Combination } from "../targets/combinations";
import { gatewayProblems, permissionProblems } from "./gateway";
import { gatewayCompatibilityProblems, gatewayCompatibilityWarnings } from "./gatewayCompatibility";
import type { GatewaySettings } from "./gatewayCompatibility";

/** Arguments of an `OutboundAuth`. Outputs and resources are unknown values. */
export interface PlainOutboundAuth {
  readonly gateway?: unknown;
  readonly target: ReadTarget;
  readonly credential?: unknown;
}

/** Checks the arguments of an `OutboundAuth`: returns everything that is wrong at construction. */
export function outboundAuthProblems(args: PlainOutboundAuth, settings: GatewaySettings = {}): Problem[] {
  const { gateway, target: read, credential } = args;
  const combination = combinationOf(args);
  // If the kind of target cannot be read, its problem is already in read.problems.
  const isTypeRead = read.problems.length === 0 || combination.target !== undefined;
  const problems = [
    ...unexpectedMembers("", args, ["gateway", "target", "credential"]),
    ...gatewayProblems(gateway),
    ...(isTypeRead ? combinationProblems(combination) : []),
    ...targetProblems(read, combination.credential),
    ...permissionProblems(gateway, read.target),
    ...credentialProblems(credential, read),
    ...gatewayCompatibilityProblems(settings, combination),
  ];
  return [...read.problems, ...problems.map(read.asWritten)];
}

/** Returns warnings about arguments that have no problems. */
export function outboundAuthWarnings(args: PlainOutboundAuth, settings: GatewaySettings = {}): Problem[] {
  const combination = combinationOf(args);
  return [
    ...combinationWarnings(combination),
    ...gatewayCompatibilityWarnings(settings, combination),
    ...exchangeWarnings(args.credential),
    ...clientCredentialsWarnings(args.credential),
    ...(combination.credential === "OAUTH" && isObject(args.credential) ? tokenWarnings(args.credential) : []),
  ];
}

/** Returns the names of target, credential and grant. */
export function combinationOf({ target, credential }: PlainOutboundAuth): Combination {
  return {
    target: memberOf(target.target, "type"),
    credential: memberOf(credential, "type"),
    grant: memberOf(credential, "grantType"),
  };
}

const gatewayTargetProperties = [
  "gateway",
  "gatewayIdentifier",
  "credential",
  "targetConfiguration",
  "calls",
  "permission",
  "name",
  "description",
  "metadataConfiguration",
  "privateEndpoint",
];

const inApiOnly =
  "@pulumi/aws, which creates this target, has no type for it. Write an OutboundAuth, and give its credentialProviderConfigurations to a gateway target of another provider: docs/reference/targets.md has an example.";

/** Checks the arguments of a `GatewayTarget` that are not arguments of its `OutboundAuth`. */
export function gatewayTargetProblems(args: RawObject, targetType: unknown): Problem[] {
  const { gatewayIdentifier, name, description } = args;
  const kind = targetKind(targetType);
  const remedy = "write the gateway: an aws.bedrock.AgentcoreGateway, or its id.";
  return [
    ...unexpectedMembers("", args, gatewayTargetProperties),
    ...requiredProblems("gatewayIdentifier", gatewayIdentifier, remedy),
    ...problemIf(kind?.isInApiOnly === true, `targetConfiguration.${kind?.path.join(".")}`, inApiOnly),
    ...textProblems("name", name, targetName),
    ...textProblems("description", description, targetDescription),
  ];
}
