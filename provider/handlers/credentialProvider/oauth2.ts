import { clientSecret } from "../../rules/core/limits";
import { isWithoutSecret, signingKeyOf } from "../../rules/providers/oauth2/clientAuthentication";
import { propertiesOfConfiguration } from "../../rules/providers/oauth2/configuration";
import { completeEndpoints } from "../../rules/providers/oauth2/endpoints";
import { isVendor, vendors } from "../../rules/providers/oauth2/vendors";
import { oauth2CredentialProviderProblems } from "../../rules/providers/oauth2CredentialProvider";
import type { Properties } from "../process/handler";
import { credentialProviderHandler } from "./handlers";
import { defineKind, pick } from "./kind";
import { authenticationOf, changedConfiguration, claimValues } from "./readConfiguration";

/** Lifecycle of an OAuth 2 credential provider. */
export const oauth2CredentialProvider = credentialProviderHandler(
  defineKind({
    type: "oauth2credentialprovider",
    secretInput: "clientSecret",
    secretRule: clientSecret,
    inputKeys: ["vendor", "clientId", ...Object.values(propertiesOfConfiguration).flat()],
    immutableKeys: ["vendor"],
    problems: oauth2CredentialProviderProblems,
    hasSecret: ({ clientAuthenticationMethod }) => !isWithoutSecret(clientAuthenticationMethod),
    otherSecrets: ({ privateKeyJwtConfig }) => claimValues(privateKeyJwtConfig),
    authentication: ({ clientAuthenticationMethod, privateKeyJwtConfig }) => ({
      clientAuthenticationMethod: isWithoutSecret(clientAuthenticationMethod) ? clientAuthenticationMethod : undefined,
      privateKeyJwtConfig: signingKeyOf(privateKeyJwtConfig),
    }),

    completeInputs(news) {
      const { vendor } = news;
      // A transform may have set an unknown vendor: the rules report it.
      if (!isVendor(vendor)) return { vendor };
      const { takes } = vendors[vendor];
      const written = pick(news, ["vendor", "clientId", ...propertiesOfConfiguration[takes]]);
      return takes === "tenant" ? { ...written, ...completeEndpoints(vendor, news) } : written;
    },

    content(inputs, secret) {
      const { vendor, member, takes } = vendorOf(inputs);
      // The domain is an input of this package: the service receives the endpoints that follow from it.
      const keys = ["clientId", ...propertiesOfConfiguration[takes]].filter((key) => key !== "domain");
      const sent = Object.entries(pick(inputs, keys)).filter(([, value]) => value !== undefined);
      return {
        credentialProviderVendor: vendor,
        oauth2ProviderConfigInput: { [member]: { ...Object.fromEntries(sent), ...secret } },
      };
    },

    outputs: ({ callbackUrl, status }) => ({ callbackUrl, status }),
    remoteAuthentication: ({ vendor, config }) =>
      isVendor(vendor) ? authenticationOf(config?.[vendors[vendor].member]) : {},

    changedInputs(state, { config }) {
      const { member, takes } = vendorOf(state);
      const actual = config?.[member] as Properties | undefined;
      return actual === undefined ? {} : changedConfiguration(state, actual, takes);
    },
  }),
);

/** Returns the row of a state's vendor. The rules have checked the name. */
function vendorOf({ vendor }: Properties) {
  if (!isVendor(vendor)) throw new Error("vendor: the state does not contain a vendor of AgentCore.");
  return { vendor, ...vendors[vendor] };
}
