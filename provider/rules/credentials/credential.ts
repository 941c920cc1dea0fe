import type { CredentialProviderKind } from "../../iam/policy/credentialProviders";
import { credentialProviderArnProblems, kmsKeyArnProblems, secretArnProblems } from "../core/arn";
import { credentialLocations, credentialParameterName, credentialPrefix } from "../core/limits";
import {
  choiceProblems,
  formerNameProblems,
  requiredProblems,
  typeName,
  unexpectedMembers,
  problemIf,
} from "../core/problem";
import type { Problem } from "../core/problem";
import { custom, memberProblems, optional, required, text } from "../core/shape";
import { isKnown, isNil, isObject, memberOf, unknownValue } from "../core/values";
import type { RawObject } from "../core/values";
import { apiKeyCredentialProviderProblems } from "../providers/credentialProvider";
import {
  oauth2CredentialProviderArgsProblems,
  oauth2CredentialProviderProblems,
} from "../providers/oauth2CredentialProvider";
import { noClientCredentialsBecause } from "../providers/oauth2/vendors";
import { isExternal } from "../providers/secretSource";
import type { ReadTarget } from "../targets/target";
import type { CredentialType } from "../targets/targetKinds";
import { tokenProblems, tokenProperties, webIdentityProblems } from "./oauth";
import { callerProblems, callerProperties, callRegionProblems, roleProblems, roleProperties } from "./signing";

const placementMembers = {
  credentialLocation: required(
    'write "HEADER" or "QUERY_PARAMETER".',
    custom("a location", (path, location) =>
      // Older AWS pages list this value.
      location === "BODY"
        ? [{ path, reason: 'a key cannot be sent in the body: write "HEADER" or "QUERY_PARAMETER".' }]
        : choiceProblems(path, location, "the location", credentialLocations),
    ),
  ),
  credentialParameterName: required(
    'write the header or query parameter that carries the key, "X-API-Key" for example.',
    text(credentialParameterName),
  ),
  credentialPrefix: optional(text(credentialPrefix)),
};

/** Source: RFC 9110, "Field names". */
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Checks where a request carries the key. Source: service model, ApiKeyCredentialProvider of a gateway target. */
export function placementProblems(credential: RawObject): Problem[] {
  const { credentialLocation: location, credentialParameterName: parameter } = credential;
  const problems = memberProblems(credential, placementMembers, (name) => `credential.${name}`);
  const path = "credential.credentialParameterName";
  const isName = location === "HEADER" && isKnown(parameter) && !problems.some((problem) => problem.path === path);
  const reason = "not the name of an HTTP header: write letters, digits and hyphens, without spaces or a colon.";
  return [...problems, ...problemIf(isName && !headerName.test(String(parameter)), path, reason)];
}

interface CredentialRow {
  /** Properties of the credential, without `type` and those of `provider`. */
  readonly properties: readonly string[];
  readonly problems: (credential: RawObject, read: ReadTarget) => Problem[];
  /** The credential provider in the token vault; absent if this credential needs none. */
  readonly provider?: ProviderRow;
}

interface ProviderRow {
  readonly kind: CredentialProviderKind;
  /** Properties of a new provider. */
  readonly properties: readonly string[];
  readonly problems: (credential: RawObject) => Problem[];
}

