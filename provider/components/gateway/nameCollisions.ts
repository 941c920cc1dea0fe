import * as pulumi from "@pulumi/pulumi";
import type { CredentialProviderId, AwsScope } from "../../iam/policy/arn";
import { perStack } from "../../resources/program/perStack";
import { programError } from "../../resources/program/errors";
import { isMistakenFor } from "../../rules/providers/credentialProvider";

const providers = perStack<string, Set<string>>();

/** A provider of this program whose managed secret a policy for this one may let in as well; most often none. */
export function providerMistakenFor({
  accountId,
  region,
  vault,
  kind,
  name,
}: CredentialProviderId): string | undefined {
  const scope = [accountId, region, vault, kind].join("/");
  const names = providers().get(scope) ?? new Set<string>();
  providers().set(scope, names.add(name));
  return [...names].find((other) => isMistakenFor(name, other));
}

const gateways = perStack<string, string>();

/**
 * Fails the program where two of its gateways differ in case only: their ids begin alike, so that what is granted for one
 * of them is granted for both.
 */
export function refuseGatewayOfOtherCase(gatewayName: pulumi.Output<string>, scope: pulumi.Output<AwsScope>): void {
  const ofStack = gateways();
  // Beside the data flow: whatever has to do with the gateway would fail with the same message again.
  pulumi.all([gatewayName, scope]).apply(([name, { accountId, region }]) => {
    const key = [accountId, region, name.toLowerCase()].join("/");
    const first = ofStack.get(key) ?? name;
    ofStack.set(key, first);
    if (first === name) return;
    throw programError(
      `gateway: the names "${first}" and "${name}" of this program differ in case only, and AgentCore's ids have no upper case: a policy for one of the gateways is one for both. Write another name for one of them.`,
    );
  });
}
