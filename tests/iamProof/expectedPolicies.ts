// The files beside this one: what a security reviewer reads, and what the package must build.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AccessRequest, Decision, PolicyDocument } from "../../provider/sandbox/policies/evaluator";

interface Call extends Pick<AccessRequest, "action" | "resource"> {
  readonly name: string;
  readonly expected: Decision;
}

interface ProviderTarget {
  readonly providerArn: string;
  readonly secretArn: string;
}

interface FunctionTarget {
  /** With the alias or version, where the target names one. */
  readonly functionArn: string;
}

type Target = ProviderTarget | FunctionTarget;

export interface ExpectedPolicies {
  readonly description: string;
  readonly given: {
    readonly partition: string;
    readonly region: string;
    readonly accountId: string;
    readonly gatewayName: string;
    /** The gateway's role, where another policy than its own names it. */
    readonly roleArn?: string;
    readonly targets: readonly Target[];
  };
  readonly trustPolicy: PolicyDocument;
  /** Once per role, however many targets. */
  readonly sharedPolicies: Readonly<Record<string, PolicyDocument>>;
  /** One for each target in `given`. */
  readonly bundlePolicies: readonly PolicyDocument[];
  /** What the role may do. */
  readonly calls: readonly Call[];
  /** Policies of functions in other accounts, which have to admit the role too, by the ARN that a target names. */
  readonly functionPolicies?: Readonly<Record<string, PolicyDocument>>;
  /** What those policies by themselves let in. */
  readonly functionCalls?: readonly (Call & Pick<AccessRequest, "principal">)[];
}

/** Beside the source of this module: the compiler leaves these files where they are. */
const folder = join(__dirname, "..", "..", "..", "tests", "iamProof");

export const expectedPolicies: readonly (ExpectedPolicies & { readonly file: string })[] = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .sort()
  .map((file) => ({ file, ...(JSON.parse(readFileSync(join(folder, file), "utf8")) as ExpectedPolicies) }));

export function isFunctionTarget(target: Target): target is FunctionTarget {
  return "functionArn" in target;
}

/** The identity policies of the role, all together. */
export function rolePolicies(policies: ExpectedPolicies): PolicyDocument[] {
  return [...Object.values(policies.sharedPolicies), ...policies.bundlePolicies];
}
