import * as pulumi from "@pulumi/pulumi";
import {
  apiKeyCredentialProviderArgsProblems,
  apiKeyCredentialProviderProblems,
} from "../rules/providers/credentialProvider";
import { assertForm, lookUpRegistration, providerInputs, providerOutputs } from "./credentialProvider";
import type { CredentialProviderArgs } from "./credentialProvider";
import { declare, idForLookUp, shortenStackTraces } from "./dynamicResource";
import { assertArguments, plainArguments } from "./program/arguments";
import { leaveToCheck, secretInputs, warnOfMissingVariable } from "./secretSource";
import type { SecretArgs } from "./secretSource";

/** Arguments of {@link ApiKeyCredentialProvider}. */
export interface ApiKeyCredentialProviderArgs extends CredentialProviderArgs {
  /**
   * The API key, 1 to 65,536 characters. Write `config.requireSecret("key")`, `fromEnv("NAME")` or
   * `fromSecretsManager({ secretId, jsonKey })`. The value is always stored as a Pulumi secret. `fromEnv` keeps it out of
   * the state; `fromSecretsManager` leaves it in your own secret. A change of the value is one call and keeps ARN and name. A
   * change to or from `fromSecretsManager` replaces the provider.
   */
  apiKey: SecretArgs;
}

const outputs = [...providerOutputs, "apiKeySecretArn", "apiKeySecretArnPattern"] as const;

/**
 * An API key in the token vault of Amazon Bedrock AgentCore. A gateway reads it there for its targets.
 *
 * Create, update, refresh and delete take one call each. If the answer to a creation is lost, the next `pulumi up` finds
 * the provider by its tags and continues. A provider with the same name from another source is an error and stays
 * unchanged. A preview reports all invalid properties. Usually {@link OutboundAuth} creates this resource, together with
 * the permissions.
 *
 * @example
 * import * as pulumi from "@pulumi/pulumi";
 * import * as agentcore from "pulumi-agentcore-outbound-auth";
 *
 * const search = new agentcore.ApiKeyCredentialProvider("search", {
 *   apiKey: new pulumi.Config().requireSecret("searchKey"),
 * });
 * export const arn = search.credentialProviderArn;
 *
 * @throws pulumi.RunError at construction for properties that do not exist, for an `opts.provider` of another package than
 * `pulumi-nodejs`, and if Pulumi's provider process cannot find this package.
 */
export class ApiKeyCredentialProvider extends pulumi.CustomResource {
  /** Name in the token vault. */
  declare readonly name: pulumi.Output<string>;
  /** ARN of the provider, for the configuration of a gateway target. Known at preview if `accountId` is set. */
  declare readonly credentialProviderArn: pulumi.Output<string>;
  /** Account of the provider; empty if `accountId` is not set. */
  declare readonly accountId: pulumi.Output<string | undefined>;
  /** Region of the provider. */
  declare readonly region: pulumi.Output<string>;
  /** All tags except the ownership tags. */
  declare readonly tagsAll: pulumi.Output<Record<string, string>>;
  /** ARN of the Secrets Manager secret in which the service stores the key. Known after creation. */
  declare readonly apiKeySecretArn: pulumi.Output<string>;
  /** Pattern for a policy that matches exactly this secret. Known as early as the ARN of the provider. */
  declare readonly apiKeySecretArnPattern: pulumi.Output<string>;

  /** Returns true if the value is an `ApiKeyCredentialProvider`, also of another copy of this package. */
  static override isInstance(value: unknown): value is ApiKeyCredentialProvider {
    return (
      pulumi.CustomResource.isInstance(value) && "apiKeySecretArnPattern" in value && "credentialProviderArn" in value
    );
  }

  /**
   * Looks up an existing provider without managing it.
   *
   * @param name Logical name of the result.
   * @param id ARN of the provider.
   * @param state The connection to AWS, if the stack configuration does not set it.
   * @throws at preview, if the provider does not exist. Under Pulumi CLI 3.268 or later, `@pulumi/pulumi` must be 3.268 or
   * later.
   *
   * @example
   * const arn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/search";
   * const search = agentcore.ApiKeyCredentialProvider.get("search", arn);
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state: Pick<ApiKeyCredentialProviderArgs, "connection"> = {},
    opts: pulumi.CustomResourceOptions = {},
  ): ApiKeyCredentialProvider {
    const args = state as ApiKeyCredentialProviderArgs;
    return new ApiKeyCredentialProvider(name, args, { ...opts, id: idForLookUp(id, state) });
  }

  constructor(name: string, args: ApiKeyCredentialProviderArgs, opts: pulumi.CustomResourceOptions = {}) {
    const label = `ApiKeyCredentialProvider "${name}"`;
    assertArguments(label, args);
    const registration =
      opts.id === undefined ? { ...toInputs(label, name, args, opts), outputs } : lookUpRegistration(args, outputs);
    const declared = declare("ApiKeyCredentialProvider", name, registration, leaveToCheck("apiKey", opts));
    const restoreStackTraces = shortenStackTraces();
    try {
      super(...declared.forSdk);
    } finally {
      restoreStackTraces();
    }
    declared.complete(this);
    warnOfMissingVariable(label, "apiKey", args.apiKey);
  }
}

/** Returns the inputs, which Pulumi passes to `create` and `update` in `handlers/credentialProvider`. */
function toInputs(label: string, name: string, args: ApiKeyCredentialProviderArgs, opts: pulumi.CustomResourceOptions) {
  const plain = plainArguments(args);
  assertForm(label, apiKeyCredentialProviderArgsProblems(plain), () => apiKeyCredentialProviderProblems(plain));
  return providerInputs("ApiKeyCredentialProvider", name, args, opts, secretInputs("apiKey", args.apiKey, opts));
}
