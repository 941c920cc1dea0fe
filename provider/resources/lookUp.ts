import * as pulumi from "@pulumi/pulumi";

/**
 * The id by which something is looked up, not known before everything else is that it is looked up with. The engine leaves
 * out of a look-up what is not known yet: at preview, another account or Region would answer.
 */
export function idForLookUp(id: pulumi.Input<pulumi.ID>, state: object): pulumi.Output<pulumi.ID> {
  return pulumi.all([id, pulumi.output(state)]).apply(([known]) => known);
}
