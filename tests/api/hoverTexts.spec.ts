import { expect } from "chai";
import * as limits from "../../provider/rules/core/limits";
import type { TextRule } from "../../provider/rules/core/problem";
import { publicArguments } from "./publicArguments";
import type { PublicArgument } from "./publicArguments";

type Limit = TextRule | number | readonly string[];

/** The arguments that each limit applies to. No argument names a token vault: it is a parameter of `TokenVault.get`. */
const limitedArguments: Readonly<
  Record<Exclude<keyof typeof limits, "apiMethods" | "tokenVaultId">, readonly string[]>
> = {
  providerName: ["CredentialProviderArgs.name"],
  apiKey: ["ApiKeyCredentialProviderArgs.apiKey"],
  clientId: ["Oauth2ClientArgs.clientId", "PrivateKeyClientArgs.clientId", "WorkloadTokenClientArgs.clientId"],
  clientSecret: ["Oauth2ClientArgs.clientSecret"],
  environmentVariable: ["SecretFromEnvironment.env"],
  secretName: ["SecretFromSecretsManager.secretId"],
  secretJsonKey: ["SecretFromSecretsManager.jsonKey"],
  tenantId: ["MicrosoftOauth2Args.tenantId"],
  clientAuthenticationMethods: [],
  tokenEndpointAuthMethods: ["AuthorizationServerMetadataArgs.authorizationServerMetadata.tokenEndpointAuthMethods"],
  kmsKeyArn: [
    "PrivateKeyJwtArgs.privateKeySource.kmsKeySource.kmsKeyArn",
    "SecretFromSecretsManager.kmsKeyArn",
    "GatewaySettingsArgs.tokenVaultKeyArn",
    "CredentialProviderReference.kmsKeyArn",
    "EncryptedSchemaArgs.kmsKeyArn",
    "CertificateSecretArgs.kmsKeyArn",
  ],
  signingAlgorithms: ["PrivateKeyJwtArgs.signingAlgorithm"],
  claimName: ["PrivateKeyJwtArgs.additionalHeaderClaims", "PrivateKeyJwtArgs.additionalPayloadClaims"],
  claimValue: ["PrivateKeyJwtArgs.additionalHeaderClaims", "PrivateKeyJwtArgs.additionalPayloadClaims"],
  claimsPerToken: ["PrivateKeyJwtArgs.additionalHeaderClaims", "PrivateKeyJwtArgs.additionalPayloadClaims"],
  reservedHeaderClaims: ["PrivateKeyJwtArgs.additionalHeaderClaims"],
  reservedPayloadClaims: ["PrivateKeyJwtArgs.additionalPayloadClaims"],
  onBehalfOfGrantTypes: [],
  actorTokenContents: [],
  actorTokenScope: ["OwnActorTokenArgs.actorTokenScopes"],
  onBehalfOfAuthenticationMethods: ["OnBehalfOfAuthenticationArgs.clientAuthenticationMethod"],
  resourceConfiguration: ["SelfManagedLatticeEndpointArgs.selfManagedLatticeResource.resourceConfigurationIdentifier"],
  vpcId: ["ManagedVpcEndpointArgs.managedVpcResource.vpcIdentifier"],
  subnetId: ["ManagedVpcEndpointArgs.managedVpcResource.subnetIds"],
  securityGroupId: ["ManagedVpcEndpointArgs.managedVpcResource.securityGroupIds"],
  securityGroupsPerEndpoint: ["ManagedVpcEndpointArgs.managedVpcResource.securityGroupIds"],
  endpointIpAddressTypes: ["ManagedVpcEndpointArgs.managedVpcResource.endpointIpAddressType"],
  routingDomain: ["ManagedVpcEndpointArgs.managedVpcResource.routingDomain"],
  overriddenDomain: ["PrivateEndpointOverrideArgs.domain"],
  privateEndpointOverrides: ["AuthorizationServerArgs.privateEndpointOverrides"],
  certificates: ["AuthorizationServerArgs.certificateConfigurations"],
  certificateUri: ["S3CertificateArgs.s3.uri"],
  certificateSecretArn: ["SecretsManagerCertificateArgs.secretsManager.secretArn", "CertificateSecretArgs.secretArn"],
  scope: ["TokenArgs.scopes"],
  scopesPerTarget: ["TokenArgs.scopes"],
  customParameterKey: ["TokenArgs.customParameters"],
  customParameterValue: ["TokenArgs.customParameters"],
  customParametersPerTarget: ["TokenArgs.customParameters"],
  returnUrl: ["TokenArgs.defaultReturnUrl"],
  signingService: ["GatewayRoleCredentialArgs.service", "CallerCredentialArgs.service"],
  signingRegion: ["GatewayRoleCredentialArgs.region", "CallerCredentialArgs.region"],
  runtimeQualifier: ["RuntimeCallArgs.qualifier"],
  connectorId: ["ConnectorTargetArgs.connectorId"],
  restApiId: ["ApiStageArgs.restApi"],
  stageName: ["ApiStageArgs.stage"],
  apiPath: ["ApiOperationArgs.path"],
  bucketName: ["SchemaObjectArgs.bucket"],
  objectKey: ["SchemaObjectArgs.key"],
  lambdaArnLength: ["LambdaTargetArgs.function"],
  functionName: ["LambdaTargetArgs.function", "FunctionUrlCallArgs.functionUrl"],
  qualifier: ["LambdaTargetArgs.qualifier", "FunctionUrlCallArgs.qualifier"],
  tagKey: ["CredentialProviderArgs.tags", "ManagedVpcEndpointArgs.managedVpcResource.tags"],
  tagValue: ["CredentialProviderArgs.tags", "ManagedVpcEndpointArgs.managedVpcResource.tags"],
  tagsPerResource: ["ManagedVpcEndpointArgs.managedVpcResource.tags"],
  credentialLocations: ["ApiKeyPlacementArgs.credentialLocation"],
  credentialParameterName: ["ApiKeyPlacementArgs.credentialParameterName"],
  credentialPrefix: ["ApiKeyPlacementArgs.credentialPrefix"],
  gatewayName: ["GatewayRoleArgs.gatewayName", "ExistingGatewayArgs.name"],
  targetName: ["GatewayTargetArgs.name"],
  targetDescription: ["GatewayTargetArgs.description"],
  region: ["ConnectionArgs.region"],
  accountId: [
    "CredentialProviderArgs.accountId",
    "TokenVaultState.accountId",
    "S3CertificateArgs.s3.bucketOwnerAccountId",
  ],
  policyPath: ["GatewayOutboundAuthArgs.policyPath"],
  roleArn: ["AssumeRoleArgs.roleArn"],
};

