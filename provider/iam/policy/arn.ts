/** Partition, Region and account: the parts of an ARN that a gateway shares with its token vault and providers. */
export interface AwsScope {
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
  /** For example `us-east-1`. */
  readonly region: string;
  /** Its twelve digits. */
  readonly accountId: string;
}

/** IAM's wildcards and policy variables. In a policy, they make a text match more. */
export const iamWildcard = /[*?]|\$\{/;

const partitionsByPrefix = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
  ["eusc-", "aws-eusc"],
] as const;

/** Returns the partition of a Region. */
export function partitionOf(region: string): string {
  return partitionsByPrefix.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
}

/** Returns the parts of an ARN, which are the named groups of its pattern; `undefined` if the pattern does not match. */
export function partsOfArn<Parts>(arn: string, pattern: RegExp): Parts | undefined {
  const groups = pattern.exec(arn)?.groups;
  return groups && (Object.fromEntries(Object.entries(groups).filter(([, part]) => part !== undefined)) as Parts);
}

export function agentcoreArn(scope: AwsScope, resource: string): string {
  return `arn:${scope.partition}:bedrock-agentcore:${scope.region}:${scope.accountId}:${resource}`;
}

/** Returns the pattern of the ARNs of one type of resource of AgentCore. The id is the named group `name`. */
export function agentcoreArnPattern(type: string, name: string, { pattern }: ArnComponent): RegExp {
  const id = pattern.source.replace(/^\^|\$$/g, "");
  return new RegExp(
    `^arn:(?<partition>aws[a-z-]*):bedrock-agentcore:(?<region>[a-z0-9-]+):(?<accountId>\\d{12}):${type}/(?<${name}>${id})$`,
  );
}

/**
 * The values that a part of an ARN can have. The patterns here are also those of the rules for arguments
 * (`rules/core/limits.ts`).
 */
export interface ArnComponent {
  /** Matches the whole value. No pattern lets an IAM wildcard or policy variable pass. */
  readonly pattern: RegExp;
  readonly maxLength: number;
  /** Completes the sentence "not ...". */
  readonly label: string;
  /** Completes the sentence "Write ...". */
  readonly write: string;
}

/** @throws Error with a remedy if the value would let an ARN in a policy match more than one thing. */
export function assertArnComponent(path: string, value: unknown, component: ArnComponent): asserts value is string {
  if (typeof value === "string" && isArnComponent(value, component)) return;
  throw new Error(`${path}: not ${component.label}, written without wildcards. Write ${component.write}.`);
}

/** Checks if a text is exactly one value of a component. A wildcard never is. */
export function isArnComponent(value: string, { pattern, maxLength }: ArnComponent): boolean {
  return value.length <= maxLength && pattern.test(value);
}

const partition: ArnComponent = {
  pattern: /^aws(?:-[a-z]+)*$/,
  maxLength: 32,
  label: "the name of one partition",
  write: '"aws", or iam.partitionOf(region)',
};

export const region: ArnComponent = {
  pattern: /^[a-z]{2,4}(?:-[a-z]+)+-\d+$/,
  maxLength: 32,
  label: "the name of one Region",
  write: 'a name like "us-east-1"',
};

export const accountId: ArnComponent = {
  pattern: /^\d{12}$/,
  maxLength: 12,
  label: "the id of one account",
  write: "its twelve digits, as a string",
};

/** @throws Error if an ARN with these values would match more than one partition, Region or account. */
export function assertAwsScope(scope: AwsScope): void {
  assertArnComponent("partition", scope.partition, partition);
  assertArnComponent("region", scope.region, region);
  assertArnComponent("accountId", scope.accountId, accountId);
}

/** Source: service model, TokenVaultIdType. */
export const tokenVaultId: ArnComponent = {
  pattern: /^[a-zA-Z0-9_-]+$/,
  maxLength: 64,
  label: "the id of one token vault",
  write: 'an id like "default"',
};

