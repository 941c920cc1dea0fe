import type * as pulumi from "@pulumi/pulumi";
import { plainArguments, plainValues } from "../../resources/program/arguments";
import type { GatewaySettings } from "../../rules/components/gatewayCompatibility";
import {
  gatewayTargetProblems,
  combinationOf,
  outboundAuthProblems,
  outboundAuthWarnings,
} from "../../rules/components/outboundAuth";
import type { PlainOutboundAuth } from "../../rules/components/outboundAuth";
import type { Problem } from "../../rules/core/problem";
import { isNil } from "../../rules/core/values";
import type { RawObject } from "../../rules/core/values";
import type { ApiTools } from "../../rules/targets/apiGateway";
import { readTarget } from "../../rules/targets/target";
import type { ReadTarget } from "../../rules/targets/target";
import type { Combination } from "../../rules/targets/combinations";
import type { CallForm, TargetType } from "../../rules/targets/targetKinds";
import { gatewayResourceProblems } from "../gateway/gatewayInput";
import type { CredentialArgs, GatewayRoleCredentialArgs, OutboundAuthArgs } from "./outboundAuth";
import type {
  ApiStageArgs,
  CertificateArgs,
  ConnectorTargetArgs,
  FunctionUrlCallArgs,
  GatewayCallArgs,
  LambdaTargetArgs,
  MemoryCallArgs,
  RuntimeCallArgs,
  SchemaArgs,
  StatementsCallArgs,
} from "./target";

/** Properties of each form of call. */
export interface CallValues {
  readonly function: LambdaTargetArgs;
  readonly runtime: RuntimeCallArgs;
  readonly gateway: GatewayCallArgs;
  readonly api: ApiStageArgs & { readonly tools?: pulumi.Input<ApiTools> };
  readonly functionUrl: FunctionUrlCallArgs;
  readonly memory: MemoryCallArgs;
  readonly webSearch: ConnectorTargetArgs;
  readonly statements: StatementsCallArgs;
}

/** The call that the gateway's role makes. */
export type CallSpec = {
  readonly [Form in CallForm]: {
    readonly form: Form;
    /** Path of the object that has the values, for messages. */
    readonly path: string;
    readonly values: CallValues[Form];
  };
}[CallForm];

/** A target, whether the program wrote its properties or its `targetConfiguration`. */
export interface TargetSpec {
  readonly type: TargetType;
  readonly hasToolSchema?: boolean;
  readonly schema?: pulumi.Input<SchemaArgs>;
  readonly certificate?: pulumi.Input<CertificateArgs>;
}

/** Requests that the gateway signs with its own role, and what the role calls. */
export interface RoleCredentialSpec extends GatewayRoleCredentialArgs {
  readonly call: CallSpec;
}

/** Valid arguments of an `OutboundAuth`, without its gateway. Values may be Outputs. */
export interface OutboundAuthSpec {
  readonly target: TargetSpec;
  readonly credential: Exclude<CredentialArgs, GatewayRoleCredentialArgs> | RoleCredentialSpec;
}

/** The result of reading and checking arguments. */
export interface ParsedOutboundAuth {
  /** Valid only if there are no problems. */
  readonly spec: OutboundAuthSpec;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** Settings of the gateway that the arguments were checked with. */
  readonly settings: GatewaySettings;
  readonly combination: Combination;
  /** Returns a problem with the paths that the program wrote, instead of paths below `target`. */
  readonly asWritten: (problem: Problem) => Problem;
}

/**
 * Reads and checks the arguments of an `OutboundAuth`. Everything else works on the result.
 *
 * @param settings - known settings of the gateway
 * @param path - path of the target in the program; empty for a `GatewayTarget`, which has no `target`
 */
export function parseOutboundAuth(
  args: Readonly<Record<keyof OutboundAuthArgs, unknown>>,
  settings: GatewaySettings,
  path = "target",
): ParsedOutboundAuth {
  const read = readTarget(args.target, path);
  const call = read.call && { ...read.call, values: plainArguments(read.call.values) };
  const plain: PlainOutboundAuth = {
    ...plainArguments(args),
    target: { ...read, target: plainValues(read.target), call },
  };
  const plainSettings = plainArguments(settings);
  return {
    spec: specOf(read, args.credential),
    problems: [...outboundAuthProblems(plain, plainSettings), ...gatewayResourceProblems(args.gateway)],
    warnings: outboundAuthWarnings(plain, plainSettings),
    settings,
    combination: combinationOf(plain),
    asWritten: read.asWritten,
  };
}

/** Reads and checks the arguments of a `GatewayTarget`, those of its `OutboundAuth` included. */
export function parseGatewayTarget(args: object, settings: GatewaySettings): ParsedOutboundAuth {
  const { gateway, credential, targetConfiguration, calls, permission }: RawObject = { ...args };
  const target = { targetConfiguration, ...setMembers({ calls, permission }) };
  const parsed = parseOutboundAuth({ gateway, target, credential }, settings, "");
  const ownProblems = gatewayTargetProblems(plainArguments(args), parsed.combination.target);
  return { ...parsed, problems: [...ownProblems, ...parsed.problems] };
}

/** The rules have checked these values: a spec with problems is never used. */
function specOf({ target, call }: ReadTarget, credential: unknown): OutboundAuthSpec {
  const called = call && { ...call, values: setMembers(call.values) };
  return {
    target: setMembers(target),
    credential: { ...setMembers(credential), ...(called && { call: called }) },
  } as OutboundAuthSpec;
}

/** Returns the members that are neither `undefined` nor `null`, which JavaScript programs write for "not set". */
function setMembers(value: unknown): object {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, member]) => !isNil(member)));
}
