import { randomBytes } from "node:crypto";
import { refusal } from "../model/refusals";
import type { Clock } from "../vault/states";
import type { AwsScope } from "../vault/records";

/** The identity that sends a request, and the account and Region that the request targets. */
export interface Caller extends AwsScope {
  readonly arn: string;
  readonly userId: string;
}

interface Session {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  readonly token: string;
  readonly expires: number;
}

/** Reads the caller from the SigV4 header of a request. The signature itself is not verified. */
export class Callers {
  private readonly sessions = new Map<string, Session>();

  constructor(
    private readonly clock: Clock,
    private readonly defaultAccount: string,
  ) {}

  identify(authorization: string | undefined, securityToken: string | undefined, service: string): Caller {
    if (!authorization) throw refusal("signatureMissing");
    const credential = /^AWS4-HMAC-SHA256 .*?Credential=(\w+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request\b/.exec(
      authorization,
    );
    if (!credential) throw refusal("signatureUnreadable");
    const [, accessKeyId = "", region = "", signedFor = ""] = credential;
    if (signedFor !== service) throw refusal("signedForOther", { service });
    const partition = partitionOf(region);
    const session = this.sessions.get(accessKeyId);
    if (session) {
      this.checkSession(session, securityToken);
      return { account: session.account, region, partition, arn: session.arn, userId: session.userId };
    }
    const account = /\d{12}$/.exec(accessKeyId)?.[0] ?? this.defaultAccount;
    return { account, region, partition, arn: `arn:${partition}:iam::${account}:user/local`, userId: "AIDALOCALUSER" };
  }

  /**
   * Issues credentials in the form of AWS STS. Their key id ends in the account, so that another local control plane
   * also finds the account.
   */
  issue(account: string, arn: string, userId: string, seconds: number): object {
    const accessKeyId = `ASIA${randomLetters(8)}${account}`;
    const token = randomBytes(60).toString("base64");
    const expires = this.clock.now() + seconds * 1000;
    this.sessions.set(accessKeyId, { account, arn, userId, token, expires });
    return {
      AccessKeyId: accessKeyId,
      SecretAccessKey: randomBytes(30).toString("base64"),
      SessionToken: token,
      Expiration: new Date(expires).toISOString(),
    };
  }

  private checkSession(session: Session, securityToken: string | undefined): void {
    if (securityToken !== session.token) throw refusal("tokenInvalid");
    if (this.clock.now() >= session.expires) throw refusal("tokenExpired");
  }
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** Returns random capital letters. Digits would be read as the account at the end of a key id. */
function randomLetters(count: number): string {
  return Array.from(randomBytes(count), (byte) => String.fromCharCode(65 + (byte % 26))).join("");
}

interface AssumeRoleRequest {
  readonly RoleArn?: string;
  readonly RoleSessionName?: string;
  /** In seconds. The service's default is one hour. */
  readonly DurationSeconds?: string;
}

export function getCallerIdentity({ caller }: { caller: Caller }): object {
  return { UserId: caller.userId, Account: caller.account, Arn: caller.arn };
}

/** Issues temporary credentials. Every role exists and trusts every caller; an `accessDenied` fault changes that. */
export function assumeRole({ callers }: { callers: Callers }, request: AssumeRoleRequest): object {
  const { RoleArn = "", RoleSessionName = "", DurationSeconds = "3600" } = request;
  const role = /^arn:([\w-]+):iam::(\d{12}):role\/(?:[\w+=,.@/-]*\/)?([\w+=,.@-]{1,64})$/.exec(RoleArn);
  if (!role) throw refusal("roleInvalid", { member: "RoleArn", constraint: "must be the ARN of a role" });
  if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName))
    throw refusal("roleInvalid", {
      member: "RoleSessionName",
      constraint: "must be 2 to 64 letters, digits or any of +=,.@-_",
    });
  const seconds = Number(DurationSeconds);
  if (!Number.isInteger(seconds) || seconds < 900 || seconds > 43_200)
    throw refusal("roleInvalid", { member: "DurationSeconds", constraint: "must be between 900 and 43200" });
  const [, partition = "", account = "", roleName = ""] = role;
  const arn = `arn:${partition}:sts::${account}:assumed-role/${roleName}/${RoleSessionName}`;
  const assumedRoleId = `AROA${randomLetters(17)}:${RoleSessionName}`;
  return {
    Credentials: callers.issue(account, arn, assumedRoleId, seconds),
    AssumedRoleUser: { AssumedRoleId: assumedRoleId, Arn: arn },
  };
}