describe("The description of a public argument", function () {
  this.timeout(60_000);

  const byEntry: Record<string, PublicArgument[]> = {};
  const all = () => Object.values(byEntry).flat();
  before(() => {
    for (const entry of ["index", "iam", "local/index", "testing/index"])
      // A `Call` is what the local control plane returns.
      byEntry[entry] = publicArguments(entry).filter(({ name }) => !name.startsWith("Call."));
  });

  it("says what it is", () => {
    expect(all()).to.have.length.greaterThan(250);
    expect(namesOf(all().filter(({ text }) => text.length < 10))).to.deep.equal([]);
  });

  it("names the default of an optional argument", () => {
    const without = all().filter((one) => one.isOptional && !one.isForbidden && one.default === undefined);
    expect(namesOf(without)).to.deep.equal([]);
  });

  it("says what a change does, there or at the object around it", () => {
    const saysChange = ({ text, around }: PublicArgument) =>
      [text, ...around].some((one) => /(^|[.:] )A change\b/.test(one));
    const without = byEntry.index?.filter((one) => !one.isForbidden && !saysChange(one)) ?? [];
    expect(namesOf(without)).to.deep.equal([]);
  });

  it("says what to write instead of an argument that the others exclude", () => {
    const forbidden = all().filter(({ isForbidden }) => isForbidden);
    const unclear = forbidden.filter(({ text }) => !/^(Only for|Write either|Not allowed)/.test(text));
    expect(namesOf(unclear)).to.deep.equal([]);
  });

  it("has the limits that the preview checks", () => {
    const wrong = Object.entries(limitedArguments).flatMap(([limit, names]) =>
      names.flatMap((name) => {
        const argument = byEntry.index?.find((one) => one.name === name);
        if (argument === undefined) return [`${name}: no such argument`];
        const { text, type } = argument;
        const isStated = alternatives(limits[limit as keyof typeof limits]).some((parts) =>
          parts.every((part) => contains(`${text} ${type}`, part)),
        );
        return isStated ? [] : [`${name}: ${limit} is not in "${text}"`];
      }),
    );
    expect(wrong).to.deep.equal([]);
  });
});

function namesOf(found: readonly PublicArgument[]): string[] {
  return found.map(({ name }) => name);
}

/** Returns the ways to state a limit, each as texts that a description must contain. */
function alternatives(limit: Limit): string[][] {
  if (typeof limit === "number") return limit === 1 ? [["exactly one"]] : [[written(limit)]];
  if (!("maxLength" in limit)) return [[...limit]];
  const { minLength = 1, maxLength, allowed = "" } = limit;
  const forms = [...allowed.matchAll(/"([^"]+)"/g)].map(([, form = ""]) => [form]);
  const atMost = [...allowed.matchAll(/\((\d+) at most\)/g)].map(([, count = ""]) => [count]);
  return [...forms, ...atMost, minLength > 1 ? [written(minLength), written(maxLength)] : [written(maxLength)]];
}

/** Finds a number only as a whole: not the 5 of 15. */
function contains(text: string, part: string): boolean {
  return /^[\d,]+$/.test(part) ? new RegExp(`(?<![\\d,])${part}(?!,?\\d)`).test(text) : text.includes(part);
}

function written(count: number): string {
  return count.toLocaleString("en");
}
