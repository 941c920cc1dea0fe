import type { RolePolicy } from "@pulumi/aws/iam";
import type { Permission } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../iam/policy/document";
import { ApiKeyCredentialProvider } from "../resources/apiKeyCredentialProvider";
import { Oauth2CredentialProvider } from "../resources/oauth2CredentialProvider";
import { assertArguments } from "../resources/program/arguments";
import { logWarnings, programError, throwIfInvalid } from "../resources/program/problems";
import type { OutboundAuthArgs } from "./args/outboundAuth";
import { parseOutboundAuth } from "./args/outboundAuthSpec";
import type { ParsedOutboundAuth } from "./args/outboundAuthSpec";
import { apiConfigurations } from "./grants/providerConfiguration";
import type {
  ApiCredentialProviderConfiguration,
  CredentialProviderConfiguration,
} from "./grants/providerConfiguration";
import { checkGatewaySettings } from "./gateway/gatewayChecks";
import { executionRoleFor, gatewaySettingsOf } from "./gateway/gatewayInput";
import { grantApiKey, grantOAuth, newProviderArgs } from "./grants/credentialProvider";
import { grantCallerCredentials, grantNothing, withCertificate, withSchema } from "./grants/grant";
import type { Bundle, CredentialProvider, Grant } from "./grants/grant";
import { grantSignedCall } from "./grants/signedCall";
import { writeInlinePolicy } from "./policies/inlinePolicy";
import type { PolicyWriter } from "./policies/inlinePolicy";

const type = "agentcore:index:OutboundAuth";

/**
 * The outbound auth of one gateway target: a credential provider if the credential needs one, exactly the permissions that
 * the gateway's role needs, and the target's configuration. A target with this configuration is created after provider and
 * permissions; it needs no `dependsOn`.
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
 * @throws pulumi.RunError at construction, with all problems of the arguments. Outputs are checked at preview when they are
 * known.
 */
export class OutboundAuth extends pulumi.ComponentResource {
  /**
   * For `credentialProviderConfiguration` of `aws.bedrock.AgentcoreGatewayTarget`. It is `undefined` for a credential of type
   * `NONE`. If such a target has a schema in S3 or a private CA certificate, give the target `dependsOn` with this
   * `OutboundAuth`, or with its {@link GatewayOutboundAuth}: an empty value carries no dependency.
   */
  readonly credentialProviderConfiguration: pulumi.Output<CredentialProviderConfiguration>;
  /** The credential provider, if this `OutboundAuth` creates it. */
  readonly credentialProvider: CredentialProvider | undefined;
  /** The inline policy of this target, if it needs permissions. Targets of a {@link GatewayOutboundAuth} have none. */
  readonly policy: RolePolicy | undefined;
  /** Statements of this target for the gateway's role. */
  readonly statements: pulumi.Output<Statement[]>;
  /** The statement in the function's own policy, if `permission` asks for it. Targets of one role and function share it. */
  readonly permission: Permission | undefined;
  /** @internal Known when the target's permissions are in force. The target depends on it, and on nothing else of the role. */
  readonly inForce: pulumi.Output<unknown>;
  private readonly grant: Grant | undefined;

