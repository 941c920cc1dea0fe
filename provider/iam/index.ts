/** The pure functions underneath the components: data in, policy statements and ARNs out. */
export * from "./arn";
export * from "./deployer";
export * from "./document";
export * from "./functionPermission";
export * from "./lambdaFunction";
export * from "./statements";
export * from "./trust";
