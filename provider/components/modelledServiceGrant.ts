import * as pulumi from "@pulumi/pulumi";
import { modelledServiceStatements } from "../iam/modelledService";
import type { ModelledCall } from "../iam/modelledService";
import { modelledServiceProblems, modelledServiceWarnings } from "../rules/modelledService";
import type { Caller, GrantedCall } from "./call";
import { checked } from "./checkedInput";
import type { StatementsCallArgs } from "./targetArgs";
import { warnOf } from "./warning";

/** What only the program knows of, by the statements that it gives. */
export function grantModelledService({ what, path }: Caller, { statements }: StatementsCallArgs): GrantedCall {
  const at = `${path}.statements`;
  const given = checked(what, statements, (known) => modelledServiceProblems(at, known)).apply((known) => {
    warnOf(what, modelledServiceWarnings(at, known));
    return modelledServiceStatements(
      // JavaScript programs write `null` for nothing.
      (known as unknown as ModelledCall[]).map((call) => ({ ...call, Condition: call.Condition ?? undefined })),
    );
  });
  return {
    statements: given,
    subject: pulumi.output("modelled-service"),
    nameOfSubject: (subject) => subject,
    followsStatements: true,
  };
}
