import { expect } from "chai";
import * as agentcore from "../../provider";
import { policySize } from "../../provider/iam/policy/document";
import { readJournal } from "../../provider/sandbox";
import {
  group,
  searchTargets,
  singles,
  targetGroup,
  targetNames,
  apiKey,
  byRole,
  gatewayNamed,
  header,
  openApi,
  secretKey,
} from "./programs";
import type { InlineProgram } from "./inlineProgram";
import { ok, resourcesOf, startWorld, type Project, type ResourceState, type World } from "./project";
import { allowedTo, firstKey, operations, planned, refusal, prepareStack } from "./fixtures";

const policyType = "aws:iam/policy:Policy";

let world: World;
let project: Project;

async function beginWith(program: InlineProgram, env: Record<string, string> = {}): Promise<void> {
  world = await startWorld({ controlPlane: { quota: 1000 }, env });
  project = world.project(program);
  await prepareStack(project, firstKey);
}

/** Changes of policies and targets during a step, in order, each as operation and last part of the key. */
async function journalOf(step: () => Promise<unknown>): Promise<string[]> {
  const before = readJournal(world.cloud).length;
  await step();
  return readJournal(world.cloud)
    .slice(before)
    .map(
      ({ operation, key }) =>
        `${operation} ${key
          .split(/[/:,]/)
          .pop()
          ?.replace(/-[0-9a-f]{7}-/, "-")}`,
    );
}

const run = (names: readonly string[]) => async () => {
  project.setProgram(group(names));
  ok(await project.up());
};

/** Name of the first target in this policy. */
const firstOf = (policy: string) => /tools-(target-\d+)-[0-9a-f]{7}/.exec(policy)?.[1];

const policies = async (): Promise<ResourceState[]> => resourcesOf(await project.exportState(), policyType);

/** Policies that the wait for IAM depends on. */
const waitedFor = async () =>
  resourcesOf(await project.exportState(), "pulumi-nodejs:dynamic/agentcore:PolicyPropagation").map(
    ({ outputs }) => outputs?.policies,
  );

const policyTexts = (resources: readonly (Pick<ResourceState, "inputs" | "type"> | undefined)[]) =>
  resources
    .filter((resource) => resource?.type === policyType)
    .map((resource) => `${String(resource?.inputs?.name)} ${String(resource?.inputs?.policy)}`)
    .sort();

