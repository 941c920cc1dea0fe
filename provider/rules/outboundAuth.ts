import { apiKeyCredentialProviderProblems } from "./apiKeyCredentialProvider";
import { credentialProviderArnProblems, secretArnProblems } from "./arn";
import { credentialLocations, credentialParameterName, credentialPrefix, gatewayName } from "./limits";
import { isKnown, unknownValue } from "./problem";
import type { Problem } from "./problem";
import { targetProblems } from "./targets";
import { choiceProblems, textProblems, typeName, unexpectedMembers } from "./text";

const ownProviderMembers = ["apiKey", "name", "tags", "connection"];
const placementMembers = ["credentialLocation", "credentialParameterName", "credentialPrefix"];

/**
 * Everything that can be known to be wrong with a bundle's arguments at construction, before its first child exists.
 * `gateway` and `credentialProvider` may be resources, which stand in for themselves as not known yet.
 */
export function outboundAuthProblems(args: object): Problem[] {
  const { gateway, target, credential } = args as Record<string, unknown>;
  return [
    ...unexpectedMembers("", args, ["gateway", "target", "credential"]),
    ...gatewayProblems(gateway),
    ...unexpectedMembers("target", target, ["type"]),
    ...targetProblems(target, credential),
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
  const { name, role } = gateway as Record<string, unknown>;
  return [
    ...unexpectedMembers("gateway", gateway, ["name", "role"]),
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
  ];
}

function credentialProblems(credential: unknown): Problem[] {
  if (typeof credential !== "object" || credential === null) {
    return [{ path: "credential", reason: `must be an object with a type, not ${typeName(credential)}.` }];
  }
  const given = credential as Record<string, unknown>;
  if (given.type !== "API_KEY") return [];
  return [
    ...unexpectedMembers("credential", credential, [
      "type",
      "credentialProvider",
      ...ownProviderMembers,
      ...placementMembers,
    ]),
    ...(given.credentialProvider === undefined
      ? apiKeyCredentialProviderProblems(given, "credential")
      : givenProviderProblems(given)),
    ...placementProblems(given),
  ];
}

function givenProviderProblems(credential: Record<string, unknown>): Problem[] {
  const both = ownProviderMembers
    .filter((member) => credential[member] !== undefined)
    .map((member) => ({
      path: `credential.${member}`,
      reason:
        "belongs to a provider that the bundle makes, but credentialProvider names one that exists. Remove one of the two.",
    }));
  return [...both, ...referenceProblems(credential.credentialProvider)];
}

/** A provider given as `{ arn, secretArn }`; resources are not judged here. */
function referenceProblems(reference: unknown): Problem[] {
  if (reference === unknownValue) return [];
  const path = "credential.credentialProvider";
  if (typeof reference !== "object" || reference === null) {
    return [{ path, reason: "must be a credential provider resource, or { arn }." }];
  }
  const { arn, secretArn } = reference as Record<string, unknown>;
  return [
    ...unexpectedMembers(path, reference, ["arn", "secretArn"]),
    ...(arn === undefined ? [{ path: `${path}.arn`, reason: "missing: write the provider's ARN." }] : []),
    ...credentialProviderArnProblems(`${path}.arn`, arn, "apikeycredentialprovider"),
    ...secretArnProblems(`${path}.secretArn`, secretArn),
  ];
}

/** How the key is presented to the target. Source: service model, ApiKeyCredentialProvider of a gateway target. */
export function placementProblems(credential: Record<string, unknown>): Problem[] {
  const { credentialLocation, credentialParameterName: parameter, credentialPrefix: prefix } = credential;
  const remedy =
    credentialLocation === "BODY"
      ? [
          {
            path: "credential.credentialLocation",
            reason: 'a key cannot be sent in the body. Write "HEADER" or "QUERY_PARAMETER".',
          },
        ]
      : undefined;
  return [
    ...required("credential.credentialLocation", credentialLocation, 'write "HEADER" or "QUERY_PARAMETER".'),
    ...(remedy ??
      choiceProblems("credential.credentialLocation", credentialLocation, "the location", credentialLocations)),
    ...required(
      "credential.credentialParameterName",
      parameter,
      'write the header or query parameter that takes the key, "X-API-Key" for example.',
    ),
    ...textProblems("credential.credentialParameterName", parameter, credentialParameterName),
    ...headerProblems(credentialLocation, parameter),
    ...textProblems("credential.credentialPrefix", prefix, credentialPrefix),
  ];
}

function required(path: string, value: unknown, remedy: string): Problem[] {
  return value === undefined || value === null ? [{ path, reason: `missing: ${remedy}` }] : [];
}

/** Source: RFC 9110, "Field names". */
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

function headerProblems(location: unknown, parameter: unknown): Problem[] {
  if (location !== "HEADER" || !isKnown(parameter) || typeof parameter !== "string" || parameter === "") return [];
  if (headerName.test(parameter)) return [];
  return [
    {
      path: "credential.credentialParameterName",
      reason: "not the name of an HTTP header: write letters, digits and hyphens, without spaces or a colon.",
    },
  ];
}
