/** Name of this package. */
export const packageName = "pulumi-agentcore-outbound-auth";

/** Version in package.json. A constant, because a bundler moves this code away from that file. */
export const version = "0.1.0";
