import { requiredProblems } from "../core/problem";
import type { Problem } from "../core/problem";
import { isKnown } from "../core/values";
import type { RawObject } from "../core/values";
import { credentialLocations, credentialParameterName, credentialPrefix } from "../core/limits";
import { choiceProblems, textProblems } from "../core/text";

/** The properties that say where in a request the key goes. */
export const placementMembers = ["credentialLocation", "credentialParameterName", "credentialPrefix"] as const;

/** How the key is presented to the target. Source: service model, ApiKeyCredentialProvider of a gateway target. */
export function placementProblems(credential: RawObject): Problem[] {
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
    ...requiredProblems("credential.credentialLocation", credentialLocation, 'write "HEADER" or "QUERY_PARAMETER".'),
    ...(remedy ??
      choiceProblems("credential.credentialLocation", credentialLocation, "the location", credentialLocations)),
    ...requiredProblems(
      "credential.credentialParameterName",
      parameter,
      'write the header or query parameter that takes the key, "X-API-Key" for example.',
    ),
    ...textProblems("credential.credentialParameterName", parameter, credentialParameterName),
    ...headerProblems(credentialLocation, parameter),
    ...textProblems("credential.credentialPrefix", prefix, credentialPrefix),
  ];
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
