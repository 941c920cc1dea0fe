import { allow } from "../policy/allow";
import type { Statement } from "../policy/document";
import { isOn } from "../policy/knownMembers";

/** The look at one's own account. */
export interface DeployerIdentity {
  /**
   * Whether to list `sts:GetCallerIdentity`. IAM lets everybody call it; policies of VPC endpoints do not.
   * @default false
   */
  readonly callerIdentity?: boolean;
}

export function callerIdentityStatements({ callerIdentity }: DeployerIdentity): Statement[] {
  return isOn("callerIdentity", callerIdentity) ? [allow("CallerIdentity", ["sts:GetCallerIdentity"], ["*"])] : [];
}
