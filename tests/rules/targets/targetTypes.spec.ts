import { expect } from "chai";
import type { CredentialArgs } from "../../../provider/components/args/outboundAuth";
import type { TargetArgs } from "../../../provider/components/args/target";
import { credentialTypes, targetTypes } from "../../../provider/rules/targets/targetKinds";
import type { CredentialType, TargetType } from "../../../provider/rules/targets/targetKinds";

type TypesOf<Args extends { readonly type?: unknown }> = Exclude<Args["type"], undefined>;

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** Does not compile if a row of the table has no arguments type, or the other way round. */
const agreement: [Same<TargetType, TypesOf<TargetArgs>>, Same<CredentialType, TypesOf<CredentialArgs>>] = [true, true];

describe("The types of targets and credentials", () => {
  it("are the same in the table and in the arguments", () => {
    expect(agreement).to.deep.equal([true, true]);
    expect([targetTypes.length, credentialTypes.length]).to.deep.equal([10, 6]);
  });
});