describe("Many targets on one role", () => {
  describe("in one policy", () => {
    before(() => beginWith(group(targetNames(3))));
    after(() => world.close());

    it("have the same policy at the first preview and at up", async () => {
      const { plan } = await project.previewJson();
      const shown = policyTexts(plan?.steps.map(({ newState }) => newState) ?? []);
      expect(shown).to.have.lengthOf(1);
      ok(await project.up());
      expect(policyTexts(await policies())).to.deep.equal(shown);
      expect(await planned(project)).to.deep.equal({});
    });

    it("can use their own provider and secret, and no other", async () => {
      const { roleName } = await project.stackOutputs<{ roleName: string }>();
      const may = allowedTo(world, roleName);
      for (const { arn, secretArn = "" } of await world.controlPlane.providers()) {
        expect(may("bedrock-agentcore:GetResourceApiKey", arn)).to.equal("allowed");
        expect(may("secretsmanager:GetSecretValue", secretArn)).to.equal("allowed");
        expect(may("bedrock-agentcore:GetResourceApiKey", `${arn}x`)).to.equal("implicitDeny");
      }
    });

    it("get one more by a new version of the policy, which exists before the target", async () => {
      expect(await journalOf(run(targetNames(4)))).to.deep.equal([
        "CreatePolicyVersion agentcore-tools-all-1",
        "CreateGatewayTarget target-3",
      ]);
    });

    it("lose one, whose permissions are removed after it", async () => {
      expect(await journalOf(run(targetNames(4).slice(1)))).to.deep.equal([
        "CreatePolicy agentcore-tools-all-2",
        "AttachRolePolicy agentcore-tools-all-2",
        "DeleteGatewayTarget target-0",
        "DetachRolePolicy agentcore-tools-all-1",
        "DeletePolicyVersion agentcore-tools-all-1",
        "DeletePolicy agentcore-tools-all-1",
      ]);
      expect(await planned(project)).to.deep.equal({});
    });

    it("move to another provider while both are granted", async () => {
      project.setProgram(() => {
        const renamed = { target: openApi, credential: { ...apiKey(), name: "renamed" } };
        targetGroup({ ...searchTargets(targetNames(3).slice(1)), "target-3": renamed });
      });
      expect(await journalOf(async () => ok(await project.up()))).to.deep.equal([
        "CreatePolicy agentcore-tools-all-3",
        "AttachRolePolicy agentcore-tools-all-3",
        "UpdateGatewayTarget target-3",
        "DetachRolePolicy agentcore-tools-all-2",
        "DeletePolicy agentcore-tools-all-2",
      ]);
    });

    it("move to another path with a policy of another name, and the old one is deleted last", async () => {
      const before = await waitedFor();
      project.setProgram(group(targetNames(3).slice(1), { policyPath: "/gateways/" }));
      const journal = await journalOf(async () => ok(await project.up()));
      expect(journal.map((line) => line.split(" ")[0])).to.include.members(["CreatePolicy", "DeletePolicy"]);
      expect(journal.at(-1)).to.match(/^DeletePolicy /);
      expect((await policies()).map(({ inputs }) => inputs?.path)).to.deep.equal(["/gateways/"]);
      // The text is the same, but the policy is new.
      expect(await waitedFor()).to.not.deep.equal(before);
      expect(await planned(project)).to.deep.equal({});
    });

    it("follow a saved plan: one more, and one less", async () => {
      for (const names of [targetNames(5), targetNames(2)]) {
        project.setProgram(group(names));
        ok(await project.preview({ args: ["--save-plan=plan.json"] }));
        ok(await project.up({ args: ["--plan=plan.json"] }));
        expect(await planned(project)).to.deep.equal({});
      }
    });

    it("follow a saved plan if one calls a gateway whose ARN is known only during up", async () => {
      project.setProgram(() => {
        const { gateway } = gatewayNamed("other");
        const signed = { target: { ...openApi, calls: { gateway } }, credential: byRole };
        targetGroup({ ...searchTargets(targetNames(2)), signed });
      });
      ok(await project.preview({ args: ["--save-plan=plan.json"] }));
      const journal = await journalOf(async () => ok(await project.up({ args: ["--plan=plan.json"] })));
      expect(journal.filter((line) => /Policy(Version)? agentcore-tools-all/.test(line))).to.have.lengthOf(1);
      expect(await planned(project)).to.deep.equal({});
    });

    it("leave nothing when they are destroyed", async () => {
      ok(await project.destroy());
      expect(resourcesOf(await project.exportState())).to.deep.equal([]);
      expect(await world.controlPlane.providers()).to.deep.equal([]);
    });
  });

  describe("in several policies", () => {
    before(() => beginWith(group(targetNames(20))));
    after(() => world.close());

    it("split one that gets full, and remove nothing before the new ones exist", async () => {
      ok(await project.up());
      expect(await policies()).to.have.lengthOf(1);
      const journal = await journalOf(run(targetNames(26)));
      expect(journal.filter((line) => !line.includes("GatewayTarget")).sort()).to.deep.equal([
        "AttachRolePolicy agentcore-tools-0-2",
        "AttachRolePolicy agentcore-tools-1-2",
        "CreatePolicy agentcore-tools-0-2",
        "CreatePolicy agentcore-tools-1-2",
        "DeletePolicy agentcore-tools-all-1",
        "DetachRolePolicy agentcore-tools-all-1",
      ]);
      expect(journal.slice(-2)).to.deep.equal([
        "DetachRolePolicy agentcore-tools-all-1",
        "DeletePolicy agentcore-tools-all-1",
      ]);
      expect(journal.findIndex((line) => line.includes("GatewayTarget"))).to.be.greaterThan(
        journal.lastIndexOf("AttachRolePolicy agentcore-tools-0-2"),
      );
    });

    it("are refused at preview if too many policies would be replaced in one update, and nothing happens", async () => {
      project.setProgram(group(targetNames(40), { attachablePolicies: 5 }));
      ok(await project.up());
      const texts = (await policies()).map(({ inputs }) => String(inputs?.policy));
      expect(texts).to.have.lengthOf(3);
      for (const text of texts) expect(policySize(text)).to.be.at.most(6144);
      const fewer = targetNames(40).filter((name) => !texts.some((text) => firstOf(text) === name));
      project.setProgram(group(fewer, { attachablePolicies: 5 }));
      const journal = await journalOf(async () => {
        expect(await refusal(project.up())).to.match(
          /targets: the role would have 6 managed policies during this update, 3 of them new, and it has room for 5\. .* Remove, rename or change fewer targets in one update/,
        );
      });
      expect(journal).to.deep.equal([]);
      project.setProgram(group(fewer, { attachablePolicies: 6 }));
      ok(await project.up());
      expect(await planned(project)).to.deep.equal({});
    });
  });

  describe("that have been or become single bundles", () => {
    before(() => beginWith(singles(targetNames(2))));
    after(() => world.close());

    const names = targetNames(2);
    const moved = () => void targetGroup(searchTargets(names, (name) => ({ movedFrom: name })));
    const back = singles(names, (name) => ({ aliases: [agentcore.GatewayOutboundAuth.aliasOf("tools", name)] }));

    for (const { way, program, attached } of [
      { way: "into the group", program: moved, attached: "AttachRolePolicy" },
      { way: "and back", program: back, attached: "PutRolePolicy" },
    ])
      it(`move without a change of any provider: ${way}`, async () => {
        if (attached === "AttachRolePolicy") ok(await project.up());
        const before = await world.controlPlane.providers();
        await world.controlPlane.clearCalls();
        project.setProgram(program);
        const journal = await journalOf(async () => ok(await project.up()));
        // Only the tag with the path of the resource changes.
        expect(await operations(world)).to.deep.equal(["TagResource", "TagResource"]);
        const names = (providers: typeof before) => providers.map(({ arn, name }) => [arn, name]);
        expect(names(await world.controlPlane.providers())).to.deep.equal(names(before));
        const granting = journal.filter((line) => line.startsWith(attached));
        const removing = journal.filter((line) => /^(Detach|Delete)RolePolicy/.test(line));
        expect(granting).to.have.length.of.at.least(1);
        expect(removing).to.have.length.of.at.least(1);
        expect(journal.indexOf(removing[0]!)).to.be.greaterThan(journal.lastIndexOf(granting.at(-1)!));
        expect(await planned(project)).to.deep.equal({});
      });
  });

  describe("that use one provider", () => {
    before(() =>
      beginWith(() => {
        const args = { apiKey: secretKey(), accountId: "123456789012" };
        const credentialProvider = new agentcore.ApiKeyCredentialProvider("shared", args);
        const credential = { type: "API_KEY", credentialProvider, ...header };
        targetGroup(searchTargets(targetNames(40), () => ({ credential })));
      }),
    );
    after(() => world.close());

    it("get the permission for it once in each policy", async () => {
      const { plan } = await project.previewJson();
      const texts = policyTexts(plan?.steps.map(({ newState }) => newState) ?? []);
      expect(texts).to.have.lengthOf(3);
      for (const text of texts) expect(text.match(/apikeycredentialprovider/g)).to.have.lengthOf(1);
    });

    it("are refused at preview if the role has no room for them, with what to write", async () => {
      project.setProgram(group(targetNames(200)));
      expect(await refusal(project.preview())).to.match(
        /targets: they need \d+ managed policies \(with other groups of this role\), and the role has room for 8, .* attachablePolicies\. Or/,
      );
    });
  });
});
