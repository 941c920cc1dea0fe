import { expect } from "chai";
import * as fc from "fast-check";
import { longestStatements } from "../../../provider/components/policies/longestStatements";
import { managedSecretArnPattern } from "../../../provider/iam/policy/arn";
import type { Statement } from "../../../provider/iam/policy/document";
import { invokeRuntimeStatements } from "../../../provider/iam/gateway/agentRuntime";
import { invokeFunctionUrlStatements } from "../../../provider/iam/gateway/functionUrl";
import { packedSize } from "../../../provider/iam/policy/packing";
import { invokeApiStatements } from "../../../provider/iam/gateway/restApi";
import { schemaObjectStatements } from "../../../provider/iam/gateway/schemaObject";
import { credentialProviderStatements, invokeFunctionStatements } from "../../../provider/iam/gateway/statements";
import { unknownValue } from "../../../provider/rules/core/values";
import { functionNames, providerNames, qualifiers, scopes } from "../../iam/arbitraries";

const place = { partition: "aws-us-gov", region: "us-gov-west-1", accountId: "123456789012" };

const search = { key: "search", subject: "search", names: ["tools-search"], providerHasProof: false };
const room = (target: object, credential: object, names = search.names, longestName?: number) =>
  packedSize(
    longestStatements({ ...search, names, target: { ...target }, credential: { ...credential } }, longestName),
  );

function providerStatements(name: string, scope = place, kind = "apikeycredentialprovider" as const): Statement[] {
  const id = { ...scope, vault: "default", kind, name };
  return credentialProviderStatements(id, { source: "MANAGED", secretArn: managedSecretArnPattern(id) });
}

const openApi = { type: "openApiSchema" };
const apiKey = { type: "API_KEY", apiKey: "key" };
const byRole = { type: "GATEWAY_IAM_ROLE" };

