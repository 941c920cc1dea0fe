import { ServiceError } from "../model/errors";
import { randomLetters } from "./callers";
import type { Services } from "./operation";

interface AssumeRoleRequest {
  readonly RoleArn?: string;
  readonly RoleSessionName?: string;
  /** In seconds. The service's default is one hour. */
  readonly DurationSeconds?: string;
}

export function getCallerIdentity({ caller }: Pick<Services, "caller">): object {
  return { UserId: caller.userId, Account: caller.account, Arn: caller.arn };
}

/** Issues temporary credentials. Every role exists and trusts every caller; an `accessDenied` fault changes that. */
export function assumeRole({ callers }: Pick<Services, "callers">, request: AssumeRoleRequest): object {
  const { RoleArn = "", RoleSessionName = "", DurationSeconds = "3600" } = request;
  const role = /^arn:([\w-]+):iam::(\d{12}):role\/(?:[\w+=,.@/-]*\/)?([\w+=,.@-]{1,64})$/.exec(RoleArn);
  if (!role) throw invalid("RoleArn", "must be the ARN of a role");
  if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName))
    throw invalid("RoleSessionName", "must be 2 to 64 letters, digits or any of +=,.@-_");
  const seconds = Number(DurationSeconds);
  if (!Number.isInteger(seconds) || seconds < 900 || seconds > 43_200)
    throw invalid("DurationSeconds", "must be between 900 and 43200");
  const [, partition = "", account = "", roleName = ""] = role;
  const arn = `arn:${partition}:sts::${account}:assumed-role/${roleName}/${RoleSessionName}`;
  const assumedRoleId = `AROA${randomLetters(17)}:${RoleSessionName}`;
  const issued = callers.issue(account, arn, assumedRoleId, seconds);
  return {
    Credentials: {
      AccessKeyId: issued.accessKeyId,
      SecretAccessKey: issued.secretAccessKey,
      SessionToken: issued.sessionToken,
      Expiration: new Date(issued.expires).toISOString(),
    },
    AssumedRoleUser: { AssumedRoleId: assumedRoleId, Arn: arn },
  };
}

function invalid(member: string, constraint: string): ServiceError {
  return new ServiceError("ValidationError", 400, `${member}: ${constraint}`);
}
