import { oauth2AnswerWithTimes } from "./oauth2Answer.js";
import type { Services } from "./operation.js";

export function getOauth2CredentialProvider({ vault }: Pick<Services, "vault">, { name }: { name: string }): object {
  const record = vault.get("oauth2", name);
  const answer = { ...oauth2AnswerWithTimes(record), failureReason: record.failureReason };
  vault.countRead(record);
  return answer;
}
