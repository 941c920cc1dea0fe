/** What a README says would have to be done by hand: commands of the AWS CLI, and a policy. */
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

/** Each action on each resource of policies, however these are cut into statements. */
export function permissionsIn(policies: string[]): string[] {
  const statements = policies.flatMap((policy) => (JSON.parse(policy) as { Statement: Statement[] }).Statement);
  const permissions = statements.flatMap(({ Action, Resource, Condition = {} }) =>
    [Action]
      .flat()
      .flatMap((action) => [Resource].flat().map((on) => [action, on, JSON.stringify(Condition)].join(" "))),
  );
  return [...new Set(permissions)].sort();
}

/** The README's blocks of JSON: policies. */
export function policiesIn(readme: string): string[] {
  return [...readme.matchAll(/```json\n(.*?)```/gs)].map((match) => match[1] as string);
}

/** Sends what each command that makes a credential provider stands for; rejects where the service would. */
export async function makeProvidersOf(readme: string, client: BedrockAgentCoreControlClient): Promise<void> {
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

/** Commands for AgentCore with their options, which are named as the members of the request are, but with hyphens. */
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
