/**
 * Run by severalStacks.spec.ts in its own process: brings up stacks of inline programs, all at the same time, and prints
 * their states.
 */
import * as aws from "@pulumi/aws";
import { LocalWorkspace, type InlineProgramArgs } from "@pulumi/pulumi/automation";
import { setTimeout as wait } from "node:timers/promises";
import * as agentcore from "../../provider";
import { header, openApi, trustPolicy } from "../engine/programs";

const program = (stack: string) => async () => {
  const auth = { target: openApi, credential: { type: "API_KEY", apiKey: `CANARY-of-${stack}`, ...header } } as const;
  // The same name in every stack, but another role.
  const assumeRolePolicy = trustPolicy("bedrock-agentcore.amazonaws.com");
  const existing = { name: "shared", role: new aws.iam.Role("of-others", { assumeRolePolicy }) };
  // The programs run alternately.
  await wait(50);
  const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
  const search = new agentcore.OutboundAuth("search", { gateway: role, ...auth });
  await wait(50);
  new agentcore.OutboundAuth("theirs", { gateway: existing, ...auth });
  new agentcore.GatewayOutboundAuth("many", { gateway: role, targets: { news: auth } });
  const providerArn = search.credentialProvider?.credentialProviderArn;
  return { roleArn: role.arn, gatewayName: role.gatewayName, providerArn };
};

async function bringUp({ stackName, projectName, workDir }: Omit<InlineProgramArgs, "program"> & { workDir: string }) {
  const args = { stackName, projectName, program: program(`${projectName}-${stackName}`) };
  const stack = await LocalWorkspace.createOrSelectStack(args, { workDir });
  await stack.up();
  return { state: await stack.exportStack(), changed: (await stack.preview()).changeSummary };
}

const stacks = JSON.parse(process.argv[2] ?? "[]") as Parameters<typeof bringUp>[0][];
Promise.all(stacks.map(bringUp)).then(
  (results) => void process.stdout.write(JSON.stringify(results)),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
