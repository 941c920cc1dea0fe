import { isObject } from "../core/propertyValues";
import type { Properties } from "../core/propertyValues";
import type { Call, Stored } from "../core/definition";
import { regionProperty, tagsProperty } from "../core/definition";
import { defineResource } from "../core/lifecycle";
import { lowerAlphanumeric } from "../core/identifiers";
import { anyText, anything, flag, json, text } from "../core/shape";
import { dnsSuffix } from "../core/session";
import type { Store } from "../core/store";

const SERVICE = "API Gateway";
const REST_API_KIND = "apigateway-rest-api";
const DEPLOYMENT_KIND = "apigateway-deployment";
const STAGE_KIND = "apigateway-stage";

interface RestApiInputs {
  name: string;
  body?: string;
}

interface RestApiFacts {
  restApiId: string;
  rootResourceId: string;
  createdDate: string;
}

type StoredRestApi = Stored<RestApiInputs, RestApiFacts>;

const readRestApi = (store: Store, scope: string, id: string): StoredRestApi | undefined =>
  store.read({ scope, kind: REST_API_KIND, name: id });

/** The REST API, if it has that stage. */
export const restApiOfStage = (store: Store, scope: string, id: string, stage: string): StoredRestApi | undefined =>
  store.read({ scope, kind: STAGE_KIND, name: `${id},${stage}` }) && readRestApi(store, scope, id);

const METHOD = /^(get|put|post|delete|options|head|patch|x-amazon-apigateway-any-method)$/;

export function methodsOf(body: string | undefined): { method: string; path: string }[] {
  const { paths }: Properties = body === undefined ? {} : (JSON.parse(body) as Properties);
  return Object.entries(isObject(paths) ? paths : {}).flatMap(([path, item]) =>
    Object.keys(isObject(item) ? item : {})
      .filter((member) => METHOD.test(member))
      .map((method) => ({ method: method.toUpperCase(), path })),
  );
}

const date = (): string => new Date().toISOString().replace(/\.\d+/, "");

/** ARN of an API, or of something in it, for API Gateway's own operations: without an account. */
const managementArn = ({ partition, region }: Call, path: string): string =>
  `arn:${partition}:apigateway:${region}::/restapis/${path}`;

/** ARN in permissions to call an API. */
const executionArn = ({ partition, region, account }: Call, path: string): string =>
  `arn:${partition}:execute-api:${region}:${account}:${path}`;

function findRestApi(id: string, { store, scope, fail }: Call): StoredRestApi {
  return readRestApi(store, scope, id) ?? fail("NotFoundException", "Invalid API identifier specified");
}

/** An API with an OpenAPI description. Separate resources for paths and methods are not emulated. */
export const restApi = defineResource<RestApiInputs, RestApiFacts>({
  service: SERVICE,
  kind: REST_API_KIND,
  operations: { create: "CreateRestApi", update: "UpdateRestApi", delete: "DeleteRestApi" },
  properties: {
    name: { shape: text({ max: 1024 }) },
    body: { shape: anyText },
    description: { shape: anyText },
    disableExecuteApiEndpoint: { shape: flag, default: false },
    endpointConfiguration: { shape: anything, default: { types: "EDGE" } },
    putRestApiMode: { shape: text({ oneOf: ["overwrite", "merge"] }) },
    ...regionProperty,
    ...tagsProperty,
  },
  nameProperty: "name",
  deletesFirst: "ifNamed",
  computed: ["arn", "createdDate", "executionArn", "rootResourceId"],

  check: checkRestApi,
  create: () => ({ restApiId: lowerAlphanumeric(10), rootResourceId: lowerAlphanumeric(10), createdDate: date() }),
  delete: ({ restApiId }, { store, scope }) => {
    for (const kind of [STAGE_KIND, DEPLOYMENT_KIND]) store.removeAll(scope, kind, `${restApiId},`);
  },

  id: ({ restApiId }) => restApiId,
  key: (_inputs, id) => id,
  detail: ({ restApiId, inputs: { name } }) => ({ restApiId, name }),
  outputs: ({ restApiId }, call) => ({
    arn: managementArn(call, restApiId),
    executionArn: executionArn(call, restApiId),
  }),
});

