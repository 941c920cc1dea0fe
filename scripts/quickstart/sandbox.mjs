// Creates the sandbox: a folder for all files of Pulumi, a local control plane, and a stand-in for the aws plugin.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { compiled } from "./compiled.mjs";
import { root } from "../root.mjs";
import { createPulumi, homeOf } from "./pulumi.mjs";

export async function openSandbox(engine, interrupt) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "agentcore-quickstart-")));
  try {
    return await createIn(folder, engine, interrupt);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function createIn(folder, engine, interrupt) {
  for (const name of ["home", "state", "cloud", "tmp"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "empty"), "");
  const project = copyProject(folder);
  const { startLocalControlPlane } = compiled("provider/local/index.js");
  let onCall = () => {};
  const controlPlane = await startLocalControlPlane({ onCall: (call) => onCall(call) });
  const variables = { ...settings(folder), ...controlPlane.environment };
  const path = [engine.path, dirname(process.execPath)];
  const environment = { ...cleanEnvironment(folder, path), ...variables };
  const pulumi = createPulumi({ engine, folder: project, environment, interrupt });
  let closing;
  const close = async () => {
    await pulumi.end();
    await controlPlane.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  return {
    folder,
    project,
    /** Variables for another terminal, and the folders that come first on its PATH. */
    variables,
    path,
    controlPlane,
    /** Folder in which the stand-in for AWS keeps its objects. */
    cloud: join(folder, "cloud"),
    pulumi,
    watchCalls: (watch) => (onCall = watch),
    close: () => (closing ??= close()),
  };
}

/** Copies the repository's Pulumi project, and adds two settings that the original must not have. */
function copyProject(folder) {
  const { installAwsPlugin } = compiled("provider/sandbox/index.js");
  const project = join(folder, "project");
  mkdirSync(project);
  // The user may have deployed from here: do not copy settings of stacks and installed packages.
  const isSource = (path) => basename(path) !== "node_modules" && !/^Pulumi\..+\.yaml$/.test(basename(path));
  cpSync(join(root, "examples"), join(project, "examples"), { recursive: true, filter: isSource });
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"), "junction");
  const plugins = { providers: [installAwsPlugin(join(folder, "plugin"))] };
  // The stand-in for IAM needs no time to apply a policy.
  const config = { "agentcore-outbound-auth:policyPropagation": { value: "0s" } };
  // YAML includes JSON.
  const override = `# The stand-in for the aws plugin.\nplugins: ${JSON.stringify(plugins)}\nconfig: ${JSON.stringify(config)}\n`;
  writeFileSync(join(project, "Pulumi.yaml"), readFileSync(join(root, "Pulumi.yaml"), "utf8") + override);
  return project;
}

function settings(folder) {
  return {
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "quickstart",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    AWS_CONFIG_FILE: join(folder, "empty"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "empty"),
    AWS_EC2_METADATA_DISABLED: "true",
    STANDIN_AWS_STORE: join(folder, "cloud"),
  };
}

/** Takes from the user's environment only what every program needs: no profile, token, organization or plugin. */
function cleanEnvironment(folder, path) {
  const needed = ["LANG", "LC_ALL", "USER", "SystemRoot", "PATHEXT", "COMSPEC"];
  const kept = needed.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]]);
  return {
    ...Object.fromEntries(kept),
    PATH: [...path, process.env.PATH].join(delimiter),
    HOME: homeOf(folder),
    TMPDIR: join(folder, "tmp"),
    TEMP: join(folder, "tmp"),
    // Type checks take longer than everything else; tests/readme does them.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
  };
}
