import type { Statement } from "../../iam/policy/document";
import { parseS3Uri, schemaObjectStatements } from "../../iam/gateway/schemaObject";
import { invokeFunctionStatements } from "../../iam/gateway/statements";
import { callOf } from "../../rules/targets/calls";
import { targetKind } from "../../rules/targets/targetKinds";
import { isNil, isKnown, unknownValue } from "../../rules/core/values";
import type { RawObject } from "../../rules/core/values";
import { longestCalls, longestFunction } from "./longestCalls";
import { longestProviderStatements } from "./longestProviders";
import { longestOf, longestPlaces, objectIn, standInFor } from "./standIn";
import type { StandIn } from "./standIn";

/** A target before anything is known of it: its arguments, where what comes later is marked as unknown. */
export interface PlainTarget {
  /** What tells it from the others. */
  readonly key: string;
  /** What tells what it uses from what others use: targets that share a provider or a function have the same. */
  readonly subject: string;
  /** Logical name of its bundle, and the one that it had before. */
  readonly names: readonly string[];
  readonly target: RawObject;
  readonly credential: RawObject;
  /** Whether its provider is given as a resource that says what it proves itself with. */
  readonly providerHasProof: boolean;
}

/** Room that is kept for a name that is not known, where the program does not say how much. */
export const defaultLongestName = 128;

/**
 * What a target comes to at most, with a name of the right length in place of each that is not known yet. So a document's
 * room is reckoned by what will stand in it, from the program's text alone.
 *
 * @param longestName - as the program writes it: names that are made from a bundle's are reckoned as long, too, because they
 *   stay what they were when the bundle gets another name
 */
export function longestStatements(plain: PlainTarget, longestName: number | undefined): Statement[] {
  const { key, subject, target } = plain;
  const candidates = longestPlaces.map((scope) => {
    const standInOf = (identity: string[]) => standInFor(identity, longestName ?? defaultLongestName, scope);
    return [
      ...credentialStatements(plain, standInOf([subject]), longestName ?? 0),
      ...schemaStatements(target.schema, standInOf([key, "schema"])),
    ];
  });
  return longestOf(candidates);
}

function credentialStatements(plain: PlainTarget, standIn: StandIn, shortestName: number): Statement[] {
  const { names, target, credential, providerHasProof: hasProof } = plain;
  switch (credential.type) {
    case "API_KEY":
      return longestProviderStatements(
        { kind: "apikeycredentialprovider", names, shortestName, credential, own: credential, hasProof },
        standIn,
      );
    case "OAUTH": {
      const own = objectIn(credential.oauth2) ?? {};
      return longestProviderStatements(
        { kind: "oauth2credentialprovider", names, shortestName, credential, own, hasProof },
        standIn,
      );
    }
    case "GATEWAY_IAM_ROLE":
      return roleStatements(target, standIn);
    default:
      return [];
  }
}

function roleStatements(target: RawObject, standIn: StandIn): Statement[] {
  if (target.type === "lambda")
    return invokeFunctionStatements(longestFunction(target.function, target.qualifier, standIn));
  const call = callOf(target, targetKind(target.type));
  if (call === undefined || call.form === "function") return [];
  return longestCalls[call.form](call.form === "api" ? { api: call.values } : call.values, standIn);
}

/** S3's limit; a key that is not known counts as `longestName` at most. */
const longestKey = 1_024;

function schemaStatements(schema: unknown, standIn: StandIn): Statement[] {
  if (isNil(schema)) return [];
  // One that comes later as a whole may have a key.
  const { uri, bucket, key, kmsKeyArn } = objectIn(schema) ?? { kmsKeyArn: unknownValue };
  const { partition, region, accountId } = standIn.scope;
  const parsed = typeof uri === "string" && isKnown(uri) ? parseS3Uri(uri) : undefined;
  const object = parsed ?? { bucket: standIn.orLongest(bucket, 63), key: standIn.orLongest(key, longestKey) };
  const ofKey = isNil(kmsKeyArn)
    ? {}
    : { kmsKeyArn: `arn:${partition}:kms:${region}:${accountId}:key/${standIn.ofLength(36)}` };
  return schemaObjectStatements(standIn.scope, { ...object, ...ofKey });
}