/** Source: service model, CredentialProviderName. */
export const providerName: ArnComponent = {
  pattern: /^[a-zA-Z0-9_-]+$/,
  maxLength: 128,
  label: "the name of one credential provider",
  write: "1 to 128 letters, digits, - or _",
};

/** Source: service model, GatewayName. */
export const gatewayName: ArnComponent = {
  pattern: /^([0-9a-zA-Z]-?){1,48}$/,
  maxLength: 96,
  label: "the name of one gateway",
  write: "1 to 48 letters and digits, with single - between them",
};

/** Source: service model, GatewayArn. */
export const gatewayId: ArnComponent = {
  pattern: /^(?:[0-9a-z]-?){1,48}-[0-9a-z]{10}$/,
  maxLength: 107,
  label: "the id of one gateway",
  write: 'an id like "tools-0123456789"',
};

/** Source: AgentCore Control Plane API Reference, CreateConsentPortal. */
export const consentPortalName: ArnComponent = {
  pattern: /^[a-zA-Z0-9_-]{1,50}$/,
  maxLength: 50,
  label: "the name of one consent portal",
  write: "1 to 50 letters, digits, - or _",
};

export const consentPortalId: ArnComponent = {
  pattern: /^[a-zA-Z0-9_-]{1,50}-[a-zA-Z0-9]{10}$/,
  maxLength: 61,
  label: "the id of one consent portal",
  write: 'an id like "consent-a1B2c3D4e5"',
};

/** Source: service model, MemoryId. */
export const memoryId: ArnComponent = {
  pattern: /^[a-zA-Z][a-zA-Z0-9_-]{0,99}-[a-zA-Z0-9]{10}$/,
  maxLength: 111,
  label: "the id of one memory",
  write: 'an id like "notes-a1B2c3D4e5"',
};

export const runtimeId: ArnComponent = {
  pattern: /^[a-zA-Z][a-zA-Z0-9_]{0,99}-[a-zA-Z0-9]{10}$/,
  maxLength: 111,
  label: "the id of one runtime",
  write: 'an id like "assistant-a1B2c3D4e5"',
};

/** Source: Service Authorization Reference for Amazon Bedrock AgentCore, runtime-endpoint. */
export const runtimeQualifier: ArnComponent = {
  pattern: /^[a-zA-Z][a-zA-Z0-9_]*$/,
  maxLength: 48,
  label: "the name of one endpoint",
  write: 'a name like "prod", or leave the property out for "DEFAULT"',
};

/** Source: Lambda API Reference, CreateFunction. */
export const functionName: ArnComponent = {
  pattern: /^[a-zA-Z0-9_-]+$/,
  maxLength: 64,
  label: "the name of one function",
  write: "1 to 64 letters, digits, - or _",
};

/** An alias, a version, or `$LATEST`. Source: Lambda API Reference, Invoke. */
export const functionQualifier: ArnComponent = {
  pattern: /^[a-zA-Z0-9_$-]+$/,
  maxLength: 128,
  label: "the name of one alias, or the number of one version",
  write: "one of them, or leave the property out for the function itself",
};

/** Source: Lambda API Reference, CreateAlias. A name of digits alone would be a version. */
export const functionAlias: ArnComponent = {
  pattern: /^(?!\d+$)[a-zA-Z0-9_-]+$/,
  maxLength: 128,
  label: "the name of one alias",
  write: "an alias, or leave the property out for the function itself; a version has no URL",
};

export const restApiId: ArnComponent = {
  pattern: /^[a-zA-Z0-9]+$/,
  maxLength: 128,
  label: "the id of one API",
  write: 'an id like "a1b2c3d4e5"',
};

/** A stage of a REST API, or `$default` of an HTTP API. Source: API Gateway API Reference, CreateStage. */
export const stageName: ArnComponent = {
  pattern: /^(?:[a-zA-Z0-9_-]+|\$default)$/,
  maxLength: 128,
  label: "the name of one stage",
  write: 'a name like "prod"',
};

