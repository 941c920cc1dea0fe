import * as pulumi from "@pulumi/pulumi";

/**
 * Returns an id that is known only when all arguments of the look-up are known. The engine omits unknown arguments, so that a
 * preview would otherwise read from another account or Region.
 */
export function idForLookUp(id: pulumi.Input<pulumi.ID>, state: object): pulumi.Output<pulumi.ID> {
  return pulumi.all([id, pulumi.output(state)]).apply(([known]) => known);
}
