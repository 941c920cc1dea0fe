import { expect } from "chai";
import * as fc from "fast-check";
import { credentialProviderStatements } from "../../../provider/iam/gateway/credentialProvider";
import { managedSecretArnPattern } from "../../../provider/iam/policy/credentialProviders";
import { mergeStatements, policyDocument, policyQuotas, policySize } from "../../../provider/iam/policy/document";
import { packTargets, type PackedPolicy } from "../../../provider/iam/policy/packing";

const targetNames = (count: number, prefix = "target") =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

/** Returns how many policies change when one packing becomes the other. */
function changed(before: readonly PackedPolicy[], after: readonly PackedPolicy[]): number {
  const old = new Map(before.map(({ id, targets }) => [id, targets.join()]));
  return after.filter(({ id, targets }) => old.get(id) !== targets.join()).length;
}

describe("packing targets into policies", () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 120 });
  const limits = fc.integer({ min: 1, max: 30 });

  it("puts each target into one policy, and no more targets than allowed into any", () => {
    fc.assert(
      fc.property(names, limits, (targets, limit) => {
        const policies = packTargets(targets, limit);
        expect(policies.flatMap((policy) => policy.targets).sort()).to.deep.equal([...targets].sort());
        for (const policy of policies) expect(policy.targets.length).to.be.within(1, limit);
      }),
    );
  });

  it("does not depend on the order of the program", () => {
    const shuffled = names.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, limits, ([targets, others], limit) => {
        expect(packTargets(others, limit)).to.deep.equal(packTargets(targets, limit));
      }),
    );
  });

  it("changes one policy for one target more or less, or two if a policy splits", () => {
    fc.assert(
      fc.property(names, fc.string({ minLength: 13, maxLength: 14 }), (targets, added) => {
        const [fewer, more] = [packTargets(targets, 20), packTargets([...targets, added], 20)];
        expect(changed(fewer, more)).to.be.within(1, 2);
        expect(changed(more, fewer)).to.be.at.most(1);
      }),
    );
  });

  it("uses one policy as long as it has room, and none without targets", () => {
    expect(packTargets(targetNames(20), 20).map(({ id }) => id)).to.deep.equal([""]);
    expect(packTargets(targetNames(21), 20).map(({ id }) => id)).to.deep.equal(["0", "1"]);
    expect(packTargets([], 20)).to.deep.equal([]);
  });

  it("needs at most eight policies for a hundred targets, in 95 of 100 sets of names", () => {
    const fits = (prefix: number) => packTargets(targetNames(100, `set-${prefix}`), 20).length <= 8;
    expect(Array.from({ length: 200 }, (_, index) => index).filter(fits).length).to.be.at.least(190);
  });
});

describe("a managed policy", () => {
  /** Partitions with their longest Regions, and how many providers with names of 32 characters fit into a policy. */
  const scopes = [
    { partition: "aws", region: "us-east-1", fits: 21 },
    { partition: "aws", region: "ap-southeast-1", fits: 20 },
    { partition: "aws-cn", region: "cn-northwest-1", fits: 20 },
    { partition: "aws-us-gov", region: "us-gov-west-1", fits: 19 },
  ];

  for (const { partition, region, fits } of scopes)
    for (const kind of ["apikeycredentialprovider", "oauth2credentialprovider"] as const)
      it(`holds ${fits} names of 32 characters of an ${kind} in ${region}`, () => {
        const sizeOf = (count: number) => {
          const statements = targetNames(count + 10)
            .slice(10)
            .map((name) => {
              const id = {
                partition,
                region,
                accountId: "123456789012",
                vault: "default",
                kind,
                name: name.padEnd(32, "x"),
              };
              return credentialProviderStatements(id, { source: "MANAGED", secretArn: managedSecretArnPattern(id) });
            });
          return policySize(policyDocument(mergeStatements(statements.flat())));
        };
        expect(sizeOf(fits)).to.be.at.most(policyQuotas.managedPolicy);
        expect(sizeOf(fits + 1)).to.be.above(policyQuotas.managedPolicy);
      });
});