const credentialRows: Readonly<Record<CredentialType, CredentialRow>> = {
  API_KEY: {
    properties: Object.keys(placementMembers),
    problems: placementProblems,
    provider: {
      kind: "apikeycredentialprovider",
      properties: ["apiKey", "adopt", "name", "tags", "connection"],
      problems: (credential) => [
        ...regionProblems(credential.connection, "credential.connection"),
        ...apiKeyCredentialProviderProblems(credential, "credential"),
        ...secretNameProblems("credential.apiKey", credential.apiKey),
      ],
    },
  },
  OAUTH: {
    properties: [...tokenProperties, "webIdentity"],
    problems: (credential) => [...tokenProblems(credential), ...webIdentityProblems(credential)],
    provider: {
      kind: "oauth2credentialprovider",
      properties: ["oauth2"],
      problems: (credential) => [...oauth2Problems(credential.oauth2), ...exchangeProblems(credential)],
    },
  },
  GATEWAY_IAM_ROLE: {
    properties: roleProperties,
    problems: (credential, { target, call }) => [
      ...roleProblems(memberOf(target, "type"), call?.form, credential),
      ...callRegionProblems(memberOf(target, "type"), call, credential.region),
    ],
  },
  CALLER_IAM_CREDENTIALS: {
    properties: callerProperties,
    problems: (credential, { target }) => callerProblems(memberOf(target, "type"), credential),
  },
  JWT_PASSTHROUGH: { properties: [], problems: () => [] },
  NONE: { properties: [], problems: () => [] },
};

/** Checks a credential, except that the target accepts its type. */
export function credentialProblems(credential: unknown, read: ReadTarget): Problem[] {
  if (!isObject(credential))
    return [{ path: "credential", reason: `must be an object with a type, not ${typeName(credential)}.` }];
  const { type, credentialProvider } = credential;
  const row = Object.entries(credentialRows).find(([name]) => name === type)?.[1];
  if (row === undefined) return isNil(type) ? formerNameProblems("credential", credential, ["type", "name"]) : [];
  const { properties, provider } = row;
  const ofProvider = provider === undefined ? [] : ["credentialProvider", ...provider.properties];
  return [
    ...unexpectedMembers("credential", credential, ["type", ...ofProvider, ...properties]),
    ...(provider === undefined
      ? []
      : isNil(credentialProvider)
        ? provider.problems(credential)
        : existingProviderProblems(credential, provider)),
    ...row.problems(credential, read),
  ];
}

/** The gateway can only use credential providers in the same account and Region. */
const isGatewaysOwn = "is always the gateway's. Remove it.";

function regionProblems(connection: unknown, path: string): Problem[] {
  return problemIf(!isNil(memberOf(connection, "region")), `${path}.region`, isGatewaysOwn);
}

function oauth2Problems(oauth2: unknown): Problem[] {
  const path = "credential.oauth2";
  const remedy =
    "must be an object with vendor, clientId and clientSecret; or write credentialProvider for an existing provider.";
  if (oauth2 === unknownValue)
    return [{ path, reason: `${remedy} It must not be an Output: its vendor is needed now.` }];
  if (!isObject(oauth2)) return [{ path, reason: remedy }];
  return [
    ...problemIf(!isNil(oauth2.accountId), `${path}.accountId`, isGatewaysOwn),
    ...regionProblems(oauth2.connection, `${path}.connection`),
    ...oauth2CredentialProviderArgsProblems(oauth2, path),
    ...oauth2CredentialProviderProblems(oauth2, path),
    ...secretNameProblems(`${path}.clientSecret`, oauth2.clientSecret),
  ];
}

export const secretArnRequired = "permissions need the full ARN of the secret, not its name. Write the ARN.";

/** Reports an own secret that is named, because its ARN does not follow from its name. */
function secretNameProblems(path: string, secret: unknown): Problem[] {
  if (!isExternal(secret)) return [];
  const { secretId } = secret as { readonly secretId?: unknown };
  const isName = isKnown(secretId) && typeof secretId === "string" && !secretId.startsWith("arn:");
  return problemIf(isName, `${path}.secretId`, secretArnRequired);
}

function exchangeProblems({ grantType, oauth2 }: RawObject): Problem[] {
  if (grantType !== "TOKEN_EXCHANGE" || memberOf(oauth2, "vendor") !== "CustomOauth2") return [];
  const property = "onBehalfOfTokenExchangeConfig";
  const remedy = "write how tokens are exchanged; the credential asks for a TOKEN_EXCHANGE.";
  return requiredProblems(`credential.oauth2.${property}`, memberOf(oauth2, property), remedy);
}

