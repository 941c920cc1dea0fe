import type { RolePolicy } from "@pulumi/aws/iam";
import type { Permission } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../iam/policy/document";
import { Oauth2CredentialProvider } from "../resources/oauth2CredentialProvider";
import { plainValues } from "../resources/program/plainValues";
import { assertArguments } from "../resources/program/arguments";
import { programError, throwIfInvalid } from "../resources/program/errors";
import type { GatewaySettings } from "../rules/components/gatewayCompatibility";
import { isNil } from "../rules/core/values";
import { outboundAuthProblems, outboundAuthWarnings } from "../rules/components/outboundAuth";
import { readTarget } from "../rules/targets/readTarget";
import type { CredentialType } from "../rules/targets/targetKinds";
import { executionRoleFor, gatewaySettingsOf, gatewayResourceProblems } from "./gateway/gatewayInput";
import type { ExecutionRole } from "./gateway/executionRole";
import type { Grant } from "./grants/grant";
import { grantFunction } from "./grants/lambda";
import type {
  AnyApiKeyArgs,
  AnyOAuthArgs,
  CallerCredentialArgs,
  OutboundAuthArgs,
  SigningRoleCredentialArgs,
} from "./args/outboundAuth";
import { passOnCaller, passOnJwt, presentNothing } from "./grants/passthrough";
import { writeInlinePolicy } from "./policies/inlinePolicy";
import type { PolicyWriter } from "./policies/inlinePolicy";
import { checkGatewaySettingsLater } from "./gateway/gatewayChecks";
import { grantProvider } from "./grants/credentialProvider";
import type { CredentialProvider } from "./grants/credentialProvider";
import { grantRole } from "./grants/gatewayRole";
import { withSchema } from "./grants/schema";
import type { LambdaTargetArgs, SchemaArgs } from "./args/target";
import { logWarnings } from "../resources/program/warnings";
import { apiConfigurations } from "./args/targetConfiguration";
import type { ApiCredentialProviderConfiguration, CredentialProviderConfiguration } from "./args/targetConfiguration";

const type = "agentcore:index:OutboundAuth";

