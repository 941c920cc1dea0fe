import * as pulumi from "@pulumi/pulumi";
import { isNil } from "../rules/core/values";
import {
  fingerprintKey,
  isExternal,
  isFromEnvironment,
  isSecretSource,
  sourceKey,
} from "../rules/providers/secretSource";

/** A secret in the environment of whoever runs Pulumi; made by {@link fromEnv}. */
export interface SecretFromEnvironment {
  /** The variable's name, 1 to 255 letters, digits or `_`, no digit first. Written in the program, no Output. */
  env: string;
}

/** A secret of your own in Secrets Manager; made by {@link fromSecretsManager}. */
export interface SecretFromSecretsManager {
  /**
   * ARN of the secret, or its name, in the provider's Region. Another account's is given by its ARN, and so is that of a
   * bundle, whose permissions name it.
   */
  secretId: pulumi.Input<string>;
  /** Under which key of the secret's JSON text the value stands, 1 to 128 characters. */
  jsonKey: pulumi.Input<string>;
  /**
   * ARN of the customer managed key that the secret is encrypted with: the gateway's role then may decrypt with it.
   * @default - the secret is under the AWS managed key
   */
  kmsKeyArn?: pulumi.Input<string>;
}

/** A secret: its value, or where it comes from. */
export type SecretArgs = pulumi.Input<string> | SecretFromEnvironment | SecretFromSecretsManager;

/**
 * A secret that is read from the environment when it is needed, and never reaches Pulumi's state or engine. The state holds
 * the variable's name and a keyed fingerprint of the value, so that a preview shows that the value is another one.
 *
 * Where the variable is missing or empty, as in pipelines that preview pull requests without secrets, a provider that exists
 * stays as it is, with a warning; one that is new is previewed; and whatever has to send the secret fails before any call.
 *
 * @param name The variable's name, written in the program (no Output): letters, digits or `_`, no digit first.
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
 * A secret of your own in Secrets Manager, which the service reads by itself (the API's `EXTERNAL` secret source): its value
 * never comes near Pulumi, and rotating it there needs no update here. Changing `secretId` replaces the provider under a new
 * name, so that nothing that still uses the old secret is cut off; changing `jsonKey` alone is one call.
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

/** What becomes of a secret in a provider's inputs. */
export interface SecretInputs {
  readonly inputs: pulumi.Inputs;
  /** What replaces the provider when it changes: what permissions for the secret would name. */
  readonly identity: readonly pulumi.Input<string>[];
  /** Keys of the inputs that are secret. */
  readonly secretKeys: readonly string[];
}

/** The inputs for a secret that a program calls `key`. */
export function secretInputs(key: string, secret: SecretArgs | undefined): SecretInputs {
  if (isNil(secret)) return { inputs: {}, identity: [], secretKeys: [] };
  if (!isSecretSource(secret)) return { inputs: { [key]: pulumi.secret(secret) }, identity: [], secretKeys: [key] };
  const inputs = { [sourceKey(key)]: secret };
  if (isExternal(secret)) return { inputs, identity: ["EXTERNAL", secret.secretId], secretKeys: [] };
  // Seeded, so that the fingerprint which `check` puts here is as secret as this is.
  const fingerprint = fingerprintKey(key);
  return { inputs: { ...inputs, [fingerprint]: pulumi.secret("") }, identity: [], secretKeys: [fingerprint] };
}

/**
 * Options of a resource with a secret. Who ignores changes of it leaves it to somebody else: its fingerprint means it too, and
 * what a refresh finds that somebody did is what they are there for.
 */
export function ignoringSecret(key: string, opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
  const { ignoreChanges = [] } = opts;
  const all = [...ignoreChanges, fingerprintKey(key), "drift"];
  return ignoreChanges.includes(key) ? { ...opts, ignoreChanges: all } : opts;
}

/** Says that a variable is missing; a preview goes on without it. */
export function warnOfMissingVariable(secret: SecretArgs | undefined, resource: pulumi.Resource): void {
  if (!isFromEnvironment(secret)) return;
  // What every object has, under a name like "constructor", is no variable.
  if (Object.hasOwn(process.env, secret.env) && process.env[secret.env] !== "") return;
  void pulumi.log.warn(
    `The environment variable ${secret.env} is not set or empty. A credential provider that exists keeps its secret; what would have to send it fails before any call.`,
    resource,
  );
}
