import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../iam/arn";
import { perStack } from "../resources/perStack";
import { programError } from "../resources/programError";
import { isUnitTest, placeInUnitTest } from "../resources/unitTest";

const places = perStack<pulumi.ProviderResource | undefined, pulumi.Output<Scope>>();

/** Account, Region and partition that the aws provider of a resource works in. */
export function placeOf(resource: pulumi.Resource): pulumi.Output<Scope> {
  return placeOfProvider(resource.getProvider("aws:index/getRegion:getRegion"));
}

/** Account, Region and partition that an aws provider works in. Asked once per provider and stack. */
export function placeOfProvider(provider: pulumi.ProviderResource | undefined): pulumi.Output<Scope> {
  const ofStack = places();
  const place = ofStack.get(provider) ?? lookUp(provider);
  ofStack.set(provider, place);
  return place;
}

function lookUp(provider: pulumi.ProviderResource | undefined): pulumi.Output<Scope> {
  const options = provider === undefined ? {} : { provider };
  return pulumi
    .all([getCallerIdentityOutput({}, options), getRegionOutput({}, options)])
    .apply(([identity, region]) => {
      // A provider whose settings are not known yet answers with an empty object: not known, rather than "undefined".
      const [accountId, regionName, arn] = [identity?.accountId, region?.region, identity?.arn] as (
        string | undefined
      )[];
      if (accountId && regionName && arn)
        return { accountId, region: regionName, partition: arn.split(":")[1] as string };
      if (isUnitTest()) return placeInUnitTest();
      if (pulumi.runtime.isDryRun()) return pulumi.unknown as unknown as Scope;
      throw programError(
        "the aws provider tells neither its account nor its Region, which ARNs need. Set aws:region and credentials, and leave aws:skipRequestingAccountId off.",
      );
    });
}
