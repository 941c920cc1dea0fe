// The permissions in a preview, target by target.
import { propertiesOf, resourcesIn, summaryIn } from "./diff.mjs";
import { policies, targets } from "./program.mjs";

const policyType = /:RolePolicy$/;
const providerType = /:(ApiKey|Oauth2)CredentialProvider$/;

/** Shows them word for word; throws where one of them is not known in full. */
export function showPermissions(lines, page) {
  const resources = resourcesIn(lines);
  const ofType = (type) => resources.filter((resource) => type.test(resource.type));
  const shared = Object.keys(policies).filter((name) => !(name in targets));
  const parts = [
    ...Object.entries(targets).map(([name, what]) => [`${name}: ${what}`, [name]]),
    ["What targets share, once for the role", shared],
    ["What the function may do itself, by a role of its own", ["delivery-log"]],
  ];
  const shown = parts.flatMap(([title, names]) => {
    const kinds = [providerType, policyType];
    const part = names.flatMap((name) => kinds.flatMap((type) => ofType(type).filter((one) => one.name === name)));
    page.heading(title);
    const quotes = part.map((resource) => propertiesOf(resource, shownProperties));
    page.quote(quotes.flatMap((quote, index) => (index === 0 ? quote : ["", ...quote])));
    return part;
  });
  if (!ofType(policyType).every((policy) => shown.includes(policy) && isWhole(policy)))
    throw new Error("the preview does not show every policy in full");
  page.heading("What it comes to");
  page.quote([...summaryIn(lines), "", ...lines.filter((line) => line.includes("not to AWS"))]);
  page.note(
    `Shown: the credential providers and all ${ofType(policyType).length} policies, ${shown.length} of ${resources.length} resources.`,
  );
  page.note("A ? in an ARN is one character of a random suffix that AWS adds. The end of the function's name is");
  page.note("Pulumi's, made up anew by each run until the function exists.");
}

/** Of provider and policies; the other properties say nothing about permissions. */
const shownProperties = [
  ...["apiKey", "clientId", "clientSecret", "credentialProviderArn", "name", "namePrefix"],
  ...["oauthDiscovery", "policy", "region", "vendor"],
];

const isWhole = ({ lines }) =>
  lines.some((line) => /^ +policy +: \(json\)/.test(line)) && !/\[unknown\]/.test(lines.join());
