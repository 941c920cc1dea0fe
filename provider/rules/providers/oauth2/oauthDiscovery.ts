import { tokenEndpointAuthMethods } from "../../core/limits";
import { formsOf } from "../../core/shape";
import type { Member, Shape } from "../../core/shape";
import { tenantMembers } from "./tenantEndpoints";
import type { TextRule } from "../../core/text";
import { discoveryUrlAllowed, discoveryUrlProblems } from "../../core/url";

const required = "write the URL, as the authorization server's documentation has it.";
const { issuer, authorizationEndpoint, tokenEndpoint } = tenantMembers;

const anyText: TextRule = { is: "the response type", minLength: 0, maxLength: Infinity };

const authorizationServerMetadata: Shape = {
  kind: "object",
  members: {
    issuer: { ...issuer, required },
    authorizationEndpoint: { ...authorizationEndpoint, required },
    tokenEndpoint: { ...tokenEndpoint, required },
    responseTypes: {
      shape: { kind: "list", of: { kind: "text", rule: anyText }, entries: "strings", min: 0, max: Infinity },
    },
    tokenEndpointAuthMethods: {
      shape: {
        kind: "list",
        of: { kind: "choice", is: "the method", choices: tokenEndpointAuthMethods },
        entries: "strings",
        min: 1,
        max: tokenEndpointAuthMethods.length,
      },
    },
  },
};

const discovery = {
  kind: "oneOf",
  forms: {
    discoveryUrl: { kind: "address", allowed: discoveryUrlAllowed, problems: discoveryUrlProblems },
    authorizationServerMetadata,
  },
} as const satisfies Shape;

/** How the service finds an authorization server's endpoints. */
export const oauthDiscovery: Member = { required: `write ${formsOf(discovery)}.`, shape: discovery };
