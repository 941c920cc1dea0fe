import type { RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { managedSecretArnPattern, parseCredentialProviderArn } from "../iam/arn";
import type { CredentialProviderId, Scope } from "../iam/arn";
import type { Statement } from "../iam/document";
import { apiKeyProviderStatements } from "../iam/statements";
import { ApiKeyCredentialProvider } from "../resources/apiKeyCredentialProvider";
import type { ConnectionArgs } from "../resources/apiKeyCredentialProvider";
import { resourcePath, shortHash } from "../resources/resourcePath";
import { credentialProviderArnProblems, secretArnProblems } from "../rules/arn";
import { outboundAuthProblems, placementProblems } from "../rules/outboundAuth";
import { renderProblems } from "../rules/problem";
import { checked } from "./checkedInput";
import { accessTo, gatewayResourceProblems } from "./gateway";
import type { GatewayArgs } from "./gateway";
import { fittedPolicyName } from "./gatewayAccess";
import type { GatewayAccess } from "./gatewayAccess";
import { plainValues } from "./plainValues";

/** What kind of target a bundle is for, named as in the API's target configuration. Written in the program, no Output. */
export interface ApiKeyTargetArgs {
  /** The kinds of targets to which a gateway can present an API key. */
  type: "openApiSchema" | "mcpServer" | "apiGateway" | "passthrough";
}

/** Where in a request the gateway puts the key. */
export interface ApiKeyPlacementArgs {
  /** `HEADER` or `QUERY_PARAMETER`. There is no default: the service documents none. */
  credentialLocation: pulumi.Input<"HEADER" | "QUERY_PARAMETER">;
  /** Name of the header or query parameter, 1 to 64 characters, for example `X-Subscription-Token`. */
  credentialParameterName: pulumi.Input<string>;
  /** Text before the key, up to 64 characters, `"Bearer "` for example. An empty text is handed on as written. @default - none is sent */
  credentialPrefix?: pulumi.Input<string>;
}

/** A credential provider that the bundle makes. */
export interface OwnApiKeyArgs extends ApiKeyPlacementArgs {
  type: "API_KEY";
  /** The API key, 1 to 65,536 characters; becomes a Pulumi secret in any case. Write `config.requireSecret("key")`. */
  apiKey: pulumi.Input<string>;
  /** Name of the credential provider, 1 to 128 letters, digits, `-` or `_`. @default - the bundle's name and seven hexadecimal digits */
  name?: pulumi.Input<string>;
  /** Tags of the credential provider, at most 48. @default - none besides `aws:defaultTags` */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Whose credentials manage the credential provider; the Region is the gateway's. @default - the stack configuration, then the AWS SDK's search */
  connection?: pulumi.Input<Omit<ConnectionArgs, "region">>;
  credentialProvider?: undefined;
}

/** An API-key credential provider of `@pulumi/aws`, seen by its outputs. */
export interface AwsApiKeyCredentialProvider {
  readonly credentialProviderArn: pulumi.Output<string>;
  readonly apiKeySecretArns: pulumi.Output<{ readonly secretArn: string }[]>;
}

/** An API-key credential provider that exists, by its ARN. */
export interface ApiKeyCredentialProviderReference {
  /** `arn:aws:bedrock-agentcore:REGION:ACCOUNT:token-vault/default/apikeycredentialprovider/NAME`. */
  arn: pulumi.Input<string>;
  /** ARN of its secret, where that is not named as the service names managed ones today. @default - a pattern for exactly the managed secret */
  secretArn?: pulumi.Input<string>;
}

/** A credential provider that is made elsewhere. */
export interface GivenApiKeyArgs extends ApiKeyPlacementArgs {
  type: "API_KEY";
  /** The provider: a resource of this package or of `@pulumi/aws`, or its ARN. */
  credentialProvider: ApiKeyCredentialProvider | AwsApiKeyCredentialProvider | ApiKeyCredentialProviderReference;
  apiKey?: undefined;
}

/** Arguments of {@link OutboundAuth}. */
export interface OutboundAuthArgs {
  /** The gateway whose role gets the permissions: a `GatewayRole`, or name and role of a gateway made elsewhere. */
  gateway: GatewayArgs;
  /** What the gateway calls. */
  target: ApiKeyTargetArgs;
  /** How it is let in there. */
  credential: OwnApiKeyArgs | GivenApiKeyArgs;
}

/** The target's configuration in the shape of `@pulumi/aws`. */
export interface CredentialProviderConfiguration {
  readonly apiKey: {
    readonly providerArn: string;
    readonly credentialLocation: string;
    readonly credentialParameterName: string;
    readonly credentialPrefix?: string;
  };
}

/** The target's configuration in the shape of the AgentCore API. */
export interface ApiCredentialProviderConfiguration {
  readonly credentialProviderType: "API_KEY";
  readonly credentialProvider: {
    readonly apiKeyCredentialProvider: CredentialProviderConfiguration["apiKey"];
  };
}

/** A credential provider as statements and configuration need it. */
interface Provider {
  readonly arn: pulumi.Output<string>;
  /** What a policy names for its secret; `undefined` for the managed secret. */
  readonly secretArn: pulumi.Output<string | undefined>;
}

/**
 * The outbound auth of one gateway target: a credential provider, exactly the permissions that the gateway's role needs for
 * it, and the configuration for the target. Whoever uses the configuration waits for provider and permissions; no
 * `dependsOn` is needed.
 *
 * @example
 * import * as pulumi from "@pulumi/pulumi";
 * import * as agentcore from "pulumi-agentcore-outbound-auth";
 *
 * const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
 * const search = new agentcore.OutboundAuth("search", {
 *   gateway: role,
 *   target: { type: "openApiSchema" },
 *   credential: {
 *     type: "API_KEY",
 *     apiKey: new pulumi.Config().requireSecret("searchKey"),
 *     credentialLocation: "HEADER",
 *     credentialParameterName: "X-Subscription-Token",
 *   },
 * });
 * export const configuration = search.credentialProviderConfiguration;
 *
 * @throws pulumi.RunError at construction, with every problem of the arguments at once; values that are known only later
 * are checked at preview as soon as they are known.
 */
export class OutboundAuth extends pulumi.ComponentResource {
  /** For `credentialProviderConfiguration` of `aws.bedrock.AgentcoreGatewayTarget`. */
  readonly credentialProviderConfiguration: pulumi.Output<CredentialProviderConfiguration>;
  /** The credential provider, where the bundle made it. */
  readonly credentialProvider: ApiKeyCredentialProvider | undefined;
  /** The inline policy that this target adds to the gateway's role. */
  readonly policy: RolePolicy;
  /** The statements of that policy. */
  readonly statements: pulumi.Output<Statement[]>;

  constructor(name: string, args: OutboundAuthArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const what = `OutboundAuth "${name}"`;
    const problems = [...outboundAuthProblems(plainValues(args) as object), ...gatewayResourceProblems(args.gateway)];
    if (problems.length > 0) throw new pulumi.RunError(renderProblems(what, problems));
    // No arguments: the SDK would write them, the key among them, into state and preview as they are.
    super("agentcore:index:OutboundAuth", name, {}, opts);
    const { credential } = args;
    const access = accessTo(args.gateway, this);
    this.credentialProvider =
      credential.credentialProvider === undefined ? this.makeProvider(name, credential, access) : undefined;
    const provider = referTo(what, this.credentialProvider ?? (credential as GivenApiKeyArgs).credentialProvider);

    this.statements = pulumi
      .all([provider.arn, provider.secretArn, access.place])
      .apply(([arn, secretArn, place]) => statementsFor(what, arn, secretArn, place));
    this.policy = access.policy(name, this.policyName(name, provider.arn, opts), this.statements, { parent: this });

    const workloadToken = access.share("workload-token");
    const vault = access.share("api-key-vault");
    const { credentialLocation, credentialParameterName, credentialPrefix } = credential;
    const placement = { credentialLocation, credentialParameterName, credentialPrefix };
    // The URNs are known at preview and carry the dependency: a target cannot come before what it needs.
    this.credentialProviderConfiguration = pulumi
      .all([provider.arn, placement, this.policy.urn, workloadToken.urn, vault.urn])
      .apply(([arn, known]) => configurationFor(what, arn, known as Placement));
    this.registerOutputs({ credentialProviderConfiguration: this.credentialProviderConfiguration });
  }

  /** For `credentialProviderConfigurations` of the AgentCore API. */
  get credentialProviderConfigurations(): pulumi.Output<ApiCredentialProviderConfiguration[]> {
    return this.credentialProviderConfiguration.apply(({ apiKey }) => [
      { credentialProviderType: "API_KEY" as const, credentialProvider: { apiKeyCredentialProvider: apiKey } },
    ]);
  }

  private makeProvider(name: string, credential: OwnApiKeyArgs, access: GatewayAccess): ApiKeyCredentialProvider {
    const { apiKey, name: providerName, tags } = credential;
    const connection =
      credential.connection === undefined
        ? access.connection
        : pulumi.all([credential.connection, access.connection]).apply(([given, place]) => ({ ...given, ...place }));
    return new ApiKeyCredentialProvider(
      name,
      { apiKey, name: providerName, tags, accountId: access.accountId, connection },
      { parent: this },
    );
  }

  /** Follows the provider's name, so that a policy which would lose an ARN is replaced, and the old one goes last. */
  private policyName(
    name: string,
    arn: pulumi.Output<string>,
    opts: pulumi.ComponentResourceOptions,
  ): pulumi.Output<string> {
    const nameFor = (known: string, suffix: string) =>
      fittedPolicyName(`agentcore-${parseCredentialProviderArn(known)?.name ?? "provider"}${suffix}`);
    if (this.credentialProvider !== undefined) return arn.apply((known) => nameFor(known, ""));
    // A provider that several bundles share does not tell their policies apart.
    const path = resourcePath("agentcore:index:OutboundAuth", name, opts.parent);
    return pulumi.all([arn, path]).apply(([known, segments]) => nameFor(known, `-${shortHash(segments, 7)}`));
  }
}

function referTo(what: string, given: GivenApiKeyArgs["credentialProvider"]): Provider {
  if (ApiKeyCredentialProvider.isInstance(given)) {
    return { arn: given.credentialProviderArn, secretArn: given.apiKeySecretArnPattern };
  }
  if ("apiKeySecretArns" in given) {
    // The aws provider calls the secret's ARN a secret; in a policy it would hide what is granted.
    return {
      arn: given.credentialProviderArn,
      secretArn: pulumi.unsecret(given.apiKeySecretArns).apply((arns) => arns[0]?.secretArn),
    };
  }
  const path = "credential.credentialProvider";
  return {
    arn: checked(what, given.arn, (arn) =>
      credentialProviderArnProblems(`${path}.arn`, arn, "apikeycredentialprovider"),
    ),
    secretArn: checked(what, given.secretArn, (arn) => secretArnProblems(`${path}.secretArn`, arn)),
  };
}

function statementsFor(what: string, arn: string, secretArn: string | undefined, place: Scope): Statement[] {
  const id = parseCredentialProviderArn(arn) as CredentialProviderId;
  if (id.accountId !== place.accountId || id.region !== place.region) {
    const reason = `the provider is in account ${id.accountId}, Region ${id.region}, but the gateway is in account ${place.accountId}, Region ${place.region}. Use a provider of the gateway's account and Region.`;
    throw new pulumi.RunError(renderProblems(what, [{ path: "credential.credentialProvider", reason }]));
  }
  return apiKeyProviderStatements(id, secretArn ?? managedSecretArnPattern(id));
}

type Placement = pulumi.Unwrap<ApiKeyPlacementArgs>;

function configurationFor(what: string, providerArn: string, placement: Placement): CredentialProviderConfiguration {
  const problems = placementProblems(placement);
  if (problems.length > 0) throw new pulumi.RunError(renderProblems(what, problems));
  const { credentialLocation, credentialParameterName, credentialPrefix } = placement;
  return {
    apiKey: {
      providerArn,
      credentialLocation,
      credentialParameterName,
      // Absent and empty are two things.
      ...(credentialPrefix === undefined ? {} : { credentialPrefix }),
    },
  };
}
