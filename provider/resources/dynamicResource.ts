import * as pulumi from "@pulumi/pulumi";
import { assertProviderProcessFindsThisPackage } from "./program/installation";
import { programError } from "./program/errors";
import { completedInputs, isUnitTest } from "./program/unitTest";

/**
 * The wire contract between a program and Pulumi's Node.js provider process. This file alone knows it.
 *
 * `pulumi.dynamic.Resource` would serialize the provider's code into the state of every resource. Instead the state holds
 * a constant text that requires this package's `./provider`. Type tokens and texts are frozen: every state has them.
 */
const moduleToken = "pulumi-nodejs:dynamic/agentcore";
const providerPackage = "pulumi-nodejs";

/** The types of dynamic resources, named as the keys of `providers` in `./provider`. */
export type ResourceKind =
  | "ApiKeyCredentialProvider"
  | "Oauth2CredentialProvider"
  | "PolicyNames"
  | "PolicyPropagation"
  | "StackOwner"
  | "TokenVault";

/** Token of a type, as it stands in URNs. */
export function typeToken(kind: ResourceKind): string {
  return `${moduleToken}:${kind}`;
}

/** The text that the provider process evaluates. */
export function providerText(kind: ResourceKind): string {
  return `exports.handler = () => require("pulumi-agentcore-outbound-auth/provider").providers.${kind};`;
}

/** What a dynamic resource registers. */
export interface Registration {
  /** Inputs as the program gives them. */
  readonly inputs: pulumi.Inputs;
  /** Every output that programs read and that is no input: the SDK drops what is not named, and charges for what is. */
  readonly outputs: readonly string[];
  /** Outputs that are secret under whatever name. */
  readonly secretOutputs?: readonly string[];
}

/** A resource whose handlers run in Pulumi's own Node.js provider process. */
export abstract class DynamicResource extends pulumi.CustomResource {
  protected constructor(
    kind: ResourceKind,
    name: string,
    { inputs, outputs, secretOutputs }: Registration,
    opts: pulumi.CustomResourceOptions,
  ) {
    assertProviderProcessFindsThisPackage();
    assertNoForeignProvider(name, opts);
    const seeds = Object.fromEntries(outputs.map((output) => [output, undefined]));
    const completed = isUnitTest() ? completedInputs(kind, inputs, outputs, opts.id) : {};
    super(
      typeToken(kind),
      name,
      { ...seeds, ...inputs, ...completed, __provider: providerText(kind) },
      pulumi.mergeOptions(opts, { additionalSecretOutputs: [...(secretOutputs ?? [])] }),
    );
    const own = this as unknown as Record<string, pulumi.Output<unknown>>;
    for (const [output, value] of Object.entries(completed))
      own[output] = pulumi.all([own[output], value]).apply(([said, known]) => said ?? known);
  }
}

/** The SDK sends a provider of any package along, and the engine's complaint would not say what to write. */
function assertNoForeignProvider(name: string, opts: pulumi.CustomResourceOptions): void {
  // Not in the SDK's public types, but what its own option handling asks.
  const { provider } = opts as { provider?: { getPackage?: () => string } };
  const given = provider?.getPackage?.();
  if (given === undefined || given === providerPackage) return;
  throw programError(
    `"${name}": opts.provider is a provider of "${given}", which a credential provider cannot use. Write its settings as connection: { region, profile, assumeRole }; OutboundAuth takes account and Region from an aws provider by itself.`,
  );
}

/** The explicit `pulumi-nodejs` provider that a resource will run in, if there is one. */
export function explicitProvider(
  kind: ResourceKind,
  opts: pulumi.CustomResourceOptions,
): pulumi.ProviderResource | undefined {
  return opts.provider ?? opts.parent?.getProvider(typeToken(kind));
}
