import { expect } from "chai";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  CreateApiKeyCredentialProviderCommand,
  CreateOauth2CredentialProviderCommand,
} from "@aws-sdk/client-bedrock-agentcore-control";
import * as pulumi from "@pulumi/pulumi";
import * as agentcore from "../../provider";
import { controlClient } from "../local/clients";
import { ok, resourcesOf, writeFiles, type Project, type World } from "./project";
import { oneProvider, oneTarget } from "./programs";
import {
  begin,
  firstKey,
  liveKey,
  onlyProvider,
  operations,
  planned,
  printed,
  providerInState,
  refusal,
  setVaultKey,
  vaultType,
} from "./fixtures";

const providerUrn = "urn:pulumi:dev::engine-test::pulumi-nodejs:dynamic/agentcore:ApiKeyCredentialProvider::search";
const arn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/by-hand";

describe("Providers that exist already", () => {
  let world: World;
  let project: Project;
  beforeEach(async () => {
    ({ world, project } = await begin(oneProvider()));
  });
  afterEach(() => world.close());

  /** Creates a provider as the console, another tool or another stack would. */
  const makeByHand = () =>
    controlClient(world.controlPlane).send(
      new CreateApiKeyCredentialProviderCommand({ name: "by-hand", apiKey: "CANARY-by-hand", tags: { owner: "hand" } }),
    );

  it("are adopted by their ARN, keep it after adopt is removed from the program, and are deleted with the stack", async () => {
    await makeByHand();
    project.setProgram(oneProvider({ adopt: arn }));
    const { plan } = await project.previewJson();
    const made = plan?.steps.find(({ urn }) => urn === providerUrn)?.newState;
    expect(made?.inputs).to.deep.include({ adopt: arn, name: "by-hand", automaticName: true });
    const announced = `Adopts the existing API-key credential provider ${arn}. No provider is created.`;
    expect(ok(await project.up()).stdout).to.contain(announced);
    expect(await liveKey(world)).to.equal(firstKey);
    expect((await onlyProvider(world)).tags).to.include({ owner: "hand" });

    project.setProgram(oneProvider());
    await world.controlPlane.clearCalls();
    ok(await project.up());
    expect(await operations(world)).to.deep.equal([]);
    expect((await providerInState(project))?.id).to.equal(arn);
    expect(await planned(project)).to.deep.equal({});
    ok(await project.destroy());
    expect(await world.controlPlane.providers()).to.deep.equal([]);
  });

  /** Imports a provider under the name `search`, and returns what the command printed. */
  const importProvider = async (providerArn: string) => {
    const cli = "node_modules/pulumi-agentcore-outbound-auth/dist/provider/cli/index.js";
    const args = [join(project.folder, cli), "import-file", `search=${providerArn}`];
    const written = await promisify(execFile)(process.execPath, args, { env: world.environment });
    expect(written.stderr).to.equal("");
    writeFiles(project.folder, { "import.json": written.stdout });
    expect(written.stdout).to.not.contain("CANARY");
    const file = ["--file", "import.json", "--generate-code=false", "--protect=false"];
    return printed(ok(await project.pulumi(["import", "--yes", "--skip-preview", ...file])));
  };

  /** The properties of providers that a preview shows as changed. */
  const shownIn = (preview: string) =>
    [...preview.matchAll(/^ {6}([+~-] .*)$/gm)].map(([, line = ""]) => line.replaceAll(/ +/g, " "));

  it("are imported with a file that contains no secret, and get the values of the program at the next up", async () => {
    await makeByHand();
    expect(await importProvider(arn)).to.not.match(/missing|bug/);
    expect((await providerInState(project))?.id).to.equal(arn);

    await world.controlPlane.clearCalls();
    const { plan } = await project.previewJson();
    expect(plan?.changeSummary).to.deep.equal({ create: 1, same: 1, update: 1 });
    const preview = ok(await project.preview({ diff: true })).stdout;
    // The id of the stack is unknown, because the first provider of a stack creates it.
    expect(shownIn(preview)).to.deep.equal(["+ apiKey: [secret]", "+ mark : {"]);
    expect(preview.match(/.*\[unknown\]/g)).to.deep.equal(["          + owner   : [unknown]"]);
    ok(await project.up());
    expect(await operations(world)).to.deep.equal(["UpdateApiKeyCredentialProvider", "TagResource"]);
    expect(await liveKey(world)).to.equal(firstKey);
    expect(await planned(project)).to.deep.equal({});
  });

  it("show after an import which client another tool entered, so that a typo is seen in the preview", async () => {
    const oauthDiscovery = { discoveryUrl: "https://id.example.com/.well-known/openid-configuration" };
    await controlClient(world.controlPlane).send(
      new CreateOauth2CredentialProviderCommand({
        name: "by-hand",
        credentialProviderVendor: "CustomOauth2",
        oauth2ProviderConfigInput: {
          customOauth2ProviderConfig: { clientId: "live-id", clientSecret: "CANARY-by-hand", oauthDiscovery },
        },
      }),
    );
    await importProvider(arn.replace("apikey", "oauth2"));
    const declare = (clientId: string) => () => {
      const clientSecret = new pulumi.Config().requireSecret("key");
      const crm = { vendor: "CustomOauth2", clientId, clientSecret, oauthDiscovery } as const;
      new agentcore.Oauth2CredentialProvider("search", crm);
    };
    project.setProgram(declare("typo-id"));
    const preview = ok(await project.preview({ diff: true })).stdout;
    expect(shownIn(preview)).to.deep.equal([
      '~ clientId : "live-id" => "typo-id"',
      "+ clientSecret: [secret]",
      "+ mark : {",
    ]);
    project.setProgram(declare("live-id"));
    expect(shownIn(ok(await project.preview({ diff: true })).stdout)).to.deep.equal([
      "+ clientSecret: [secret]",
      "+ mark : {",
    ]);
  });

  it("become part of the stack again at the next up after state delete and retainOnDelete", async () => {
    const other = () => {
      new agentcore.ApiKeyCredentialProvider("other", { apiKey: "k" });
    };
    const both = (search: () => void) => () => {
      search();
      other();
    };
    project.setProgram(both(oneProvider({}, { retainOnDelete: true })));
    ok(await project.up());
    const idInState = async () => resourcesOf(await project.exportState()).find(({ urn }) => urn === providerUrn)?.id;
    const id = await idInState();
    ok(await project.pulumi(["state", "delete", "--yes", providerUrn]));
    ok(await project.up());
    expect(await idInState()).to.equal(id);

    // The other provider keeps the stack owner. Without it, the program would need `adopt`.
    project.setProgram(other);
    ok(await project.up());
    expect((await world.controlPlane.providers()).map((provider) => provider.arn)).to.include(id);
    project.setProgram(both(oneProvider()));
    ok(await project.up());
    expect(await idInState()).to.equal(id);
    expect(await world.controlPlane.secretOf(String(id))).to.deep.equal({ apiKey: firstKey });
    expect(await world.controlPlane.providers()).to.have.lengthOf(2);
    expect(await planned(project)).to.deep.equal({});
  });

  it("whose secret another tool changed: a refresh sees it, the preview reports it, and one call restores it", async () => {
    ok(await project.up());
    const { arn: own } = await onlyProvider(world);
    await world.controlPlane.drift({ action: "rotateSecret", arn: own, apiKey: "CANARY-theirs", secondsLater: 60 });
    ok(await project.refresh());
    const previewed = ok(await project.preview({ diff: true }));
    expect(previewed.stdout).to.match(/- drift: "changed by another tool on .*; it may not have the program's secret"/);
    await world.controlPlane.clearCalls();
    ok(await project.up());
    expect(await operations(world)).to.deep.equal(["UpdateApiKeyCredentialProvider"]);
    expect(await liveKey(world)).to.equal(firstKey);
    expect(printed(previewed)).to.not.contain("CANARY");
    ok(await project.refresh());
    expect(await planned(project)).to.deep.equal({});
  });
});

