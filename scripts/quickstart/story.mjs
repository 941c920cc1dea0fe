// The story of three targets, step by step. Whatever it says is checked, and an error where it is not so.
import { randomBytes } from "node:crypto";
import { propertiesOf, resourcesIn, summaryIn } from "./diff.mjs";
import { checkSecrets, whatExists } from "./existing.mjs";
import { whatTheRoleMayDo } from "./judgement.mjs";
import { showPermissions } from "./permissions.mjs";
import { secrets, targets } from "./program.mjs";
import { leftovers } from "./traces.mjs";

export async function tell({ place, page, destroys }) {
  const started = Date.now();
  introduction(page);
  await makeStack(place, page);
  page.chapter("Preview: every permission in full, before anything exists");
  showPermissions(await previewed(place, page), page);
  page.chapter("Up");
  await deploy(place, page, "up");
  const inventory = await whatExists(place, page);
  whatTheRoleMayDo(place, page, inventory);
  await rotate(place, page, inventory.providers);
  if (!destroys) return;
  await destroy(place, page);
  page.heading(`Done in ${Math.round((Date.now() - started) / 1000)} s. What next?`);
  page.table([
    ["npm run quickstart -- --keep", "the same, left up for you to explore"],
    ["examples/", "projects to copy; this was examples/three-targets"],
    ["pulumi up", "the same program from this repository, in your AWS account"],
  ]);
}

function introduction(page) {
  page.heading("Outbound auth of an AgentCore gateway, from preview to destroy");
  page.text("A gateway gets three tools, each of which lets it in by another credential:");
  page.line();
  page.table(Object.entries(targets));
  page.line();
  page.text(
    "You see at preview what the gateway will be allowed, deploy it, try what its role may do, rotate",
    "the secrets, and destroy everything.",
    "Pulumi is real; AgentCore and AWS are stand-ins on this machine. No account is touched.",
  );
}

async function makeStack(place, page) {
  page.chapter("A stack and its two secrets");
  page.command("pulumi stack init dev");
  await place.pulumi.run(["stack", "init", "dev"]);
  await setSecrets(place, page);
}

async function setSecrets(place, page) {
  page.command(...secrets.map(({ setting }) => `pulumi config set --secret ${setting}`));
  place.secrets = {};
  for (const { setting, prefix } of secrets) {
    const value = `${prefix}-${randomBytes(20).toString("hex")}`;
    place.pulumi.mustNotPrint(value);
    place.secrets[setting] = value;
    // Not as an argument: those are everybody's to read in the list of processes.
    await place.pulumi.run(["config", "set", "--secret", setting], { input: value });
  }
  page.note("Random ones, on standard input. Pulumi keeps them encrypted in Pulumi.dev.yaml.");
}

async function previewed(place, page) {
  page.command("pulumi preview --diff");
  return page.during("pulumi preview", place.pulumi.run(["preview", "--diff"]));
}

async function deploy(place, page, command) {
  const args = [command, "--yes", "--skip-preview"];
  page.command(`pulumi ${args.join(" ")}`);
  // What is done is news; that something begins to be done is not.
  const isNews = (line) => /^ [+~-]+ +(?!pulumi:pulumi:)\S+ \S+ (created|updated|deleted|replaced) /.test(line);
  const onLine = (line) => isNews(line) && page.quote([line]);
  const lines = await place.pulumi.run(args, { onLine });
  page.quote(
    ["", ...summaryIn(lines)].filter((line) => !line.startsWith("The resources") && !line.startsWith("If you")),
  );
}

async function rotate(place, page, providers) {
  page.chapter("Rotate both secrets");
  await setSecrets(place, page);
  const lines = await previewed(place, page);
  const changed = resourcesIn(lines).filter(({ type }) => type !== "pulumi:pulumi:Stack");
  const properties = secrets.map(({ property }) => property);
  for (const resource of changed) page.quote(propertiesOf(resource, properties));
  page.quote(["", ...summaryIn(lines)]);

  await place.controlPlane.clearCalls();
  await deploy(place, page, "up");
  const calls = (await place.controlPlane.calls()).map(({ operation }) => operation);
  const changes = calls.filter((operation) => /^(Create|Update|Delete|Tag|Untag)/.test(operation)).sort();
  const arns = (await place.controlPlane.providers()).map(({ arn }) => arn);
  await checkSecrets(place, providers);
  const isOneEach = String(changes) === "UpdateApiKeyCredentialProvider,UpdateOauth2CredentialProvider";
  const isSame = Object.values(providers).every(({ arn }) => arns.includes(arn)) && arns.length === secrets.length;
  if (!isOneEach || !isSame) throw new Error(`more than the secrets has changed: ${calls}`);
  page.line();
  page.check("the live API key and the live client secret are the new ones: the control plane compared them");
  page.check(`one call each, ${changes.join(" and ")}`);
  page.check("same ARNs, so that policies and targets stay as they are");
}

async function destroy(place, page) {
  page.chapter("Destroy");
  await deploy(place, page, "destroy");
  const left = await leftovers(place);
  if (left.length > 0) throw new Error(`something is left:\n  ${left.join("\n  ")}`);
  page.line();
  page.check("nothing left: not in the state, not in the token vault, not in the pretend AWS");
}
