// Shows what exists after the first `up`, and where the secrets are.
import { takeInventory } from "./inventory.mjs";
import { rolePolicies, secrets, targets } from "./program.mjs";
import { filesWith } from "./secretScan.mjs";

/** Shows the inventory and returns it. */
export async function showInventory(sandbox, output) {
  output.chapter("What exists now");
  output.note("From the state, the control plane and the stand-in for AWS.");
  const inventory = await takeInventory(sandbox);
  const providers = secrets.map(({ of }) => [of, inventory.providers[of]]);

  output.heading("Two credential providers in the token vault");
  if (output.full) output.text(...providers.map(([, { arn }]) => arn));
  else output.table(providers.map(([name, { arn }]) => [name, arn.split(":token-vault/default/")[1]]));
  output.heading("Their ownership tags");
  output.table(
    providers.flatMap(([name, { tags }]) =>
      Object.entries(tags).map(([key, value]) => tagRow(name, key, value, output.full)),
    ),
  );

  // The aws provider adds a random suffix to the prefix.
  const found = Object.fromEntries(inventory.policies.map(({ name, outputs }) => [name, `${outputs.namePrefix}…`]));
  if (String(Object.keys(found).sort()) !== String(Object.keys(rolePolicies).sort()))
    throw new Error(`the role has unexpected policies: ${Object.keys(found)}`);
  if (output.full) {
    output.heading("Policies of the gateway's role");
    output.table(Object.entries(rolePolicies).map(([name, purpose]) => [found[name], purpose]));
  }

  output.heading("Credential configuration of each target");
  const configurations = Object.keys(targets).map((target) => {
    const { outputs } = inventory.targets.find(({ name }) => name === target);
    return [target, outputs.credentialProviderConfiguration];
  });
  if (output.full) output.text(...JSON.stringify(Object.fromEntries(configurations), undefined, 2).split("\n"));
  else output.table(configurations.map(([target, configuration]) => [target, ...configurationRow(configuration)]));

  await checkSecrets(sandbox, inventory.providers);
  const files = Object.values(sandbox.secrets).flatMap((secret) => filesWith(sandbox, secret));
  if (files.length > 0) throw new Error(`a secret is in plain text in ${files.join(", ")}`);
  output.line();
  output.check("key and client secret are in the token vault, and in no file in plain text");
  return inventory;
}

/** Rejects unless the providers use the configured secrets. */
export async function checkSecrets(sandbox, providers) {
  for (const { setting, of, property } of secrets) {
    const live = await sandbox.controlPlane.secretOf(providers[of].arn);
    if (live[property] !== sandbox.secrets[setting]) throw new Error(`${of} does not have the configured ${setting}`);
  }
}

const tagRow = (name, key, value, full) => [name, key, full || value.length <= 16 ? value : `${value.slice(0, 15)}…`];

/** One line: kind, and the values that are not the ARN of the provider. */
function configurationRow(configuration) {
  const [kind, values] = Object.entries(configuration).find(([key]) => !key.startsWith("__"));
  const short = Object.entries(values).filter(([key]) => key !== "providerArn" && !key.startsWith("__"));
  return [kind, short.map(([, value]) => String(value)).join(", ")];
}