export const apiMethods = ["GET", "DELETE", "HEAD", "OPTIONS", "PATCH", "PUT", "POST"] as const;

export const apiMethod: ArnComponent = {
  pattern: new RegExp(`^(?:${apiMethods.join("|")})$`),
  maxLength: 7,
  label: "one method",
  write: "DELETE, GET, HEAD, OPTIONS, PATCH, POST or PUT, an operation for each",
};

/** A path of a URL without IAM's wildcards. Parameters are in braces. */
export const apiPath: ArnComponent = {
  pattern: /^\/(?:[a-zA-Z0-9._~!&'()+,;=:@%/-]|\$(?!\{)|\{[a-zA-Z0-9._:-]+\+?\})*$/,
  maxLength: 2048,
  label: "the path of one operation",
  write: 'a path like "/tickets/{id}"',
};

/** Source: Amazon S3 User Guide, "General purpose bucket naming rules". */
export const bucketName: ArnComponent = {
  pattern: /^[a-z0-9][a-z0-9.-]+[a-z0-9]$/,
  maxLength: 63,
  label: "the name of one bucket",
  write: "3 to 63 lower-case letters, digits, . or -",
};

/**
 * S3 allows more characters. Wildcards would match other objects too, and IAM refuses documents with characters beyond U+00FF.
 * Source of the latter: IAM API Reference, policyDocumentType.
 */
export const objectKey: ArnComponent = {
  pattern: /^(?:[ -#%-)+->@-\u00ff]|\$(?!\{))+$/,
  maxLength: 1024,
  label: "the key of one object",
  write: "a key of Latin letters and other characters up to U+00FF, without *, ? and ${",
};

/** Source: IAM API Reference, CreatePolicy. */
export const iamPath: ArnComponent = {
  pattern: /^\/([a-zA-Z0-9.,+@=_-]+\/)*$/,
  maxLength: 512,
  label: "a path",
  write: '"/", or a path like "/agents/"',
};

/**
 * A KMS key. An alias does not identify a key in a policy. The id of a multi-Region key has the same length.
 * Source: service model, KmsKeyArn, which knows these three partitions only.
 */
export const kmsKeyArn: ArnComponent = {
  pattern: /^arn:aws(?:-cn|-us-gov)?:kms:[a-z0-9-]+:\d{12}:key\/[a-zA-Z0-9-]{36}$/,
  maxLength: 2048,
  label: "the ARN of one KMS key",
  write: '"arn:aws:kms:REGION:ACCOUNT:key/KEY-ID"; an alias is not enough',
};

/** A secret. Secrets Manager appends "-" and six characters to its name, and policies need them. */
export const secretArn: ArnComponent = {
  pattern: /^arn:aws(?:-[a-z]+)*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[a-zA-Z0-9/_+=.@!-]+-[a-zA-Z0-9]{6}$/,
  maxLength: 2048,
  label: "the whole ARN of one secret",
  write: '"arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX"',
};

/** Source: IAM User Guide, "IAM identifiers"; IAM API Reference, CreateRole. */
export const roleArn: ArnComponent = {
  pattern: /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/(?:[a-zA-Z0-9_+=,.@-]+\/)*[a-zA-Z0-9_+=,.@-]{1,64}$/,
  maxLength: 2048,
  label: "the ARN of one role",
  write: '"arn:aws:iam::ACCOUNT:role/NAME"',
};

/** @throws Error with a remedy if the value is not the ARN of one role. `whose` names the role. */
export function assertRoleArn(path: string, arn: unknown, whose: string): asserts arn is string {
  if (typeof arn === "string" && isArnComponent(arn, roleArn)) return;
  throw new Error(`${path}: must be the ARN of ${whose}, written without wildcards. Write ${roleArn.write}.`);
}
