import { fieldRule } from "../errors.js";
import { oauth2AnswerWithTimes } from "./oauth2Answer.js";
import { requestedContent } from "./oauth2Content.js";
import { checkOauth2Rules } from "./oauth2Rules.js";
import type { Oauth2Request } from "./oauth2Request.js";
import type { Services } from "./operation.js";

/**
 * Replaces vendor, configuration and secret as a whole: what an update leaves out is gone. What the service does with
 * another vendor is not documented; infrastructure tools replace the provider then, so that here it is refused.
 */
export function updateOauth2CredentialProvider(
  { vault, failure }: Pick<Services, "vault" | "failure">,
  request: Oauth2Request,
): object {
  checkOauth2Rules(request, vault.place);
  const record = vault.get("oauth2", request.name);
  if (record.content.vendor !== request.credentialProviderVendor) {
    throw fieldRule("credentialProviderVendor", "The vendor of a credential provider cannot be changed");
  }
  const content = requestedContent(vault, request, record.content.secret);
  vault.update(record, content, failure);
  return oauth2AnswerWithTimes({ ...record, content });
}
