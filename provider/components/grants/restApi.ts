import * as pulumi from "@pulumi/pulumi";
import type { AwsScope } from "../../iam/policy/arn";
import { invokeApiStatements } from "../../iam/gateway/restApi";
import { shownOperations, toolsProblems } from "../../rules/targets/apiGatewayTools";
import type { ApiTools } from "../../rules/targets/apiGatewayTools";
import { apiProblems } from "../../rules/targets/calls";
import { outputOrText } from "./calledService";
import type { Caller, GrantedCall } from "./calledService";
import { checked } from "../../resources/program/checked";
import type { ApiCallArgs } from "../args/target";

/** A stage, and what a target shows of it in the shape of `@pulumi/aws`. */
interface ShownApi {
  readonly api: ApiCallArgs["api"] & { readonly tools?: pulumi.Input<ApiTools> };
}

/** The call of a stage of API Gateway, or of the operations of it that are named. */
export function grantApi(caller: Caller, { api }: ApiCallArgs | ShownApi): GrantedCall {
  const { label, path } = caller;
  const tools = "tools" in api ? api.tools : undefined;
  const restApi = outputOrText(caller, `${path}.restApi`, api.restApi, { output: "id", is: "an API" });
  const operations =
    tools === undefined
      ? api.operations
      : checked(label, tools, (known) => toolsProblems(`${path}.tools`, known)).apply(shownOperations);
  const given = checked(label, { restApi, stage: api.stage, operations }, (known) => apiProblems(path, known));
  const region = regionOf(api.restApi);
  // A resource says its Region itself; it is in the gateway's account, as all stages that gateways call.
  const scope =
    region === undefined
      ? caller.scope
      : pulumi
          .all([caller.scope, region])
          .apply(([looked, own]: [AwsScope, string | undefined]) => ({ ...looked, region: own ?? looked.region }));
  return {
    statements: pulumi.all([given, scope]).apply(([known, found]) =>
      invokeApiStatements({
        ...found,
        apiId: known.restApi,
        stage: known.stage,
        // No `null`, which JavaScript programs may write.
        operations: known.operations ?? undefined,
      }),
    ),
    subject: given.apply((known) => `${known.restApi}-${known.stage}`),
    nameOfSubject: (subject) => subject,
    followsStatements: true,
    ...(region === undefined ? {} : { found: scope }),
  };
}

/** The Region that an API says it is in; mocks of unit tests mostly leave it out. */
function regionOf(restApi: unknown): pulumi.Output<string | undefined> | undefined {
  if (!pulumi.Resource.isInstance(restApi) || !("region" in restApi)) return undefined;
  return restApi.region as pulumi.Output<string | undefined>;
}
