import { commonProviderArgs, commonProviderProblems, pathsBelow } from "./credentialProvider";
import { clientAuthenticationMethods, clientId, clientSecret, tenantId, tokenEndpointAuthMethods } from "./limits";
import { isKnown } from "./problem";
import type { Problem } from "./problem";
import { requiredSecretProblems, sourceFormProblems, sourceKey } from "./secretSource";
import { endpoints, tenantProblems } from "./tenantEndpoints";
import { choiceProblems, quoted, requiredTextProblems, textProblems, typeName, unexpectedMembers } from "./text";
import { discoveryUrlProblems, httpsUrlProblems } from "./url";
import { isVendor, propertiesOfConfiguration, vendorNames, vendors, vendorsThatTake } from "./vendors";
import type { Oauth2Vendor, VendorConfiguration } from "./vendors";

type Given = Readonly<Record<string, unknown>>;
type Path = (property: string) => string;

const ofEveryVendor = ["vendor", "clientId", "clientSecret", ...commonProviderArgs] as const;

/**
 * Everything that can be known to be wrong with an OAuth 2 credential provider before a call is made.
 * `path` is where the properties stand: empty for the resource itself, `credential.oauth2` within a bundle.
 */
export function oauth2CredentialProviderProblems(args: object, path = ""): Problem[] {
  const at = pathsBelow(path);
  const given = args as Given;
  return [
    ...vendorProblems(given.vendor, at("vendor")),
    ...requiredTextProblems(
      at("clientId"),
      given.clientId,
      clientId,
      "Write the client id that the vendor gave to your application.",
    ),
    ...requiredSecretProblems(
      at("clientSecret"),
      { value: given.clientSecret, source: given[sourceKey("clientSecret")] },
      clientSecret,
    ),
    ...(isVendor(given.vendor) ? configurationProblems[vendors[given.vendor].takes](given, at, given.vendor) : []),
    ...commonProviderProblems(given, at, "oauth2credentialprovider"),
  ];
}

/** Names properties that nothing reads, and those that another vendor has. */
export function oauth2CredentialProviderArgsProblems(args: object, path = ""): Problem[] {
  const at = pathsBelow(path);
  const { vendor } = args as Given;
  if (!isVendor(vendor)) return [];
  const expected: readonly string[] = [...ofEveryVendor, ...propertiesOfConfiguration[vendors[vendor].takes]];
  const ofOthers = Object.entries(propertiesOfConfiguration).flatMap(([takes, properties]) =>
    properties
      .filter((property) => !expected.includes(property) && isGiven((args as Given)[property]))
      .map((property) => ({
        path: at(property),
        reason: `belongs to ${quoted(vendorsThatTake(takes as VendorConfiguration))}, not to "${vendor}". Properties here: ${expected.join(", ")}.`,
      })),
  );
  const known = [...expected, ...ofOthers.map((problem) => problem.path.slice(at("").length))];
  return [
    ...ofOthers,
    ...unexpectedMembers(path, args, known),
    ...sourceFormProblems(at("clientSecret"), (args as Given).clientSecret, clientSecret),
  ];
}

function vendorProblems(vendor: unknown, path: string): Problem[] {
  if (isVendor(vendor)) return [];
  return [{ path, reason: `must be one of ${quoted(vendorNames)}, written in the program (no Output).` }];
}

const configurationProblems: Readonly<
  Record<VendorConfiguration, (given: Given, at: Path, vendor: Oauth2Vendor) => Problem[]>
> = {
  fixed: () => [],
  directory: (given, at) => textProblems(at("tenantId"), given.tenantId, tenantId),
  tenant: (given, at, vendor) => tenantProblems(vendor, given, at),
  custom: (given, at) => [
    ...discoveryProblems(given.oauthDiscovery, at("oauthDiscovery")),
    ...methodProblems(given, at("clientAuthenticationMethod")),
  ],
};

