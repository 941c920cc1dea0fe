import { requiredProblems } from "../core/problem";
import type { Problem } from "../core/problem";
import { isNil, isObject, isKnown, unknownValue } from "../core/values";
import type { RawObject } from "../core/values";
import {
  customParameterKey,
  customParametersPerTarget,
  customParameterValue,
  returnUrl,
  scope,
  scopesPerTarget,
} from "../core/limits";
import { grantTypes } from "../targets/targetKinds";
import { choiceProblems, textProblems, typeName } from "../core/text";

/** The properties that say which token the gateway asks for. */
export const tokenMembers = ["scopes", "grantType", "customParameters", "defaultReturnUrl"] as const;

/** Which token the gateway asks for. Source: service model, OAuthCredentialProvider of a gateway target. */
export function tokenProblems(credential: RawObject): Problem[] {
  return [
    ...scopesProblems(credential.scopes),
    ...grantTypeProblems(credential.grantType),
    ...consentProblems(credential),
    ...customParameterProblems(credential.customParameters),
  ];
}

/** Which workload tokens the gateway's role may ask for, for one target with an OAuth token, besides the plain one. */
export interface UserTokens {
  readonly forJwt: boolean;
  readonly forTargetSetup: boolean;
}

/**
 * What a grant needs of the gateway's role. The setup of an MCP server lists its tools, for which somebody has to consent
 * unless the target brings a schema of the tools.
 */
export function userTokens(target: RawObject, { grantType }: RawObject): UserTokens {
  if (grantType === "TOKEN_EXCHANGE") return { forJwt: true, forTargetSetup: false };
  if (grantType !== "AUTHORIZATION_CODE") return { forJwt: false, forTargetSetup: false };
  return { forJwt: true, forTargetSetup: target.type === "mcpServer" && target.hasToolSchema !== true };
}

function consentProblems({ grantType, defaultReturnUrl }: RawObject): Problem[] {
  const path = "credential.defaultReturnUrl";
  if (grantType === "AUTHORIZATION_CODE")
    return [
      ...requiredProblems(path, defaultReturnUrl, "write the URL that users come back to after they consented."),
      ...textProblems(path, defaultReturnUrl, returnUrl),
    ];
  if (isNil(defaultReturnUrl)) return [];
  const reason = 'is for tokens that users consent to. Remove it, or write grantType: "AUTHORIZATION_CODE".';
  return [{ path, reason }];
}

function scopesProblems(scopes: unknown): Problem[] {
  const path = "credential.scopes";
  if (!isKnown(scopes))
    return requiredProblems(path, scopes, "write the scopes that the target asks for, or [] for none.");
  if (!Array.isArray(scopes)) return [{ path, reason: `must be a list of strings, not ${typeName(scopes)}.` }];
  const count =
    scopes.length > scopesPerTarget
      ? [{ path, reason: `${scopes.length} scopes are given; at most ${scopesPerTarget} are possible.` }]
      : [];
  return [...count, ...scopes.flatMap((one: unknown, index) => scopeProblems(`${path}[${index}]`, one))];
}

function scopeProblems(path: string, one: unknown): Problem[] {
  if (isNil(one)) return requiredProblems(path, one, "write a scope, or leave the entry out.");
  const problems = textProblems(path, one, scope);
  if (problems.length === 0 && typeof one === "string" && /\s/.test(one))
    return [{ path, reason: "holds white space. Write each scope as an entry of its own." }];
  return problems;
}

function grantTypeProblems(grantType: unknown): Problem[] {
  const path = "credential.grantType";
  if (grantType === unknownValue)
    return [{ path, reason: "write the grant in the program (no Output): permissions follow from it." }];
  return choiceProblems(path, grantType, "the grant", grantTypes);
}

function customParameterProblems(parameters: unknown): Problem[] {
  const path = "credential.customParameters";
  if (!isKnown(parameters)) return [];
  if (!isObject(parameters)) return [{ path, reason: `must be an object of strings, not ${typeName(parameters)}.` }];
  const entries = Object.entries(parameters);
  const count =
    entries.length < 1 || entries.length > customParametersPerTarget
      ? [
          {
            path,
            reason: `has ${entries.length} parameters. Write 1 to ${customParametersPerTarget}, or leave it out.`,
          },
        ]
      : [];
  return [
    ...count,
    ...entries.flatMap(([key, value]) => {
      const at = `${path}["${key}"]`;
      // The service would take it, and ignore it.
      if (key === "grant_type")
        return [{ path: at, reason: "is not how the grant is chosen. Write credential.grantType." }];
      return [
        ...requiredProblems(at, value, "write the value."),
        ...textProblems(at, key, customParameterKey),
        ...textProblems(at, value, customParameterValue),
      ];
    }),
  ];
}
