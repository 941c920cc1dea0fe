// The story of one credential, step by step. Whatever it says is checked, and an error where it is not so.
import { randomBytes } from "node:crypto";
import { callsWith } from "./calls.mjs";
import { compiled } from "./compiled.mjs";
import { propertiesOf, resourcesIn, summaryIn } from "./diff.mjs";
import { filesWith, leftovers } from "./traces.mjs";

const policyType = "aws:iam/rolePolicy:RolePolicy";
const providerType = "pulumi-nodejs:dynamic/agentcore:ApiKeyCredentialProvider";
const gatewayType = "aws:bedrock/agentcoreGateway:AgentcoreGateway";
const targetType = "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget";

export async function tell({ place, page, destroys }) {
  const started = Date.now();
  introduction(page);
  await makeStack(place, page);
  await preview(place, page);
  await up(place, page);
  await whatExists(place, page);
  await rotate(place, page);
  if (!destroys) return;
  await destroy(place, page);
  page.heading(`Done in ${Math.round((Date.now() - started) / 1000)} s. What next?`);
  page.table([
    ["npm run quickstart -- --keep", "the same, left up for you to explore"],
    ["examples/", "projects to copy; this was examples/openapi-with-api-key"],
    ["pulumi up", "the same program from this repository, in your AWS account"],
  ]);
}

function introduction(page) {
  page.heading("Outbound auth of an AgentCore gateway, from preview to destroy");
  page.text(
    "A gateway gets a tool, web search, that wants an API key. You see at preview what the gateway",
    "will be allowed, deploy it, try what its role may do, rotate the key, and destroy everything.",
    "Pulumi is real; AgentCore and AWS are stand-ins on this machine. No account is touched.",
  );
}

async function makeStack(place, page) {
  page.chapter("A stack and its API key");
  page.command("pulumi stack init dev");
  await place.pulumi.run(["stack", "init", "dev"]);
  await setKey(place, page);
}

async function setKey(place, page) {
  const key = `key-${randomBytes(20).toString("hex")}`;
  place.pulumi.mustNotPrint(key);
  place.key = key;
  page.command("pulumi config set --secret searchKey");
  // Not as an argument: those are everybody's to read in the list of processes.
  await place.pulumi.run(["config", "set", "--secret", "searchKey"], { input: key });
  page.note("A random key, on standard input. Pulumi keeps it encrypted in Pulumi.dev.yaml.");
}

async function preview(place, page) {
  page.chapter("Preview: every permission in full, before anything exists");
  const lines = await previewed(place, page);
  const resources = resourcesIn(lines);
  const [provider] = resources.filter(({ type }) => type === providerType);
  const policies = resources.filter(({ type }) => type === policyType);
  page.quote(propertiesOf(provider, ["apiKey", "credentialProviderArn", "name", "region"]));
  for (const policy of policies) page.quote(["", ...propertiesOf(policy, ["name", "policy"])]);
  page.quote(["", ...summaryIn(lines), "", ...lines.filter((line) => line.includes("not to AWS"))]);
  page.note(
    `Shown: the credential provider and the role's policies, ${policies.length + 1} of ${resources.length} resources.`,
  );
  page.note("A ? in an ARN is one character of a random suffix that AWS adds.");
}

async function previewed(place, page) {
  page.command("pulumi preview --diff");
  return page.during("pulumi preview", place.pulumi.run(["preview", "--diff"]));
}

