import { clientSecret } from "../rules/limits";
import { oauth2CredentialProviderProblems } from "../rules/oauth2CredentialProvider";
import { completeEndpoints } from "../rules/tenantEndpoints";
import { isVendor, propertiesOfConfiguration, vendors } from "../rules/vendors";
import type { Oauth2Vendor } from "../rules/vendors";
import { credentialProviderHandler } from "./credentialProvider";
import type { Properties } from "./handler";

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
  outputs: ({ callbackUrl, status }) => ({ callbackUrl, status }),
  refreshed(state, { config }) {
    const now = config?.[vendors[vendorOf(state)].member] as Properties | undefined;
    const shown = ["clientId", "oauthDiscovery", "clientAuthenticationMethod"].filter(
      (key) => state[key] !== undefined,
    );
    return Object.fromEntries(
      shown.filter((key) => now?.[key] !== undefined).map((key) => [key, narrowed(now?.[key], state[key])]),
    );
  },
});

/** What the service shows of what we wrote; what it adds by itself is no change of it. */
function narrowed(now: unknown, written: unknown): unknown {
  if (!isObject(now) || !isObject(written)) return now;
  const common = Object.keys(written).filter((key) => key in now);
  // Nothing in common: the other form of discovery, for example.
  return common.length === 0 ? now : Object.fromEntries(common.map((key) => [key, narrowed(now[key], written[key])]));
}

function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The constructor lets no other vendor pass. */
function vendorOf(properties: Properties): Oauth2Vendor {
  return properties.vendor as Oauth2Vendor;
}
