import {
  CreateApiKeyCredentialProviderCommand,
  DeleteApiKeyCredentialProviderCommand,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import * as agentcore from "../../provider";
import { readJournal } from "../../provider/sandbox";
import { controlClient } from "../local/clients";
import { ok, resourcesOf, type Project, type World } from "./project";
import { apiKey, gatewayTarget, oneTarget, openApi, toolsGateway } from "./programs";
import {
  announced,
  begin,
  errorsOf,
  firstKey,
  liveKey,
  onlyProvider,
  operations,
  planned,
  printed,
  providerInState,
  secondKey,
} from "./fixtures";

describe("An API key target, from its first preview to its destroy", () => {
  let world: World;
  let project: Project;
  before(async () => ({ world, project } = await begin(oneTarget())));
  after(() => world.close());

  it("previews complete policies of a new stack, without unknown and undefined values", async () => {
    const preview = ok(await project.preview({ diff: true }));
    const policies = preview.stdout
      .split(/(?=\+ aws:iam\/rolePolicy)/)
      .slice(1)
      .map((text) => text.split("role      :")[0]);
    expect(policies).to.have.lengthOf(3);
    for (const policy of policies)
      expect(policy)
        .to.match(/Resource: \[/)
        .and.not.match(/unknown|undefined|output</);
    expect(preview.stdout).to.match(
      /arn:aws:secretsmanager:us-east-1:123456789012:secret:bedrock-agentcore-identity!default\/apikey\/search-[0-9a-f]{7}-\?{8}-\?{6}/,
    );
    expect(preview.stdout).to.not.contain("undefined");
  });

  it("grants at up exactly the text that the preview shows", async () => {
    const before = policyTexts((await project.previewJson()).plan?.steps.map(({ newState }) => newState) ?? []);
    ok(await project.up());
    expect(policyTexts(resourcesOf(await project.exportState()))).to.deep.equal(before);
  });

  it("creates one provider with one call, and with the configured key", async () => {
    expect(await operations(world)).to.deep.equal(["CreateApiKeyCredentialProvider"]);
    expect(await liveKey(world)).to.equal(firstKey);
  });

  it("changes nothing and makes no call if nothing has changed", async () => {
    await world.controlPlane.clearCalls();
    expect(await planned(project)).to.deep.equal({});
    expect(ok(await project.up()).stdout)
      .to.match(/\d+ unchanged/)
      .and.not.match(/updated|created|replaced/);
    expect(await world.controlPlane.calls()).to.deep.equal([]);
  });

  it("previews a rotated key as exactly one change, without showing it", async () => {
    ok(await project.setConfig("key", secondKey, { secret: true }));
    const preview = ok(await project.preview({ diff: true }));
    expect(preview.stdout).to.contain("~ apiKey: [secret] => [secret]");
    expect(announced(preview)).to.deep.equal({ update: 1 });
    expect(printed(preview)).to.not.contain("CANARY");
  });

  it("applies a rotated key with one call", async () => {
    await world.controlPlane.clearCalls();
    ok(await project.up());
    expect(await operations(world)).to.deep.equal(["UpdateApiKeyCredentialProvider"]);
    expect(await liveKey(world)).to.equal(secondKey);
  });

  it("refreshes with one call and plans nothing afterwards", async () => {
    await world.controlPlane.clearCalls();
    ok(await project.refresh());
    expect(await operations(world)).to.deep.equal(["GetApiKeyCredentialProvider"]);
    expect(await planned(project)).to.deep.equal({});
  });

  it("creates a provider again that another tool deleted, without changes of the resources that use it", async () => {
    await world.controlPlane.drift({ action: "delete", arn: (await onlyProvider(world)).arn });
    ok(await project.refresh());
    expect(await providerInState(project)).to.equal(undefined);
    expect(await planned(project)).to.deep.equal({ create: 1 });
    ok(await project.up());
    expect(await liveKey(world)).to.equal(secondKey);
    expect(await planned(project)).to.deep.equal({});
  });

  it("keeps every output after update and refresh", async () => {
    const outputs = Object.keys((await providerInState(project))?.outputs ?? {}).sort();
    expect(outputs).to.deep.equal([
      "__provider",
      "accountId",
      "apiKey",
      "apiKeySecretArn",
      "apiKeySecretArnPattern",
      "automaticName",
      "connection",
      "credentialProviderArn",
      "incarnation",
      "knownUntil",
      "mark",
      "name",
      "region",
      "stateVersion",
      "tagsAll",
    ]);
  });

  it("destroys everything with one call, and leaves nothing", async () => {
    await world.controlPlane.clearCalls();
    ok(await project.destroy());
    expect(await operations(world)).to.deep.equal(["DeleteApiKeyCredentialProvider"]);
    expect(await world.controlPlane.providers()).to.deep.equal([]);
    expect(resourcesOf(await project.exportState())).to.deep.equal([]);
  });
});

function policyTexts(resources: ({ type?: string; inputs?: Record<string, unknown> } | undefined)[]): unknown[] {
  return resources
    .filter((resource) => resource?.type === "aws:iam/rolePolicy:RolePolicy")
    .map((resource) => `${String(resource?.inputs?.namePrefix)} ${String(resource?.inputs?.policy)}`)
    .sort();
}

describe("A credential provider that cannot be created", () => {
  let world: World;
  let project: Project;
  const control = () => controlClient(world.controlPlane);
  before(async () => {
    ({ world, project } = await begin(() => {
      const { role, gateway } = toolsGateway();
      const names = { search: undefined, taken: "taken" };
      for (const [name, providerName] of Object.entries(names)) {
        const credential = { ...apiKey(), name: providerName };
        const bundle = new agentcore.OutboundAuth(name, { gateway: role, target: openApi, credential });
        gatewayTarget(name, gateway, bundle);
      }
      return { roleName: role.roleName };
    }));
    await control().send(new CreateApiKeyCredentialProviderCommand({ name: "taken", apiKey: "of another tool" }));
  });
  after(() => world.close());

  const createdTargets = () =>
    readJournal(world.cloud)
      .filter(({ operation }) => operation === "CreateGatewayTarget")
      .map(({ key }) => key.split(/[/:,]/).pop());

  it("is the only error, and the target that needs it is not created", async () => {
    const result = await project.up();
    expect(result.code).to.not.equal(0);
    const errors = errorsOf(result);
    expect(errors).to.have.lengthOf(1);
    expect(errors[0]).to.contain('there is already an API-key credential provider "taken"');
    expect(printed(result)).to.not.match(/undefined|unhandled|TypeError|WARN -/i);
    expect(createdTargets()).to.not.include("taken");
  });

  it("is created by the next up, with everything that waited for it", async () => {
    await control().send(new DeleteApiKeyCredentialProviderCommand({ name: "taken" }));
    ok(await project.up());
    expect(createdTargets()).to.have.members(["search", "taken"]);
    expect(await planned(project)).to.deep.equal({});
  });
});
