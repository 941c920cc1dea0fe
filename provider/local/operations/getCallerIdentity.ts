import type { Services } from "./operation.js";

export function getCallerIdentity({ caller }: Pick<Services, "caller">): object {
  return { UserId: caller.userId, Account: caller.account, Arn: caller.arn };
}
