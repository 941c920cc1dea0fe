import * as pulumi from "@pulumi/pulumi";
import { isWithoutSecret } from "../../rules/providers/oauth2/clientAuthentication";
import { isNil, isObject, unknownValue } from "../../rules/core/values";
import { signingKeyOf } from "../../rules/providers/oauth2/privateKeyJwt";
import { plainValues } from "../program/plainValues";
import { programError } from "../program/errors";

/** The inputs that say how a client shows who it is, besides id and secret. */
export function clientAuthenticationInputs(
  label: string,
  { clientAuthenticationMethod, privateKeyJwtConfig }: Readonly<Record<string, unknown>>,
): pulumi.Inputs {
  return {
    ...(pulumi.Output.isInstance(clientAuthenticationMethod) || clientAuthenticationMethod instanceof Promise
      ? { clientAuthenticationMethod: methodWithSecret(label, clientAuthenticationMethod) }
      : {}),
    ...(isNil(privateKeyJwtConfig) ? {} : { privateKeyJwtConfig: withSecretClaims(privateKeyJwtConfig) }),
  };
}

/** What permissions name of a client without a secret: another method or key makes another provider, under a new name. */
export function proofIdentity({
  clientAuthenticationMethod,
  privateKeyJwtConfig,
}: Readonly<Record<string, unknown>>): pulumi.Input<string>[] {
  if (!isWithoutSecret(clientAuthenticationMethod)) return [];
  const key = plainValues(privateKeyJwtConfig);
  const arn = signingKeyOf(key);
  // A key that is still to come comes with all of its configuration.
  const config = pulumi.output(privateKeyJwtConfig as pulumi.Input<object>);
  const known = arn === unknownValue ? config.apply(signingKeyOf) : arn;
  return [clientAuthenticationMethod as string, ...(known === undefined ? [] : [known as pulumi.Input<string>])];
}

/** Permissions follow from whether there is a secret, and they cannot wait for an Output. */
function methodWithSecret(label: string, method: unknown): pulumi.Output<string> {
  return pulumi.output(method as pulumi.Input<string>).apply((known) => {
    if (!isWithoutSecret(known)) return known;
    throw programError(
      `${label}: clientAuthenticationMethod: write "${known}" in the program (no Output): what else is needed follows from it.`,
    );
  });
}

const claims = ["additionalHeaderClaims", "additionalPayloadClaims"];

/** The service treats the values of claims as secrets. In a configuration that is still to come, they make all of it one. */
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