describe("A lookup", () => {
  let world: World;
  let project: Project;
  before(async () => ({ world, project } = await begin(oneTarget())));
  after(() => world.close());

  it("of a provider returns its ARN, does not manage it, and fails if it does not exist", async () => {
    ok(await project.up());
    const { arn, name } = await onlyProvider(world);
    const lookUp = (id: string) => () => {
      const found = agentcore.ApiKeyCredentialProvider.get("found", id);
      return {
        arn: found.credentialProviderArn,
        id: found.id,
        name: found.name,
        pattern: found.apiKeySecretArnPattern,
      };
    };
    const reader = world.project(lookUp(arn), { name: "reader" });
    ok(await reader.init());
    expect(ok(await reader.preview()).stdout)
      .to.match(new RegExp(`id +: "${arn}"`))
      .and.not.contain("[unknown]");
    ok(await reader.up());
    expect(await reader.stackOutputs()).to.include({ arn, id: arn, name });
    ok(await reader.destroy());
    expect((await onlyProvider(world)).version).to.equal(1);
    reader.setProgram(lookUp(`${arn}-missing`));
    expect(await refusal(reader.preview())).to.contain(`there is no API-key credential provider ${arn}-missing`);
  });

  it("of a token vault is known at preview, takes one call each time, and does not manage the vault", async () => {
    const [first = "", second = ""] = [1, 2].map(
      (digit) => `arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-12345678901${digit}`,
    );
    const lookUp = (state: agentcore.TokenVaultState) => {
      const vault = agentcore.TokenVault.get("vault", "default", state);
      const isVault = agentcore.TokenVault.isInstance(vault) && !agentcore.ApiKeyCredentialProvider.isInstance(vault);
      return { vault, outputs: { id: vault.id, of: vault.keyType, key: vault.kmsKeyArn, arn: vault.arn, isVault } };
    };
    const reader = world.project(() => lookUp({ accountId: "123456789012" }).outputs, { name: "vault-reader" });
    ok(await reader.init());
    await setVaultKey(world, first);
    expect(ok(await reader.preview()).stdout)
      .to.contain(first)
      .and.not.contain("[unknown]");
    expect(await operations(world)).to.deep.equal(["GetTokenVault"]);
    ok(await reader.up());
    expect(await reader.stackOutputs()).to.deep.equal({
      id: "default",
      of: "CustomerManagedKey",
      key: first,
      arn: "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default",
      isVault: true,
    });

    await setVaultKey(world, second);
    ok(await reader.refresh());
    expect((await providerInState(reader, vaultType))?.outputs?.kmsKeyArn).to.equal(second);
    await world.controlPlane.clearCalls();
    ok(await reader.destroy());
    expect(await operations(world)).to.deep.equal([]);

    const { arn } = await onlyProvider(world);
    reader.setProgram(() => {
      const { apiKeySecretArn } = new agentcore.ApiKeyCredentialProvider("p", { apiKey: "k" });
      const { vault, outputs } = lookUp({ connection: { region: apiKeySecretArn.apply(() => "eu-west-1") } });
      const connection = { profile: vault.region };
      const found = agentcore.ApiKeyCredentialProvider.get("found", arn, { connection }).apiKeySecretArn;
      return { ...outputs, found };
    });
    expect(ok(await reader.preview()).stdout).to.match(/found *: \[unknown\][^]*of *: \[unknown\]/);
    expect(await operations(world), "what is in another account or Region").to.deep.equal([]);
  });
});
