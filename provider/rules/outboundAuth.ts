import type { CredentialProviderKind } from "../iam/arn";
import { placementMembers, placementProblems } from "./apiKeyCredential";
import { apiKeyCredentialProviderProblems } from "./apiKeyCredentialProvider";
import { credentialProviderArnProblems, secretArnProblems } from "./arn";
import { lambdaTargetMembers, lambdaTargetProblems } from "./lambdaTarget";
import { gatewayName } from "./limits";
import { oauth2CredentialProviderArgsProblems, oauth2CredentialProviderProblems } from "./oauth2CredentialProvider";
import { tokenMembers, tokenProblems } from "./oauthCredential";
import { respellCredential } from "./oldSpellings";
import { propagationProblems } from "./policyPropagation";
import { unknownValue } from "./problem";
import type { Problem } from "./problem";
import { targetProblems } from "./targets";
import { textProblems, typeName, unexpectedMembers } from "./text";

type Given = Readonly<Record<string, unknown>>;

/**
 * Everything that can be known to be wrong with a bundle's arguments at construction, before its first child exists.
 * `gateway`, `credentialProvider` and a function may be resources, which stand in for themselves as not known yet.
 */
export function outboundAuthProblems(args: object): Problem[] {
  const { gateway, target } = args as Given;
  const { args: credential, problems } = respellCredential((args as Given).credential);
  return [
    ...unexpectedMembers("", args, ["gateway", "target", "credential"]),
    ...gatewayProblems(gateway),
    ...targetProblems(target, credential),
    ...targetMemberProblems(target),
    ...principalProblems(gateway, target),
    ...problems,
    ...credentialProblems(credential),
  ];
}

function gatewayProblems(gateway: unknown): Problem[] {
  if (gateway === unknownValue) return [];
  if (typeof gateway !== "object" || gateway === null) {
    return [
      { path: "gateway", reason: "missing: write a GatewayRole, or { name, role } for a role that is made elsewhere." },
    ];
  }
  const { name, role } = gateway as Given;
  return [
    ...unexpectedMembers("gateway", gateway, ["name", "role", "policyPropagation"]),
    ...(name === unknownValue
      ? [
          {
            path: "gateway.name",
            reason: "write the name in the program (no Output): it names the policies that bundles share.",
          },
        ]
      : []),
    ...(name === undefined || name === null
      ? [{ path: "gateway.name", reason: "missing: write the gateway's name." }]
      : []),
    ...(role === undefined || role === null
      ? [{ path: "gateway.role", reason: "missing: write the gateway's role: an aws.iam.Role, its name or its ARN." }]
      : []),
    ...textProblems("gateway.name", name, gatewayName),
    ...textProblems("gateway.role", role, {
      is: "the role's name or ARN",
      minLength: 1,
      maxLength: 2048,
      pattern: /^[\w+=,.@:/-]+$/,
      allowed: "characters of a role's name or ARN",
    }),
    ...propagationProblems("gateway.policyPropagation", (gateway as Given).policyPropagation),
  ];
}

function targetMemberProblems(target: unknown): Problem[] {
  if (typeof target !== "object" || target === null) return [];
  if ((target as Given).type !== "lambda") return unexpectedMembers("target", target, ["type"]);
  return [...unexpectedMembers("target", target, lambdaTargetMembers), ...lambdaTargetProblems(target as Given)];
}

/** A role's name does not tell its path, so that no ARN follows from it. */
export const roleArnWanted =
  "the function's policy has to name the role's ARN, and this is a name. Write the role's ARN, or the aws.iam.Role.";

function principalProblems(gateway: unknown, target: unknown): Problem[] {
  const permission = typeof target === "object" && target !== null ? (target as Given).permission : undefined;
  const role = typeof gateway === "object" && gateway !== null ? (gateway as Given).role : undefined;
  const isName = typeof role === "string" && role !== unknownValue && !role.startsWith("arn:");
  return isName && permission !== undefined && permission !== null && permission !== false
    ? [{ path: "gateway.role", reason: roleArnWanted }]
    : [];
}

/** A credential that a provider in the token vault holds. */
interface ProviderCredential {
  readonly kind: CredentialProviderKind;
  /** Properties of a provider that the bundle makes. */
  readonly ownMembers: readonly string[];
  readonly ownProblems: (credential: Given) => Problem[];
  /** Properties of how the target gets the credential. */
  readonly members: readonly string[];
  readonly problems: (credential: Given) => Problem[];
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
    ownProblems: (credential) => ownOauth2Problems(credential.oauth2),
    members: tokenMembers,
    problems: tokenProblems,
  },
};

function credentialProblems(credential: unknown): Problem[] {
  if (typeof credential !== "object" || credential === null) {
    return [{ path: "credential", reason: `must be an object with a type, not ${typeName(credential)}.` }];
  }
  const given = credential as Given;
  const { type } = given;
  if (type === "GATEWAY_IAM_ROLE" || type === "NONE") return unexpectedMembers("credential", credential, ["type"]);
  if (typeof type !== "string" || !Object.hasOwn(providerCredentials, type)) return [];
  const { kind, ownMembers, ownProblems, members, problems } = providerCredentials[type] as ProviderCredential;
  return [
    ...unexpectedMembers("credential", credential, ["type", "credentialProvider", ...ownMembers, ...members]),
    ...(given.credentialProvider === undefined ? ownProblems(given) : givenProviderProblems(given, kind, ownMembers)),
    ...problems(given),
  ];
}

/** A credential provider of another account or Region would be of no use to the gateway. */
const gatewaysOwn = "is the gateway's. Leave it out.";

function regionProblems(connection: unknown, path: string): Problem[] {
  const region = typeof connection === "object" && connection !== null ? (connection as Given).region : undefined;
  return region === undefined || region === null ? [] : [{ path: `${path}.region`, reason: gatewaysOwn }];
}

function ownOauth2Problems(oauth2: unknown): Problem[] {
  const path = "credential.oauth2";
  if (typeof oauth2 !== "object" || oauth2 === null || Array.isArray(oauth2)) {
    const reason =
      "must be an object with vendor, clientId and clientSecret; or write credentialProvider for a provider that exists.";
    return [
      {
        path,
        reason: oauth2 === unknownValue ? `${reason} No Output: its vendor has to stand in the program.` : reason,
      },
    ];
  }
  const { accountId } = oauth2 as Given;
  return [
    ...(accountId === undefined ? [] : [{ path: `${path}.accountId`, reason: gatewaysOwn }]),
    ...regionProblems((oauth2 as Given).connection, `${path}.connection`),
    ...oauth2CredentialProviderArgsProblems(oauth2, path),
    ...oauth2CredentialProviderProblems(oauth2, path),
  ];
}

function givenProviderProblems(
  credential: Given,
  kind: CredentialProviderKind,
  ownMembers: readonly string[],
): Problem[] {
  const both = ownMembers
    .filter((member) => credential[member] !== undefined)
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
  if (typeof reference !== "object" || reference === null) {
    return [{ path, reason: "must be a credential provider resource, or { arn }." }];
  }
  const { arn, secretArn } = reference as Given;
  return [
    ...unexpectedMembers(path, reference, ["arn", "secretArn"]),
    ...(arn === undefined || arn === null
      ? [{ path: `${path}.arn`, reason: "missing: write the provider's ARN." }]
      : []),
    ...credentialProviderArnProblems(`${path}.arn`, arn, kind),
    ...secretArnProblems(`${path}.secretArn`, secretArn),
  ];
}