  constructor(name: string, args: OutboundAuthArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal For components that have already parsed the arguments, or write the policies themselves. */
  constructor(name: string, args: OutboundAuthArgs, opts: pulumi.ComponentResourceOptions, internal: InternalOptions);
  constructor(
    name: string,
    args: OutboundAuthArgs,
    opts: pulumi.ComponentResourceOptions = {},
    { label = `OutboundAuth "${name}"`, parsed, writePolicies = writeInlinePolicy }: InternalOptions = {},
  ) {
    assertArguments(label, args);
    const checked = parsed ?? parseOutboundAuth(args, gatewaySettingsOf(args.gateway));
    throwIfInvalid(label, checked.problems);
    // `{}` instead of `args`: the SDK would write them, with their secrets, as plain text into state and preview.
    super(type, name, {}, opts);
    logWarnings(label, checked.warnings, this);
    checkGatewaySettings({ label, ...checked }, args.gateway, this);
    const role = executionRoleFor(label, args.gateway, this);
    const { spec, asWritten } = checked;
    const { apiKey, oauth2 } = newProviderArgs(role, spec.credential);
    const parent = { parent: this };
    // Created here and not in a grant: the SDK stores each frame of the stack trace in the state.
    if (apiKey !== undefined) this.credentialProvider = new ApiKeyCredentialProvider(name, apiKey, parent);
    if (oauth2 !== undefined) this.credentialProvider = new Oauth2CredentialProvider(name, oauth2, parent);
    const bundle = { label, asWritten, name, spec, role, component: this, created: this.credentialProvider };
    const grant = grantFor(bundle);
    this.permission = grant?.permission;
    this.grant = grant;
    this.statements = grant?.statements ?? pulumi.output([]);
    const written = grant === undefined || grant.grantsNothing ? undefined : writePolicies(bundle, grant);
    this.policy = written?.policy;
    // URNs are known at preview and carry the dependency: the target is created after everything that it needs.
    this.inForce = pulumi.all([written?.inForce, grant?.permission?.urn]);
    const configuration = grant?.configuration(this.inForce) ?? pulumi.output(undefined);
    // A target accepts `undefined`, but its type does not say so.
    this.credentialProviderConfiguration = configuration as pulumi.Output<CredentialProviderConfiguration>;
    // The inputs of the target contain the configuration already.
    this.registerOutputs({});
  }

  /**
   * ARN of exactly the function, alias or version that the role may invoke, for a Lambda target's `lambdaArn`.
   *
   * @throws pulumi.RunError for other targets.
   */
  get functionArn(): pulumi.Output<string> {
    const arn = this.grant?.functionArn;
    if (arn === undefined) throw programError("functionArn is only available for Lambda targets.");
    return arn;
  }

  /**
   * ARN of the credential provider, new or existing. The permissions of other applications need it, for example of the one
   * that users return to (`callbackStatements` of `pulumi-agentcore-outbound-auth/iam`).
   *
   * @throws pulumi.RunError for credentials without a provider.
   */
  get credentialProviderArn(): pulumi.Output<string> {
    const arn = this.grant?.credentialProviderArn;
    if (arn === undefined)
      throw programError("credentialProviderArn is only available for API_KEY and OAUTH credentials.");
    return arn;
  }

  /**
   * URL that the vendor redirects users to, of an OAuth client that this `OutboundAuth` creates. For user consent, register
   * it with the client at the vendor.
   *
   * @throws pulumi.RunError for other credentials.
   */
  get callbackUrl(): pulumi.Output<string> {
    const { credentialProvider } = this;
    if (Oauth2CredentialProvider.isInstance(credentialProvider)) return credentialProvider.callbackUrl;
    throw programError(
      "callbackUrl is only available when OutboundAuth creates the OAuth client. Read it from the provider that you passed in.",
    );
  }

  /** For `credentialProviderConfigurations` of the AgentCore API. It is `undefined` for a credential of type `NONE`. */
  get credentialProviderConfigurations(): pulumi.Output<ApiCredentialProviderConfiguration[]> {
    return this.credentialProviderConfiguration.apply(
      (configuration) => apiConfigurations(configuration) as ApiCredentialProviderConfiguration[],
    );
  }
}

/** Options that only other components of this package use. */
interface InternalOptions {
  /** Beginning of messages. @default - class and name of the `OutboundAuth` */
  readonly label?: string;
  /** The arguments, already checked. */
  readonly parsed?: ParsedOutboundAuth;
  /** @default - an inline policy for this target */
  readonly writePolicies?: PolicyWriter;
}

/** Returns everything that the target needs; `undefined` if it has no credential, no schema in S3 and no certificate. */
function grantFor(bundle: Bundle): Grant | undefined {
  const { target, credential } = bundle.spec;
  const { schema, certificate } = target;
  if (credential.type === "NONE" && schema === undefined && certificate === undefined) return undefined;
  const forCredential = grantForCredential(bundle);
  const forSchema = schema === undefined ? forCredential : withSchema(bundle, schema, forCredential);
  return certificate === undefined ? forSchema : withCertificate(bundle, certificate, forSchema);
}

function grantForCredential(bundle: Bundle): Grant {
  const { credential } = bundle.spec;
  switch (credential.type) {
    case "API_KEY":
      return grantApiKey(bundle, credential);
    case "OAUTH":
      return grantOAuth(bundle, credential);
    case "GATEWAY_IAM_ROLE":
      return grantSignedCall(bundle, credential);
    case "CALLER_IAM_CREDENTIALS":
      return grantCallerCredentials(bundle, credential);
    case "JWT_PASSTHROUGH":
      return grantNothing({ jwtPassthrough: {} });
    case "NONE":
      return grantNothing(undefined);
  }
}
