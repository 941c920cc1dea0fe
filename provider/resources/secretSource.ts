import * as pulumi from "@pulumi/pulumi";
import { isNil } from "../rules/core/values";
import {
  fingerprintKey,
  isExternal,
  isFromEnvironment,
  isSecretSource,
  sourceKey,
} from "../rules/providers/secretSource";
import { perStack } from "./program/stack";
import { isUnitTest } from "./program/unitTest";

/** A secret in an environment variable of the process that runs Pulumi; see {@link fromEnv}. */
export interface SecretFromEnvironment {
  /**
   * Name of the variable, 1 to 255 letters, digits or `_`, not a digit first. A plain value, not an Output. A change is one call
   * if the new variable has another value.
   */
  env: string;
}

/** Your own secret in Secrets Manager; see {@link fromSecretsManager}. */
export interface SecretFromSecretsManager {
  /**
   * ARN or name (1 to 512 characters) of the secret, in the provider's Region. In an `OutboundAuth`, and for a secret in another
   * account, it must be the ARN. A change replaces the provider.
   */
  secretId: pulumi.Input<string>;
  /** Key of the value in the secret's JSON text, 1 to 128 characters. A change is one call. */
  jsonKey: pulumi.Input<string>;
  /**
   * ARN of the customer managed key that encrypts the secret, `arn:aws:kms:REGION:ACCOUNT:key/KEY-ID`, no alias. The gateway's role
   * gets the permission to decrypt with it. A change affects this permission only.
   * @default - the AWS managed key encrypts the secret
   */
  kmsKeyArn?: pulumi.Input<string>;
}

/** The value of a secret, or its source. */
export type SecretArgs = pulumi.Input<string> | SecretFromEnvironment | SecretFromSecretsManager;

/**
 * Reads a secret from the environment when it is sent. The secret never reaches Pulumi's state or engine. The state contains
 * the name of the variable and a keyed fingerprint of the value, so that a preview shows a changed value.
 *
 * If the variable is missing or empty, for example in a preview of a pull request, an existing provider stays unchanged,
 * with a warning. A new provider is previewed. Every change that must send the secret fails before the first call.
 *
 * @param name Name of the variable: letters, digits or `_`, not a digit first. A plain value, not an Output.
 *
 * @example
 * import * as agentcore from "pulumi-agentcore-outbound-auth";
 *
 * const search = new agentcore.ApiKeyCredentialProvider("search", { apiKey: agentcore.fromEnv("SEARCH_API_KEY") });
 * export const arn = search.credentialProviderArn;
 */
export function fromEnv(name: string): SecretFromEnvironment {
  return { env: name };
}

/**
 * Names your own secret in Secrets Manager. The service reads it (the API's `EXTERNAL` secret source), Pulumi never does, and
 * a rotation needs no update. A change of `secretId` replaces the provider under a new name, so that targets with the old
 * secret keep working. A change of only `jsonKey` is one call.
 *
 * @example
 * import * as agentcore from "pulumi-agentcore-outbound-auth";
 *
 * const crm = new agentcore.Oauth2CredentialProvider("crm", {
 *   vendor: "GithubOauth2",
 *   clientId: "Iv1.0123456789abcdef",
 *   clientSecret: agentcore.fromSecretsManager({
 *     secretId: "arn:aws:secretsmanager:us-east-1:123456789012:secret:crm-AbCdEf",
 *     jsonKey: "clientSecret",
 *   }),
 * });
 * export const arn = crm.credentialProviderArn;
 */
export function fromSecretsManager(secret: SecretFromSecretsManager): SecretFromSecretsManager {
  return { ...secret };
}

/** Inputs of a provider, its secret among them. */
export interface SecretInputs {
  readonly inputs: pulumi.Inputs;
  /** Values that permissions name. A change of one replaces the provider by one with another automatic name. */
  readonly identity: readonly pulumi.Input<string>[];
}

/** Returns the inputs for the secret under an argument's name. */
export function secretInputs(
  key: string,
  secret: SecretArgs | undefined,
  opts: pulumi.CustomResourceOptions,
): SecretInputs {
  const ignored = ignoredInputs(key, opts);
  const shared = ignored.length === 0 ? {} : { ignored };
  if (isNil(secret)) return { inputs: shared, identity: [] };
  if (!isSecretSource(secret)) return { inputs: { ...shared, [key]: pulumi.secret(secret) }, identity: [] };
  const inputs = { ...shared, [sourceKey(key)]: secret };
  if (isExternal(secret)) return { inputs, identity: ["EXTERNAL", secret.secretId] };
  // `check` replaces this value by the fingerprint, which becomes secret because the value is.
  return { inputs: { ...inputs, [fingerprintKey(key)]: pulumi.secret("") }, identity: [] };
}

/** Inputs that show a change of the secret, and that the program does not write. */
const shownInputs = (key: string) => [fingerprintKey(key), "drift"];

/** Returns those of these inputs whose changes the program ignores: all of them if it ignores the secret. */
function ignoredInputs(key: string, { ignoreChanges = [] }: pulumi.CustomResourceOptions): string[] {
  return shownInputs(key).filter((input) => ignoreChanges.includes(key) || ignoreChanges.includes(input));
}

/**
 * Takes the fingerprint and `drift` out of `ignoreChanges`. The engine would hide every change of them; `check` shows those
 * that are sent anyway.
 */
export function leaveToCheck(key: string, opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
  const { ignoreChanges } = opts;
  if (ignoreChanges === undefined) return opts;
  return { ...opts, ignoreChanges: ignoreChanges.filter((path) => !shownInputs(key).includes(path)) };
}

/** Missing variables that are in no warning yet, with the arguments that need them. */
const missingVariables = perStack<string, string[]>("missingVariables");

/**
 * Warns of missing variables, once for all providers that the program declares without waiting. A unit test sends no secret,
 * so it needs no variable. The warning is not attached to a resource: the SDK keeps back all later messages until that
 * resource exists, which it never does if its creation fails.
 */
export function warnOfMissingVariable(label: string, path: string, secret: SecretArgs | undefined): void {
  if (!isFromEnvironment(secret) || isUnitTest()) return;
  // `hasOwn`, because every object has members such as "constructor".
  if (Object.hasOwn(process.env, secret.env) && process.env[secret.env] !== "") return;
  const missing = missingVariables();
  if (missing.size === 0) queueMicrotask(() => logMissing(missing));
  missing.set(secret.env, [...(missing.get(secret.env) ?? []), `${path} of ${label}`]);
}

function logMissing(missing: Map<string, string[]>): void {
  const lines = [...missing].map(([variable, places]) => `  ${variable}: ${places.join(", ")}`);
  missing.clear();
  void pulumi.log.warn(
    [
      "fromEnv: these environment variables are not set or empty:",
      ...lines,
      "Existing credential providers keep their secrets. A change that must send a secret fails before the first call.",
    ].join("\n"),
  );
}
