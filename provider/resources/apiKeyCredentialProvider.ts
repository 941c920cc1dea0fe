import * as pulumi from "@pulumi/pulumi";
import {
  apiKeyCredentialProviderArgsProblems,
  apiKeyCredentialProviderProblems,
} from "../rules/providers/apiKeyCredentialProvider";
import { assertForm, providerInputs, providerOutputs } from "./credentialProvider";
import type { CredentialProviderArgs } from "./credentialProvider";
import { DynamicResource } from "./dynamicResource";
import { plainValues } from "./program/plainValues";
import { assertArguments } from "./program/arguments";
import { ignoringSecret, secretInputs, warnOfMissingVariable } from "./secretSource";
import type { SecretArgs, SecretInputs } from "./secretSource";
import { idForLookUp } from "./lookUp";

/** Arguments of {@link ApiKeyCredentialProvider}. */
export interface ApiKeyCredentialProviderArgs extends CredentialProviderArgs {
  /**
   * The API key, 1 to 65,536 characters. It becomes a Pulumi secret whether or not it is one here; write
   * `config.requireSecret("key")`, so that it is none in the configuration file either. A new value is sent in one call
   * and changes neither ARN nor name. Or where it comes from: `fromEnv("NAME")` keeps it out of state and engine,
   * `fromSecretsManager({ secretId, jsonKey })` leaves it in a secret of your own.
   */
  apiKey: SecretArgs;
}

const outputs = [...providerOutputs, "apiKeySecretArn", "apiKeySecretArnPattern"] as const;

/** A looked-up provider has no inputs that tell how it authenticates. */
const outputsOfLookUp = [...outputs, "proof"] as const;

/**
 * An API key in the token vault of Amazon Bedrock AgentCore, from which gateways fetch it for their targets.
 *
 * Creating, changing, refreshing and deleting take one call each. A creation whose answer was lost is found by its tags
 * and finished by the next `pulumi up`; a provider of the same name that somebody else made is left alone, with an error.
 * All invalid properties are reported at preview. Usually {@link OutboundAuth} makes it, together with the permissions.
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
 * @throws pulumi.RunError at construction for properties that do not exist, an `opts.provider` that is not of
 * `pulumi-nodejs`, and an installation in which Pulumi's provider process would not find this package.
 */
export class ApiKeyCredentialProvider extends DynamicResource {
  /** Name in the token vault. */
  declare readonly name: pulumi.Output<string>;
  /** ARN of the provider, for a gateway target's configuration. Known at preview where `accountId` is given. */
  declare readonly credentialProviderArn: pulumi.Output<string>;
  /** Account of the provider; empty where none was given. */
  declare readonly accountId: pulumi.Output<string | undefined>;
  /** Region of the provider. */
  declare readonly region: pulumi.Output<string>;
  /** All tags but the package's own. */
  declare readonly tagsAll: pulumi.Output<Record<string, string>>;
  /** ARN of the Secrets Manager secret in which the service keeps the key. Known once the provider exists. */
  declare readonly apiKeySecretArn: pulumi.Output<string>;
  /** What a policy should name for that secret: a pattern that matches exactly it, and is known as early as the ARN. */
  declare readonly apiKeySecretArnPattern: pulumi.Output<string>;

  /** Whether a value is an `ApiKeyCredentialProvider`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is ApiKeyCredentialProvider {
    return (
      pulumi.CustomResource.isInstance(value) && "apiKeySecretArnPattern" in value && "credentialProviderArn" in value
    );
  }

  /**
   * Looks up a provider that exists, without managing it.
   *
   * @param name Logical name of the result.
   * @param id The provider's ARN.
   * @param state How to reach it, where the stack configuration does not say so.
   * @throws at preview, if there is no such provider. Needs `@pulumi/pulumi` 3.268 where the CLI is as new.
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
    return new ApiKeyCredentialProvider(name, state as ApiKeyCredentialProviderArgs, {
      ...opts,
      id: idForLookUp(id, state),
    });
  }

  constructor(name: string, args: ApiKeyCredentialProviderArgs, opts: pulumi.CustomResourceOptions = {}) {
    assertArguments(`ApiKeyCredentialProvider "${name}"`, args);
    const isLookUp = opts.id !== undefined;
    const { inputs, secretKeys } = isLookUp
      ? { inputs: { connection: args.connection }, secretKeys: [] }
      : toInputs(name, args, opts);
    const registration = { inputs, outputs: isLookUp ? outputsOfLookUp : outputs, secretOutputs: secretKeys };
    super("ApiKeyCredentialProvider", name, registration, ignoringSecret("apiKey", opts));
    warnOfMissingVariable(args.apiKey, this);
  }
}

function toInputs(
  name: string,
  args: ApiKeyCredentialProviderArgs,
  opts: pulumi.CustomResourceOptions,
): Pick<SecretInputs, "inputs" | "secretKeys"> {
  const formProblems = apiKeyCredentialProviderArgsProblems(plainValues(args) as object);
  assertForm(`ApiKeyCredentialProvider "${name}"`, args, formProblems, (plain) =>
    apiKeyCredentialProviderProblems(plain),
  );
  const secret = secretInputs("apiKey", args.apiKey);
  return {
    inputs: providerInputs("ApiKeyCredentialProvider", name, args, opts, secret),
    secretKeys: secret.secretKeys,
  };
}
