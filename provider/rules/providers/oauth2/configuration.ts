import { tenantId } from "../../core/limits";
import { optional, text } from "../../core/shape";
import type { Members } from "../../core/shape";
import { authorizationServerMembers } from "./authorizationServer";
import { tenantMembers } from "./tenantEndpoints";
import type { VendorConfiguration } from "./vendors";

/** The properties of a provider besides its client's id and secret, by the kind of configuration of its vendor. */
export const membersOfConfiguration: Readonly<Record<VendorConfiguration, Members>> = {
  fixed: {},
  directory: { tenantId: optional(text(tenantId)) },
  tenant: tenantMembers,
  custom: authorizationServerMembers,
};

/** The names of these properties. */
export const propertiesOfConfiguration: Readonly<Record<VendorConfiguration, readonly string[]>> = {
  fixed: Object.keys(membersOfConfiguration.fixed),
  directory: Object.keys(membersOfConfiguration.directory),
  tenant: Object.keys(membersOfConfiguration.tenant),
  custom: Object.keys(membersOfConfiguration.custom),
};
