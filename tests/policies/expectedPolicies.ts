// The files beside this one: what a security reviewer reads, and what the package must build.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AccessRequest, Decision, PolicyDocument } from "../awsPlugin/iamEvaluator";

interface Call extends Pick<AccessRequest, "action" | "resource"> {
  readonly name: string;
  readonly expected: Decision;
}

export interface ExpectedPolicies {
  readonly description: string;
  readonly given: {
    readonly partition: string;
    readonly region: string;
    readonly accountId: string;
    readonly gatewayName: string;
    readonly providers: readonly { readonly arn: string; readonly secretArn: string }[];
  };
  readonly trustPolicy: PolicyDocument;
  /** Once per role, however many targets. */
  readonly sharedPolicies: Readonly<Record<string, PolicyDocument>>;
  /** One for each provider in `given`. */
  readonly bundlePolicies: readonly PolicyDocument[];
  readonly calls: readonly Call[];
}

/** Beside the source of this module: the compiler leaves these files where they are. */
const folder = join(__dirname, "..", "..", "..", "tests", "policies");

export const expectedPolicies: readonly (ExpectedPolicies & { readonly file: string })[] = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .sort()
  .map((file) => ({ file, ...(JSON.parse(readFileSync(join(folder, file), "utf8")) as ExpectedPolicies) }));

/** The identity policies of the role, all together. */
export function rolePolicies(policies: ExpectedPolicies): PolicyDocument[] {
  return [...Object.values(policies.sharedPolicies), ...policies.bundlePolicies];
}
