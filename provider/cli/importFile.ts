import type { Command } from "commander";
import { importedResource, parseImportees, resourceKinds } from "./importEntries";
import type { Importee, ImportedResource } from "./importEntries";

interface CommandOptions {
  profile?: string;
}

/** Adds the subcommand `import-file`, which writes the file that `pulumi import --file` reads. */
export function addImportFileCommand(program: Command): void {
  program
    .command("import-file")
    .summary("bring existing credential providers under Pulumi's management")
    .description(
      "Reads credential providers that exist and prints a file for `pulumi import --file`, which brings them under " +
        "management without making them again. The file holds no secret: the first `pulumi up` sends the program's.",
    )
    .argument("<NAME=ARN...>", "the name that the program gives to the resource, and the provider's ARN")
    .option("--profile <name>", "profile in the AWS configuration files")
    .addHelpText("after", example)
    .action(run);
}

const example = `
Example:
  agentcore-outbound-auth import-file search=arn:aws:bedrock-agentcore:…/search > providers.json
  pulumi import --file providers.json --generate-code=false
  pulumi up

Credentials are those that the AWS SDK finds, in the environment for example; the Region is in the ARN.
Needs Pulumi's command line from 3.254 on, which takes the state of a resource from the file.`;

async function run(texts: string[], { profile }: CommandOptions): Promise<void> {
  try {
    const resources: ImportedResource[] = [];
    for (const wanted of parseImportees(texts)) resources.push(await imported(wanted, profile));
    console.log(JSON.stringify({ resources }, undefined, 2));
  } catch (error) {
    console.error(`error: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}

async function imported(wanted: Importee, profile: string | undefined): Promise<ImportedResource> {
  const resource = resourceKinds[wanted.kind];
  // Loaded here, because Pulumi and the AWS SDK take their time.
  const [{ providers }, { providerText, typeToken }] = await Promise.all([
    import("../provider.js"),
    import("../resources/dynamicResource.js"),
  ]);
  const given = profile === undefined ? {} : { connection: { profile } };
  const { props, inputs } = await providers[resource].read(wanted.arn, given);
  const found = { outputs: props ?? {}, inputs: inputs ?? {} };
  return importedResource(wanted, found, { type: typeToken(resource), text: providerText(resource) });
}