function existingProviderProblems(credential: RawObject, { kind, properties }: ProviderRow): Problem[] {
  const ofNewProvider = properties
    .filter((property) => !isNil(credential[property]))
    .map((property) => ({
      path: `credential.${property}`,
      reason: "is for a new provider, but credentialProvider names an existing one. Remove one of the two.",
    }));
  return [...ofNewProvider, ...referenceProblems(credential.credentialProvider, kind)];
}

/** Checks `{ arn, secretArn, kmsKeyArn }`. A resource is unknown, and passes. */
function referenceProblems(reference: unknown, kind: CredentialProviderKind): Problem[] {
  if (reference === unknownValue) return [];
  const path = "credential.credentialProvider";
  if (!isObject(reference)) return [{ path, reason: "must be a credential provider resource, or { arn }." }];
  const { arn, secretArn, kmsKeyArn } = reference;
  const secretRemedy = "kmsKeyArn is the key of your own secret. Write the ARN of that secret.";
  return [
    ...unexpectedMembers(path, reference, ["arn", "secretArn", "kmsKeyArn"]),
    ...requiredProblems(`${path}.arn`, arn, "write the provider's ARN."),
    ...credentialProviderArnProblems(`${path}.arn`, arn, kind),
    ...secretArnProblems(`${path}.secretArn`, secretArn),
    ...kmsKeyArnProblems(`${path}.kmsKeyArn`, kmsKeyArn),
    ...(isNil(kmsKeyArn) ? [] : requiredProblems(`${path}.secretArn`, secretArn, secretRemedy)),
  ];
}

/** Warns if AWS does not document that the vendor exchanges tokens. */
export function exchangeWarnings(credential: unknown): Problem[] {
  const oauth2 = memberOf(credential, "oauth2");
  if (memberOf(credential, "grantType") !== "TOKEN_EXCHANGE" || !isObject(oauth2)) return [];
  if (memberOf(oauth2, "vendor") === "CustomOauth2") return [];
  const reason = "AWS does not document that this vendor exchanges tokens. Try it before you rely on it.";
  return [{ path: "credential.oauth2.vendor", reason }];
}

/** Warns about a grant that the vendor does not support according to a document. It is also the default. */
export function clientCredentialsWarnings(credential: unknown): Problem[] {
  const grantType = memberOf(credential, "grantType") ?? "CLIENT_CREDENTIALS";
  const vendor = memberOf(memberOf(credential, "oauth2"), "vendor");
  const because = noClientCredentialsBecause(vendor);
  if (memberOf(credential, "type") !== "OAUTH" || grantType !== "CLIENT_CREDENTIALS" || because === undefined)
    return [];
  const other =
    vendor === "SalesforceOauth2"
      ? 'vendor: "CustomOauth2" with the discovery URL of your My Domain, or grantType: "AUTHORIZATION_CODE" for tokens of users'
      : 'grantType: "AUTHORIZATION_CODE" for tokens of users';
  const reason = `client credentials, the default grant, may not work: ${because}. Write ${other}.`;
  return [{ path: "credential.grantType", reason }];
}

/** Warning about an existing provider whose exchange configuration is not visible. */
export const unseenExchange: Problem = {
  path: "credential.credentialProvider",
  reason:
    "TOKEN_EXCHANGE requires a provider with onBehalfOfTokenExchangeConfig. This provider cannot be inspected from here, so check that it has one.",
};

/** Warning about a provider of `@pulumi/aws` with its own secret: the key of that secret is not visible. */
export const unseenKey: Problem = {
  path: "credential.credentialProvider",
  reason:
    "the provider uses your own secret, and the key that encrypts the secret is not visible from here. If it is a customer managed key, write { arn, secretArn, kmsKeyArn }, or the gateway's role cannot use it. If it is not, write { arn, secretArn }.",
};
