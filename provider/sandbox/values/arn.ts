export interface Arn {
  partition: string;
  service: string;
  region: string;
  account: string;
  resource: string;
}

/** The five parts after `arn:`; the last one may hold further colons. Undefined if the text has no such form. */
export function parseArn(text: string): Arn | undefined {
  const [arn, partition, service, region, account, ...resource] = text.split(":");
  if (arn !== "arn" || !partition || !service || region === undefined || account === undefined) return undefined;
  if (resource.length === 0 || resource.join(":") === "") return undefined;
  return { partition, service, region, account, resource: resource.join(":") };
}

/** An ARN of one existing thing: no wildcard, and nothing that a program left `undefined`. */
export function isExactArn(text: string): boolean {
  const arn = parseArn(text);
  return arn !== undefined && /^aws(-[a-z]+)*$/.test(arn.partition) && !/[*?\s]|undefined|\$\{/.test(text);
}
