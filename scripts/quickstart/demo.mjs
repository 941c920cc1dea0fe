// Runs the demo with three targets, step by step. Each statement in the output is checked; a wrong one is an error.
import { randomBytes } from "node:crypto";
import { propertiesOf, resourcesIn, summaryIn } from "./diff.mjs";
import { checkSecrets, showInventory } from "./inventoryReport.mjs";
import { checkPermissions } from "./permissionCheck.mjs";
import { showPermissions } from "./permissionReport.mjs";
import { secrets, targets } from "./program.mjs";
import { leftovers } from "./secretScan.mjs";

export async function runDemo({ sandbox, output, destroys }) {
  const started = Date.now();
  introduce(output);
  await createStack(sandbox, output);
  output.chapter("Preview: every permission, before anything exists");
  showPermissions(await preview(sandbox, output), output);
  output.chapter("Up");
  await deploy(sandbox, output, "up");
  const inventory = await showInventory(sandbox, output);
  checkPermissions(sandbox, output, inventory);
  await rotate(sandbox, output, inventory.providers);
  if (!destroys) return;
  await destroy(sandbox, output);
  output.heading(`Done in ${Math.round((Date.now() - started) / 1000)} s. What next?`);
  output.table([
    ["npm run quickstart -- --full", "the same, with all policies and resources"],
    ["npm run quickstart -- --keep", "the same, left running for you to explore"],
    ["examples/three-targets/README.md", "deploy this program to your AWS account:"],
    ["", "what to install, Region, stack and secrets"],
    ["README.md", "your first program"],
  ]);
}

function introduce(output) {
  output.heading("Outbound auth of an AgentCore gateway, from preview to destroy");
  output.text("One gateway calls three tools, each with another credential:");
  output.table(Object.entries(targets));
  output.note("Pulumi is real. AgentCore and AWS are stand-ins on this machine.");
}

async function createStack(sandbox, output) {
  output.chapter("A stack and its two secrets");
  output.command("pulumi stack init dev");
  await sandbox.pulumi.run(["stack", "init", "dev"]);
  await setSecrets(sandbox, output);
}

async function setSecrets(sandbox, output) {
  output.command(...secrets.map(({ setting }) => `pulumi config set --secret ${setting}`));
  sandbox.secrets = {};
  for (const { setting, prefix } of secrets) {
    const value = `${prefix}-${randomBytes(20).toString("hex")}`;
    sandbox.pulumi.mustNotPrint(value);
    sandbox.secrets[setting] = value;
    // On standard input: other users can see the arguments of a process.
    await sandbox.pulumi.run(["config", "set", "--secret", setting], { input: value });
  }
  output.note("Random values. Pulumi keeps them encrypted in Pulumi.dev.yaml.");
}

async function preview(sandbox, output) {
  output.command("pulumi preview --diff");
  return output.during("pulumi preview", sandbox.pulumi.run(["preview", "--diff"]));
}

async function deploy(sandbox, output, command) {
  const args = [command, "--yes", "--skip-preview"];
  output.command(`pulumi ${args.join(" ")}`);
  const isDone = (line) => /^ [+~-]+ +(?!pulumi:pulumi:)\S+ \S+ (created|updated|deleted|replaced) /.test(line);
  const onLine = (line) => output.full && isDone(line) && output.quote([line]);
  const running = sandbox.pulumi.run(args, { onLine });
  const lines = await (output.full ? running : output.during(`pulumi ${command}`, running));
  output.quote(summaryIn(lines));
}

async function rotate(sandbox, output, providers) {
  output.chapter("Rotate both secrets");
  await setSecrets(sandbox, output);
  const lines = await preview(sandbox, output);
  const changed = resourcesIn(lines).filter(({ type }) => type !== "pulumi:pulumi:Stack");
  const properties = secrets.map(({ property }) => property);
  for (const resource of changed) output.quote(propertiesOf(resource, properties));
  output.quote(summaryIn(lines));

  await sandbox.controlPlane.clearCalls();
  await deploy(sandbox, output, "up");
  const calls = (await sandbox.controlPlane.calls()).map(({ operation }) => operation);
  const changes = calls.filter((operation) => /^(Create|Update|Delete|Tag|Untag)/.test(operation)).sort();
  const arns = (await sandbox.controlPlane.providers()).map(({ arn }) => arn);
  await checkSecrets(sandbox, providers);
  const isOneEach = String(changes) === "UpdateApiKeyCredentialProvider,UpdateOauth2CredentialProvider";
  const isSame = Object.values(providers).every(({ arn }) => arns.includes(arn)) && arns.length === secrets.length;
  if (!isOneEach || !isSame) throw new Error(`more than the secrets has changed: ${calls}`);
  output.line();
  output.check("the control plane compared them: the new key and client secret are live");
  output.check("one call each:");
  output.text(...changes.map((operation) => `  ${operation}`));
  output.check("the ARNs are the same, so policies and targets do not change");
}

async function destroy(sandbox, output) {
  output.chapter("Destroy");
  await deploy(sandbox, output, "destroy");
  const left = await leftovers(sandbox);
  if (left.length > 0) throw new Error(`something is left:\n  ${left.join("\n  ")}`);
  output.check("nothing is left in the state, the token vault and the stand-in for AWS");
}
