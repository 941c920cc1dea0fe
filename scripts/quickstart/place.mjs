// A folder with everything that Pulumi writes and reads here, a local control plane, and the means to use both.
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

export async function openPlace(engine, interrupt) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "agentcore-quickstart-")));
  try {
    return await furnish(folder, engine, interrupt);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function furnish(folder, engine, interrupt) {
  for (const name of ["home", "state", "cloud", "tmp"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "empty"), "");
  const project = copyProject(folder);
  const { startLocalControlPlane } = compiled("provider/local/index.js");
  let onCall = () => {};
  const controlPlane = await startLocalControlPlane({ onCall: (call) => onCall(call) });
  const variables = { ...settings(folder), ...controlPlane.environment };
  const path = [engine.path, dirname(process.execPath)];
  const environment = { ...withoutTheUsers(folder, path), ...variables };
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
    /** What another terminal needs to join in: variables, and folders that come first on its PATH. */
    variables,
    path,
    controlPlane,
    /** Folder of the stand-in's pretend AWS. */
    cloud: join(folder, "cloud"),
    pulumi,
    watchCalls: (watch) => (onCall = watch),
    close: () => (closing ??= close()),
  };
}

/** The repository's own project, with the two changes that must never stand in the original. */
function copyProject(folder) {
  const { installAwsPlugin } = compiled("provider/sandbox/install.js");
  const project = join(folder, "project");
  mkdirSync(project);
  // Somebody may have deployed from here: settings of stacks and installed packages stay where they are.
  const isOurs = (path) => basename(path) !== "node_modules" && !/^Pulumi\..+\.yaml$/.test(basename(path));
  cpSync(join(root, "examples"), join(project, "examples"), { recursive: true, filter: isOurs });
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"), "junction");
  const plugins = { providers: [installAwsPlugin(join(folder, "plugin"))] };
  // JSON is YAML.
  // The pretend IAM knows of a policy at once.
  const config = { "agentcore-outbound-auth:policyPropagation": { value: "0s" } };
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

/** Of the user's environment only what any program needs: no profile, token, organisation or plugin of theirs. */
function withoutTheUsers(folder, path) {
  const needed = ["LANG", "LC_ALL", "USER", "SystemRoot", "PATHEXT", "COMSPEC"];
  const kept = needed.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]]);
  return {
    ...Object.fromEntries(kept),
    PATH: [...path, process.env.PATH].join(delimiter),
    HOME: homeOf(folder),
    TMPDIR: join(folder, "tmp"),
    TEMP: join(folder, "tmp"),
    // Checking the program's types takes longer than all the rest; tests/readme does it.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
  };
}
