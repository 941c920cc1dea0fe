import * as pulumi from "@pulumi/pulumi";

/** The SDK's public types do not have the second parameter. */
interface AppliesToUnknowns<T> {
  apply(func: (value: T) => T, runWithUnknowns: true): pulumi.Output<T>;
}

/**
 * Returns a required property of a resource. The substitute takes its place if the property depends on a resource that failed
 * during `up --continue-on-error`. Pulumi then skips the resource, so nothing is created with the substitute. But Pulumi first
 * checks the resource, and a required property that is unknown would end the update of everything else.
 */
export function requiredProperty<T>(value: pulumi.Input<T>, substitute: T): pulumi.Input<T> {
  if (pulumi.runtime.isDryRun()) return value;
  const output = pulumi.output(value) as object as AppliesToUnknowns<T>;
  return output.apply((known) => (pulumi.containsUnknowns(known) ? substitute : known), true);
}
