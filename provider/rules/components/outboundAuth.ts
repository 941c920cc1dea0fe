import type { CredentialProviderKind } from "../../iam/policy/arn";
import { placementMembers, placementProblems } from "../credentials/apiKey";
import { apiKeyCredentialProviderProblems } from "../providers/apiKeyCredentialProvider";
import { credentialProviderArnProblems, kmsKeyArnProblems, secretArnProblems } from "../core/arn";
import { calledProblems, callMembers } from "../targets/calls";
import { gatewayCompatibilityProblems, gatewayCompatibilityWarnings } from "./gatewayCompatibility";
import type { GatewaySettings } from "./gatewayCompatibility";
import { requiredProblems, booleanProblems } from "../core/problem";
import type { Problem } from "../core/problem";
import { isNil, isObject, memberOf, unknownValue } from "../core/values";
import type { RawObject } from "../core/values";
import { lambdaTargetMembers, lambdaTargetProblems } from "../targets/lambda";
import { gatewayName } from "../core/limits";
import {
  oauth2CredentialProviderArgsProblems,
  oauth2CredentialProviderProblems,
} from "../providers/oauth2CredentialProvider";
import { tokenMembers, tokenProblems } from "../credentials/oauth";
import { propagationProblems } from "./policyPropagation";
import { readTarget } from "../targets/readTarget";
import { schemaProblems, targetsWithSchema } from "../targets/schemaObject";
import { callerMembers, callerProblems, roleMembers, roleProblems } from "../targets/signing";
import { targetKind, targetProblems, targetWarnings } from "../targets/targetKinds";
import { formerNameProblems, textProblems, typeName, unexpectedMembers } from "../core/text";
import { webIdentityProblems } from "../credentials/webIdentity";

/**
 * Everything that can be known to be wrong with a bundle's arguments at construction, before its first child exists.
 * `gateway`, `credentialProvider` and a function may be resources, which stand in for themselves as not known yet.
 * `path` is where the arguments have their target, `facts` what is known of the gateway itself.
 */
export function outboundAuthProblems(args: object, path = "target", settings: GatewaySettings = {}): Problem[] {
  const { gateway, credential } = args as RawObject;
  const { target, at, problems: unread } = readTarget((args as RawObject).target, path);
  const all = [
    ...unexpectedMembers("", args, ["gateway", "target", "credential"]),
    ...gatewayProblems(gateway),
    ...(unread.length > 0 && memberOf(target, "type") === undefined ? [] : targetProblems(target, credential)),
    ...targetMemberProblems(target, credential, at !== undefined),
    ...principalProblems(gateway, target),
    ...credentialProblems(credential, target),
    ...gatewayCompatibilityProblems(settings, target, credential),
  ];
  return [...unread, ...(at === undefined ? all : all.map((problem) => ({ ...problem, path: at(problem.path) })))];
}

/** What is not certain about arguments that are right as far as anybody knows. */
export function outboundAuthWarnings(args: object, path = "target", settings: GatewaySettings = {}): Problem[] {
  const { target, at = asIs } = readTarget((args as RawObject).target, path);
  const { credential } = args as RawObject;
  return [
    ...targetWarnings(target, credential),
    ...gatewayCompatibilityWarnings(settings, credential),
    ...exchangeWarnings(credential),
  ].map((problem) => ({ ...problem, path: at(problem.path) }));
}

const asIs = (path: string): string => path;

function gatewayProblems(gateway: unknown): Problem[] {
  if (gateway === unknownValue) return [];
  if (!isObject(gateway)) {
    return [
      { path: "gateway", reason: "missing: write a GatewayRole, or { name, role } for a role that is made elsewhere." },
    ];
  }
  const { name, role, tokenVaultKeyArn, policyPropagation } = gateway;
  return [
    ...unexpectedMembers("gateway", gateway, [
      "name",
      "role",
      "tokenVaultKeyArn",
      "authorizerType",
      "protocolType",
      "policyPropagation",
    ]),
    ...kmsKeyArnProblems("gateway.tokenVaultKeyArn", tokenVaultKeyArn),
    ...(name === unknownValue
      ? [
          {
            path: "gateway.name",
            reason: "write the name in the program (no Output): it names the policies that bundles share.",
          },
        ]
      : []),
    ...requiredProblems("gateway.name", name, "write the gateway's name."),
    ...requiredProblems("gateway.role", role, "write the gateway's role: an aws.iam.Role, its name or its ARN."),
    ...textProblems("gateway.name", name, gatewayName),
    ...textProblems("gateway.role", role, {
      is: "the role's name or ARN",
      minLength: 1,
      maxLength: 2048,
      pattern: /^[\w+=,.@:/-]+$/,
      allowed: "characters of a role's name or ARN",
    }),
    ...propagationProblems("gateway.policyPropagation", policyPropagation),
  ];
}

