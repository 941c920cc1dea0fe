import type { Services } from "./operation.js";
import { taggedProvider } from "./taggedProvider.js";

export function tagResource(
  services: Pick<Services, "vault" | "caller">,
  { resourceArn, tags }: { resourceArn: string; tags: Record<string, string> },
): void {
  services.vault.tag(taggedProvider(services, resourceArn), tags);
}
