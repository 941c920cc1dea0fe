/** Reads the manual steps in a README: commands of the AWS CLI, and policies. */
import {
  type BedrockAgentCoreControlClient,
  CreateApiKeyCredentialProviderCommand,
  type CreateApiKeyCredentialProviderCommandInput,
  CreateOauth2CredentialProviderCommand,
  type CreateOauth2CredentialProviderCommandInput,
} from "@aws-sdk/client-bedrock-agentcore-control";

interface Statement {
  Action: string | string[];
  Resource: string | string[];
  Condition?: object;
}

/** Returns each action on each resource, regardless of how the policies group them in statements. */
export function permissionsIn(policies: string[]): string[] {
  const statements = policies.flatMap((policy) => (JSON.parse(policy) as { Statement: Statement[] }).Statement);
  const permissions = statements.flatMap(({ Action, Resource, Condition = {} }) =>
    [Action]
      .flat()
      .flatMap((action) => [Resource].flat().map((on) => [action, on, JSON.stringify(Condition)].join(" "))),
  );
  return [...new Set(permissions)].sort();
}

/** Returns the policies in a README: its JSON blocks. */
export function policiesIn(readme: string): string[] {
  return [...readme.matchAll(/```json\n(.*?)```/gs)].map((match) => match[1] as string);
}

/** Sends the request of each command that creates a credential provider. Rejects if the service refuses it. */
export async function createProvidersOf(readme: string, client: BedrockAgentCoreControlClient): Promise<void> {
  for (const [command, options] of commandsIn(readme)) {
    if (command === "create-api-key-credential-provider")
      await client.send(
        new CreateApiKeyCredentialProviderCommand(options as unknown as CreateApiKeyCredentialProviderCommandInput),
      );
    if (command === "create-oauth2-credential-provider")
      await client.send(
        new CreateOauth2CredentialProviderCommand(options as unknown as CreateOauth2CredentialProviderCommandInput),
      );
  }
}

/** Returns the commands for AgentCore. Their options have the names of the request's members, with hyphens. */
function commandsIn(readme: string): [command: string, options: Record<string, unknown>][] {
  const commands = readme.matchAll(/aws bedrock-agentcore-control (\S+)((?:\s|\\\n|--[\w-]+ (?:'[^']*'|\S+))*)/g);
  return [...commands].map(([, command = "", text = ""]) => {
    const options = [...text.matchAll(/--([\w-]+) (?:'([^']*)'|(\S+))/g)]
      .filter(([, option]) => option !== "region")
      .map(([, option = "", json, word]) => [
        option.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
        json === undefined ? word : (JSON.parse(json) as unknown),
      ]);
    return [command, Object.fromEntries(options) as Record<string, unknown>];
  });
}
