import { canAssume } from "../iam/access";
import { roleByArn } from "../iam/stored";
import { isExactArn, parseArn, lowerAlphanumeric } from "../../core/identifiers";
import type { Call, Problem, Stored } from "../../core/definition";
import { regionProperty, tagsProperty } from "../../core/definition";
import { defineResource } from "../../core/lifecycle";
import { anything, arn, text } from "../../core/shape";
import type { Properties } from "../../core/propertyValues";
import { dnsSuffix } from "../../core/session";
import type { Store } from "../../core/store";

interface GatewayInputs {
  name: string;
  roleArn: string;
  authorizerType: "CUSTOM_JWT" | "AWS_IAM" | "NONE" | "AUTHENTICATE_ONLY";
  protocolType?: string;
}

interface GatewayFacts {
  gatewayId: string;
}

export type StoredGateway = Stored<GatewayInputs, GatewayFacts>;

const SERVICE = "bedrock-agentcore.amazonaws.com";
const KIND = "agentcore-gateway";

export interface TargetInputs {
  name: string;
  gatewayIdentifier: string;
  targetConfiguration: Properties;
  credentialProviderConfiguration?: Properties;
}

export interface TargetFacts {
  targetId: string;
}

export type StoredTarget = Stored<TargetInputs, TargetFacts>;

export const TARGET_KIND = "agentcore-gateway-target";

export const targetsOf = (store: Store, scope: string, gatewayId: string): StoredTarget[] =>
  store.list(scope, TARGET_KIND, `${gatewayId},`);

export const gatewayById = (store: Store, scope: string, id: string): StoredGateway | undefined =>
  store.list<StoredGateway>(scope, KIND).find(({ gatewayId }) => gatewayId === id);

export const workloadIdentityArn = ({ partition, region, account }: Call, id: string): string =>
  `arn:${partition}:bedrock-agentcore:${region}:${account}:workload-identity-directory/default/workload-identity/${id}`;

export const agentcoreGateway = defineResource<GatewayInputs, GatewayFacts>({
  service: "Bedrock AgentCore Control",
  kind: KIND,
  operations: { create: "CreateGateway", update: "UpdateGateway", delete: "DeleteGateway" },
  properties: {
    name: { shape: text({ pattern: /^([0-9a-zA-Z][-]?){1,100}$/ }), replaces: true },
    roleArn: { shape: arn, isRequired: true },
    authorizerType: {
      shape: text({ oneOf: ["CUSTOM_JWT", "AWS_IAM", "NONE", "AUTHENTICATE_ONLY"] }),
      isRequired: true,
      replaces: true,
    },
    authorizerConfiguration: { shape: anything },
    description: { shape: text({ min: 1, max: 200 }) },
    exceptionLevel: { shape: anything },
    interceptorConfigurations: { shape: anything },
    kmsKeyArn: { shape: arn },
    policyEngineConfiguration: { shape: anything },
    protocolConfiguration: { shape: anything },
    protocolType: { shape: text({ oneOf: ["MCP"] }) },
    timeouts: { shape: anything },
    ...regionProperty,
    ...tagsProperty,
  },
  nameProperty: "name",
  computed: ["gatewayArn", "gatewayId", "gatewayUrl", "workloadIdentityDetails"],
  problems: ({ authorizerType }, all): Problem[] =>
    authorizerType === "CUSTOM_JWT" && all.authorizerConfiguration === undefined
      ? [
          {
            property: "authorizerConfiguration",
            reason: "authorizer_configuration is required when authorizer_type is CUSTOM_JWT",
          },
        ]
      : [],

  create: ({ name, roleArn }, call) => {
    // The provider's schema allows 100 characters, the service 48.
    const problem = text({ pattern: /^([0-9a-zA-Z][-]?){1,48}$/ })(name, "name");
    if (problem !== undefined) call.fail("ValidationException", problem);
    const gatewayId = `${name.toLowerCase()}-${lowerAlphanumeric(10)}`;
    checkRole(roleArn, gatewayId, call);
    return { gatewayId };
  },
  alreadyExists: ({ inputs }) => ["ConflictException", `A gateway with name: ${inputs.name} already exists`],
  update: ({ gatewayId }, { roleArn }, call) => {
    checkRole(roleArn, gatewayId, call);
    return {};
  },
  delete: ({ gatewayId }, { store, scope, fail }) => {
    const count = targetsOf(store, scope, gatewayId).length;
    if (count > 0)
      fail(
        "ValidationException",
        `Gateway ${gatewayId} has ${count} targets associated with it. Delete all targets before deleting the gateway.`,
      );
  },

  id: ({ gatewayId }) => gatewayId,
  key: ({ name }) => name,
  detail: ({ gatewayId, inputs: { name, roleArn } }) => ({ gatewayId, name, roleArn }),
  outputs: (stored, call) => {
    const { gatewayId } = stored;
    const host = `${gatewayId}.gateway.bedrock-agentcore.${call.region}.${dnsSuffix(call.partition)}`;
    return {
      gatewayArn: gatewayArn(call, gatewayId),
      gatewayUrl: `https://${host}${isMcp(stored) ? "/mcp" : ""}`,
      workloadIdentityDetails: [{ workloadIdentityArn: workloadIdentityArn(call, gatewayId) }],
    };
  },
});

/** The service assumes the role: the role must be in the gateway's account and trust the service for this gateway. */
function checkRole(roleArn: string, gatewayId: string, call: Call): void {
  const invalid = (explanation: string): never => call.fail("ValidationException", explanation);
  const parsed = isExactArn(roleArn) ? parseArn(roleArn) : undefined;
  if (parsed?.service !== "iam" || !parsed.resource.startsWith("role/"))
    return invalid(`${roleArn} is not the ARN of a role`);
  if (parsed.account !== call.account) return invalid("Cross-account pass role is not allowed.");
  if (roleByArn(call.store, roleArn) === undefined) return invalid(`Role ${roleArn} does not exist`);
  const sourceArn = gatewayArn(call, gatewayId);
  if (!canAssume(SERVICE, roleArn, sourceArn, call))
    invalid(
      `Gateway service is not authorized to assume role ${roleArn}. Its trust policy must let ${SERVICE} call ` +
        `sts:AssumeRole with aws:SourceAccount ${call.account} and aws:SourceArn ${sourceArn}`,
    );
}

const gatewayArn = ({ partition, region, account }: Call, id: string): string =>
  `arn:${partition}:bedrock-agentcore:${region}:${account}:gateway/${id}`;

/** A gateway without a protocol routes to HTTP targets. */
export const isMcp = ({ inputs }: StoredGateway): boolean => inputs.protocolType === "MCP";
