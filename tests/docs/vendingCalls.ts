import type { PolicyDocument } from "../../provider/sandbox/policies/evaluator";
import { allows } from "../iamProof/leastPrivilege";
import { runtimeCalls, type CallName } from "../iamProof/runtimeCalls";
import type { ProviderSituation } from "./sample";

/** A call with every ARN that IAM checks in it. */
export interface CheckedCall {
  readonly action: string;
  readonly resources: readonly string[];
}

interface Calls extends Record<string, CheckedCall> {
  readonly token: CheckedCall;
  readonly vend: CheckedCall;
  readonly read: CheckedCall;
}

/** What the gateway does: it gets its own token, then the credential, for which the service reads the secret. */
export function callsOf(situation: ProviderSituation): Calls {
  const isKey = situation.kind === "apikeycredentialprovider";
  return {
    token: checkedCall("workloadToken", situation),
    vend: checkedCall(isKey ? "apiKey" : "oauthToken", situation),
    read: checkedCall(isKey ? "apiKeySecret" : "clientSecret", situation),
  };
}

export function isAllowed(policies: readonly PolicyDocument[], { action, resources }: CheckedCall): boolean {
  return resources.every((resource) => allows(policies, { action, resource, context: {} }));
}

function checkedCall(name: CallName, situation: ProviderSituation): CheckedCall {
  const calls = runtimeCalls(name, situation);
  return { action: calls[0]?.action ?? "", resources: calls.map(({ resource }) => resource) };
}