async function up(place, page) {
  page.chapter("Up");
  await deploy(place, page, "up");
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

async function whatExists(place, page) {
  page.chapter("What exists now");
  page.command("pulumi stack export");
  page.note("The names below are from the state, the control plane and the pretend AWS.");
  const state = await place.pulumi.state();
  const ofType = (type) => state.filter((resource) => resource.type === type);
  const [provider] = await place.controlPlane.providers();
  const { roleName, gatewayId } = namesIn(state);

  page.heading("The credential provider, in the token vault");
  page.text(provider.arn);
  page.table(Object.entries(provider.tags).map(([tag, value]) => [`tag ${tag}`, value]));

  page.heading("Policies of the gateway's role");
  page.table(ofType(policyType).map(({ urn, outputs }) => [outputs.name, purposes[lastOf(urn)] ?? ""]));

  page.heading("The target's configuration");
  const [target] = ofType(targetType);
  page.text(...JSON.stringify(target.outputs.credentialProviderConfiguration, undefined, 2).split("\n"));

  page.heading("What the role may do with it, by the rules of IAM");
  judge(place, page, provider, roleName, gatewayId);

  const live = await place.controlPlane.secretOf(provider.arn);
  if (live.apiKey !== place.key) throw new Error("the key in the token vault is not the configured one");
  const found = filesWith(place, place.key);
  if (found.length > 0) throw new Error(`the key stands in plain text in ${found.join(", ")}`);
  page.heading("Where the key is");
  page.check("in the token vault; and in no file of the stack, its state included, in plain text");
}

const purposes = {
  search: "made by the bundle: its own key and secret, nothing else",
  "tools-workload-token": "shared by all bundles: say which gateway is asking",
  "tools-api-key-vault": "shared by all bundles: ask the token vault for a key",
};

function judge(place, page, provider, roleName, gatewayId) {
  const { mayRole } = compiled("tests/awsPlugin/mayRole.js");
  const may = (action, resource) =>
    mayRole(place.cloud, provider.account, roleName, { action, resource, context: {} }) === "allowed";
  const calls = callsWith(provider, gatewayId).map((call) => ({
    ...call,
    judged: call.resources.every((resource) => may(call.action, resource)),
  }));
  page.table(calls.map(({ judged, action, on }) => [judged, judged ? "allowed" : "denied", action.split(":")[1], on]));
  const wrong = calls.filter(({ allowed, judged }) => allowed !== judged);
  if (wrong.length > 0) throw new Error(`not as it should be: ${wrong.map(({ action, on }) => `${action} on ${on}`)}`);
}

async function rotate(place, page) {
  const [before] = await place.controlPlane.providers();
  page.chapter("Rotate the key");
  await setKey(place, page);
  const lines = await previewed(place, page);
  for (const resource of resourcesIn(lines).filter(({ type }) => type !== "pulumi:pulumi:Stack"))
    page.quote(propertiesOf(resource, ["apiKey"]));
  page.quote(["", ...summaryIn(lines)]);

  await place.controlPlane.clearCalls();
  await deploy(place, page, "up");
  const calls = (await place.controlPlane.calls()).map(({ operation }) => operation);
  const changes = calls.filter((operation) => /^(Create|Update|Delete|Tag|Untag)/.test(operation));
  const [after] = await place.controlPlane.providers();
  const live = await place.controlPlane.secretOf(after.arn);
  if (live.apiKey !== place.key) throw new Error("the live key is not the new one");
  if (after.arn !== before.arn || changes.length !== 1) throw new Error(`more than the key has changed: ${calls}`);
  page.line();
  page.check("the live key is the new one: the control plane compared it");
  page.check(`one call, ${changes[0]}; same ARN, so that policies and target stay as they are`);
}

async function destroy(place, page) {
  page.chapter("Destroy");
  await deploy(place, page, "destroy");
  const left = await leftovers(place);
  if (left.length > 0) throw new Error(`something is left:\n  ${left.join("\n  ")}`);
  page.line();
  page.check("nothing left: not in the state, not in the token vault, not in the pretend AWS");
}

/** What the state calls the things that policies are about. */
function namesIn(state) {
  const first = (type) => state.find((resource) => resource.type === type).outputs;
  return { roleName: first("aws:iam/role:Role").name, gatewayId: first(gatewayType).gatewayId };
}

const lastOf = (urn) => urn.split("::").at(-1);
