import * as pulumi from "@pulumi/pulumi";
import { customStatements } from "../../iam/gateway/customStatements";
import type { CustomStatement } from "../../iam/gateway/customStatements";
import { customStatementProblems, customStatementWarnings } from "../../rules/targets/statements";
import type { Caller, GrantedCall } from "./calledService";
import { checked } from "../../resources/program/checked";
import type { StatementsCallArgs } from "../args/target";
import { logWarnings } from "../../resources/program/warnings";

/** What only the program knows of, by the statements that it gives. */
export function grantCustomStatements({ label, path }: Caller, { statements }: StatementsCallArgs): GrantedCall {
  const at = `${path}.statements`;
  const given = checked(label, statements, (known) => customStatementProblems(at, known)).apply((known) => {
    logWarnings(label, customStatementWarnings(at, known));
    return customStatements(
      // JavaScript programs write `null` for nothing.
      (known as unknown as CustomStatement[]).map((call) => ({ ...call, Condition: call.Condition ?? undefined })),
    );
  });
  return {
    statements: given,
    subject: pulumi.output("modelled-service"),
    nameOfSubject: (subject) => subject,
    followsStatements: true,
  };
}
