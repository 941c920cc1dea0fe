/** Name of this package. */
export const packageName = "pulumi-agentcore-outbound-auth";

/** Version in package.json. A constant, because a bundler moves this code away from that file. */
export const version = "0.1.0";

/** The oldest peers that package.json accepts. */
export const oldestPeers = { "@pulumi/aws": "7.12.0", "@pulumi/pulumi": "3.216.0" };

/** The oldest Node.js that package.json accepts. */
export const oldestNode = "22";
