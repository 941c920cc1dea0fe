import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
// Types only: a program loads the handlers in a unit test and never else.
/* eslint-disable imports/direction */
import type * as contexts from "../../handlers/process/context";
import type * as types from "../../handlers";
/* eslint-enable imports/direction */
import { managedSecretArnPattern, parseCredentialProviderArn, partitionOf } from "../../iam/policy/arn";
import type { AwsScope } from "../../iam/policy/arn";

type ResourceKind = keyof typeof types.handlers;

/** Whether this is a unit test under `pulumi.runtime.setMocks`: there is no engine then, and no provider process. */
export function isUnitTest(): boolean {
  // The SDK does not export the class of that monitor. It has had this member from the beginning.
  return (pulumi.runtime.getMonitor() as { mocks?: unknown } | undefined)?.mocks !== undefined;
}

/** Where everything is in a unit test whose mocks do not say it. */
export function scopeInUnitTest(): AwsScope {
  const region = pulumi.runtime.getConfig("aws:region") ?? "us-east-1";
  return { partition: partitionOf(region), region, accountId: "123456789012" };
}

/**
 * What `check` adds to inputs at a preview, for a unit test, whose mocks mostly hand inputs back and nothing else: names and
 * ARNs, without which there would be no statements to look at. Its judgement is left out; it depends on the machine.
 */
export function completedInputs(
  kind: ResourceKind,
  inputs: pulumi.Inputs,
  outputs: readonly string[],
  id: pulumi.Input<pulumi.ID> | undefined,
): Record<string, pulumi.Output<unknown>> {
  // No output says more of a secret than the text of the inputs does.
  const completed = pulumi
    .unsecret(pulumi.output({ inputs, id }))
    .apply((known) =>
      known.id === undefined
        ? checked(kind, known.inputs as Record<string, unknown>)
        : Promise.resolve(lookedUp(known.id)),
    );
  return Object.fromEntries(outputs.map((output) => [output, completed.apply((all) => all[output])]));
}

async function checked(kind: ResourceKind, inputs: Record<string, unknown>): Promise<Record<string, unknown>> {
  if (kind === "StackOwner") return { ownerId: "0".repeat(32) };
  // Of the provider process, so loaded where there is none only; and not by `import()`, which test runners stumble over.
  const load = createRequire(__filename);
  const { handlers } = load("../../handlers") as typeof types;
  const { Context } = load("../../handlers/process/context") as typeof contexts;
  const { region, accountId } = scopeInUnitTest();
  const context = new Context(
    (key) => pulumi.runtime.getConfig(key),
    { environment: { AWS_REGION: region } },
    () => undefined,
  );
  return (await handlers[kind].check(context, {}, { ...inputs, accountId: inputs.accountId ?? accountId })).inputs;
}

/** What the ARN of a credential provider says that is only looked up. */
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
    // The usual managed secret.
    proof: {},
  };
}
