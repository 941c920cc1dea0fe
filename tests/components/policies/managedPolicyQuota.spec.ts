import { expect } from "chai";
import * as fc from "fast-check";
import { Attachments } from "../../../provider/components/gateway/managedPolicyQuota";

describe("what a role has room for", () => {
  const groups = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 });

  it("is shared by all groups that a program declares, whichever comes first, and by each enough to change", () =>
    fc.assert(
      fc.asyncProperty(groups, fc.nat({ max: 12 }), async (counts, more) => {
        const attachments = new Attachments();
        const sharesOf = counts.map((count) => attachments.add(count));
        const attachable = attachments.total + attachments.free + more;
        const shares = await Promise.all(sharesOf.map((shareOf) => shareOf(attachable)));
        expect(shares.reduce((sum, share) => sum + share, 0)).to.equal(attachable);
        shares.forEach((share, index) => expect(share).to.be.greaterThan(counts[index] as number));
      }),
      { numRuns: 40 },
    ));

  it("is all for a group that is the only one", async () => {
    const attachments = new Attachments();
    const shareOf = attachments.add(8);
    expect([attachments.total, attachments.free]).to.deep.equal([8, 2]);
    expect(await shareOf(10)).to.equal(10);
  });

  it("is not shared with groups that need no policy", async () => {
    const attachments = new Attachments();
    const shareOf = attachments.add(4);
    attachments.add(0);
    expect(attachments.free).to.equal(2);
    expect(await shareOf(10)).to.equal(10);
  });

  it("is known too late for a group that comes after something was waited for", async () => {
    const attachments = new Attachments();
    const share = attachments.add(2)(10);
    attachments.add(2);
    expect(await share).to.equal(5);
    attachments.add(2);
    expect(await share).to.equal(5);
  });

  it("is never less than a group has", async () => {
    const attachments = new Attachments();
    const shareOf = attachments.add(4);
    attachments.add(4);
    expect(await shareOf(5)).to.equal(4);
  });
});
