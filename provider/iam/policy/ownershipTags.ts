/**
 * Keys of the tags by which the package knows its own providers. They are frozen: they stand on every provider ever made.
 */
export const ownershipTagKeys = {
  /** What they begin with; nobody else's tags may. */
  prefix: "pulumi-agentcore-outbound-auth:",
  /** Says which stack made a provider. */
  owner: "pulumi-agentcore-outbound-auth:owner",
  /** Says which resource of that stack. */
  resource: "pulumi-agentcore-outbound-auth:resource",
} as const;