function checkRestApi({ body }: RestApiInputs, { fail }: Call): void {
  if (body === undefined) return;
  if (json(body, "body") !== undefined)
    throw new Error("the stand-in aws plugin does not emulate a description of a REST API in YAML.");
  const { openapi, swagger, paths } = JSON.parse(body) as Properties;
  if (!/^(2\.0|3\.0\.\d+)$/.test(String(openapi ?? swagger)) || !isObject(paths))
    fail("BadRequestException", "Invalid OpenAPI input.");
}

interface DeploymentInputs {
  restApi: string;
}

interface DeploymentFacts {
  deploymentId: string;
  createdDate: string;
}

/** A snapshot of an API. A changed trigger creates a new one. */
export const restApiDeployment = defineResource<DeploymentInputs, DeploymentFacts>({
  service: SERVICE,
  kind: DEPLOYMENT_KIND,
  operations: { create: "CreateDeployment", update: "UpdateDeployment", delete: "DeleteDeployment" },
  properties: {
    description: { shape: anyText },
    restApi: { shape: anyText, isRequired: true, replaces: true },
    triggers: { shape: anything, replaces: true },
    ...regionProperty,
  },
  computed: ["createdDate"],

  check: (inputs, call) => {
    if (methodsOf(findRestApi(inputs.restApi, call).inputs.body).length === 0)
      call.fail("BadRequestException", "The REST API doesn't contain any methods");
  },
  create: () => ({ deploymentId: lowerAlphanumeric(6), createdDate: date() }),
  delete: ({ deploymentId, inputs }, { store, scope, fail }) => {
    if (stagesOf(store, scope, inputs.restApi).some((stage) => stage.inputs.deployment === deploymentId))
      fail("BadRequestException", "Active stages pointing to this deployment must be moved or deleted");
  },

  id: ({ deploymentId }) => deploymentId,
  key: ({ restApi: id }, deploymentId) => `${id},${deploymentId}`,
  detail: ({ deploymentId, inputs }) => ({ restApiId: inputs.restApi, deploymentId }),
});

interface StageInputs {
  deployment: string;
  restApi: string;
  stageName: string;
}

const stagesOf = (store: Store, scope: string, restApiId: string): Stored<StageInputs, object>[] =>
  store.list(scope, STAGE_KIND, `${restApiId},`);

export const restApiStage = defineResource<StageInputs, object>({
  service: SERVICE,
  kind: STAGE_KIND,
  operations: { create: "CreateStage", update: "UpdateStage", delete: "DeleteStage" },
  properties: {
    deployment: { shape: anyText, isRequired: true },
    description: { shape: anyText },
    restApi: { shape: anyText, isRequired: true, replaces: true },
    stageName: { shape: text({ pattern: /^[\w-]{1,128}$/ }), isRequired: true, replaces: true },
    ...regionProperty,
    ...tagsProperty,
  },
  computed: ["arn", "executionArn", "invokeUrl"],

  check: ({ restApi: id, deployment }, call) => {
    findRestApi(id, call);
    if (!call.store.names(call.scope, DEPLOYMENT_KIND, `${id},`).includes(`${id},${deployment}`))
      call.fail("BadRequestException", "Deployment id does not exist");
  },
  create: () => ({}),
  alreadyExists: () => ["ConflictException", "Stage already exists"],

  id: ({ inputs }) => `ags-${inputs.restApi}-${inputs.stageName}`,
  key: ({ restApi: id, stageName }) => `${id},${stageName}`,
  detail: ({ inputs }) => ({
    restApiId: inputs.restApi,
    stageName: inputs.stageName,
    deploymentId: inputs.deployment,
  }),
  outputs: ({ inputs: { restApi: id, stageName } }, call) => ({
    arn: managementArn(call, `${id}/stages/${stageName}`),
    executionArn: executionArn(call, `${id}/${stageName}`),
    invokeUrl: `https://${id}.execute-api.${call.region}.${dnsSuffix(call.partition)}/${stageName}`,
  }),
});
