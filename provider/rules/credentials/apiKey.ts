import { requiredProblems } from "../core/problem";
import type { Problem } from "../core/problem";
import { isKnown } from "../core/values";
import type { RawObject } from "../core/values";
import { credentialLocations, credentialParameterName, credentialPrefix } from "../core/limits";
import { choiceProblems, textProblems } from "../core/text";

/** Properties that say where a request carries the key. */
export const placementProperties = ["credentialLocation", "credentialParameterName", "credentialPrefix"] as const;

/** Checks where a request carries the key. Source: service model, ApiKeyCredentialProvider of a gateway target. */
export function placementProblems({
  credentialLocation: location,
  credentialParameterName: parameter,
  credentialPrefix: prefix,
}: RawObject): Problem[] {
  return [
    ...locationProblems("credential.credentialLocation", location),
    ...requiredProblems(
      "credential.credentialParameterName",
      parameter,
      'write the header or query parameter that carries the key, "X-API-Key" for example.',
    ),
    ...textProblems("credential.credentialParameterName", parameter, credentialParameterName),
    ...headerProblems("credential.credentialParameterName", location, parameter),
    ...textProblems("credential.credentialPrefix", prefix, credentialPrefix),
  ];
}

function locationProblems(path: string, location: unknown): Problem[] {
  const remedy = 'write "HEADER" or "QUERY_PARAMETER".';
  // Older AWS pages list this value.
  if (location === "BODY") return [{ path, reason: `a key cannot be sent in the body: ${remedy}` }];
  return [
    ...requiredProblems(path, location, remedy),
    ...choiceProblems(path, location, "the location", credentialLocations),
  ];
}

/** Source: RFC 9110, "Field names". */
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

function headerProblems(path: string, location: unknown, parameter: unknown): Problem[] {
  if (location !== "HEADER" || !isKnown(parameter) || typeof parameter !== "string" || parameter === "") return [];
  if (headerName.test(parameter)) return [];
  const reason = "not the name of an HTTP header: write letters, digits and hyphens, without spaces or a colon.";
  return [{ path, reason }];
}
