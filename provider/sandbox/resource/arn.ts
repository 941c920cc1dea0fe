export interface Arn {
  partition: string;
  service: string;
  region: string;
  account: string;
  resource: string;
}

/** Splits an ARN into its five parts after `arn:`. The last one may contain colons. */
export function parseArn(text: string): Arn | undefined {
  const [, partition, service, region, account, resource] =
    /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$/s.exec(text) ?? [];
  if (partition === undefined || service === undefined || resource === undefined) return undefined;
  return { partition, service, region: region ?? "", account: account ?? "", resource };
}

/** True for the ARN of one object: without wildcards, and without the text of a missing value. */
export function isExactArn(text: string): boolean {
  const arn = parseArn(text);
  return arn !== undefined && /^aws(-[a-z]+)*$/.test(arn.partition) && !/[*?\s]|undefined|\$\{/.test(text);
}

/** Name of a role or policy in an ARN such as `arn:aws:iam::123456789012:role/path/NAME`. */
export const nameInArn = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);
