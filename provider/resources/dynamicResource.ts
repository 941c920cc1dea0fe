import * as pulumi from "@pulumi/pulumi";
import { programError } from "./program/problems";
import { assertProviderProcessFindsThisPackage } from "./program/providerProcess";
import { completedInputs, isUnitTest } from "./program/unitTest";

/**
 * Registers dynamic resources with Pulumi's Node.js provider process.
 *
 * `pulumi.dynamic.Resource` would serialize the provider's code into the state of every resource. Here the state contains a
 * constant text that requires `./provider` of this package. Type tokens and texts must not change, because existing states
 * contain them.
 */
const moduleToken = "pulumi-nodejs:dynamic/agentcore";
const providerPackage = "pulumi-nodejs";

/** The types of dynamic resources. `providers` in `./provider` has the same keys. */
export type ResourceKind =
  | "ApiKeyCredentialProvider"
  | "Oauth2CredentialProvider"
  | "PolicyNames"
  | "PolicyPropagation"
  | "StackOwner"
  | "TokenVault";

/** Returns the type token for URNs. */
export function typeToken(kind: ResourceKind): string {
  return `${moduleToken}:${kind}`;
}

/** Returns the text that the provider process evaluates. */
export function providerText(kind: ResourceKind): string {
  return `exports.handler = () => require("pulumi-agentcore-outbound-auth/provider").providers.${kind};`;
}

/** The inputs and outputs of a dynamic resource. */
export interface Registration {
  readonly inputs: pulumi.Inputs;
  /** Outputs that are not inputs. The SDK drops outputs that are not listed; each one takes time. */
  readonly outputs: readonly string[];
}

/** A resource as its constructor declares it. */
interface Declaration {
  /** Arguments of `super`: type, name, properties and options. */
  readonly forSdk: [string, string, pulumi.Inputs, pulumi.CustomResourceOptions];
  /** Sets outputs that the SDK does not set. Called after `super`. */
  readonly complete: (resource: pulumi.CustomResource) => void;
}

/**
 * Declares a resource whose handlers run in Pulumi's Node.js provider process.
 *
 * A base class would not work: the SDK expects the program to call the class that extends `CustomResource`. It would store
 * a line of this package as the resource's source position.
 */
export function declare(
  kind: ResourceKind,
  name: string,
  { inputs, outputs }: Registration,
  opts: pulumi.CustomResourceOptions,
): Declaration {
  const isTest = isUnitTest();
  if (!isTest) assertProviderProcessFindsThisPackage();
  assertNoOtherProvider(name, opts);
  const seeds = Object.fromEntries(outputs.map((output) => [output, undefined]));
  const completed = isTest ? completedInputs(kind, inputs, outputs, opts.id) : {};
  const props = { ...seeds, ...inputs, ...completed, __provider: providerText(kind) };
  return {
    forSdk: [typeToken(kind), name, props, opts],
    complete(resource) {
      const own = resource as unknown as Record<string, pulumi.Output<unknown>>;
      // Since 3.268, the SDK takes the id from the answer of the engine, and older engines answer none at preview.
      if (opts.id !== undefined) own.id = pulumi.all([opts.id, resource.urn]).apply(([id]) => id);
      for (const [output, value] of Object.entries(completed))
        own[output] = pulumi.all([own[output], value]).apply(([mocked, known]) => mocked ?? known);
    },
  };
}

/**
 * Shortens stack traces until the returned function is called. For each property of a resource, the SDK records four, to name
 * promises that never resolve. With one frame each, a preview of a hundred credential providers takes a twentieth less.
 */
export function shortenStackTraces(): () => void {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  return () => {
    Error.stackTraceLimit = stackTraceLimit;
  };
}

/** The SDK accepts a provider of any package, and the engine's error would not say what to write. */
function assertNoOtherProvider(name: string, opts: pulumi.CustomResourceOptions): void {
  // `getPackage` is missing in the SDK's public types.
  const { provider } = opts as { provider?: { getPackage?: () => string } };
  const providerOf = provider?.getPackage?.();
  if (providerOf === undefined || providerOf === providerPackage) return;
  throw programError(
    `"${name}": opts.provider is a provider of "${providerOf}", which a credential provider cannot use. Write its settings as connection: { region, profile, assumeRole }. An OutboundAuth reads account and Region from its aws provider.`,
  );
}

/** Returns the explicit `pulumi-nodejs` provider of a resource, if there is one. */
export function explicitProvider(
  kind: ResourceKind,
  opts: pulumi.CustomResourceOptions,
): pulumi.ProviderResource | undefined {
  return opts.provider ?? opts.parent?.getProvider(typeToken(kind));
}

/**
 * Returns an id that is known only when all arguments of the look-up are known. The engine omits unknown arguments, so that a
 * preview would otherwise read from another account or Region.
 */
export function idForLookUp(id: pulumi.Input<pulumi.ID>, state: object): pulumi.Output<pulumi.ID> {
  return pulumi.all([id, pulumi.output(state)]).apply(([known]) => known);
}
