import { type KmsConfiguration, SetTokenVaultCMKCommand } from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import { tokenVault } from "../../provider/handlers/tokenVault";
import type { LocalControlPlane } from "../../provider/local";
import { controlClient } from "../local/clients";
import { contextFor } from "./contextFor";
import { account, failureOf, startForEachTest } from "./stack";

const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012";
const other = "210987654321";

describe("a token vault", () => {
  let local: LocalControlPlane;
  startForEachTest((started) => (local = started));

  const setKey = async (kmsConfiguration: KmsConfiguration, region = "us-east-1") => {
    await controlClient(local, { region }).send(new SetTokenVaultCMKCommand({ kmsConfiguration }));
    await local.clearCalls();
  };
  const read = (state = {}, id = "default", options = {}) => tokenVault.read(contextFor(local, options), id, state);
  const calls = async () => (await local.calls()).map(({ operation }) => operation);

  it("says whose key it has, in one call: the service's", async () => {
    const found = await read();
    expect(found?.id).to.equal("default");
    expect(found?.outputs).to.deep.include({
      tokenVaultId: "default",
      keyType: "ServiceManagedKey",
      region: "us-east-1",
      arn: undefined,
      stateVersion: 1,
    });
    expect(found?.outputs).to.not.have.property("kmsKeyArn");
    expect(await calls()).to.deep.equal(["GetTokenVault"]);
  });

  it("says whose key it has: a customer's", async () => {
    await setKey({ keyType: "CustomerManagedKey", kmsKeyArn });
    expect((await read())?.outputs).to.deep.include({ keyType: "CustomerManagedKey", kmsKeyArn });
    expect(await calls()).to.deep.equal(["GetTokenVault"]);
  });

  it("is that of the connection's Region, and stays where it was found when the configuration changes", async () => {
    await setKey({ keyType: "CustomerManagedKey", kmsKeyArn }, "eu-west-1");
    const found = await read({ connection: { region: "eu-west-1" } });
    expect(found?.outputs).to.deep.include({ region: "eu-west-1", kmsKeyArn });
    const again = await read({ region: "eu-west-1", stateVersion: 1 });
    expect(again?.outputs).to.deep.include({ region: "eu-west-1", kmsKeyArn });
  });

  it("loses the key's ARN in the state when the key is the service's again", async () => {
    await setKey({ keyType: "CustomerManagedKey", kmsKeyArn });
    const state = (await read())?.outputs ?? {};
    await setKey({ keyType: "ServiceManagedKey" });
    expect((await read(state))?.outputs)
      .to.include({ keyType: "ServiceManagedKey" })
      .and.not.have.property("kmsKeyArn");
  });

  it("has its ARN where the account is given, and keeps with what it was looked up", async () => {
    const given = { accountId: account, connection: { region: "eu-west-1" } };
    const found = await read(given);
    expect(found?.outputs).to.deep.include({
      ...given,
      arn: `arn:aws:bedrock-agentcore:eu-west-1:${account}:token-vault/default`,
    });
    expect(found?.inputs).to.deep.equal(given);
  });

  it("is not looked at in another account than the given one", async () => {
    const error = await failureOf(read({ accountId: account }, "default", { account: other }));
    expect(error.message).to.contain(`the credentials belong to account ${other}`);
    expect(await calls()).to.not.include("GetTokenVault");
  });

  it("must exist when it is looked up, and is gone from the state when it is gone", async () => {
    const error = await failureOf(read({}, "mine"));
    expect(error.message).to.match(/^there is no token vault "mine" in us-east-1\. The first credential provider/);
    expect(await read({ region: "us-east-1", stateVersion: 1 }, "mine")).to.equal(undefined);
  });

  it("says everything that is wrong before the call", async () => {
    const state = { accountId: "1234", connection: { profil: "x" } };
    const error = await failureOf(read(state, "a/b", { config: { "aws:region": undefined } }));
    for (const path of ["id", "accountId", "connection.profil", "connection"])
      expect(error.message).to.match(new RegExp(`^  ${path}: `, "m"));
    expect(await calls()).to.deep.equal([]);
  });

  it("reports what the service refuses, with what to allow", async () => {
    await local.addFault({ operation: "GetTokenVault", kind: "accessDenied" });
    const { message } = await failureOf(read());
    expect(message).to.match(
      /^GetTokenVault of token vault "default" in us-east-1: access denied .*deployerStatements/,
    );
  });

  it("is never made or changed, and says how to look it up; to leave it costs nothing", async () => {
    const context = contextFor(local);
    const { problems } = await tokenVault.check(context, {}, {});
    const refusals = [
      await failureOf(tokenVault.create(context, {})),
      await failureOf(tokenVault.update(context, "default", {}, {})),
    ].map(({ message }) => message);
    for (const text of [...problems.map(({ reason }) => reason), ...refusals])
      expect(text).to.contain("only be looked up, with TokenVault.get");
    expect(problems).to.have.lengthOf(1);
    await tokenVault.delete(context, "default", {});
    expect(await calls()).to.deep.equal([]);
  });
});
