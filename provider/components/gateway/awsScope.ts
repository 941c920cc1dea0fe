import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";
import type { AwsScope } from "../../iam/policy/arn";
import { programError } from "../../resources/program/problems";
import { perStack } from "../../resources/program/stack";
import { isUnitTest, scopeInUnitTest } from "../../resources/program/unitTest";

const scopes = perStack<pulumi.ProviderResource | undefined, pulumi.Output<AwsScope>>("awsScopes");

/** Returns account, Region and partition of the aws provider of a resource. */
export function awsScopeOf(resource: pulumi.Resource): pulumi.Output<AwsScope> {
  return awsScopeOfProvider(resource.getProvider("aws:index/getRegion:getRegion"));
}

/** Returns account, Region and partition of an aws provider. Looks them up once for each provider and stack. */
export function awsScopeOfProvider(provider: pulumi.ProviderResource | undefined): pulumi.Output<AwsScope> {
  const ofStack = scopes();
  const scope = ofStack.get(provider) ?? lookUp(provider);
  ofStack.set(provider, scope);
  return scope;
}

function lookUp(provider: pulumi.ProviderResource | undefined): pulumi.Output<AwsScope> {
  const options = provider === undefined ? {} : { provider };
  return pulumi
    .all([getCallerIdentityOutput({}, options), getRegionOutput({}, options)])
    .apply(([identity, region]) => {
      // If the settings of the provider are not known yet, the results are empty objects. The scope is then unknown.
      const [accountId, regionName, arn] = [identity?.accountId, region?.region, identity?.arn] as (
        string | undefined
      )[];
      if (accountId && regionName && arn)
        return { accountId, region: regionName, partition: arn.split(":")[1] as string };
      if (isUnitTest()) return scopeInUnitTest();
      if (pulumi.runtime.isDryRun()) return pulumi.unknown as unknown as AwsScope;
      throw programError(
        "the aws provider returns no account or no Region, and ARNs need both. Set aws:region and credentials, and do not set aws:skipRequestingAccountId.",
      );
    });
}
