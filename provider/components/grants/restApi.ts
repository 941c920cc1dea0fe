import * as pulumi from "@pulumi/pulumi";
import type { AwsScope } from "../../iam/policy/arn";
import { invokeApiStatements } from "../../iam/gateway/restApi";
import { checked } from "../../resources/program/checked";
import { shownOperations, toolsProblems } from "../../rules/targets/apiGatewayTools";
import { stageProblems } from "../../rules/targets/calls";
import type { CallValues } from "../args/outboundAuthSpec";
import { outputOrText } from "./call";
import type { Caller, GrantedCall } from "./call";

/** Grants the call of a stage of API Gateway: of the named operations, or of all. */
export function grantApi(caller: Caller, { restApi, stage, operations, tools }: CallValues["api"]): GrantedCall {
  const { label, path } = caller;
  const id = outputOrText(caller, `${path}.restApi`, restApi, { output: "id", is: "an API" });
  const called =
    tools === undefined
      ? operations
      : checked(label, tools, (known) => toolsProblems(`${path}.tools`, known)).apply(shownOperations);
  const values = checked(label, { restApi: id, stage, operations: called }, (known) => stageProblems(path, known));
  const region = regionOf(restApi);
  // The API's resource knows its Region. The API is in the gateway's account: gateways call no others.
  const scope =
    region === undefined
      ? caller.scope
      : pulumi
          .all([caller.scope, region])
          .apply(([gateway, own]): AwsScope => ({ ...gateway, region: own ?? gateway.region }));
  return {
    statements: pulumi.all([values, scope]).apply(([known, { partition, accountId, region: ofApi }]) =>
      invokeApiStatements({
        partition,
        accountId,
        region: ofApi,
        apiId: known.restApi,
        stage: known.stage,
        operations: known.operations ?? undefined,
      }),
    ),
    policySubject: values.apply((known) => `${known.restApi}-${known.stage}`),
    nameFollowsStatements: true,
    ...(region === undefined ? {} : { calledScope: scope }),
  };
}

/** Returns the Region of an API's resource, which mocks of unit tests often leave out. */
function regionOf(restApi: object | string): pulumi.Output<string | undefined> | undefined {
  if (!pulumi.Resource.isInstance(restApi) || !("region" in restApi)) return undefined;
  return pulumi.output(restApi.region as pulumi.Input<string | undefined>);
}
