import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
// Types only: the handlers are loaded below, in a unit test.
/* eslint-disable imports/direction */
import type * as contexts from "../../handlers/process/context";
import type * as types from "../../handlers";
/* eslint-enable imports/direction */
import { managedSecretArnPattern, parseCredentialProviderArn } from "../../iam/policy/credentialProviders";
import { partitionOf } from "../../iam/policy/arn";
import type { AwsScope } from "../../iam/policy/arn";

type ResourceKind = keyof typeof types.handlers;

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
 * the statements would have no ARNs otherwise. Problems are ignored, because they depend on the machine.
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
 * Loads the handlers, which belong to the provider process, and returns their `check`. A test can end before all Outputs are
 * known, and Jest refuses to load modules after the end. `import()` fails in some test runners.
 */
function loadCheck(kind: ResourceKind): Check {
  if (kind === "StackOwner") return () => Promise.resolve({ ownerId: "0".repeat(32) });
  const load = createRequire(__filename);
  const { handlers } = load("../../handlers") as typeof types;
  const { Context } = load("../../handlers/process/context") as typeof contexts;
  const { region, accountId } = scopeInUnitTest();
  const context = new Context(
    (key) => pulumi.runtime.getConfig(key),
    { environment: { AWS_REGION: region } },
    () => undefined,
  );
  return async (inputs) =>
    (await handlers[kind].check(context, {}, { ...inputs, accountId: inputs.accountId ?? accountId })).inputs;
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
