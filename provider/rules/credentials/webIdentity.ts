import { valueAt } from "../core/crossFieldRules";
import type { Problem } from "../core/problem";
import { containsUnknown, isNil, isObject, unknownValue } from "../core/values";
import type { RawObject } from "../core/values";
import { choice, list, object, optional, shapeProblems, text } from "../core/shape";
import type { TextRule } from "../core/text";

/** Authentication of a client, or content of an actor token, whose tokens AWS signs. */
const awsToken = "AWS_IAM_ID_TOKEN_JWT";

/** Source: AWS STS API Reference, GetWebIdentityToken. */
const audience: TextRule = {
  is: "the audience",
  minLength: 1,
  maxLength: 1000,
  pattern: /^(?!.*\$\{)/s,
  allowed: 'characters, without "${", which starts a variable in IAM policies',
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
  return [
    valueAt(oauth2, "clientAuthenticationMethod"),
    valueAt(oauth2, "onBehalfOfTokenExchangeConfig.tokenExchangeGrantTypeConfig.actorTokenContent"),
  ].every((value) => value !== awsToken && value !== unknownValue);
}