describe("the room that is kept for a target", () => {
  it("is enough for a provider, whether the program says its name or not", () => {
    fc.assert(
      fc.property(providerNames, scopes, (name, scope) => {
        const needed = packedSize(providerStatements(name, scope));
        expect(room(openApi, { ...apiKey, name })).to.be.at.least(needed);
        expect(room(openApi, { ...apiKey, name: unknownValue })).to.be.at.least(needed);
        expect(room(openApi, { type: "API_KEY", credentialProvider: unknownValue })).to.be.at.least(needed);
        expect(room(openApi, { ...apiKey, adopt: unknownValue })).to.be.at.least(needed);
      }),
    );
  });

  it("is enough for an automatic name, also one from before the target was moved", () => {
    fc.assert(
      fc.property(providerNames, (logicalName) => {
        const name = `${logicalName.slice(0, 120)}-1234567`;
        expect(room(openApi, apiKey, [logicalName])).to.be.at.least(packedSize(providerStatements(name)));
        expect(room(openApi, apiKey, ["x", logicalName])).to.be.at.least(packedSize(providerStatements(name)));
      }),
    );
  });

  it("is as much for an automatic name as the program says of the longest one, which it may have from another bundle", () => {
    fc.assert(
      fc.property(providerNames, fc.integer({ min: 1, max: 512 }), (logicalName, longestName) => {
        const longest = `${logicalName}-1234567`.padEnd(128, "x").slice(0, Math.min(longestName, 128));
        expect(room(openApi, apiKey, ["x"], longestName)).to.be.at.least(packedSize(providerStatements(longest)));
        expect(room(openApi, { type: "OAUTH", oauth2: {} }, ["x"], 512)).to.equal(
          room(openApi, { type: "OAUTH", oauth2: { name: unknownValue } }, ["x"], 128),
        );
      }),
    );
    expect(room(openApi, apiKey, ["x".repeat(40)], 1)).to.equal(room(openApi, apiKey, ["x".repeat(40)]));
  });

  it("is enough for tokens that AWS signs, with all that narrows them", () => {
    const webIdentity = { audiences: ["https://id.example.com".padEnd(1000, "x")], signingAlgorithm: "ES384" } as const;
    const id = { ...place, vault: "default", kind: "oauth2credentialprovider", name: "tools-search-1234567" } as const;
    const identity = { source: "AWS_IAM_ID_TOKEN_JWT", ...webIdentity } as const;
    const needed = packedSize(credentialProviderStatements(id, identity));
    for (const clientAuthenticationMethod of ["AWS_IAM_ID_TOKEN_JWT", unknownValue])
      expect(room(openApi, { type: "OAUTH", oauth2: { clientAuthenticationMethod }, webIdentity })).to.be.at.least(
        needed,
      );
  });

  it("is enough for a function, by whatever the program says of it", () => {
    fc.assert(
      fc.property(functionNames, qualifiers, (name, qualifier) => {
        const needed = packedSize(invokeFunctionStatements({ ...place, name, qualifier }));
        const arn = `arn:aws:lambda:us-east-1:123456789012:function:${name}:${qualifier}`;
        for (const target of [
          { function: name, qualifier },
          { function: unknownValue },
          { function: arn },
          { function: name, qualifier: unknownValue },
        ])
          expect(room({ type: "lambda", ...target }, byRole)).to.be.at.least(needed);
      }),
    );
  });

  for (const { name, target, needed } of [
    {
      name: "a runtime that comes later",
      target: { type: "agentcoreRuntime", runtime: unknownValue, qualifier: unknownValue },
      needed: invokeRuntimeStatements({
        ...place,
        runtimeId: `${"a".repeat(100)}-0123456789`,
        qualifier: "q".repeat(48),
      }),
    },
    {
      name: "the operations of an API",
      target: {
        type: "apiGateway",
        restApi: unknownValue,
        stage: "prod",
        operations: [{ method: "GET", path: "/tickets/{id}" }],
      },
      needed: invokeApiStatements({
        ...place,
        apiId: "a1b2c3d4e5",
        stage: "prod",
        operations: [{ method: "GET", path: "/tickets/{id}" }],
      }),
    },
    {
      name: "a function's URL",
      target: { type: "mcpServer", calls: { functionUrl: unknownValue } },
      needed: invokeFunctionUrlStatements({ ...place, name: "f".repeat(64), qualifier: "q".repeat(128) }),
    },
  ])
    it(`is enough for ${name}`, () => expect(room(target, byRole)).to.be.at.least(packedSize(needed)));

  it("is enough for a schema beside the credential", () => {
    const needed = [
      ...providerStatements("search"),
      ...schemaObjectStatements(place, { bucket: "schemas", key: "search.json" }),
    ];
    const target = { ...openApi, schema: { uri: "s3://schemas/search.json" } };
    expect(room(target, { ...apiKey, name: "search" })).to.be.at.least(packedSize(needed));
  });

  it("is enough for a schema that comes as an Output, whole or in part, with a key and without", () => {
    const object = { bucket: "b".repeat(63), key: "k".repeat(128) };
    const kmsKeyArn = `arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f`;
    const none = { type: "NONE" };
    const withKey = packedSize(schemaObjectStatements(place, { ...object, kmsKeyArn }));
    for (const schema of [unknownValue, { uri: unknownValue, kmsKeyArn: unknownValue }])
      expect(room({ ...openApi, schema }, none)).to.be.at.least(withKey);
    const withoutKey = packedSize(schemaObjectStatements(place, object));
    expect(room({ ...openApi, schema: { uri: unknownValue } }, none)).to.be.at.least(withoutKey);
    expect(room({ ...openApi, schema: null }, { ...apiKey, name: "x" })).to.equal(
      room(openApi, { ...apiKey, name: "x" }),
    );
  });

  it("is none for what needs nothing", () => {
    for (const type of ["NONE", "JWT_PASSTHROUGH", "CALLER_IAM_CREDENTIALS"])
      expect(
        longestStatements({ ...search, target: { type: "passthrough" }, credential: { type } }, undefined),
      ).to.deep.equal([]);
  });

  it("is little more than what a name of its length needs", () => {
    const needed = packedSize(providerStatements("x".repeat(32), { ...place, partition: "aws", region: "us-east-1" }));
    expect(room(openApi, { ...apiKey, name: "x".repeat(32) }) - needed).to.be.at.most(60);
  });
});
