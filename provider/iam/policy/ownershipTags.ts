/** Keys of the tags that say which stack and resource created a credential provider. Existing providers have these keys. */
export const ownershipTagKeys = {
  /** The beginning of both keys. Tags of users must not begin with it. */
  prefix: "pulumi-agentcore-outbound-auth:",
  /** Its value is the stack owner. */
  owner: "pulumi-agentcore-outbound-auth:owner",
  /** Its value identifies the resource in the stack. */
  resource: "pulumi-agentcore-outbound-auth:resource",
} as const;
