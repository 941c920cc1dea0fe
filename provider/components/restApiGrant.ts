import * as pulumi from "@pulumi/pulumi";
import { invokeApiStatements } from "../iam/restApi";
import { shownOperations } from "../rules/apiTools";
import type { ApiTools } from "../rules/apiTools";
import { apiProblems } from "../rules/calls";
import { outputOrText } from "./call";
import type { Caller, GrantedCall } from "./call";
import { checked } from "./checkedInput";
import type { ApiCallArgs } from "./targetArgs";

/** A stage, and what a target shows of it in the shape of `@pulumi/aws`. */
interface ShownApi {
  readonly api: ApiCallArgs["api"] & { readonly tools?: pulumi.Input<ApiTools> };
}

/** The call of a stage of API Gateway, or of the operations of it that are named. */
export function grantApi(caller: Caller, { api }: ApiCallArgs | ShownApi): GrantedCall {
  const { what, path } = caller;
  const tools = "tools" in api ? api.tools : undefined;
  const restApi = outputOrText(caller, `${path}.restApi`, api.restApi, { output: "id", is: "an API" });
  const operations =
    tools === undefined ? api.operations : pulumi.output(tools).apply((shown) => shownOperations(shown));
  const given = checked(what, { restApi, stage: api.stage, operations }, (known) => apiProblems(path, known));
  return {
    statements: pulumi.all([given, caller.place]).apply(([known, place]) =>
      invokeApiStatements({
        ...place,
        apiId: known.restApi,
        stage: known.stage,
        // No `null`, which JavaScript programs may write.
        operations: known.operations ?? undefined,
      }),
    ),
    subject: given.apply((known) => `${known.restApi}-${known.stage}`),
    nameOfSubject: (subject) => subject,
    followsStatements: true,
  };
}
