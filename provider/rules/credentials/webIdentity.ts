import { valueAt } from "../core/crossFieldRules";
import type { Problem } from "../core/problem";
import { isNil, isObject, containsUnknown, unknownValue } from "../core/values";
import type { RawObject } from "../core/values";
import { choice, list, object, optional, shapeProblems, text } from "../core/shape";
import type { TextRule } from "../core/text";

/** Who signs the client's or the actor's tokens, where that is AWS itself. */
const byAws = "AWS_IAM_ID_TOKEN_JWT";

/** Source: AWS STS API Reference, GetWebIdentityToken. */
const audience: TextRule = {
  is: "the audience",
  minLength: 1,
  maxLength: 1000,
  pattern: /^(?!.*\$\{)/s,
  allowed: 'characters, without "${", which IAM would read as the beginning of a variable',
};

const webIdentity = object({
  audiences: optional(list(text(audience), { min: 1, max: 10 })),
  signingAlgorithm: optional(choice("the algorithm", ["RS256", "ES384"])),
});

/** What narrows the tokens that the gateway's role may get about itself. */
export function webIdentityProblems({ webIdentity: given, oauth2 }: RawObject): Problem[] {
  const path = "credential.webIdentity";
  if (isNil(given)) return [];
  if (containsUnknown(given))
    return [{ path, reason: "write it in the program (no Output): permissions follow from it." }];
  if (isNever(oauth2))
    return [
      { path, reason: `narrows the tokens of ${byAws}, which neither client nor actor of oauth2 has. Remove it.` },
    ];
  return shapeProblems(path, given, webIdentity);
}

/** Of a client that the bundle makes, it shows. */
function isNever(oauth2: unknown): boolean {
  if (!isObject(oauth2)) return false;
  const said = [
    valueAt(oauth2, "clientAuthenticationMethod"),
    valueAt(oauth2, "onBehalfOfTokenExchangeConfig.tokenExchangeGrantTypeConfig.actorTokenContent"),
  ];
  return said.every((value) => value !== byAws && value !== unknownValue);
}
