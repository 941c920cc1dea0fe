import { isWithoutSecret } from "../../rules/providers/oauth2/clientAuthentication";
import { valueAt } from "../../rules/core/crossFieldRules";
import { clientSecret } from "../../rules/core/limits";
import { oauth2CredentialProviderProblems } from "../../rules/providers/oauth2CredentialProvider";
import { isKnown } from "../../rules/core/values";
import { signingKeyOf } from "../../rules/providers/oauth2/privateKeyJwt";
import { completeEndpoints } from "../../rules/providers/oauth2/tenantEndpoints";
import { propertiesOfConfiguration } from "../../rules/providers/oauth2/configuration";
import { isVendor, vendors } from "../../rules/providers/oauth2/vendors";
import type { Oauth2Vendor } from "../../rules/providers/oauth2/vendors";
import { credentialProviderHandler } from "./handlers";
import type { Properties } from "../process/handler";
import { claimValues, shownConfiguration, shownProof } from "./readConfiguration";

/** Younger than the oldest client that this package works with, so that a lock file may hold one which does not know them. */
const recentMembers = ["certificateConfigurations", "onBehalfOfTokenExchangeConfig.onBehalfOfAuthenticationConfig"];

/** The lifecycle of an OAuth 2 credential provider. */
export const oauth2CredentialProvider = credentialProviderHandler({
  kind: "oauth2credentialprovider",
  secret: {
    key: "clientSecret",
    rule: clientSecret,
    sourceMember: "clientSecretSource",
    configMember: "clientSecretConfig",
  },
  inputKeys: ["vendor", "clientId", ...Object.values(propertiesOfConfiguration).flat()],
  immutableKeys: ["vendor"],
  secretArnKey: "clientSecretArn",
  secretArnPatternKey: "clientSecretArnPattern",
  hasSecret: ({ clientAuthenticationMethod }) => !isWithoutSecret(clientAuthenticationMethod),
  proofs: ({ clientAuthenticationMethod, privateKeyJwtConfig }) => ({
    clientAuthenticationMethod: isWithoutSecret(clientAuthenticationMethod) ? clientAuthenticationMethod : undefined,
    privateKeyJwtConfig: signingKeyOf(privateKeyJwtConfig),
  }),
  hasRecentMembers: (inputs) => recentMembers.some((member) => isKnown(valueAt(inputs, member))),
  complete(news) {
    const { vendor } = news;
    // The constructor lets no other pass; a transform may still have written one, and the rules say so.
    if (!isVendor(vendor)) return { vendor };
    const keys = ["vendor", "clientId", ...propertiesOfConfiguration[vendors[vendor].takes]];
    const written = Object.fromEntries(keys.filter((key) => key in news).map((key) => [key, news[key]]));
    return vendors[vendor].takes === "tenant" ? { ...written, ...completeEndpoints(vendor, news) } : written;
  },
  problems: oauth2CredentialProviderProblems,
  content(inputs, secret) {
    const vendor = vendorOf(inputs);
    const { member, takes } = vendors[vendor];
    // The domain is ours: the service gets what follows from it.
    const keys = ["clientId", ...propertiesOfConfiguration[takes]].filter((key) => key !== "domain");
    const sent = keys.filter((key) => inputs[key] !== undefined).map((key) => [key, inputs[key]]);
    return {
      credentialProviderVendor: vendor,
      oauth2ProviderConfigInput: { [member]: { ...(Object.fromEntries(sent) as Properties), ...secret } },
    };
  },
  otherSecrets: ({ privateKeyJwtConfig }) => claimValues(privateKeyJwtConfig),
  foundProof: ({ vendor, config }) => (isVendor(vendor) ? shownProof(config?.[vendors[vendor].member]) : {}),
  outputs: ({ callbackUrl, status }) => ({ callbackUrl, status }),
  refreshed(state, { config }) {
    const { member, takes } = vendors[vendorOf(state)];
    const now = config?.[member] as Properties | undefined;
    return now === undefined ? {} : shownConfiguration(state, now, takes);
  },
});

/** The constructor lets no other vendor pass. */
function vendorOf(properties: Properties): Oauth2Vendor {
  return properties.vendor as Oauth2Vendor;
}
