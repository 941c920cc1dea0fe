// Runs the program of docs/aws-page.md with Pulumi's mocks.
import * as pulumi from "@pulumi/pulumi";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { credentialProviderArn, managedSecretArnPattern } from "../../../provider/iam/policy/credentialProviders";
import { functionArn } from "../../../provider/iam/gateway/lambdaFunction";
import type { Statement } from "../../../provider/iam/policy/document";
import { repository } from "../../examples/exampleFolders";
import { blocksIn } from "./page";

const own = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
/** Account of `theirs`, the second aws provider of the page. */
const other = { ...own, accountId: "111122223333" };

type Properties = Record<string, unknown>;

interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
  readonly provider: string;
}

interface Run {
  readonly registered: readonly Registered[];
  readonly exported: Readonly<Record<string, unknown>>;
}

export const program = blocksIn("ts").join("\n");

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
  running ??= runProgram();
  return running;
}

async function runProgram(): Promise<Run> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, provider = "" }) => {
        registered.push({ type, name, inputs: inputs as Properties, provider });
        return {
          id: `${name}-id`,
          state: { ...(inputs as Properties), ...outputsOf(type, name, inputs as Properties) },
        };
      },
      call: ({ token, provider = "" }) => answer(token, provider),
    },
    "aws-page",
    "dev",
    false,
  );
  pulumi.runtime.setAllConfig(
    Object.fromEntries(
      [...program.matchAll(/config\.require\w*\("(\w+)"\)/g)].map(([, key]) => [`aws-page:${key}`, "x"]),
    ),
  );
  // In the repository, so that the program finds its imports.
  const folder = mkdtempSync(join(repository, "dist", "aws-page-"));
  try {
    const file = join(folder, "index.js");
    const { outputText } = transpileModule(program, {
      compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 },
    });
    writeFileSync(file, outputText);
    const exported = await valueOf(createRequire(file)(file) as object);
    await pulumi.runtime.disconnect();
    return { registered, exported };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function valueOf(exported: object): Promise<Readonly<Record<string, unknown>>> {
  return new Promise((resolve) => void pulumi.output({ ...exported }).apply((values) => resolve(values)));
}

/** Outputs of the service that the program uses. */
function outputsOf(type: string, name: string, inputs: Properties): Properties {
  const kind = type.endsWith(":ApiKeyCredentialProvider")
    ? ("apikeycredentialprovider" as const)
    : type.endsWith(":Oauth2CredentialProvider")
      ? ("oauth2credentialprovider" as const)
      : undefined;
  if (kind !== undefined) {
    const id = { ...own, vault: "default", kind, name: (inputs.name as string | undefined) ?? name };
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

function answer(token: string, provider: string): Properties {
  const { accountId, region } = provider.includes("::audit") ? other : own;
  if (token === "aws:index/getCallerIdentity:getCallerIdentity")
    return { accountId, arn: `arn:aws:iam::${accountId}:user/deployer` };
  if (token === "aws:index/getRegion:getRegion") return { region };
  throw new Error(`The mocks have no result for ${token}.`);
}
