// Providers for an authorization server of any kind: most parts right, each of them wrong now and then.
import * as fc from "fast-check";

/** Nearly always the one, now and then the other. */
function mostly<T, U>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<U>): fc.Arbitrary<T | U> {
  return fc.oneof({ arbitrary: right, weight: 24 }, { arbitrary: wrong, weight: 1 });
}

/** An object with all of its members, now and then without one. */
function object(members: Record<string, fc.Arbitrary<unknown>>, optional: Record<string, fc.Arbitrary<unknown>> = {}) {
  const requiredKeys = Object.keys(members);
  const all = { ...members, ...optional };
  return mostly(
    fc.record(all, { requiredKeys, noNullPrototype: true }),
    fc.oneof(fc.record(all, { requiredKeys: [], noNullPrototype: true }), fc.constantFrom<unknown>({}, [], "text", 7)),
  );
}

/** One of the members, now and then none or both. */
function oneOf(members: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> {
  const forms = Object.entries(members).map(([name, value]) => value.map((given) => ({ [name]: given })));
  return mostly(fc.oneof(...forms), fc.record(members, { requiredKeys: [], noNullPrototype: true }));
}

const text = (pattern: RegExp, ...wrong: string[]) => mostly(fc.stringMatching(pattern), fc.constantFrom("", ...wrong));
const ofLength = (min: number, max: number) =>
  mostly(
    fc.string({ minLength: min, maxLength: min + 8 }),
    fc.constantFrom("x".repeat(min - 1), "x".repeat(max), "x".repeat(max + 1)),
  );
const choice = (...choices: string[]) => mostly(fc.constantFrom(...choices), fc.constantFrom<unknown>("OTHER", "", 7));
const list = (entry: fc.Arbitrary<unknown>, min: number, max: number, tooMany: number) =>
  mostly(
    fc.array(entry, { minLength: min, maxLength: max }),
    fc.oneof(
      fc.array(entry, { minLength: tooMany, maxLength: tooMany }),
      fc.constantFrom<unknown>([], [null], [7], {}, "x"),
    ),
  );
const map = (key: fc.Arbitrary<string>, value: fc.Arbitrary<string>, min: number) =>
  mostly(
    fc.dictionary(key, value, { minKeys: min, maxKeys: 3, noNullPrototype: true }),
    fc.constantFrom<unknown>({}, [], "x", { a: 7 }, { a: null }, many(10), many(11), many(50), many(51)),
  );

const key = "11111111-2222-3333-4444-555555555555";
const claims = (...reserved: string[]) =>
  map(text(/^[A-Za-z0-9_.:#-]{1,20}$/, "a b", "n".repeat(255), "n".repeat(256), ...reserved), ofLength(1, 2048), 1);

const privateKeyJwtConfigs = object(
  {
    privateKeySource: object({
      kmsKeySource: object({
        kmsKeyArn: mostly(
          fc.constantFrom(
            `arn:aws:kms:us-east-1:123456789012:key/${key}`,
            `arn:aws-us-gov:kms:us-east-1:210987654321:key/${key}`,
          ),
          fc.constantFrom(
            `arn:aws:kms:eu-west-1:123456789012:key/${key}`,
            "arn:aws:kms:us-east-1:123456789012:alias/signing",
            `arn:aws:kms:us-east-1:123456789012:key/mrk-${key}`,
            `arn:aws-iso:kms:us-east-1:123456789012:key/${key}`,
            key,
            "",
          ),
        ),
      }),
    }),
    signingAlgorithm: choice("RS256", "PS256", "ES256"),
  },
  { additionalHeaderClaims: claims("alg", "typ", "iss"), additionalPayloadClaims: claims("iss", "nbf", "aud", "alg") },
);

const exchanges = object(
  { grantType: choice("TOKEN_EXCHANGE", "TOKEN_EXCHANGE", "JWT_AUTHORIZATION_GRANT") },
  {
    tokenExchangeGrantTypeConfig: object(
      { actorTokenContent: choice("NONE", "M2M", "M2M", "M2M", "AWS_IAM_ID_TOKEN_JWT") },
      { actorTokenScopes: list(ofLength(1, 128), 0, 3, 4) },
    ),
    onBehalfOfAuthenticationConfig: object({ clientAuthenticationMethod: choice("NO_CLIENT") }),
  },
);

const tags = map(
  text(/^[a-zA-Z0-9 ._:/=+@-]{1,10}$/, "a,b", "t".repeat(128), "t".repeat(129)),
  text(/^[a-z]{0,8}$/, "ü"),
  0,
);
const resourceConfigurations = text(
  /^(rcfg-[0-9a-z]{17}|arn:aws:vpc-lattice:us-east-1:123456789012:resourceconfiguration\/rcfg-[0-9a-z]{17})$/,
  "rcfg-0123",
  "arn:aws:vpc-lattice:us-east-1:123456789012:resourcegateway/rgw-01234567890123456",
);
const endpoints = oneOf({
  managedVpcResource: object(
    {
      vpcIdentifier: text(/^vpc-([0-9a-z]{8}|[0-9a-z]{17})$/, "vpc-0123", "vpc-012345678", "VPC-01234567"),
      subnetIds: list(text(/^subnet-[0-9a-zA-Z]{8,17}$/, "subnet-0123"), 1, 3, 20),
      endpointIpAddressType: choice("IPV4", "IPV6"),
    },
    {
      securityGroupIds: list(text(/^sg-([0-9a-z]{8}|[0-9a-z]{17})$/, "sg-0123", "sg-012345678"), 0, 5, 6),
      tags,
      routingDomain: ofLength(3, 255),
    },
  ),
  selfManagedLatticeResource: object({ resourceConfigurationIdentifier: resourceConfigurations }),
});
const overrides = list(object({ domain: ofLength(1, 253), privateEndpoint: endpoints }), 0, 3, 6);
const certificates = list(
  oneOf({
    s3: object(
      {
        uri: text(/^s3:\/\/[ -~]{1,30}$/, "s3://", `s3://${"u".repeat(2043)}`, `s3://${"u".repeat(2044)}`, "https://x"),
      },
      {
        bucketOwnerAccountId: text(/^[0-9]{12}$/, "1", "1".repeat(13)),
      },
    ),
    secretsManager: object({
      secretArn: text(
        /^arn:aws(-cn)?:secretsmanager:us-east-1:[0-9]{12}:secret:[a-zA-Z0-9/_+=.@!-]{1,20}$/,
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:",
        "ca",
      ),
    }),
  }),
  1,
  1,
  2,
);

/** What a method leaves out of the client, and what it adds to it. */
const clients: Record<string, fc.Arbitrary<object>> = {
  CLIENT_SECRET_BASIC: mostly(fc.constant({}), fc.record({ privateKeyJwtConfig: privateKeyJwtConfigs })),
  CLIENT_SECRET_POST: fc.constant({}),
  AWS_IAM_ID_TOKEN_JWT: fc.oneof(
    {
      arbitrary: fc.constantFrom({ clientSecret: undefined }, { clientSecret: undefined, clientId: undefined }),
      weight: 8,
    },
    { arbitrary: fc.constantFrom({}, { clientSecret: "", clientId: "" }), weight: 1 },
  ),
  PRIVATE_KEY_JWT: fc.oneof(
    {
      arbitrary: privateKeyJwtConfigs.map((privateKeyJwtConfig) => ({ clientSecret: undefined, privateKeyJwtConfig })),
      weight: 12,
    },
    { arbitrary: fc.constantFrom({}, { clientSecret: undefined }), weight: 1 },
  ),
  client_secret_post: fc.constant({}),
};

/** Most programs say nothing of it. */
const seldom = (arbitrary: fc.Arbitrary<unknown>) =>
  fc.oneof({ arbitrary: fc.constant(undefined), weight: 2 }, { arbitrary, weight: 1 });

/** Configurations with these ways to find the server's endpoints. What is `undefined` takes the place of what all clients have. */
export function authorizationServers(oauthDiscoveries: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  const methods = mostly(
    fc.constantFrom(undefined, "CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST", "AWS_IAM_ID_TOKEN_JWT", "PRIVATE_KEY_JWT"),
    fc.constant("client_secret_post"),
  );
  return methods.chain((method) =>
    fc
      .tuple(
        fc.record({
          oauthDiscovery: oauthDiscoveries,
          onBehalfOfTokenExchangeConfig: seldom(exchanges),
          privateEndpoint: seldom(endpoints),
          privateEndpointOverrides: seldom(overrides),
          certificateConfigurations: seldom(certificates),
        }),
        clients[method ?? "CLIENT_SECRET_BASIC"] as fc.Arbitrary<object>,
      )
      .map(([server, client]) => ({ ...server, ...client, clientAuthenticationMethod: method })),
  );
}

function many(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, "value"]));
}
