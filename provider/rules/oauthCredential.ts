import { customParameterKey, customParametersPerTarget, customParameterValue, scope, scopesPerTarget } from "./limits";
import { isKnown } from "./problem";
import type { Problem } from "./problem";
import { choiceProblems, textProblems, typeName } from "./text";

/** The properties that say which token the gateway asks for. */
export const tokenMembers = ["scopes", "grantType", "customParameters"] as const;

/** The grants that bundles of this version provide for. */
const providedGrantTypes = ["CLIENT_CREDENTIALS"];
const laterGrantTypes = ["AUTHORIZATION_CODE", "TOKEN_EXCHANGE"];

/** Which token the gateway asks for. Source: service model, OAuthCredentialProvider of a gateway target. */
export function tokenProblems(credential: Readonly<Record<string, unknown>>): Problem[] {
  return [
    ...scopesProblems(credential.scopes),
    ...grantTypeProblems(credential.grantType),
    ...customParameterProblems(credential.customParameters),
  ];
}

function scopesProblems(scopes: unknown): Problem[] {
  const path = "credential.scopes";
  if (scopes === undefined || scopes === null)
    return [{ path, reason: "missing: write the scopes that the target asks for, or [] for none." }];
  if (!isKnown(scopes)) return [];
  if (!Array.isArray(scopes)) return [{ path, reason: `must be a list of strings, not ${typeName(scopes)}.` }];
  const count =
    scopes.length > scopesPerTarget
      ? [{ path, reason: `${scopes.length} scopes are given; at most ${scopesPerTarget} are possible.` }]
      : [];
  return [...count, ...scopes.flatMap((one: unknown, index) => scopeProblems(`${path}[${index}]`, one))];
}

function scopeProblems(path: string, one: unknown): Problem[] {
  if (one === undefined || one === null) return [{ path, reason: "missing: write a scope, or leave the entry out." }];
  const problems = textProblems(path, one, scope);
  if (problems.length === 0 && typeof one === "string" && /\s/.test(one))
    return [{ path, reason: "holds white space. Write each scope as an entry of its own." }];
  return problems;
}

function grantTypeProblems(grantType: unknown): Problem[] {
  const path = "credential.grantType";
  if (laterGrantTypes.includes(grantType as string)) {
    return [
      {
        path,
        reason: 'is not provided by this version. Write "CLIENT_CREDENTIALS", or leave it out, which means the same.',
      },
    ];
  }
  return choiceProblems(path, grantType, "the grant", providedGrantTypes);
}

function customParameterProblems(parameters: unknown): Problem[] {
  const path = "credential.customParameters";
  if (!isKnown(parameters)) return [];
  if (typeof parameters !== "object" || Array.isArray(parameters))
    return [{ path, reason: `must be an object of strings, not ${typeName(parameters)}.` }];
  const entries = Object.entries(parameters as Record<string, unknown>);
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
      const missing = value === undefined || value === null ? [{ path: at, reason: "missing: write the value." }] : [];
      return [
        ...missing,
        ...textProblems(at, key, customParameterKey),
        ...textProblems(at, value, customParameterValue),
      ];
    }),
  ];
}
