// The functions (invokes) that the stand-in answers.
import { isObject } from "./resource/propertyValues";
import type { Properties } from "./resource/propertyValues";
import { dnsSuffix, partitionOf } from "./session";
import type { Session } from "./session";

const FUNCTIONS: Record<string, (args: Properties, session: Session) => Properties> = {
  "aws:index/getCallerIdentity:getCallerIdentity": (_args, { account, callerArn }) => ({
    accountId: account,
    arn: callerArn,
    id: account,
    userId: callerArn.includes(":assumed-role/") ? "AROASTANDINSTANDIN000:stand-in" : "AIDASTANDINSTANDIN000",
  }),
  "aws:index/getRegion:getRegion": (args, session) => {
    const region = typeof args.region === "string" ? args.region : session.region;
    if (region === undefined) return {};
    const endpoint = `ec2.${region}.${dnsSuffix(partitionOf(region))}`;
    return { description: `Stand-in (${region})`, endpoint, id: region, name: region, region };
  },
  "aws:index/getPartition:getPartition": (_args, { partition }) => ({
    dnsSuffix: dnsSuffix(partition),
    id: partition,
    partition,
    reverseDnsPrefix: dnsSuffix(partition).split(".").reverse().join("."),
  }),
};

/** The function's result. `{}` while the provider's configuration is not known, as from an unconfigured provider. */
export function callFunction(token: string, args: unknown, session: Session): Properties {
  const call = FUNCTIONS[token];
  if (call === undefined) throw new Error(`the stand-in aws plugin does not emulate ${token}.`);
  return session.isConfigured ? call(isObject(args) ? args : {}, session) : {};
}
