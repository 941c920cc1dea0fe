import type { Services } from "./operation.js";
import { taggedProvider } from "./taggedProvider.js";

export function listTagsForResource(
  services: Pick<Services, "vault" | "caller">,
  { resourceArn }: { resourceArn: string },
): object {
  return { tags: { ...taggedProvider(services, resourceArn).tags } };
}
