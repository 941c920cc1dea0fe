import type { Problem } from "../core/problem";
import { memberOf, isKnown } from "../core/values";
import { targetKind } from "../targets/targetKinds";
import { choiceProblems, quoted } from "../core/text";

/** What bundles may know of the gateway itself, besides its role. */
export interface GatewaySettings {
  readonly authorizerType?: unknown;
  readonly protocolType?: unknown;
}

export const authorizerTypes = ["CUSTOM_JWT", "AWS_IAM", "NONE", "AUTHENTICATE_ONLY"] as const;

export const protocolTypes = ["MCP"] as const;

type AuthorizerType = (typeof authorizerTypes)[number];

/** What a credential or grant asks of the gateway that presents it. */
interface Requirement {
  readonly of: string;
  /** The property where it stands. */
  readonly path: string;
  readonly works: readonly AuthorizerType[];
  /** With which the documents disagree whether it works. */
  readonly disputed: readonly AuthorizerType[];
  readonly because: string;
}

/**
 * Which gateways can present what comes in with the request.
 *
 * Sources: AgentCore Developer Guide, "Set up outbound authorization for your gateway", and its pages on JWT passthrough and
 * on-behalf-of token exchange; a public record of the service's answer for AUTHORIZATION_CODE.
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
    because: "the caller's own permissions count, which only signed requests tell",
  },
  {
    of: "JWT_PASSTHROUGH",
    path: "credential.type",
    works: ["AUTHENTICATE_ONLY"],
    disputed: ["CUSTOM_JWT"],
    because:
      "the JWT that came in is handed on; one page of AWS asks for AUTHENTICATE_ONLY, another only for a gateway that validates the JWT",
  },
];

/** Says what the gateway and the credential or target do not agree in. Facts that are not known yet are not judged. */
export function gatewayCompatibilityProblems(
  settings: GatewaySettings,
  target: unknown,
  credential: unknown,
): Problem[] {
  const { authorizerType, protocolType } = settings;
  const shape = [
    ...choiceProblems("gateway.authorizerType", authorizerType, "the authorizer", authorizerTypes),
    ...choiceProblems("gateway.protocolType", protocolType, "the protocol", protocolTypes),
  ];
  const misfits = requirementsOf(credential)
    .filter(({ works, disputed }) => isOther(authorizerType, [...works, ...disputed]))
    .map(({ of, path, works, because }) => ({
      path,
      reason: `"${of}" does not go with a gateway whose authorizerType is ${quoted([String(authorizerType)])}: ${because}. It takes ${quoted(works)}.`,
    }));
  const kind = targetKind(memberOf(target, "type"));
  const isHttpOnMcp = kind?.path[0] === "http" && protocolType === "MCP";
  const http = isHttpOnMcp
    ? [
        {
          path: "target.type",
          reason:
            'the service says "HTTP target configuration is not supported for gateways with MCP protocol type". Write the gateway without protocolType.',
        },
      ]
    : [];
  return [...shape, ...misfits, ...http];
}

/** Says where documents disagree whether gateway and credential go together. */
export function gatewayCompatibilityWarnings({ authorizerType }: GatewaySettings, credential: unknown): Problem[] {
  return requirementsOf(credential)
    .filter(({ disputed }) => (disputed as readonly unknown[]).includes(authorizerType))
    .map(({ of, path, works, because }) => ({
      path,
      reason: `"${of}" may not work on a gateway whose authorizerType is ${quoted([String(authorizerType)])}: ${because}. ${quoted(works)} is certain.`,
    }));
}

function requirementsOf(credential: unknown): readonly Requirement[] {
  const named = [memberOf(credential, "type"), memberOf(credential, "grantType")];
  return requirements.filter(({ of }) => named.includes(of));
}

function isOther(given: unknown, expected: readonly AuthorizerType[]): boolean {
  return (
    isKnown(given) &&
    (authorizerTypes as readonly unknown[]).includes(given) &&
    !(expected as readonly unknown[]).includes(given)
  );
}
