import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalControlPlane } from "../local";
import { Store } from "../sandbox/core/store";
import { isSetting, noPropagationWait, sandboxIn, startSandbox as startIn } from "../sandbox/project";
import { permissionAssertions } from "./permissions";
import type { PermissionAssertions } from "./permissions";

/** A running sandbox, with assertions for the roles that stacks deployed in it. */
export interface Sandbox extends PermissionAssertions {
  /**
   * Environment variables for the Pulumi CLI, such as `envVars` of the Automation API. State and settings stay in the sandbox,
   * and requests go to it. Settings of AWS and Pulumi in the environment of this process have no effect.
   */
  readonly environment: Record<string, string>;
  /** Stack configuration that ends the wait after a change of policies, for `setAllConfig` of the Automation API. */
  readonly config: Record<string, { value: string }>;
  /** The control plane, which shows credential providers and calls, and causes faults. */
  readonly controlPlane: LocalControlPlane;
  /** Types and properties of the aws package that the sandbox stored without checks. */
  readonly unchecked: ReadonlySet<string>;
  /** Stops the servers, and deletes the state and everything else in the sandbox. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox for tests with the Pulumi engine: the local control plane, and a stand-in for the aws plugin. Both listen
 * on this machine only. Neither your Pulumi backend nor an AWS account is used.
 *
 * The account is 123456789012, and the Region is us-east-1 unless the stack sets `aws:region`. The engine needs no plugins;
 * packages other than `@pulumi/aws` with a plugin do not work.
 *
 * @returns The sandbox. Call `close()` at the end.
 * @throws Error if a server cannot start.
 * @example
 * import { LocalWorkspace } from "@pulumi/pulumi/automation";
 * import { it } from "mocha";
 * import { GatewayRole } from "pulumi-agentcore-outbound-auth";
 * import { startSandbox } from "pulumi-agentcore-outbound-auth/testing";
 *
 * async function program() {
 *   new GatewayRole("tools", { gatewayName: "tools" });
 * }
 *
 * it("can be deployed and destroyed", async () => {
 *   const sandbox = await startSandbox();
 *   try {
 *     const settings = { projectName: "tools", stackName: "test", program };
 *     const stack = await LocalWorkspace.createStack(settings, { envVars: sandbox.environment });
 *     await stack.setAllConfig(sandbox.config);
 *     await stack.up();
 *     sandbox.assertDenied("tools", "s3:GetObject", "arn:aws:s3:::schemas/crm.json");
 *     await stack.destroy();
 *   } finally {
 *     await sandbox.close();
 *   }
 * });
 */
export async function startSandbox(): Promise<Sandbox> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "agentcore-sandbox-")));
  const { cloud } = sandboxIn(folder);
  const own = Object.entries(process.env).filter(([name]) => !isSetting(name));
  // The Automation API adds its variables to those of the process, so only an empty value removes one.
  const removed = Object.keys(process.env).filter(isSetting);
  try {
    const running = await startIn(sandboxIn(folder), Object.fromEntries(own));
    return {
      environment: { ...Object.fromEntries(removed.map((name) => [name, ""])), ...running.environment },
      config: Object.fromEntries(Object.entries(noPropagationWait).map(([name, value]) => [name, { value }])),
      controlPlane: running.controlPlane,
      unchecked: running.unchecked,
      ...permissionAssertions(new Store(cloud)),
      async close() {
        await running.close();
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
