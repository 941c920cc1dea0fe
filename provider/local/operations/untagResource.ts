import type { Services } from "./operation.js";
import { taggedProvider } from "./taggedProvider.js";

/** Keys that the resource does not have are no error, as with every AWS service. */
export function untagResource(
  services: Pick<Services, "vault" | "caller">,
  { resourceArn, tagKeys }: { resourceArn: string; tagKeys: string[] },
): void {
  services.vault.untag(taggedProvider(services, resourceArn), tagKeys);
}