/**
 * The outbound auth of one gateway target: a credential provider where it needs one, exactly the permissions that the
 * gateway's role needs for it, and the configuration for the target. Whoever uses the configuration waits for provider and
 * permissions; no `dependsOn` is needed.
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
  /**
   * For `credentialProviderConfiguration` of `aws.bedrock.AgentcoreGatewayTarget`. Of a credential of type `NONE` it is
   * empty (`undefined`), and the target goes without; where such a target has a schema in S3, write `dependsOn` with this
   * bundle, or with the whole {@link GatewayOutboundAuth} that it is in, because nothing that is empty can be waited for.
   */
  readonly credentialProviderConfiguration: pulumi.Output<CredentialProviderConfiguration>;
  /** The credential provider, where the bundle made it. */
  readonly credentialProvider: CredentialProvider | undefined;
  /**
   * The inline policy that this target adds to the gateway's role, where it adds one. Targets of a
   * {@link GatewayOutboundAuth} have none of their own.
   */
  readonly policy: RolePolicy | undefined;
  /** What this target adds to the gateway's role. */
  readonly statements: pulumi.Output<Statement[]>;
  /** The statement in the function's own policy, where the bundle made it. */
  readonly permission: Permission | undefined;
  private readonly grant: Grant | undefined;

  constructor(name: string, args: OutboundAuthArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal A group writes the statements of its bundles into policies of its own. */
  constructor(name: string, args: OutboundAuthArgs, opts: pulumi.ComponentResourceOptions, writePolicies: PolicyWriter);
  constructor(
    name: string,
    args: OutboundAuthArgs,
    opts: pulumi.ComponentResourceOptions = {},
    writePolicies: PolicyWriter = writeInlinePolicy,
  ) {
    const label = `OutboundAuth "${name}"`;
    assertArguments(label, args);
    const plain = plainValues(args) as object;
    const settings = gatewaySettingsOf(args.gateway);
    const problems = [
      ...outboundAuthProblems(plain, "target", plainValues(settings) as GatewaySettings),
      ...gatewayResourceProblems(args.gateway),
    ];
    throwIfInvalid(label, problems);
    // No arguments: the SDK would write them, secrets among them, into state and preview as they are.
    super(type, name, {}, opts);
    logWarnings(label, outboundAuthWarnings(plain, "target", plainValues(settings) as GatewaySettings), this);
    checkGatewaySettingsLater(label, settings, args, this);
    const role = executionRoleFor(label, args.gateway, this);
    const grant = grantFor(label, name, args, role, this);
    this.credentialProvider = grant?.credentialProvider;
    this.permission = grant?.permission;
    this.grant = grant;
    this.statements = grant?.statements ?? pulumi.output([]);
    const written = grant && writePolicies({ name, bundle: this, grant, role });
    this.policy = written?.policy;
    // The URNs are known at preview and carry the dependency: a target cannot come before what it needs.
    const awaited = [...(written?.awaited ?? []), ...(grant?.permission === undefined ? [] : [grant.permission.urn])];
    this.credentialProviderConfiguration = grant?.configuration(awaited) ?? nothing();
    this.registerOutputs({ credentialProviderConfiguration: this.credentialProviderConfiguration });
  }

  /**
   * ARN of exactly the function, alias or version that the role may call, for a Lambda target's `lambdaArn`.
   *
   * @throws pulumi.RunError for other targets.
   */
  get functionArn(): pulumi.Output<string> {
    const arn = this.grant?.functionArn;
    if (arn === undefined) throw programError("functionArn: this bundle's target is not a Lambda function.");
    return arn;
  }

  /**
   * ARN of the credential provider, whether the bundle made it or was given it: for the permissions of others, as of the
   * application that users come back to (`iam.callbackStatements`).
   *
   * @throws pulumi.RunError for credentials that no provider holds.
   */
  get credentialProviderArn(): pulumi.Output<string> {
    const arn = this.grant?.credentialProviderArn;
    if (arn === undefined) throw programError("credentialProviderArn: no provider holds this bundle's credential.");
    return arn;
  }

  /**
   * Where the vendor sends users back to, of an OAuth client that the bundle made; for user consent, it is entered where
   * the client is registered.
   *
   * @throws pulumi.RunError for bundles that make no OAuth client.
   */
  get callbackUrl(): pulumi.Output<string> {
    const { credentialProvider } = this;
    if (Oauth2CredentialProvider.isInstance(credentialProvider)) return credentialProvider.callbackUrl;
    throw programError("callbackUrl: this bundle makes no OAuth client. Ask the one that it was given.");
  }

  /** For `credentialProviderConfigurations` of the AgentCore API; empty (`undefined`) for a credential of type `NONE`. */
  get credentialProviderConfigurations(): pulumi.Output<ApiCredentialProviderConfiguration[]> {
    return this.credentialProviderConfiguration.apply(
      (configuration) => apiConfigurations(configuration) as ApiCredentialProviderConfiguration[],
    );
  }
}

/** A bundle's parts, as grants are made from them. */
interface Bundle {
  readonly label: string;
  readonly name: string;
  readonly target: pulumi.Inputs;
  readonly role: ExecutionRole;
  readonly component: OutboundAuth;
}

const grants: Readonly<Record<CredentialType, (bundle: Bundle, credential: never) => Grant>> = {
  API_KEY: grantFromProvider,
  OAUTH: grantFromProvider,
  GATEWAY_IAM_ROLE: ({ label, name, target, role, component }, credential: SigningRoleCredentialArgs) =>
    target.type === "lambda"
      ? grantFunction(label, name, target as LambdaTargetArgs, credential, role, component)
      : grantRole(label, target, credential, role),
  CALLER_IAM_CREDENTIALS: ({ label }, credential: CallerCredentialArgs) => passOnCaller(label, credential),
  JWT_PASSTHROUGH: passOnJwt,
  NONE: presentNothing,
};

function grantFromProvider(bundle: Bundle, credential: AnyApiKeyArgs | AnyOAuthArgs): Grant {
  const { label, name, target, role, component } = bundle;
  return grantProvider(label, name, target, credential, role, component);
}

/** What the credential comes to; `undefined` where there is nothing to say about it at all. */
function grantFor(
  label: string,
  name: string,
  args: OutboundAuthArgs,
  role: ExecutionRole,
  component: OutboundAuth,
): Grant | undefined {
  const { credential } = args;
  const target = readTarget(args.target).target as pulumi.Inputs;
  const schema = target.schema as SchemaArgs | undefined | null;
  const hasSchema = !isNil(schema);
  if (credential.type === "NONE" && !hasSchema) return undefined;
  const grant = grants[credential.type]({ label, name, target, role, component }, credential as never);
  return hasSchema ? withSchema(label, schema, grant, role) : grant;
}

/** Typed as a configuration, so that a target takes it as it takes any other. */
function nothing(): pulumi.Output<CredentialProviderConfiguration> {
  return pulumi.output(undefined as unknown as CredentialProviderConfiguration);
}
