import * as pulumi from "@pulumi/pulumi";
import { apiKeyCredentialProviderArgsProblems } from "../rules/apiKeyCredentialProvider";
import { renderProblems } from "../rules/problem";
import { proposeName } from "./automaticName";
import { DynamicResource, explicitProvider, typeToken } from "./dynamicResource";
import { resourcePath, shortHash, urnOf } from "./resourcePath";
import { stackOwnerId } from "./stackOwner";

/** A role to assume before the service is called. */
export interface AssumeRoleArgs {
  /** ARN of the role, `arn:aws:iam::123456789012:role/NAME`. */
  roleArn: pulumi.Input<string>;
  /** 2 to 64 letters, digits or `_ + = , . @ -`. @default "pulumi-agentcore-outbound-auth" */
  sessionName?: pulumi.Input<string>;
  /** The external id that the role's trust policy asks for, 2 to 1,224 characters. @default - none is sent */
  externalId?: pulumi.Input<string>;
  /** How long the session lasts, in seconds, 900 to 43,200. @default - one hour, the AWS SDK's default */
  durationSeconds?: pulumi.Input<number>;
}

/**
 * How a credential provider reaches AWS. What is not given comes from the stack configuration that the aws provider reads
 * too (`aws:region`, `aws:profile`, `aws:assumeRoles`, `aws:accessKey` …), then from the AWS SDK's own search.
 */
export interface ConnectionArgs {
  /** Region of the token vault, for example `us-east-1`. Changing it replaces the provider. @default - `aws:region`, then `AWS_REGION` */
  region?: pulumi.Input<string>;
  /** Profile in the AWS configuration files. @default - `aws:profile` or keys of the stack configuration, then the SDK's search */
  profile?: pulumi.Input<string>;
  /** Role to assume with those credentials. @default - `aws:assumeRoles`, where `profile` is not given either */
  assumeRole?: pulumi.Input<AssumeRoleArgs>;
}

/** Arguments of {@link ApiKeyCredentialProvider}. */
export interface ApiKeyCredentialProviderArgs {
  /**
   * The API key, 1 to 65,536 characters. It becomes a Pulumi secret whether or not it is one here; write
   * `config.requireSecret("key")`, so that it is none in the configuration file either. A new value is sent in one call
   * and changes neither ARN nor name.
   */
  apiKey: pulumi.Input<string>;
  /**
   * Name in the token vault: 1 to 128 letters, digits, `-` or `_`, unique in an account and Region. Changing it makes
   * another provider, and removes this one when nothing needs it any more.
   * @default - the resource's name and seven hexadecimal digits; stays when the resource is renamed with an alias
   */
  name?: pulumi.Input<string>;
  /** Tags, at most 48, besides those of `aws:defaultTags` and the package's own two. @default - none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Twelve digits: the account that the provider belongs to. With it the ARN is known at the first preview, and nothing is
   * done with credentials of another account. `OutboundAuth` fills it in. @default - the credentials' account, not checked
   */
  accountId?: pulumi.Input<string>;
  /** How the provider reaches AWS. Changing profile or role alone makes no call. @default - the stack configuration, then the SDK's search */
  connection?: pulumi.Input<ConnectionArgs>;
}

const outputs = [
  "name",
  "accountId",
  "region",
  "tagsAll",
  "credentialProviderArn",
  "apiKeySecretArn",
  "apiKeySecretArnPattern",
] as const;

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
  /** ARN of the Secrets Manager secret in which the service keeps the key. Known once the provider exists. */
  declare readonly apiKeySecretArn: pulumi.Output<string>;
  /** What a policy should name for that secret: a pattern that matches exactly it, and is known as early as the ARN. */
  declare readonly apiKeySecretArnPattern: pulumi.Output<string>;
  /** Account of the provider; empty where none was given. */
  declare readonly accountId: pulumi.Output<string | undefined>;
  /** Region of the provider. */
  declare readonly region: pulumi.Output<string>;
  /** All tags but the package's own. */
  declare readonly tagsAll: pulumi.Output<Record<string, string>>;

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
    return new ApiKeyCredentialProvider(name, state as ApiKeyCredentialProviderArgs, { ...opts, id });
  }

  constructor(name: string, args: ApiKeyCredentialProviderArgs, opts: pulumi.CustomResourceOptions = {}) {
    const problems = apiKeyCredentialProviderArgsProblems(args);
    if (problems.length > 0) throw new pulumi.RunError(renderProblems(`ApiKeyCredentialProvider "${name}"`, problems));
    const inputs = opts.id === undefined ? toInputs(name, args, opts) : { connection: args.connection };
    super("ApiKeyCredentialProvider", name, { inputs, outputs, secretOutputs: ["apiKey"] }, opts);
  }
}

/** The only place where arguments become inputs; `check` completes them. */
function toInputs(name: string, args: ApiKeyCredentialProviderArgs, opts: pulumi.CustomResourceOptions): pulumi.Inputs {
  const provider = explicitProvider("ApiKeyCredentialProvider", opts);
  const path = resourcePath(typeToken("ApiKeyCredentialProvider"), name, opts.parent);
  const proposal = async () => proposeName(name, await path, await urnOf(provider));
  return {
    name: args.name,
    nameProposal: args.name === undefined ? proposal() : undefined,
    apiKey: pulumi.secret(args.apiKey),
    ...(args.tags === undefined ? {} : { tags: args.tags }),
    accountId: args.accountId,
    connection: args.connection,
    mark: { owner: stackOwnerId(provider), resource: path.then((segments) => shortHash(segments, 16)) },
  };
}
