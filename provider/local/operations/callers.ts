import { randomBytes } from "node:crypto";
import { ServiceError } from "../model/errors";
import type { Clock } from "../vault/clock";
import type { AwsScope } from "../vault/secrets";

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

/** Temporary credentials that AssumeRole returns. */
interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
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
    if (!authorization)
      throw new ServiceError("MissingAuthenticationTokenException", 403, "Missing Authentication Token");
    const credential = /^AWS4-HMAC-SHA256 .*?Credential=(\w+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request\b/.exec(
      authorization,
    );
    if (!credential)
      throw new ServiceError("IncompleteSignatureException", 403, "The Authorization header has no SigV4 credential.");
    const [, accessKeyId = "", region = "", signedFor = ""] = credential;
    if (signedFor !== service) {
      const message = `Credential should be scoped to correct service: '${service}'.`;
      throw new ServiceError("InvalidSignatureException", 403, message);
    }
    const partition = partitionOf(region);
    const session = this.sessions.get(accessKeyId);
    if (session) {
      this.checkSession(session, securityToken);
      return { account: session.account, region, partition, arn: session.arn, userId: session.userId };
    }
    const account = /\d{12}$/.exec(accessKeyId)?.[0] ?? this.defaultAccount;
    return { account, region, partition, arn: `arn:${partition}:iam::${account}:user/local`, userId: "AIDALOCALUSER" };
  }

  /** Issues credentials whose key id ends in the account, so that another local control plane also finds the account. */
  issue(account: string, arn: string, userId: string, seconds: number): TemporaryCredentials {
    const credentials = {
      accessKeyId: `ASIA${randomLetters(8)}${account}`,
      secretAccessKey: randomBytes(30).toString("base64"),
      sessionToken: randomBytes(60).toString("base64"),
      expires: this.clock.now() + seconds * 1000,
    };
    const { sessionToken: token, expires } = credentials;
    this.sessions.set(credentials.accessKeyId, { account, arn, userId, token, expires });
    return credentials;
  }

  private checkSession(session: Session, securityToken: string | undefined): void {
    if (securityToken !== session.token) {
      const message = "The security token included in the request is invalid.";
      throw new ServiceError("UnrecognizedClientException", 403, message);
    }
    if (this.clock.now() >= session.expires)
      throw new ServiceError("ExpiredTokenException", 403, "The security token included in the request is expired");
  }
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** Returns random capital letters. Digits would be read as the account at the end of a key id. */
export function randomLetters(count: number): string {
  return Array.from(randomBytes(count), (byte) => String.fromCharCode(65 + (byte % 26))).join("");
}
