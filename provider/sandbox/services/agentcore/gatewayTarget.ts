import { isObject } from "../../core/propertyValues";
import type { Call } from "../../core/definition";
import { regionProperty } from "../../core/definition";
import { defineResource } from "../../core/lifecycle";
import { alphanumeric } from "../../core/identifiers";
import { anything, text } from "../../core/shape";
import type { Shape } from "../../core/shape";
import { TARGET_KIND, gatewayById, targetsOf } from "./gateway";
import type { TargetFacts, TargetInputs } from "./gateway";
import { configurationProblem, credentialProblem, gatewayProblem, targetKind } from "./targetRules";
import { setupFailure, setupProblem } from "./targetSetup";
import { metadataConfiguration, targetConfiguration } from "./targetShapes";

const TARGETS_PER_GATEWAY = 100;

/** The provider's schema only rejects several blocks. The service checks their content. */
const oneBlock: Shape = (value, path) =>
  isObject(value) && Object.keys(value).length > 1 ? `${path}: its blocks conflict. Set one of them.` : undefined;

export const agentcoreGatewayTarget = defineResource<TargetInputs, TargetFacts>({
  service: "Bedrock AgentCore Control",
  kind: TARGET_KIND,
  operations: { create: "CreateGatewayTarget", update: "UpdateGatewayTarget", delete: "DeleteGatewayTarget" },
  properties: {
    name: { shape: text({ pattern: /^([0-9a-zA-Z][-]?){1,100}$/ }), replaces: true },
    gatewayIdentifier: { shape: anything, isRequired: true, replaces: true },
    credentialProviderConfiguration: { shape: oneBlock },
    description: { shape: text({ min: 1, max: 200 }) },
    metadataConfiguration: { shape: metadataConfiguration },
    privateEndpoint: { shape: anything },
    targetConfiguration: { shape: targetConfiguration, isRequired: true },
    timeouts: { shape: anything },
    ...regionProperty,
  },
  nameProperty: "name",
  computed: ["targetId"],
  // The real provider creates the replacement first, which conflicts under an unchanged name.
  replacesToo: (olds, news) => {
    const [before, after] = [targetKind(olds.targetConfiguration), targetKind(news.targetConfiguration)];
    return before !== undefined && after !== undefined && before !== after ? ["targetConfiguration"] : [];
  },

  create: (inputs, call) => {
    const targetId = alphanumeric(10);
    checkTarget(targetId, inputs, call);
    const gatewayId = inputs.gatewayIdentifier;
    if (targetsOf(call.store, call.scope, gatewayId).length >= TARGETS_PER_GATEWAY)
      call.fail(
        "ServiceQuotaExceededException",
        `Gateway ${gatewayId} has the maximum number of ${TARGETS_PER_GATEWAY} targets`,
      );
    return { targetId };
  },
  alreadyExists: ({ inputs: { name, gatewayIdentifier } }) => [
    "ConflictException",
    `A target with name ${name} already exists in gateway ${gatewayIdentifier}`,
  ],
  update: ({ targetId }, inputs, call) => {
    checkTarget(targetId, inputs, call);
    return {};
  },

  id: ({ targetId }) => targetId,
  key: ({ gatewayIdentifier, name }) => `${gatewayIdentifier},${name}`,
  detail: ({ targetId, inputs }) => ({
    gatewayId: inputs.gatewayIdentifier,
    targetId,
    name: inputs.name,
    credentialProviderConfiguration: inputs.credentialProviderConfiguration,
  }),
});

/**
 * Fails as the service does, or as the provider does when a target fails later. The service keeps
 * a failed target and the provider replaces it; here, a failed target does not exist.
 */
function checkTarget(targetId: string, inputs: TargetInputs, call: Call): void {
  const { credentialProviderConfiguration: credential, targetConfiguration: configuration } = inputs;
  const gateway = gatewayById(call.store, call.scope, inputs.gatewayIdentifier);
  if (gateway === undefined)
    return call.fail("ResourceNotFoundException", `Gateway with ID ${inputs.gatewayIdentifier} does not exist`);
  const kind = targetKind(configuration);
  const shapeProblem = targetConfiguration(configuration, "targetConfiguration");
  if (kind === undefined || shapeProblem !== undefined)
    return call.fail("ValidationException", shapeProblem ?? "No target configuration");
  const setup = { targetId, kind, inputs, gateway };
  const problem =
    gatewayProblem(kind, credential, gateway) ??
    credentialProblem(kind, credential, call) ??
    configurationProblem(kind, configuration, credential) ??
    setupProblem(setup, call);
  if (problem !== undefined) call.fail("ValidationException", problem);
  const failure = setupFailure(setup, call);
  if (failure !== undefined)
    throw new Error(
      `waiting for Bedrock AgentCore Gateway Target (${targetId}): unexpected state 'FAILED', wanted target 'READY'. last error: ${failure}`,
    );
}
