// The permissions in a preview.
import { policyIn, propertiesOf, resourcesIn, summaryIn } from "./diff.mjs";
import { policies, targets } from "./program.mjs";

const policyType = /:RolePolicy$/;
const providerType = /:(ApiKey|Oauth2)CredentialProvider$/;

/** Shows one policy in full and the names of the others, or all of them with `--full`. Throws if one is incomplete. */
export function showPermissions(lines, output) {
  const resources = resourcesIn(lines);
  const all = resources.filter(({ type }) => policyType.test(type));
  const incomplete = all.filter((policy) => !isComplete(policy));
  if (all.length !== Object.keys(policies).length || incomplete.length > 0)
    throw new Error(`the preview does not show every policy in full: ${incomplete.map(({ name }) => name)}`);

  const shown = output.full ? Object.keys(policies) : ["search"];
  for (const name of shown) {
    const title = name in targets ? `the policy of ${name}, ${targets[name]}` : `${name}: ${policies[name]}`;
    output.heading(output.full ? title : `In full: ${title}`);
    const types = output.full ? [providerType, policyType] : [policyType];
    const own = resources.filter((one) => one.name === name && types.some((type) => type.test(one.type)));
    output.quote(own.flatMap((resource) => propertiesOf(resource, shownProperties)));
  }
  if (!output.full) {
    output.heading(`The other ${all.length - shown.length} policies, with their sizes in characters`);
    const others = all.filter(({ name }) => !shown.includes(name));
    output.table(
      others.map((policy) => [policy.name, String(policyIn(policy).length).padStart(4), policies[policy.name]]),
    );
  }
  output.line();
  output.quote([...summaryIn(lines), ...lines.filter((line) => line.includes("not to AWS"))]);
  output.note("Each ? in an ARN is one character of a suffix that AWS chooses.");
}

/** Properties that matter for permissions. */
const shownProperties = [
  ...["apiKey", "clientId", "clientSecret", "credentialProviderArn", "name", "namePrefix"],
  ...["oauthDiscovery", "policy", "region", "vendor"],
];

const isComplete = ({ lines }) =>
  lines.some((line) => /^ +policy +: \(json\)/.test(line)) && !/\[unknown\]/.test(lines.join());
