import { randomBytes } from "node:crypto";
import type { Clock } from "../clock.js";
import { ServiceError } from "../errors.js";

/** Who sent a request, and which account and Region it is about. */
export interface Caller {
  account: string;
  region: string;
  partition: string;
  arn: string;
  userId: string;
}

interface Session {
  account: string;
  arn: string;
  userId: string;
  token: string;
  expires: number;
}

/** Temporary credentials that AssumeRole handed out. */
interface TemporaryCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expires: number;
}

/**
 * Finds out who the caller is from the request's SigV4 header. The signature itself is not verified: any secret access
 * key is as good as another here.
 */
export class Callers {
  private readonly sessions = new Map<string, Session>();

  constructor(
    private readonly clock: Clock,
    private readonly defaultAccount: string,
  ) {}

  identify(authorization: string | undefined, securityToken: string | undefined, service: string): Caller {
    if (!authorization) {
      throw new ServiceError("MissingAuthenticationTokenException", 403, "Missing Authentication Token");
    }
    const scope = /^AWS4-HMAC-SHA256 .*?Credential=(\w+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request\b/.exec(
      authorization,
    );
    if (!scope) {
      throw new ServiceError("IncompleteSignatureException", 403, "The Authorization header has no SigV4 credential.");
    }
    const [, accessKeyId = "", region = "", signedFor = ""] = scope;
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

  /** A key id that ends in the account, so that a server that did not issue it still finds the account. */
  issue(account: string, arn: string, userId: string, seconds: number): TemporaryCredentials {
    const credentials = {
      accessKeyId: `ASIA${letters(8)}${account}`,
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
    if (this.clock.now() >= session.expires) {
      throw new ServiceError("ExpiredTokenException", 403, "The security token included in the request is expired");
    }
  }
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}

/** Random capital letters; no digits, because the digits at the end of a key id are the account. */
export function letters(count: number): string {
  return Array.from(randomBytes(count), (byte) => String.fromCharCode(65 + (byte % 26))).join("");
}