const discoveryForms = ["discoveryUrl", "authorizationServerMetadata"] as const;

function discoveryProblems(discovery: unknown, path: string): Problem[] {
  const forms = "{ discoveryUrl } or { authorizationServerMetadata }";
  if (!isGiven(discovery)) return [{ path, reason: `missing: write ${forms}.` }];
  if (!isKnown(discovery)) return [];
  if (typeof discovery !== "object" || Array.isArray(discovery))
    return [{ path, reason: `must be ${forms}, not ${typeName(discovery)}.` }];
  const { discoveryUrl, authorizationServerMetadata } = discovery as Given;
  const given = discoveryForms.filter((form) => isGiven((discovery as Given)[form]));
  // What is not known yet may turn out to be nothing.
  const mayBeOne = given.length > 0 && given.filter((form) => isKnown((discovery as Given)[form])).length <= 1;
  const count = mayBeOne
    ? []
    : [{ path, reason: `has ${given.length === 0 ? "neither" : "both"} of its two forms. Write either ${forms}.` }];
  return [
    ...unexpectedMembers(path, discovery, discoveryForms),
    ...count,
    ...discoveryUrlProblems(`${path}.discoveryUrl`, discoveryUrl),
    ...metadataProblems(authorizationServerMetadata, `${path}.authorizationServerMetadata`),
  ];
}

function metadataProblems(metadata: unknown, path: string): Problem[] {
  if (!isKnown(metadata)) return [];
  if (typeof metadata !== "object" || Array.isArray(metadata))
    return [
      { path, reason: `must be an object with ${Object.keys(endpoints).join(", ")}, not ${typeName(metadata)}.` },
    ];
  const given = metadata as Given;
  return [
    ...unexpectedMembers(path, metadata, [...Object.keys(endpoints), "responseTypes", "tokenEndpointAuthMethods"]),
    ...Object.entries(endpoints).flatMap(([member, is]) =>
      isGiven(given[member])
        ? httpsUrlProblems(`${path}.${member}`, given[member], is)
        : [
            {
              path: `${path}.${member}`,
              reason: "missing: write the URL, as the authorization server's documentation has it.",
            },
          ],
    ),
    ...listProblems(`${path}.responseTypes`, given.responseTypes),
    ...listProblems(`${path}.tokenEndpointAuthMethods`, given.tokenEndpointAuthMethods, tokenEndpointAuthMethods),
  ];
}

function listProblems(path: string, list: unknown, choices?: readonly string[]): Problem[] {
  if (!isKnown(list)) return [];
  if (!Array.isArray(list)) return [{ path, reason: `must be a list of strings, not ${typeName(list)}.` }];
  if (choices !== undefined && (list.length < 1 || list.length > choices.length))
    return [{ path, reason: `has ${list.length} entries. Write 1 to ${choices.length} of ${quoted(choices)}.` }];
  return list.flatMap((entry: unknown, index) =>
    choices !== undefined
      ? choiceProblems(`${path}[${index}]`, entry, "the method", choices)
      : isKnown(entry) && typeof entry !== "string"
        ? [{ path: `${path}[${index}]`, reason: `must be a string, not ${typeName(entry)}.` }]
        : [],
  );
}

/** The service takes either the method or its older form within the metadata. */
function methodProblems(given: Given, path: string): Problem[] {
  const method = given.clientAuthenticationMethod;
  const problems = choiceProblems(path, method, "the method", clientAuthenticationMethods);
  const metadata = isKnown(given.oauthDiscovery)
    ? (given.oauthDiscovery as Given).authorizationServerMetadata
    : undefined;
  const older = isKnown(metadata) ? (metadata as Given).tokenEndpointAuthMethods : undefined;
  if (!isKnown(method) || !isKnown(older)) return problems;
  return [
    ...problems,
    {
      path,
      reason:
        "says the same as oauthDiscovery.authorizationServerMetadata.tokenEndpointAuthMethods. Write one of the two.",
    },
  ];
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
