import { expect } from "chai";
import type { OutboundAuthArgs } from "../../../provider/components/args/outboundAuth";
import {
  targetTypes,
  type CredentialType,
  type GrantType,
  type targetKinds,
  type TargetType,
} from "../../../provider/rules/targets/targetKinds";

/** A row of the table, as the compiler sees it. */
type Row<Target extends TargetType> = (typeof targetKinds)[Target]["takes"];

type Refused = { readonly verdict: "refused" };

type GrantsInTable<Target extends TargetType> = {
  [Grant in GrantType]: Row<Target>["OAUTH"][Grant] extends Refused ? never : Grant;
}[GrantType];

type CredentialsInTable<Target extends TargetType> = {
  [Credential in CredentialType]: Credential extends "OAUTH"
    ? [GrantsInTable<Target>] extends [never]
      ? never
      : Credential
    : Row<Target>[Credential] extends Refused
      ? never
      : Credential;
}[CredentialType];

/** What programs can write for a target. */
type Typed<Target extends TargetType, Args = OutboundAuthArgs> = Args extends {
  target: infer RawObject;
  credential: infer Credential;
}
  ? RawObject extends { type: infer Type }
    ? Target extends Type
      ? Credential
      : never
    : never
  : never;

type TypesOf<Credential> = Credential extends { type: infer Type } ? Type : never;

type GrantsOf<Credential> = Credential extends { type: "OAUTH"; grantType?: infer Grant }
  ? Exclude<Grant, undefined>
  : never;

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** By target: whether credentials and grants are the same in the table and in the types. */
type Agreement = {
  readonly [Target in TargetType]: readonly [
    Same<CredentialsInTable<Target>, TypesOf<Typed<Target>>>,
    Same<GrantsInTable<Target>, GrantsOf<Typed<Target>>>,
  ];
};

/** Does not compile where they disagree. */
const agreement: Agreement = {
  openApiSchema: [true, true],
  mcpServer: [true, true],
  apiGateway: [true, true],
  passthrough: [true, true],
  lambda: [true, true],
  smithyModel: [true, true],
  agentcoreRuntime: [true, true],
  connector: [true, true],
  inferenceProvider: [true, true],
  inferenceConnector: [true, true],
};

describe("the types of bundles", () => {
  it("agree with the table of targets, which the compiler has seen to", () => {
    expect(Object.keys(agreement)).to.deep.equal([...targetTypes]);
  });
});