function targetMemberProblems(target: unknown, credential: unknown, isRead: boolean): Problem[] {
  if (!isObject(target)) return [];
  const { type, schema, hasToolSchema } = target;
  const hasSchema = targetsWithSchema.includes(type);
  const members = [
    "type",
    ...(type === "lambda" ? lambdaTargetMembers : callMembers(type)),
    ...(type === "mcpServer" ? ["hasToolSchema"] : []),
    ...(type === "apiGateway" && isRead ? ["tools"] : []),
    ...(hasSchema ? ["schema"] : []),
  ];
  // Of a type that does not exist, nothing is known.
  if (targetKind(type) === undefined) return [];
  return [
    ...unexpectedMembers("target", target, members),
    ...(type === "lambda" ? lambdaTargetProblems(target) : calledProblems(target, memberOf(credential, "type"))),
    ...(hasSchema ? schemaProblems(schema) : []),
    ...booleanProblems("target.hasToolSchema", hasToolSchema),
  ];
}

/** A role's name does not tell its path, so that no ARN follows from it. */
export const roleArnWanted =
  "the function's policy has to name the role's ARN, and this is a name. Write the role's ARN, or the aws.iam.Role.";

function principalProblems(gateway: unknown, target: unknown): Problem[] {
  const permission = memberOf(target, "permission");
  const role = memberOf(gateway, "role");
  const isName = typeof role === "string" && role !== unknownValue && !role.startsWith("arn:");
  return isName && !isNil(permission) && permission !== false ? [{ path: "gateway.role", reason: roleArnWanted }] : [];
}

/** A credential that a provider in the token vault holds. */
interface ProviderCredential {
  readonly kind: CredentialProviderKind;
  /** Properties of a provider that the bundle makes. */
  readonly ownMembers: readonly string[];
  readonly ownProblems: (credential: RawObject) => Problem[];
  /** Properties of how the target gets the credential. */
  readonly members: readonly string[];
  readonly problems: (credential: RawObject) => Problem[];
}

const providerCredentials: Readonly<Record<string, ProviderCredential>> = {
  API_KEY: {
    kind: "apikeycredentialprovider",
    ownMembers: ["apiKey", "adopt", "name", "tags", "connection"],
    ownProblems: (credential) => [
      ...regionProblems(credential.connection, "credential.connection"),
      ...apiKeyCredentialProviderProblems(credential, "credential"),
    ],
    members: placementMembers,
    problems: placementProblems,
  },
  OAUTH: {
    kind: "oauth2credentialprovider",
    ownMembers: ["oauth2"],
    ownProblems: (credential) => [...ownOauth2Problems(credential.oauth2), ...exchangeProblems(credential)],
    members: [...tokenMembers, "webIdentity"],
    problems: (credential) => [...tokenProblems(credential), ...webIdentityProblems(credential)],
  },
};

/** What credentials without a provider have. */
const otherCredentials: Readonly<
  Record<string, { members: readonly string[]; problems: (credential: RawObject, target: RawObject) => Problem[] }>
> = {
  GATEWAY_IAM_ROLE: { members: roleMembers, problems: (credential, target) => roleProblems(target, credential) },
  CALLER_IAM_CREDENTIALS: { members: callerMembers, problems: callerProblems },
  JWT_PASSTHROUGH: { members: [], problems: () => [] },
  NONE: { members: [], problems: () => [] },
};

function credentialProblems(credential: unknown, target: unknown): Problem[] {
  if (!isObject(credential)) {
    return [{ path: "credential", reason: `must be an object with a type, not ${typeName(credential)}.` }];
  }
  const ofTarget = isObject(target) ? target : {};
  const { type, credentialProvider } = credential;
  if (typeof type !== "string") return formerNameProblems("credential", credential, ["type", "name"]);
  const other = Object.hasOwn(otherCredentials, type) ? otherCredentials[type] : undefined;
  if (other !== undefined)
    return [
      ...unexpectedMembers("credential", credential, ["type", ...other.members]),
      ...other.problems(credential, ofTarget),
    ];
  if (!Object.hasOwn(providerCredentials, type)) return [];
  const { kind, ownMembers, ownProblems, members, problems } = providerCredentials[type] as ProviderCredential;
  return [
    ...unexpectedMembers("credential", credential, ["type", "credentialProvider", ...ownMembers, ...members]),
    ...(isNil(credentialProvider) ? ownProblems(credential) : givenProviderProblems(credential, kind, ownMembers)),
    ...problems(credential),
  ];
}

