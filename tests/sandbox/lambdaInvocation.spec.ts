import { expect } from "chai";
import { decideInvocation } from "../../provider/sandbox";
import type { Properties } from "../../provider/sandbox/core/propertyValues";
import { Sandbox, messageOf, type PluginClient } from "./pluginClient";
import {
  ACCOUNT,
  AGENTCORE,
  ALIAS,
  FUNCTION,
  OTHER_ACCOUNT,
  PERMISSION,
  ROLE,
  ROLE_POLICY,
  TARGET,
  createFunction,
  createGateway,
  functionArnOf,
  functionInputs,
  lambdaConfiguration,
  mayInvoke,
  permissionInputs,
  policyOf,
  roleArnOf,
  roleInputs,
  targetInputs,
} from "./samples";

const DENIED = "Gateway execution role lacks permission to invoke Lambda function";

/** The policies that decide about an invocation. */
interface Grants {
  /** Statements of the role. */
  role?: object[];
  /** Permission on the function of the role's account. */
  own?: Properties;
  /** Permission on the function of the other account. */
  other?: Properties;
}

// https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html and
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
describe("invocation of a function in the sandbox", function () {
  this.timeout(20_000);
  const sandbox = new Sandbox();
  let otherPlugin: PluginClient;
  let count = 0;

  const own = functionArnOf("search");
  const other = functionArnOf("search", OTHER_ACCOUNT);
  const elsewhere = own.replace("eu-west-1", "us-east-1");

  before(async () => {
    const environment = { AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: `AKIA${OTHER_ACCOUNT}` };
    otherPlugin = await sandbox.start({ environment });
    for (const [plugin, account] of [
      [sandbox.plugin, ACCOUNT],
      [otherPlugin, OTHER_ACCOUNT],
    ] as const) {
      await createFunction(plugin, "search", { publish: true }, account);
      await plugin.create(ALIAS, { name: "live", functionName: "search", functionVersion: "1" });
    }
    await sandbox.plugin.create(FUNCTION, { ...functionInputs("search"), region: "us-east-1" });
  });

  const inAccount = (account: string) => ({
    ...mayInvoke(own),
    Condition: { StringEquals: { "aws:ResourceAccount": account } },
  });
  const allowed: Record<string, [grants: Grants, functionArn: string]> = {
    "a function that the role may invoke": [{ role: [mayInvoke(own)] }, own],
    "an alias that the role may invoke": [{ role: [mayInvoke(`${own}:live`)] }, `${own}:live`],
    "a version that the role may invoke": [{ role: [mayInvoke(`${own}:1`)] }, `${own}:1`],
    "a function in the account of the condition": [{ role: [inAccount(ACCOUNT)] }, own],
    "a function of the same account by its own policy": [{ own: {} }, own],
    "a function of another account by both policies": [{ role: [mayInvoke(other)], other: {} }, other],
    "a function of another account that permits the role's account": [
      { role: [mayInvoke(other)], other: { principal: ACCOUNT } },
      other,
    ],
    "an alias of another account that permits it": [
      { role: [mayInvoke(`${other}:live`)], other: { qualifier: "live" } },
      `${other}:live`,
    ],
  };
  const denied: Record<string, [grants: Grants, functionArn: string]> = {
    "a function without any grant": [{}, own],
    "a function if the role may invoke another one": [{ role: [mayInvoke(`${own}-2`)] }, own],
    "an alias if the role may invoke the function": [{ role: [mayInvoke(own)] }, `${own}:live`],
    "a function if the role may invoke its aliases": [{ role: [mayInvoke(`${own}:*`)] }, own],
    "a function in another account than the condition": [{ role: [inAccount(OTHER_ACCOUNT)] }, own],
    "a function that the role's policy denies": [{ role: [{ ...mayInvoke(own), Effect: "Deny" }], own: {} }, own],
    "a function whose policy names only its account": [{ own: { principal: ACCOUNT } }, own],
    "a function whose policy names a service": [{ own: { principal: "bedrock-agentcore.amazonaws.com" } }, own],
    "a function with a permission for calls of a service": [{ own: { sourceArn: `${AGENTCORE}:gateway/*` } }, own],
    "an alias if the permission is on the function": [{ own: {} }, `${own}:live`],
    "a function of another account by the role's policy alone": [{ role: [mayInvoke(other)] }, other],
    "a function of another account by its policy alone": [{ other: {} }, other],
    "an alias of another account if the permission is on the function": [
      { role: [mayInvoke(`${other}:live`)], other: {} },
      `${other}:live`,
    ],
  };

  async function prepare(grants: Grants) {
    const name = `gateway${++count}`;
    const { id } = await createGateway(sandbox.plugin, name);
    const inline =
      grants.role &&
      (await sandbox.plugin.create(ROLE_POLICY, { role: name, name: "p", policy: policyOf(...grants.role) }));
    const permit = async (plugin: PluginClient, changes: Properties | undefined) => {
      if (changes === undefined) return;
      const inputs = { ...permissionInputs("search", roleArnOf(name)), statementId: name, ...changes };
      const created = await plugin.create(PERMISSION, inputs);
      return () => plugin.delete(PERMISSION, created);
    };
    const cleanUps = [await permit(sandbox.plugin, grants.own), await permit(otherPlugin, grants.other)];
    // All cases share the functions.
    const cleanUp = async () => {
      for (const remove of cleanUps) await remove?.();
    };
    return { name, gateway: id, inline, cleanUp };
  }

  const lambdaTarget = (gateway: string, lambdaArn: string): Properties => ({
    ...targetInputs(gateway),
    credentialProviderConfiguration: { gatewayIamRole: {} },
    targetConfiguration: lambdaConfiguration(lambdaArn),
  });

  for (const [isAllowed, rows] of [
    [true, allowed],
    [false, denied],
  ] as const)
    for (const [title, [grants, functionArn]] of Object.entries(rows))
      it(`${isAllowed ? "allows" : "denies"} ${title}`, async () => {
        const { name: roleName, gateway, cleanUp } = await prepare(grants);
        const target = sandbox.plugin.create(TARGET, lambdaTarget(gateway, functionArn));
        expect(await messageOf(target)).to.include(isAllowed ? "no error" : DENIED);
        const decision = decideInvocation(sandbox.store, { account: ACCOUNT, roleName, functionArn });
        expect(decision === "allowed").to.equal(isAllowed);
        await cleanUp();
      });

  for (const [title, functionArn, message] of [
    ["a function that does not exist", `${own}-2`, "Lambda function not found"],
    ["an alias that does not exist", `${own}:next`, "Lambda function not found"],
    ["a function of another Region", elsewhere, "Lambda function not found"],
    ["a function by its name", "search", 'lambdaArn "search" is not the ARN of a Lambda function'],
  ] as const)
    it(`finds no target for ${title}`, async () => {
      const { gateway } = await prepare({ role: [mayInvoke(elsewhere, `${own}*`)] });
      expect(await messageOf(sandbox.plugin.create(TARGET, lambdaTarget(gateway, functionArn)))).to.include(message);
    });

  it("is checked again when a target is updated", async () => {
    const { gateway, inline } = await prepare({ role: [mayInvoke(own)] });
    const { id, outputs } = await sandbox.plugin.create(TARGET, lambdaTarget(gateway, own));
    const update = (arn: string) => messageOf(sandbox.plugin.update(TARGET, id, outputs, lambdaTarget(gateway, arn)));
    expect(await update(`${own}:live`)).to.include(`${DENIED} ${own}:live`);
    await sandbox.plugin.delete(ROLE_POLICY, inline!);
    expect(await update(own)).to.include(DENIED);
  });

  it("is denied to a new role of the same name", async () => {
    const create = async () => {
      const role = await sandbox.plugin.create(ROLE, roleInputs("again"));
      const policy = policyOf(mayInvoke(other));
      return { role, policy: await sandbox.plugin.create(ROLE_POLICY, { role: "again", name: "p", policy }) };
    };
    const first = await create();
    await otherPlugin.create(PERMISSION, { ...permissionInputs("search", roleArnOf("again")), statementId: "again" });
    const decide = () => decideInvocation(sandbox.store, { account: ACCOUNT, roleName: "again", functionArn: other });
    expect(decide()).to.equal("allowed");
    await sandbox.plugin.delete(ROLE_POLICY, first.policy);
    await sandbox.plugin.delete(ROLE, first.role);
    await create();
    expect(decide()).to.equal("implicitDeny");
  });

  it("fails for a role that does not exist, and for what is not a function", () => {
    const decide = (roleName: string, functionArn: string) => () =>
      decideInvocation(sandbox.store, { account: ACCOUNT, roleName, functionArn });
    expect(decide("missing-role", own)).to.throw('there is no role "missing-role"');
    expect(decide("again", "search")).to.throw("is not the ARN of a Lambda function");
  });
});
