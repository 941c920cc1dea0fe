import { oauth2Answer } from "./oauth2Answer.js";
import { requestedContent } from "./oauth2Content.js";
import { checkOauth2Rules } from "./oauth2Rules.js";
import type { Oauth2Request } from "./oauth2Request.js";
import type { Services } from "./operation.js";

export function createOauth2CredentialProvider(
  { vault, failure }: Pick<Services, "vault" | "failure">,
  request: Oauth2Request & { tags?: Record<string, string> },
): object {
  checkOauth2Rules(request, vault.place);
  return oauth2Answer(vault.create("oauth2", request.name, requestedContent(vault, request), request.tags, failure));
}
