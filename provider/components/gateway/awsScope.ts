import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";
import type { AwsScope } from "../../iam/policy/arn";
import { perStack } from "../../resources/program/perStack";
import { programError } from "../../resources/program/errors";
import { isUnitTest, scopeInUnitTest } from "../../resources/program/unitTest";

const places = perStack<pulumi.ProviderResource | undefined, pulumi.Output<AwsScope>>();

/** Account, Region and partition that the aws provider of a resource works in. */
export function awsScopeOf(resource: pulumi.Resource): pulumi.Output<AwsScope> {
  return awsScopeOfProvider(resource.getProvider("aws:index/getRegion:getRegion"));
}

/** Account, Region and partition that an aws provider works in. Asked once per provider and stack. */
export function awsScopeOfProvider(provider: pulumi.ProviderResource | undefined): pulumi.Output<AwsScope> {
  const ofStack = places();
  const scope = ofStack.get(provider) ?? lookUp(provider);
  ofStack.set(provider, scope);
  return scope;
}

function lookUp(provider: pulumi.ProviderResource | undefined): pulumi.Output<AwsScope> {
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
      if (isUnitTest()) return scopeInUnitTest();
      if (pulumi.runtime.isDryRun()) return pulumi.unknown as unknown as AwsScope;
      throw programError(
        "the aws provider tells neither its account nor its Region, which ARNs need. Set aws:region and credentials, and leave aws:skipRequestingAccountId off.",
      );
    });
}
