import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rate } from "../../provider/controlplane/attempts";
import { serviceErrors } from "../../provider/controlplane/errors";
import { defaultTimeoutSeconds } from "../../provider/handlers/credentialProvider/polling";
import { policyQuotas } from "../../provider/iam/policy/document";
import { providerQuota } from "../../provider/iam/policy/credentialProviders";
import { defaultSettings } from "../../provider/local/vault/settings";
import { propagationLeft, propagationProblems } from "../../provider/rules/components/gateway";
import { defaultTargetsPerPolicy } from "../../provider/rules/components/gatewayOutboundAuth";
import { vendorNames } from "../../provider/rules/providers/oauth2/vendors";
import { repository } from "../examples/exampleFolders";
import { manifest } from "../project/manifest";

const minutes = (seconds: number) => `${seconds / 60} minutes`;
const number = (value: number) => value.toLocaleString("en");

const now = Date.now();
const propagation = propagationLeft(new Date(now).toISOString(), undefined, now) / 1_000;
const throttledFor = serviceErrors.ThrottlingException.waitsMs?.reduce((sum, ms) => sum + ms, 0) ?? NaN;
const oldest = (name: string) => manifest.peerDependencies[name]?.replace(/^\^|\.0$/g, "");
const node = /\d+/.exec(manifest.engines.node)?.[0];
const inlinePolicies = `${number(policyQuotas.inlinePoliciesOfRole)} characters`;

/** Sentences with a value of the code, by page. Tables that are generated from the code are not here. */
const stated: Readonly<Record<string, readonly string[]>> = {
  "README.md": [
    `[${vendorNames.length - 1} vendors](`,
    `Node.js ${node}, \`@pulumi/pulumi\` ${oldest("@pulumi/pulumi")} and \`@pulumi/aws\` ${oldest("@pulumi/aws")}`,
  ],
  "docs/reference/settings.md": [
    `is still creating | ${minutes(defaultTimeoutSeconds)} |`,
    `after a policy changed | ${propagation} seconds |`,
    `| ${rate.burst} together, then ${rate.perSecond} a second |`,
    `throttled | ${minutes(Math.floor(throttledFor / 60_000) * 60)} |`,
    `inline policies of one role | ${inlinePolicies} |`,
    `credential providers of each kind | ${providerQuota} in an account and Region |`,
  ],
  "docs/reference/shared-policies.md": [
    `The default of ${defaultTargetsPerPolicy} fits`,
    `**Managed policies of a role:** ${policyQuotas.managedPoliciesOfRole},`,
  ],
  "docs/reference/errors.md": [`can have ${providerQuota} providers of each kind in a Region`],
  "docs/how-to/many-targets.md": [
    `IAM allows ${inlinePolicies} in all inline policies`,
    `IAM allows ${number(policyQuotas.managedPolicy)} characters in a managed policy`,
    `The default of ${defaultTargetsPerPolicy} fits`,
    `targets wait for ${propagation} seconds`,
  ],
  "docs/reference/doctor.md": [`default quota is ${providerQuota} of each kind`],
  "docs/reference/permissions.md": [`more than ${number(policyQuotas.managedPolicy)} characters`],
  "docs/explanation/permissions.md": [`waits ${propagation} seconds for IAM`],
  "docs/first-deployment.md": [`waits ${propagation} seconds`],
  "docs/troubleshooting.md": [
    `targets of a bundle wait ${propagation} seconds`,
    `\`customTimeouts: { delete }\` changes the ${minutes(defaultTimeoutSeconds)}`,
  ],
  "docs/reference/api/outbound-auth.md": [`Default: \`${defaultTargetsPerPolicy}\``],
  "docs/reference/api/gateway-role.md": [`then "${propagation}s".`],
  "docs/reference/api/local.md": [
    `Default: \`${defaultSettings.quota}\`, the service's quota.`,
    `Default: \`"${defaultSettings.secretArnForm}"\`.`,
  ],
};

describe("The values that a page states are those of the code:", () => {
  for (const [page, sentences] of Object.entries(stated)) {
    const text = readFileSync(join(repository, page), "utf8").replace(/\s+/g, " ");
    for (const sentence of sentences) it(`${page}: ${sentence}`, () => expect(text).to.contain(sentence));
  }

  it('the longest wait after a policy change is "5m"', () => {
    expect(propagationProblems("policyPropagation", "5m")).to.deep.equal([]);
    expect(propagationProblems("policyPropagation", "5m1s")).to.have.length(1);
  });
});
