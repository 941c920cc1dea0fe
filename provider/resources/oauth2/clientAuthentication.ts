import * as pulumi from "@pulumi/pulumi";
import { isNil, isObject, unknownValue } from "../../rules/core/values";
import { isWithoutSecret } from "../../rules/providers/oauth2/clientAuthentication";
import { signingKeyOf } from "../../rules/providers/oauth2/privateKeyJwt";
import { programError } from "../program/errors";
import { plainValues } from "../program/plainValues";

interface ClientAuthentication {
  readonly clientAuthenticationMethod?: pulumi.Input<string>;
  readonly privateKeyJwtConfig?: pulumi.Input<object>;
}

/** Returns the inputs for the authentication of a client, besides id and secret. */
export function clientAuthenticationInputs(
  label: string,
  { clientAuthenticationMethod: method, privateKeyJwtConfig: config }: ClientAuthentication,
): pulumi.Inputs {
  const isLater = pulumi.Output.isInstance(method) || method instanceof Promise;
  return {
    ...(isLater ? { clientAuthenticationMethod: methodWithSecret(label, method) } : {}),
    ...(isNil(config) ? {} : { privateKeyJwtConfig: withSecretClaims(config) }),
  };
}

/**
 * Returns the parts of the authentication that permissions depend on, for a client without a secret. If one of them
 * changes, a new provider with another name replaces the old one.
 */
export function authenticationIdentity(args: object): pulumi.Input<string>[] {
  const { clientAuthenticationMethod: method, privateKeyJwtConfig: config }: ClientAuthentication = args;
  if (typeof method !== "string" || !isWithoutSecret(method)) return [];
  const arn = signingKeyOf(plainValues(config));
  if (typeof arn !== "string") return [method];
  return [method, arn === unknownValue ? pulumi.output(config).apply((known) => String(signingKeyOf(known))) : arn];
}

/** The permissions of a client without a secret must be known at construction. */
function methodWithSecret(label: string, method: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(method).apply((known) => {
    if (!isWithoutSecret(known)) return known;
    throw programError(
      `${label}: clientAuthenticationMethod: must be a plain value, not an Output, because permissions depend on it. Write "${known}".`,
    );
  });
}

const claims = ["additionalHeaderClaims", "additionalPayloadClaims"];

/** Makes the values of claims secret, as the service does. If the configuration is an Output, all of it becomes secret. */
function withSecretClaims(config: unknown): unknown {
  if (pulumi.Output.isInstance(config) || config instanceof Promise)
    return pulumi.output(config).apply(withSecretClaims);
  if (!isObject(config)) return config;
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name,
      claims.includes(name) && !isNil(value) ? pulumi.secret(value) : value,
    ]),
  );
}
