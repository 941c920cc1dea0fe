import { apiKey, clientSecret } from "../../rules/core/limits";
import { isKnown } from "../../rules/core/values";
import { apiKeyCredentialProviderProblems } from "../../rules/providers/credentialProvider";
import { isWithoutSecret, signingKeyOf } from "../../rules/providers/oauth2/clientAuthentication";
import { propertiesOfConfiguration } from "../../rules/providers/oauth2/configuration";
import { completeEndpoints } from "../../rules/providers/oauth2/endpoints";
import { isVendor, vendors } from "../../rules/providers/oauth2/vendors";
import { oauth2CredentialProviderProblems } from "../../rules/providers/oauth2CredentialProvider";
import type { Handler, Properties } from "../process/handler";
import { check } from "./check";
import { create } from "./create";
import { defineKind, pick } from "./kind";
import type { Kind } from "./kind";
import { defaultTimeoutSeconds, deleteIfPresent, isUnfinished, waitUntilDeleted } from "./polling";
import { authenticationOf, changedConfiguration, claimValues, inputsOfConfiguration, read } from "./read";
import { callsFor, identify, replacingInputs } from "./state";
import type { ProviderInputs, ProviderState } from "./state";
import { update } from "./update";

/** Lifecycle of an API-key credential provider. */
export const apiKeyCredentialProvider: Handler = credentialProviderHandler(
  defineKind({
    type: "apikeycredentialprovider",
    secretInput: "apiKey",
    secretRule: apiKey,
    problems: apiKeyCredentialProviderProblems,
  }),
);

/** Lifecycle of an OAuth 2 credential provider. */
export const oauth2CredentialProvider: Handler = credentialProviderHandler(
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

    remoteConfiguration({ vendor, config }) {
      if (!isVendor(vendor)) return {};
      const { member, takes } = vendors[vendor];
      return inputsOfConfiguration(config?.[member], takes);
    },

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

/** Returns the handlers of one kind of credential provider. */
function credentialProviderHandler(kind: Kind): Handler<ProviderState, ProviderInputs> {
  return {
    secretPaths: ({ secretTags }) => [
      kind.secret.value,
      kind.secret.fingerprint,
      "privateKeyJwtConfig.additionalHeaderClaims",
      "privateKeyJwtConfig.additionalPayloadClaims",
      ...(secretTags === true ? ["tags", "tagsAll"] : []),
    ],

    check: (context, olds, news) => check(kind, context, olds, news),

    diff(context, id, olds, news) {
      // Every resource that stays passes here before anything is deleted.
      context.incarnations.remember(olds.credentialProviderArn, olds.incarnation);
      const existing = identify(kind, id);
      // An unknown name may turn out to be another one. Account and Region are looked up, and rarely change.
      const moved = (["accountId", "region"] as const).filter(
        (key) => isKnown(news[key]) && news[key] !== existing[key],
      );
      const before = replacingInputs(kind, olds);
      // An update restores an authentication that another tool changed.
      const restored = olds.drift === undefined ? [] : Object.keys(kind.authentication(olds));
      const replacing = Object.entries(replacingInputs(kind, news))
        .filter(([key, value]) => value !== before[key] && !restored.includes(key))
        .map(([key]) => key);
      return {
        replaces: [...(news.name === existing.name ? [] : ["name"]), ...moved, ...replacing],
        deleteBeforeReplace: false,
        ...(isUnfinished(olds) ? { changes: true } : {}),
      };
    },

    create: (context, inputs) => create(kind, context, inputs),

    read: (context, id, state) => read(kind, context, id, state),

    update: (context, id, olds, news) => update(kind, context, id, olds, news),

    async delete(context, id, state) {
      if (context.incarnations.isSuperseded(id, state.incarnation)) return;
      const existing = identify(kind, id);
      if (context.skipsPoliciesOfGroup)
        throw new Error(
          `${kind.label} "${existing.name}" is not deleted yet. Targets may still use it: another resource failed, so Pulumi skipped the policies and targets of a GatewayOutboundAuth. Correct the first error, and run again.`,
        );
      await context.service(state.connection, existing.region).assertAccount(existing.accountId);
      const timeoutSeconds = state.timeouts?.delete ?? defaultTimeoutSeconds;
      const polled = { context, calls: callsFor(kind, context, existing, state), timeoutSeconds };
      await deleteIfPresent(polled);
      if (state.asynchronous === true) await waitUntilDeleted(polled);
    },
  };
}
