// What there is after the first `up`, and where the secrets are.
import { takeInventory } from "./inventory.mjs";
import { policies, secrets, targets } from "./program.mjs";
import { filesWith } from "./traces.mjs";

/** Shows it, and resolves to the inventory. */
export async function whatExists(place, page) {
  page.chapter("What exists now");
  page.command("pulumi stack export");
  page.note("The names below are from the state, the control plane and the pretend AWS.");
  const inventory = await takeInventory(place);
  const providers = secrets.map(({ of }) => [of, inventory.providers[of]]);

  page.heading("Two credential providers, in the token vault");
  page.text(...providers.map(([, { arn }]) => arn));
  page.heading("Their tags, which say whose they are");
  page.table(providers.flatMap(([name, { tags }]) => Object.entries(tags).map((tag) => [name, ...tag])));

  page.heading("Policies of the gateway's role");
  // Without its random end.
  const found = Object.fromEntries(inventory.policies.map(({ name, outputs }) => [name, `${outputs.namePrefix}…`]));
  if (String(Object.keys(found).sort()) !== String(Object.keys(policies).sort()))
    throw new Error(`the role has other policies: ${Object.keys(found)}`);
  page.table(Object.entries(policies).map(([name, purpose]) => [found[name], purpose]));

  page.heading("The targets' configurations");
  const configurations = Object.keys(targets).map((target) => {
    const { outputs } = inventory.targets.find(({ name }) => name === target);
    return [target, outputs.credentialProviderConfiguration];
  });
  page.text(...JSON.stringify(Object.fromEntries(configurations), undefined, 2).split("\n"));

  await checkSecrets(place, inventory.providers);
  const files = Object.values(place.secrets).flatMap((secret) => filesWith(place, secret));
  if (files.length > 0) throw new Error(`a secret stands in plain text in ${files.join(", ")}`);
  page.heading("Where API key and client secret are");
  page.check("in the token vault; and in no file of the stack, its state included, in plain text");
  return inventory;
}

/** Rejects unless the secrets that providers use now are the configured ones. */
export async function checkSecrets(place, providers) {
  for (const { setting, of, property } of secrets) {
    const live = await place.controlPlane.secretOf(providers[of].arn);
    if (live[property] !== place.secrets[setting]) throw new Error(`${of} does not have the configured ${setting}`);
  }
}
