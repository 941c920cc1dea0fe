/**
 * Runs your programs in tests: {@link runWithMocks} in a unit test, and {@link startSandbox} with the Pulumi engine, without
 * an AWS account. Both decide by the declared policies what a role may do.
 */
export { runWithMocks } from "./mocks";
export type { MockedStack, MockOptions, MockRequest } from "./mocks";
export type { PermissionAssertions, RequestContext } from "./permissions";
export { startSandbox } from "./sandbox";
export type { Sandbox } from "./sandbox";
