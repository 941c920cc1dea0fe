import * as limits from "../core/limits";
import { choiceProblems, problemIf, requiredProblems, textProblems } from "../core/problem";
import type { Problem, TextRule } from "../core/problem";
import {
  choice,
  custom,
  list,
  map,
  memberProblems,
  object,
  optional,
  required,
  shapeProblems,
  text,
} from "../core/shape";
import { containsUnknown, isNil, isObject, unknownValue, valueAt } from "../core/values";
import type { RawObject } from "../core/values";
import { actorTokenOf } from "../providers/oauth2/onBehalfOf";
import { grantTypes, targetKind } from "../targets/targetKinds";

/** Source: RFC 6749, "Access Token Scope": a space separates scopes. */
const scope = custom("a scope", (path, value) => {
  const problems = textProblems(path, value, limits.scope);
  const isSeveral = problems.length === 0 && /\s/.test(String(value));
  return [...problems, ...problemIf(isSeveral, path, "contains white space. Write each scope as its own entry.")];
});

const tokenMembers = {
  scopes: required(
    "write the scopes of the token, or [] for none.",
    list(scope, { max: limits.scopesPerTarget, entries: "strings" }),
  ),
  customParameters: optional(
    map(limits.customParameterKey, limits.customParameterValue, {
      min: 1,
      max: limits.customParametersPerTarget,
    }),
  ),
};

export const tokenProperties = ["scopes", "grantType", "customParameters", "defaultReturnUrl"] as const;

/** Checks the properties of a token. Source: service model, OAuthCredentialProvider of a gateway target. */
export function tokenProblems(credential: RawObject): Problem[] {
  return [
    ...memberProblems(credential, tokenMembers, (name) => `credential.${name}`),
    ...grantTypeProblems(credential.grantType),
    ...returnUrlProblems(credential),
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

function grantTypeProblems(grantType: unknown): Problem[] {
  const path = "credential.grantType";
  if (grantType === unknownValue)
    return [{ path, reason: "must be a plain value, not an Output: the permissions depend on it." }];
  return choiceProblems(path, grantType, "the grant", grantTypes);
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
