import type { Command } from "commander";
import { parseCredentialProviderArn } from "../iam/policy/credentialProviders";
import type { CredentialProviderKind } from "../iam/policy/credentialProviders";

/** An existing provider to import, and its logical name in the program. */
interface ImportedProvider {
  readonly name: string;
  readonly arn: string;
  readonly kind: CredentialProviderKind;
}

/** One resource in the file for `pulumi import --file`. */
interface ImportedResource {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly inputs: object;
  readonly outputs: object;
}

const resourceKinds = {
  apikeycredentialprovider: "ApiKeyCredentialProvider",
  oauth2credentialprovider: "Oauth2CredentialProvider",
} as const satisfies Record<CredentialProviderKind, string>;

/** Adds the command `import-file`, which writes the file for `pulumi import --file`. */
export function addImportFileCommand(program: Command): void {
  program
    .command("import-file")
    .summary("bring existing credential providers under Pulumi's management")
    .description(
      "Reads existing credential providers and prints a file for `pulumi import --file`. Pulumi then manages them without " +
        "creating them again. The file contains no secrets. The first `pulumi up` sends the secrets of the program.",
    )
    .argument("<NAME=ARN...>", "logical name of the resource in the program, and ARN of the provider")
    .option("--profile <name>", "profile in the AWS configuration files")
    .addHelpText("after", example)
    .action(run);
}

const example = `
Example:
  npx -p pulumi-agentcore-outbound-auth agentcore-outbound-auth import-file search=arn:aws:bedrock-agentcore:…/search > providers.json
  pulumi import --file providers.json --generate-code=false
  pulumi up

The command uses the credentials that the AWS SDK finds. It reads the Region from the ARN.
It needs the Pulumi CLI 3.254 or later.`;

async function run(texts: string[], { profile }: { profile?: string }): Promise<void> {
  try {
    const resources: ImportedResource[] = [];
    for (const provider of parseProviders(texts)) resources.push(await importedResource(provider, profile));
    console.log(JSON.stringify({ resources }, undefined, 2));
  } catch (error) {
    console.error(`error: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}

/** Parses `NAME=ARN` arguments. @throws Error that lists all invalid arguments. */
function parseProviders(texts: readonly string[]): ImportedProvider[] {
  const parsed = texts.map(parseProvider);
  const invalid = texts.filter((_, index) => parsed[index] === undefined);
  if (invalid.length > 0)
    throw new Error(
      `${invalid.map((text) => `"${text}"`).join(", ")}: write NAME=ARN, for example search=arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/search.`,
    );
  const providers = parsed.filter((provider) => provider !== undefined);
  for (const [index, { name, arn, kind }] of providers.entries()) {
    const earlier = providers.slice(0, index);
    if (earlier.some((other) => other.name === name && other.kind === kind))
      throw new Error(`"${name}" appears twice. Give each provider a different name.`);
    if (earlier.some((other) => other.arn === arn)) throw new Error(`${arn} appears twice. Write it once.`);
  }
  return providers;
}

function parseProvider(text: string): ImportedProvider | undefined {
  const [name = "", ...rest] = text.split("=");
  const arn = rest.join("=");
  const id = parseCredentialProviderArn(arn);
  return name === "" || id === undefined ? undefined : { name, arn, kind: id.kind };
}

/**
 * Reads a provider. The result has no secret and no ownership tags, so the first `pulumi up` sends both.
 */
async function importedResource(
  { name, arn, kind }: ImportedProvider,
  profile: string | undefined,
): Promise<ImportedResource> {
  // Loaded here, because Pulumi and the AWS SDK are slow to load.
  const [{ providers }, { providerText, typeToken }] = await Promise.all([
    import("../provider.js"),
    import("../resources/dynamicResource.js"),
  ]);
  const resource = resourceKinds[kind];
  const { props = {}, inputs = {} } = await providers[resource].read(
    arn,
    profile === undefined ? {} : { connection: { profile } },
  );
  // A program without a name keeps the name of the provider.
  const added = { automaticName: true, tagsAll: {}, __provider: providerText(resource) };
  // Only a look-up has this output; for a managed provider, the inputs contain the authentication.
  const { proof: _proof, ...outputs } = props;
  return {
    type: typeToken(resource),
    name,
    id: arn,
    inputs: { ...inputs, ...added },
    outputs: { ...outputs, ...added },
  };
}
