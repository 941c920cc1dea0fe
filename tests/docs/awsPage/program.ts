// Runs the program of docs/reviewers/aws-page.md with Pulumi's mocks.
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { credentialProviderArn, managedSecretArnPattern } from "../../../provider/iam/policy/credentialProviders";
import { functionArn } from "../../../provider/iam/gateway/lambdaFunction";
import type { Statement } from "../../../provider/iam/policy/document";
import { repository } from "../../examples/exampleFolders";
import { located, runProgram } from "../../components/runProgram";
import { blocksIn } from "./page";

const own = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
/** Account of `theirs`, the second aws provider of the page. */
const otherAccountId = "111122223333";

type Properties = Record<string, unknown>;

interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
  readonly provider?: string;
}

interface Run {
  readonly registered: readonly Registered[];
  readonly exported: Properties;
}

const program = blocksIn("ts").join("\n");

/** Returns the registered resource with this type and name. */
export function resource(run: Run, type: string, name: string): Registered {
  const found = run.registered.filter((one) => one.type.endsWith(`:${type}`) && one.name === name);
  if (found.length !== 1) throw new Error(`${found.length} resources ${type} "${name}" were registered.`);
  return found[0] as Registered;
}

/** True if a value is marked as a secret for the engine. */
export function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && "4dabf18193072939515e22adb298388d" in value;
}

/** Returns every statement of the inline policies. */
export function grantedStatements(run: Run): Statement[] {
  return run.registered
    .filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")
    .flatMap(({ inputs }) => (JSON.parse(inputs.policy as string) as { Statement: Statement[] }).Statement);
}

let running: Promise<Run> | undefined;

/** Returns the result of the program, which runs once. */
export function pageRun(): Promise<Run> {
  running ??= runPage();
  return running;
}

async function runPage(): Promise<Run> {
  const settings = [...program.matchAll(/config\.require\w*\("(\w+)"\)/g)].map(([, key]) => [`project:${key}`, "x"]);
  pulumi.runtime.setAllConfig(Object.fromEntries(settings) as Record<string, string>);
  // In the repository, so that the program finds its imports.
  const folder = mkdtempSync(join(repository, "dist", "aws-page-"));
  try {
    const file = join(folder, "index.js");
    const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 };
    writeFileSync(file, transpileModule(program, { compilerOptions }).outputText);
    const { registered, errors, values } = await runProgram(
      () => ({ exported: pulumi.output({ ...(createRequire(file)(file) as object) }) }),
      {
        stateOf: ({ type, name, inputs }) => ({
          ...(inputs as Properties),
          ...outputsOf(type, name, inputs as Properties),
        }),
        lookUp: (call) =>
          located(own.region, call.provider?.includes("::audit") ? otherAccountId : own.accountId)(call),
      },
    );
    expect(errors).to.deep.equal([]);
    return { registered, exported: values.exported as Properties };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Outputs of the service that the program uses. */
function outputsOf(type: string, name: string, inputs: Properties): Properties {
  const prefix = /:(ApiKey|Oauth2)CredentialProvider$/.exec(type)?.[1];
  if (prefix !== undefined) {
    const kind = prefix === "ApiKey" ? "apikeycredentialprovider" : "oauth2credentialprovider";
    const id = { ...own, vault: "default", kind, name: (inputs.name as string | undefined) ?? name } as const;
    const pattern = managedSecretArnPattern(id);
    return {
      name: id.name,
      credentialProviderArn: credentialProviderArn(id),
      apiKeySecretArnPattern: pattern,
      clientSecretArnPattern: pattern,
    };
  }
  if (type.endsWith(":StackOwner")) return { ownerId: "owner" };
  if (type === "aws:iam/role:Role") return { name, arn: roleArn(name), uniqueId: "AROAEXAMPLE" };
  return {};
}

export const roleArn = (name: string) => `arn:aws:iam::${own.accountId}:role/${name}`;

export const ticketsArn = functionArn({ ...own, name: "tickets" });
