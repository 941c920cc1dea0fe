import { authorizationServerMembers } from "./authorizationServer";
import { tenantId } from "../../core/limits";
import type { Member } from "../../core/shape";
import { tenantMembers } from "./tenantEndpoints";
import type { propertiesOfConfiguration, VendorConfiguration } from "./vendors";

type MembersOf<Takes extends VendorConfiguration> = Readonly<
  Record<(typeof propertiesOfConfiguration)[Takes][number], Member>
>;

/** What a provider takes besides its client's id and secret, by what its vendor is configured with. */
export const membersOfConfiguration: { readonly [Takes in VendorConfiguration]: MembersOf<Takes> } = {
  fixed: {},
  directory: { tenantId: { shape: { kind: "text", rule: tenantId } } },
  tenant: tenantMembers,
  custom: authorizationServerMembers,
};
