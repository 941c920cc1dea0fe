import * as limits from "../core/limits";
import { choiceProblems, problemIf, requiredProblems, textProblems, typeName } from "../core/problem";
import type { Problem, TextRule } from "../core/problem";
import { choice, list, object, optional, shapeProblems, text } from "../core/shape";
import { containsUnknown, isKnown, isNil, isObject, unknownValue, valueAt } from "../core/values";
import type { RawObject } from "../core/values";
import { actorTokenOf } from "../providers/oauth2/onBehalfOf";
import { grantTypes, targetKind } from "../targets/targetKinds";

export const tokenProperties = ["scopes", "grantType", "customParameters", "defaultReturnUrl"] as const;

/** Checks the properties of a token. Source: service model, OAuthCredentialProvider of a gateway target. */
export function tokenProblems(credential: RawObject): Problem[] {
  return [
    ...scopesProblems(credential.scopes),
    ...grantTypeProblems(credential.grantType),
    ...returnUrlProblems(credential),
    ...customParameterProblems(credential.customParameters),
  ];
}

/** Workload tokens for users that the gateway's role may get. */
export interface UserTokens {
  readonly forJwt: boolean;
  readonly forTargetSetUp: boolean;
}

/**
 * Returns the workload tokens that an OAuth grant needs. When the service sets up an MCP server it lists the tools, and
 * somebody consents to that, unless the target has a static tool schema.
 */
export function userTokens(
  target: { readonly type: string; readonly hasToolSchema?: boolean },
  grantType: string | undefined,
): UserTokens {
  const isConsent = grantType === "AUTHORIZATION_CODE";
  const listsTools = targetKind(target.type)?.listsToolsAtSetUp === true && target.hasToolSchema !== true;
  return { forJwt: isConsent || grantType === "TOKEN_EXCHANGE", forTargetSetUp: isConsent && listsTools };
}

function returnUrlProblems({ grantType, defaultReturnUrl }: RawObject): Problem[] {
  const path = "credential.defaultReturnUrl";
  const remedy = "write the URL that users return to after they consent.";
  return [
    ...(grantType === "AUTHORIZATION_CODE" ? requiredProblems(path, defaultReturnUrl, remedy) : []),
    ...textProblems(path, defaultReturnUrl, limits.returnUrl),
  ];
}

/** Warns of properties that have no effect according to AWS's documents, none of which says that the service refuses them. */
export function tokenWarnings({ grantType, defaultReturnUrl, customParameters }: RawObject): Problem[] {
  return [
    ...problemIf(
      grantType !== "AUTHORIZATION_CODE" && !isNil(defaultReturnUrl),
      "credential.defaultReturnUrl",
      'is for user consent only. Remove it, or write grantType: "AUTHORIZATION_CODE".',
    ),
    ...problemIf(
      isObject(customParameters) && !isNil(customParameters.grant_type),
      'credential.customParameters["grant_type"]',
      "does not set the grant. Write credential.grantType.",
    ),
  ];
}

function scopesProblems(scopes: unknown): Problem[] {
  const path = "credential.scopes";
  if (!isKnown(scopes)) return requiredProblems(path, scopes, "write the scopes of the token, or [] for none.");
  if (!Array.isArray(scopes)) return [{ path, reason: `must be a list of strings, not ${typeName(scopes)}.` }];
  const max = limits.scopesPerTarget;
  return [
    ...problemIf(scopes.length > max, path, `has ${scopes.length} scopes; at most ${max} are allowed.`),
    ...scopes.flatMap((one: unknown, index) => scopeProblems(`${path}[${index}]`, one)),
  ];
}

/** Source: RFC 6749, "Access Token Scope": a space separates scopes. */
function scopeProblems(path: string, one: unknown): Problem[] {
  if (isNil(one)) return requiredProblems(path, one, "write a scope, or remove the entry.");
  const problems = textProblems(path, one, limits.scope);
  if (problems.length === 0 && typeof one === "string" && /\s/.test(one))
    return [{ path, reason: "contains white space. Write each scope as its own entry." }];
  return problems;
}

function grantTypeProblems(grantType: unknown): Problem[] {
  const path = "credential.grantType";
  if (grantType === unknownValue)
    return [{ path, reason: "must be a plain value, not an Output: the permissions depend on it." }];
  return choiceProblems(path, grantType, "the grant", grantTypes);
}

function customParameterProblems(parameters: unknown): Problem[] {
  const path = "credential.customParameters";
  if (!isKnown(parameters)) return [];
  if (!isObject(parameters)) return [{ path, reason: `must be an object of strings, not ${typeName(parameters)}.` }];
  const entries = Object.entries(parameters);
  const max = limits.customParametersPerTarget;
  const isCountWrong = entries.length < 1 || entries.length > max;
  return [
    ...problemIf(isCountWrong, path, `has ${entries.length} parameters. Write 1 to ${max}, or remove it.`),
    ...entries.flatMap(([key, value]) => customParameterEntryProblems(`${path}["${key}"]`, key, value)),
  ];
}

function customParameterEntryProblems(path: string, key: string, value: unknown): Problem[] {
  return [
    ...requiredProblems(path, value, "write the value."),
    ...textProblems(path, key, limits.customParameterKey),
    ...textProblems(path, value, limits.customParameterValue),
  ];
}

/** Authentication of a client, or content of an actor token, whose tokens AWS signs. */
const awsToken = "AWS_IAM_ID_TOKEN_JWT";

/** Source: AWS STS API Reference, GetWebIdentityToken. */
const audience: TextRule = {
  is: "the audience",
  maxLength: 1000,
  pattern: /^(?!.*\$\{)[\t\n\r -\u00ff]*$/s,
  allowed: 'characters up to U+00FF, without "${", because they become part of an IAM policy',
};

const webIdentityShape = object({
  audiences: optional(list(text(audience), { min: 1, max: 10 })),
  signingAlgorithm: optional(choice("the algorithm", ["RS256", "ES384"])),
});

/** Checks the conditions on tokens that AWS signs for the gateway's role. */
export function webIdentityProblems({ webIdentity, oauth2 }: RawObject): Problem[] {
  const path = "credential.webIdentity";
  if (isNil(webIdentity)) return [];
  if (containsUnknown(webIdentity))
    return [{ path, reason: "must be a plain value, not an Output: the permissions depend on it." }];
  if (isObject(oauth2) && usesNoAwsToken(oauth2)) {
    const reason = `applies to tokens of ${awsToken}, which neither the client nor the actor in oauth2 uses. Remove it.`;
    return [{ path, reason }];
  }
  return shapeProblems(path, webIdentity, webIdentityShape);
}

function usesNoAwsToken(oauth2: RawObject): boolean {
  return [valueAt(oauth2, "clientAuthenticationMethod"), actorTokenOf(oauth2)].every(
    (value) => value !== awsToken && value !== unknownValue,
  );
}
