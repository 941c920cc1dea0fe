import { isDeepStrictEqual } from "node:util";
import { allow } from "../policy/allow";
import type { Statement } from "../policy/document";

/** Tokens about the gateway's role that AWS itself issues; the other side trusts them instead of a secret. */
export interface WebIdentity {
  readonly source: "AWS_IAM_ID_TOKEN_JWT";
  /** Whom the tokens may be for. @default - anybody */
  readonly audiences?: readonly string[];
  /** With what they may be signed. @default - whatever is asked for */
  readonly signingAlgorithm?: "RS256" | "ES384";
}

/**
 * The right to such tokens, once where client and actor have the same ones. `GetWebIdentityToken` takes no resource, so
 * only conditions narrow it.
 *
 * Source: Service Authorization Reference for AWS Security Token Service.
 */
export function webIdentityStatements(identities: readonly WebIdentity[]): Statement[] {
  const different = identities.filter(
    (identity, index) => identities.findIndex((other) => isDeepStrictEqual(other, identity)) === index,
  );
  return different.map((identity, index) =>
    allow(
      index === 0 ? "WebIdentityToken" : "WebIdentityTokenOfActor",
      ["sts:GetWebIdentityToken"],
      ["*"],
      conditionOf(identity),
    ),
  );
}

function conditionOf({ audiences, signingAlgorithm }: WebIdentity): Statement["Condition"] {
  if (audiences !== undefined) assertAudiences(audiences);
  const condition = {
    ...(audiences && {
      "ForAllValues:StringEquals": { "sts:IdentityTokenAudience": audiences },
      // A request without the key would pass the first one.
      Null: { "sts:IdentityTokenAudience": "false" },
    }),
    ...(signingAlgorithm && { StringEquals: { "sts:SigningAlgorithm": signingAlgorithm } }),
  };
  return Object.keys(condition).length === 0 ? undefined : condition;
}

function assertAudiences(audiences: readonly string[]): void {
  if (audiences.length === 0) throw new Error("audiences: name one at least, or leave the property out for all.");
  for (const [index, audience] of audiences.entries())
    if (audience.includes("${"))
      throw new Error(`audiences[${index}]: IAM would read "\${" as the beginning of a variable. Write it without.`);
}
