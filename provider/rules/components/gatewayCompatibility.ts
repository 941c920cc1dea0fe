import { choiceProblems, problemIf, quoted } from "../core/problem";
import type { Problem } from "../core/problem";
import { isNil } from "../core/values";
import { targetKind } from "../targets/targetKinds";
import type { Combination } from "../targets/combinations";

/** Settings of the gateway that decide which targets and credentials it supports. */
export interface GatewaySettings {
  readonly authorizerType?: unknown;
  readonly protocolType?: unknown;
}

export const authorizerTypes = ["CUSTOM_JWT", "AWS_IAM", "NONE", "AUTHENTICATE_ONLY"] as const;

export const protocolTypes = ["MCP"] as const;

type AuthorizerType = (typeof authorizerTypes)[number];

/** Authorizer types that a credential or grant requires of the gateway. */
interface Requirement {
  /** Type of credential, or grant. */
  readonly of: string;
  /** Property that has this value. */
  readonly path: string;
  readonly works: readonly AuthorizerType[];
  /** AWS's documents disagree on these. */
  readonly disputed: readonly AuthorizerType[];
  readonly because: string;
}

/**
 * Credentials and grants that depend on the incoming request, and so on the gateway's authorizer.
 *
 * Sources: AgentCore Developer Guide, "Set up outbound authorization for your gateway", and its pages on JWT passthrough and
 * on-behalf-of token exchange; a published answer of the service for AUTHORIZATION_CODE.
 */
export const requirements: readonly Requirement[] = [
  {
    of: "AUTHORIZATION_CODE",
    path: "credential.grantType",
    works: ["CUSTOM_JWT", "AUTHENTICATE_ONLY"],
    disputed: ["NONE"],
    because: "users consent, and a gateway knows its users by their JWT",
  },
  {
    of: "TOKEN_EXCHANGE",
    path: "credential.grantType",
    works: ["CUSTOM_JWT"],
    disputed: ["AUTHENTICATE_ONLY"],
    because: "the user's JWT is what is exchanged",
  },
  {
    of: "CALLER_IAM_CREDENTIALS",
    path: "credential.type",
    works: ["AWS_IAM", "AUTHENTICATE_ONLY"],
    disputed: [],
    because: "the caller's own permissions count, which only signed requests identify",
  },
  {
    of: "JWT_PASSTHROUGH",
    path: "credential.type",
    works: ["AUTHENTICATE_ONLY"],
    disputed: ["CUSTOM_JWT"],
    because:
      "the gateway forwards the incoming JWT; one page of AWS asks for AUTHENTICATE_ONLY, another only for a gateway that validates the JWT",
  },
];

/** Reports a target or credential that the gateway does not support. Unknown settings pass. */
export function gatewayCompatibilityProblems(settings: GatewaySettings, combination: Combination): Problem[] {
  const { authorizerType, protocolType } = settings;
  const refused = requirementsOf(combination)
    .filter(({ works, disputed }) => isOther(authorizerType, [...works, ...disputed]))
    .map(({ of, path, works, because }) => ({
      path,
      reason: `a gateway with authorizerType ${quoted([String(authorizerType)])} does not support "${of}": ${because}. Write ${quoted(works)} as the gateway's authorizerType.`,
    }));
  const isHttpOnMcp = targetKind(combination.target)?.path[0] === "http" && protocolType === "MCP";
  const http =
    'the service says "HTTP target configuration is not supported for gateways with MCP protocol type". Create the gateway without protocolType.';
  return [
    ...choiceProblems("gateway.authorizerType", authorizerType, "the authorizer", authorizerTypes),
    ...choiceProblems("gateway.protocolType", protocolType, "the protocol", protocolTypes),
    ...refused,
    ...problemIf(isHttpOnMcp, "target.type", http),
  ];
}

/** Warns if AWS's documents disagree on gateway and credential. */
export function gatewayCompatibilityWarnings({ authorizerType }: GatewaySettings, combination: Combination): Problem[] {
  return requirementsOf(combination)
    .filter(({ disputed }) => disputed.some((type) => type === authorizerType))
    .map(({ of, path, works, because }) => ({
      path,
      reason: `"${of}" may not work on a gateway with authorizerType ${quoted([String(authorizerType)])}: ${because}. AWS documents ${quoted(works)}.`,
    }));
}

/** Warns if the credential requires an authorizer of the gateway, and the program does not say which one it has. */
export function unstatedAuthorizerWarnings({ authorizerType }: GatewaySettings, combination: Combination): Problem[] {
  if (!isNil(authorizerType)) return [];
  return requirementsOf(combination).map(({ of, path, works, because }) => ({
    path,
    reason: `AWS documents "${of}" only for gateways with an authorizerType of ${quoted(works)}: ${because}. This preview cannot check it, because the program neither declares a gateway with this role nor says which authorizer it has. Write authorizerType on the GatewayRole, or next to name and role.`,
  }));
}

function requirementsOf({ credential, grant }: Combination): readonly Requirement[] {
  return requirements.filter(({ of }) => of === credential || of === grant);
}

function isOther(authorizerType: unknown, supported: readonly AuthorizerType[]): boolean {
  const type = authorizerTypes.find((one) => one === authorizerType);
  return type !== undefined && !supported.includes(type);
}
