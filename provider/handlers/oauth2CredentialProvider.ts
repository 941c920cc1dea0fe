import { oauth2CredentialProviderProblems } from "../rules/oauth2CredentialProvider";
import { completeEndpoints } from "../rules/tenantEndpoints";
import { propertiesOfConfiguration, vendors } from "../rules/vendors";
import type { Oauth2Vendor } from "../rules/vendors";
import { credentialProviderHandler } from "./credentialProvider";
import type { Properties } from "./handler";

/** The lifecycle of an OAuth 2 credential provider. */
export const oauth2CredentialProvider = credentialProviderHandler({
  kind: "oauth2credentialprovider",
  inputKeys: ["vendor", "clientId", "clientSecret", ...Object.values(propertiesOfConfiguration).flat()],
  immutableKeys: ["vendor"],
  secretArnKey: "clientSecretArn",
  secretArnPatternKey: "clientSecretArnPattern",
  complete(news) {
    const vendor = vendorOf(news);
    const keys = ["vendor", "clientId", "clientSecret", ...propertiesOfConfiguration[vendors[vendor].takes]];
    const written = Object.fromEntries(keys.filter((key) => key in news).map((key) => [key, news[key]]));
    return vendors[vendor].takes === "tenant" ? { ...written, ...completeEndpoints(vendor, news) } : written;
  },
  problems: oauth2CredentialProviderProblems,
  content(inputs) {
    const vendor = vendorOf(inputs);
    const { member, takes } = vendors[vendor];
    // The domain is ours: the service gets what follows from it.
    const keys = ["clientId", "clientSecret", ...propertiesOfConfiguration[takes]].filter((key) => key !== "domain");
    const sent = keys.filter((key) => inputs[key] !== undefined).map((key) => [key, inputs[key]]);
    return {
      credentialProviderVendor: vendor,
      oauth2ProviderConfigInput: { [member]: Object.fromEntries(sent) as Properties },
    };
  },
  secrets: ({ clientSecret }) => [String(clientSecret)],
  outputs: ({ callbackUrl, status }) => ({ callbackUrl, status }),
});

/** The constructor lets no other vendor pass. */
function vendorOf(properties: Properties): Oauth2Vendor {
  return properties.vendor as Oauth2Vendor;
}