/** A credential provider of another account or Region would be of no use to the gateway. */
const gatewaysOwn = "is the gateway's. Leave it out.";

function regionProblems(connection: unknown, path: string): Problem[] {
  return isNil(memberOf(connection, "region")) ? [] : [{ path: `${path}.region`, reason: gatewaysOwn }];
}

function ownOauth2Problems(oauth2: unknown): Problem[] {
  const path = "credential.oauth2";
  if (!isObject(oauth2)) {
    const reason =
      "must be an object with vendor, clientId and clientSecret; or write credentialProvider for a provider that exists.";
    return [
      {
        path,
        reason: oauth2 === unknownValue ? `${reason} No Output: its vendor has to stand in the program.` : reason,
      },
    ];
  }
  return [
    ...(isNil(oauth2.accountId) ? [] : [{ path: `${path}.accountId`, reason: gatewaysOwn }]),
    ...regionProblems(oauth2.connection, `${path}.connection`),
    ...oauth2CredentialProviderArgsProblems(oauth2, path),
    ...oauth2CredentialProviderProblems(oauth2, path),
  ];
}

function givenProviderProblems(
  credential: RawObject,
  kind: CredentialProviderKind,
  ownMembers: readonly string[],
): Problem[] {
  const both = ownMembers
    .filter((member) => !isNil(credential[member]))
    .map((member) => ({
      path: `credential.${member}`,
      reason:
        "belongs to a provider that the bundle makes, but credentialProvider names one that exists. Remove one of the two.",
    }));
  return [...both, ...referenceProblems(credential.credentialProvider, kind)];
}

/** A provider given as `{ arn, secretArn }`; resources are not judged here. */
function referenceProblems(reference: unknown, kind: CredentialProviderKind): Problem[] {
  if (reference === unknownValue) return [];
  const path = "credential.credentialProvider";
  if (!isObject(reference)) {
    return [{ path, reason: "must be a credential provider resource, or { arn }." }];
  }
  const { arn, secretArn, kmsKeyArn } = reference;
  return [
    ...unexpectedMembers(path, reference, ["arn", "secretArn", "kmsKeyArn"]),
    ...requiredProblems(`${path}.arn`, arn, "write the provider's ARN."),
    ...credentialProviderArnProblems(`${path}.arn`, arn, kind),
    ...secretArnProblems(`${path}.secretArn`, secretArn),
    ...kmsKeyArnProblems(`${path}.kmsKeyArn`, kmsKeyArn),
    ...(isNil(kmsKeyArn)
      ? []
      : requiredProblems(
          `${path}.secretArn`,
          secretArn,
          "kmsKeyArn is the key of a secret of your own. Write its ARN.",
        )),
  ];
}

/** An exchange needs a provider that is told how to exchange. */
function exchangeProblems({ grantType, oauth2 }: RawObject): Problem[] {
  if (grantType !== "TOKEN_EXCHANGE" || memberOf(oauth2, "vendor") !== "CustomOauth2") return [];
  const config = "onBehalfOfTokenExchangeConfig";
  const remedy = "write how tokens are exchanged; the credential asks for a TOKEN_EXCHANGE.";
  return requiredProblems(`credential.oauth2.${config}`, memberOf(oauth2, config), remedy);
}

/** Of other vendors than a server of one's own, nobody documents whether they exchange tokens. */
function exchangeWarnings(credential: unknown): Problem[] {
  const oauth2 = memberOf(credential, "oauth2");
  if (memberOf(credential, "grantType") !== "TOKEN_EXCHANGE" || !isObject(oauth2)) return [];
  if (memberOf(oauth2, "vendor") === "CustomOauth2") return [];
  const reason = "whether this vendor exchanges tokens is not documented for AgentCore. Try it before you rely on it.";
  return [{ path: "credential.oauth2.vendor", reason }];
}

/** Of a provider that is made elsewhere, it may not show whether it is told how to exchange tokens. */
export const unseenExchange: Problem = {
  path: "credential.credentialProvider",
  reason:
    "a TOKEN_EXCHANGE needs a provider with onBehalfOfTokenExchangeConfig, and whether this one has it does not show here. See to it.",
};

/** Of a provider of `@pulumi/aws`. */
export const unseenKey: Problem = {
  path: "credential.credentialProvider",
  reason:
    "its secret is one of your own, and which key encrypts it does not show here. If that is a customer managed key, write { arn, secretArn, kmsKeyArn } instead, or the gateway's role may not use it; if not, { arn, secretArn } says so.",
};
