import { parseCredentialProviderArn } from "../iam/arn";
import type { CredentialProviderKind } from "../iam/arn";

/** A provider to import: the logical name that the program gives to it, and its ARN. */
export interface Importee {
  readonly name: string;
  readonly arn: string;
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

/** `search=arn:…`: a logical name, and the ARN of a provider. @throws Error where it is something else. */
export function parseImportee(text: string): Importee & { readonly kind: CredentialProviderKind } {
  const [name, ...rest] = text.split("=");
  const arn = rest.join("=");
  const id = parseCredentialProviderArn(arn);
  if (name === undefined || name === "" || id === undefined)
    throw new Error(
      `"${text}": write NAME=ARN, for example search=arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/search.`,
    );
  return { name, arn, kind: id.kind };
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
  return { type, name, id: arn, inputs: { ...inputs, ...added }, outputs: { ...outputs, ...added } };
}
