import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { packageName } from "../../version";
// Types only: the module is loaded below, in a unit test.
// eslint-disable-next-line imports/direction
import type * as providerProcess from "../../provider";
import { managedSecretArnPattern, parseCredentialProviderArn } from "../../iam/policy/credentialProviders";
import { partitionOf } from "../../iam/policy/arn";
import type { AwsScope } from "../../iam/policy/arn";

type ResourceKind = keyof typeof providerProcess.providers;

/** Returns true in a unit test with `pulumi.runtime.setMocks`, which has no engine and no provider process. */
export function isUnitTest(): boolean {
  // The SDK does not export the class of this monitor.
  return (pulumi.runtime.getMonitor() as { mocks?: unknown } | undefined)?.mocks !== undefined;
}

/** Returns the account and Region for a unit test whose mocks do not set them. */
export function scopeInUnitTest(): AwsScope {
  const region = pulumi.runtime.getConfig("aws:region") ?? "us-east-1";
  return { partition: partitionOf(region), region, accountId: "123456789012" };
}

/**
 * Returns the outputs that `check` computes, such as names and ARNs, for a unit test. Most mocks return only the inputs, so
 * the statements would have no ARNs otherwise.
 */
export function completedInputs(
  kind: ResourceKind,
  inputs: pulumi.Inputs,
  outputs: readonly string[],
  id: pulumi.Input<pulumi.ID> | undefined,
): Record<string, pulumi.Output<unknown>> {
  const check = loadCheck(kind);
  // The outputs contain no secret.
  const completed = pulumi
    .unsecret(pulumi.output({ inputs, id }))
    .apply((known) =>
      known.id === undefined ? check(known.inputs as Record<string, unknown>) : Promise.resolve(lookedUp(known.id)),
    );
  return Object.fromEntries(outputs.map((output) => [output, completed.apply((all) => all[output])]));
}

type Check = (inputs: Record<string, unknown>) => Promise<Record<string, unknown>>;

/**
 * Loads the module of the provider process, and returns its `check`. A test can end before all Outputs are known, and Jest
 * refuses to load modules after the end. `import()` fails in some test runners.
 */
function loadCheck(kind: ResourceKind): Check {
  if (kind === "StackOwner") return () => Promise.resolve({ ownerId: "0".repeat(32) });
  const { completeInputs } = createRequire(__filename)(`${packageName}/provider`) as typeof providerProcess;
  const { region, accountId } = scopeInUnitTest();
  return (inputs) =>
    completeInputs(kind, { ...inputs, accountId: inputs.accountId ?? accountId }, pulumi.runtime.getConfig, region);
}

/** Returns the outputs of a look-up that follow from the ARN. */
function lookedUp(arn: string): Record<string, unknown> {
  const id = parseCredentialProviderArn(arn);
  if (id === undefined) return {};
  const pattern = managedSecretArnPattern(id);
  const { name, region, accountId } = id;
  return {
    name,
    region,
    accountId,
    credentialProviderArn: arn,
    apiKeySecretArnPattern: pattern,
    clientSecretArnPattern: pattern,
    // A client with a managed secret.
    proof: {},
  };
}
