import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mayInvoke } from "../../provider/sandbox/policies/mayInvoke";
import { messageOf, startPlugin, type PluginClient } from "./pluginClient";
import type { Properties } from "../../provider/sandbox/values/propertyValues";
import { ACCOUNT, ALIAS, FUNCTION, PERMISSION, ROLE, ROLE_POLICY, TARGET } from "./samples";
import { createFunction, createGateway, functionArnOf, functionInputs, lambdaConfiguration } from "./samples";
import { mayInvokeFunction, permissionInputs, policyOf, roleInputs, targetInputs } from "./samples";

const OTHER_ACCOUNT = "111122223333";
const MISSING = "Gateway execution role lacks permission to invoke Lambda function";

describe("the pretend cloud, about who may invoke a function,", function () {
  this.timeout(20_000);
  let store: string;
  let plugin: PluginClient;
  let other: PluginClient;
  let count = 0;

  const own = functionArnOf("search");
  const foreign = functionArnOf("search", OTHER_ACCOUNT);
  const elsewhere = own.replace("eu-west-1", "us-east-1");

  before(async () => {
    store = mkdtempSync(join(tmpdir(), "pretend-invocation-"));
    plugin = await startPlugin(store);
    other = await startPlugin(store, {
      environment: { AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: `AKIA${OTHER_ACCOUNT}` },
    });
    for (const [client, account] of [
      [plugin, ACCOUNT],
      [other, OTHER_ACCOUNT],
    ] as const) {
      await createFunction(client, "search", { publish: true }, account);
      await client.create(ALIAS, "live", { name: "live", functionName: "search", functionVersion: "1" });
    }
    await plugin.create(FUNCTION, "search", { ...functionInputs("search"), region: "us-east-1" });
  });
  after(() => {
    plugin.stop();
    other.stop();
    rmSync(store, { recursive: true, force: true });
  });

  /** What a case starts from: the role's statements, and permissions on the functions of either account. */
  interface Grants {
    statements?: object[];
    ownPermissions?: Properties[];
    foreignPermissions?: Properties[];
  }

  const rows: { name: string; grants: Grants; functionArn?: string; refusal?: string }[] = [
    { name: "allows exactly the function that the role may invoke", grants: { statements: [mayInvokeFunction(own)] } },
    { name: "refuses without any grant", grants: {}, refusal: MISSING },
    {
      name: "refuses another function",
      grants: { statements: [mayInvokeFunction(`${own}-2`)] },
      refusal: MISSING,
    },
    {
      name: "refuses the alias of a function that the role may invoke",
      grants: { statements: [mayInvokeFunction(own)] },
      functionArn: `${own}:live`,
      refusal: MISSING,
    },
    {
      name: "refuses the function itself to a role that may invoke its aliases and versions",
      grants: { statements: [mayInvokeFunction(`${own}:*`)] },
      refusal: MISSING,
    },
    {
      name: "allows the alias that the role may invoke",
      grants: { statements: [mayInvokeFunction(`${own}:live`)] },
      functionArn: `${own}:live`,
    },
    {
      name: "allows a version that the role may invoke",
      grants: { statements: [mayInvokeFunction(`${own}:1`)] },
      functionArn: `${own}:1`,
    },
    {
      name: "knows the function's account",
      grants: {
        statements: [{ ...mayInvokeFunction(own), Condition: { StringEquals: { "aws:ResourceAccount": ACCOUNT } } }],
      },
    },
    {
      name: "refuses where the policy means a function of another account",
      grants: {
        statements: [
          { ...mayInvokeFunction(own), Condition: { StringEquals: { "aws:ResourceAccount": OTHER_ACCOUNT } } },
        ],
      },
      refusal: MISSING,
    },
    {
      name: "allows by the function's own policy alone, in one account",
      grants: { ownPermissions: [{}] },
    },
    {
      name: "refuses what the role is denied, whatever the function's policy says",
      grants: { statements: [{ ...mayInvokeFunction(own), Effect: "Deny" }], ownPermissions: [{}] },
      refusal: MISSING,
    },
    {
      name: "refuses where the function's policy only names its own account",
      grants: { ownPermissions: [{ principal: ACCOUNT }] },
      refusal: MISSING,
    },
    {
      name: "refuses where the function's policy names a service",
      grants: { ownPermissions: [{ principal: "bedrock-agentcore.amazonaws.com" }] },
      refusal: MISSING,
    },
    {
      name: "refuses a permission for calls of a service: the role's own call has no source",
      grants: { ownPermissions: [{ sourceArn: `arn:aws:bedrock-agentcore:eu-west-1:${ACCOUNT}:gateway/*` }] },
      refusal: MISSING,
    },
    {
      name: "refuses the alias where the permission is on the function",
      grants: { ownPermissions: [{}] },
      functionArn: `${own}:live`,
      refusal: MISSING,
    },
    {
      name: "refuses a function of another account by the role's policies alone",
      grants: { statements: [mayInvokeFunction(foreign)] },
      functionArn: foreign,
      refusal: MISSING,
    },
    {
      name: "refuses a function of another account by its own policy alone",
      grants: { foreignPermissions: [{}] },
      functionArn: foreign,
      refusal: MISSING,
    },
    {
      name: "allows a function of another account by both",
      grants: { statements: [mayInvokeFunction(foreign)], foreignPermissions: [{}] },
      functionArn: foreign,
    },
    {
      name: "allows a function of another account that permits the role's whole account",
      grants: { statements: [mayInvokeFunction(foreign)], foreignPermissions: [{ principal: ACCOUNT }] },
      functionArn: foreign,
    },
    {
      name: "refuses the alias of a function of another account that permits only the function itself",
      grants: { statements: [mayInvokeFunction(`${foreign}:live`)], foreignPermissions: [{}] },
      functionArn: `${foreign}:live`,
      refusal: MISSING,
    },
    {
      name: "allows the alias of a function of another account that permits it",
      grants: { statements: [mayInvokeFunction(`${foreign}:live`)], foreignPermissions: [{ qualifier: "live" }] },
      functionArn: `${foreign}:live`,
    },
  ];

  const notFound: typeof rows = [
    {
      name: "finds no function that does not exist",
      grants: { statements: [mayInvokeFunction(`${own}-2`)] },
      functionArn: `${own}-2`,
    },
    {
      name: "finds no alias that does not exist",
      grants: { statements: [mayInvokeFunction(`${own}:next`)] },
      functionArn: `${own}:next`,
    },
    {
      name: "finds no function of another Region",
      grants: { statements: [mayInvokeFunction(elsewhere)] },
      functionArn: elsewhere,
    },
  ];

  async function arrange({ statements = [], ownPermissions = [], foreignPermissions = [] }: Grants) {
    const name = `gateway${++count}`;
    const { id } = await createGateway(plugin, name);
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/${name}`;
    if (statements.length > 0)
      await plugin.create(ROLE_POLICY, "p", { role: name, name: "p", policy: policyOf(...statements) });
    const made: (() => Promise<void>)[] = [];
    const permit = async (client: PluginClient, changes: Properties) => {
      const inputs = { ...permissionInputs("search", roleArn), statementId: name, ...changes };
      const permission = await client.create(PERMISSION, "p", inputs);
      made.push(() => client.delete(PERMISSION, permission.id, permission.outputs));
    };
    for (const changes of ownPermissions) await permit(plugin, changes);
    for (const changes of foreignPermissions) await permit(other, changes);
    // The functions are shared: what one case permits must not help the next.
    return { name, gateway: id, cleanUp: () => Promise.all(made.map((remove) => remove())) };
  }

  const lambdaTarget = (gateway: string, lambdaArn: string): Properties => ({
    ...targetInputs(gateway, "search"),
    credentialProviderConfiguration: { gatewayIamRole: {} },
    targetConfiguration: lambdaConfiguration(lambdaArn),
  });

  for (const { name, grants, functionArn = own, refusal } of rows)
    it(name, async () => {
      const { name: roleName, gateway, cleanUp } = await arrange(grants);
      const target = plugin.create(TARGET, "t", lambdaTarget(gateway, functionArn));
      expect(await messageOf(target)).to.include(refusal ?? "no error");
      const decision = mayInvoke(store, { account: ACCOUNT, roleName, functionArn });
      expect(decision === "allowed").to.equal(refusal === undefined);
      await cleanUp();
    });

  for (const { name, grants, functionArn } of notFound)
    it(name, async () => {
      const { gateway } = await arrange(grants);
      expect(await messageOf(plugin.create(TARGET, "t", lambdaTarget(gateway, functionArn!)))).to.include(
        "Lambda function not found",
      );
    });

  it("says so again when a target is updated", async () => {
    const { name, gateway } = await arrange({ statements: [mayInvokeFunction(own)] });
    const { id, outputs } = await plugin.create(TARGET, "t", lambdaTarget(gateway, own));
    const moved = lambdaTarget(gateway, `${own}:live`);
    expect(await messageOf(plugin.update(TARGET, id, outputs, moved))).to.include(`${MISSING} ${own}:live`);
    await plugin.delete(ROLE_POLICY, `${name}:p`, {});
    expect(await messageOf(plugin.update(TARGET, id, outputs, lambdaTarget(gateway, own)))).to.include(MISSING);
  });

  it("refuses a target whose function is not named by a whole ARN", async () => {
    const { gateway } = await arrange({});
    expect(await messageOf(plugin.create(TARGET, "t", lambdaTarget(gateway, "search")))).to.include(
      'lambdaArn "search" is not the ARN of a Lambda function',
    );
  });

  it("no longer lets a role invoke that was made again under its old name", async () => {
    const arn = functionArnOf("search", OTHER_ACCOUNT);
    const statements = policyOf(mayInvokeFunction(arn));
    const make = async () => {
      const role = await plugin.create(ROLE, "again", roleInputs("again"));
      await plugin.create(ROLE_POLICY, "p", { role: "again", name: "p", policy: statements });
      return role;
    };
    const role = await make();
    const inputs = { ...permissionInputs("search", role.outputs.arn as string), statementId: "again" };
    await other.create(PERMISSION, "p", inputs);
    const ask = () => mayInvoke(store, { account: ACCOUNT, roleName: "again", functionArn: arn });
    expect(ask()).to.equal("allowed");
    await plugin.delete(ROLE_POLICY, "again:p", {});
    await plugin.delete(ROLE, "again", role.outputs);
    await make();
    expect(ask()).to.equal("implicitDeny");
  });

  it("fails on a role that does not exist, and on what is no function", () => {
    expect(() => mayInvoke(store, { account: ACCOUNT, roleName: "nobody", functionArn: own })).to.throw(
      'there is no role "nobody"',
    );
    expect(() => mayInvoke(store, { account: ACCOUNT, roleName: "again", functionArn: "search" })).to.throw(
      "is not the ARN of a Lambda function",
    );
  });
});
