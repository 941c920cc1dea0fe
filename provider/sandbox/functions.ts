// The functions (invokes) that the stand-in answers.
import { isObject } from "./values/propertyValues";
import type { Properties } from "./values/propertyValues";
import { partitionOf, regionFor } from "./session";
import type { Session } from "./session";

const FUNCTIONS: Record<string, (args: Properties, session: Session) => Properties> = {
  "aws:index/getCallerIdentity:getCallerIdentity": (_args, { account, callerArn }) => ({
    accountId: account,
    arn: callerArn,
    id: account,
    userId: callerArn.includes(":assumed-role/") ? "AROASTANDINSTANDIN000:stand-in" : "AIDASTANDINSTANDIN000",
  }),
  "aws:index/getRegion:getRegion": (args, session) => {
    if (args.region === undefined && session.region === undefined) return {};
    const region = regionFor(session, "EC2: DescribeRegions", args.region);
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

/** The answer, or `{}` as long as the provider's configuration is not known: so does an unconfigured provider. */
export function callFunction(token: string, args: unknown, session: Session): Properties {
  const answer = FUNCTIONS[token];
  if (answer === undefined) throw new Error(`the stand-in aws plugin does not emulate ${token}.`);
  return session.configured ? answer(isObject(args) ? args : {}, session) : {};
}

const dnsSuffix = (partition: string): string => (partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com");
