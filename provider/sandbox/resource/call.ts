import type { Session } from "../session";

/** Error of a service in the words of the real provider: operation, code, explanation. */
export class AwsError extends Error {
  constructor(
    readonly operation: string,
    readonly code: string,
    readonly explanation: string,
  ) {
    super(`operation error ${operation}, api error ${code}: ${explanation}`);
  }
}

/** Code and explanation of an error of the service. */
export type Failure = readonly [code: string, explanation: string];

/** One operation on a resource: the caller, the Region, and the objects within reach. */
export interface Call extends Omit<Session, "region"> {
  /** Empty for IAM, which has no Regions. */
  region: string;
  /** Folder of the objects in the store: the account, or account and Region. */
  scope: string;
  /** Service and operation in error messages, such as `IAM: CreateRole`. */
  operation: string;
  readonly fail: (code: string, explanation: string) => never;
}

/** `region` is the resource's own property. `isGlobal` is for IAM. */
export function startCall(
  session: Session,
  { service, isGlobal = false }: { service: string; isGlobal?: boolean },
  operationName: string,
  region: unknown,
): Call {
  const operation = `${service}: ${operationName}`;
  const fail = (code: string, explanation: string): never => {
    throw new AwsError(operation, code, explanation);
  };
  if (isGlobal) return { ...session, region: "", scope: session.account, operation, fail };
  const found = typeof region === "string" ? region : session.region;
  if (found === undefined)
    return fail(
      "MissingRegion",
      "Invalid Configuration: Missing Region. Set aws:region, the provider's region or AWS_REGION.",
    );
  return { ...session, region: found, scope: regionScope(session.account, found), operation, fail };
}

export const regionScope = (account: string, region: string): string => `${account}/${region}`;
