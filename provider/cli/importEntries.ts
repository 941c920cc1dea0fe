import { parseCredentialProviderArn } from "../iam/policy/arn";
import type { CredentialProviderKind } from "../iam/policy/arn";

/** A provider to import: the logical name that the program gives to it, and its ARN. */
export interface Importee {
  readonly name: string;
  readonly arn: string;
  readonly kind: CredentialProviderKind;
}

/** What the package's own read of a provider gives: outputs without a secret, and the inputs among them. */
export interface FoundProvider {
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A resource in the file that `pulumi import --file` reads. */
export interface ImportedResource {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What the file calls the type of a resource, and the text that every state of it holds. */
export interface Registered {
  readonly type: string;
  readonly text: string;
}

/** The kind of resource that manages a provider. */
export const resourceKinds = {
  apikeycredentialprovider: "ApiKeyCredentialProvider",
  oauth2credentialprovider: "Oauth2CredentialProvider",
} as const satisfies Record<CredentialProviderKind, string>;

/** `search=arn:…`, each a logical name and the ARN of a provider. @throws Error that names everything that is not. */
export function parseImportees(texts: readonly string[]): Importee[] {
  const importees = texts.map(parseImportee);
  const misspelt = texts.filter((_, index) => importees[index] === undefined);
  if (misspelt.length > 0)
    throw new Error(
      `${misspelt.map((text) => `"${text}"`).join(", ")}: write NAME=ARN, for example search=arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/search.`,
    );
  const named = importees.filter((importee) => importee !== undefined);
  for (const [index, { name, arn, kind }] of named.entries()) {
    const earlier = named.slice(0, index);
    // Pulumi would say that the file is wrong, which the user did not write.
    if (earlier.some((other) => other.name === name && other.kind === kind))
      throw new Error(`"${name}" is given twice. Each provider needs the name of a resource of its own.`);
    if (earlier.some((other) => other.arn === arn)) throw new Error(`${arn} is given twice. Name it once.`);
  }
  return named;
}

function parseImportee(text: string): Importee | undefined {
  const [name, ...rest] = text.split("=");
  const arn = rest.join("=");
  const id = parseCredentialProviderArn(arn);
  return name === undefined || name === "" || id === undefined ? undefined : { name, arn, kind: id.kind };
}

/**
 * A provider as `pulumi import --file` takes it. It has no secret and no mark, by which the first `pulumi up` knows that it
 * has to send the program's and to put its mark there.
 */
export function importedResource(
  { name, arn }: Importee,
  { outputs, inputs }: FoundProvider,
  { type, text }: Registered,
): ImportedResource {
  // A program that gives no name keeps this one.
  const added = { automaticName: true, tagsAll: {}, __provider: text };
  // That is for who looks a provider up; who manages it says it by inputs.
  const { proof: _proof, ...managed } = outputs;
  return { type, name, id: arn, inputs: { ...inputs, ...added }, outputs: { ...managed, ...added } };
}
