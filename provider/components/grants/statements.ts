import * as pulumi from "@pulumi/pulumi";
import { customStatements } from "../../iam/gateway/customStatements";
import { checked } from "../../resources/program/checked";
import { logWarnings } from "../../resources/program/warnings";
import { customStatementProblems, customStatementWarnings } from "../../rules/targets/customStatements";
import type { StatementsCallArgs } from "../args/target";
import type { Caller, GrantedCall } from "./call";

/** Grants the statements that the program writes itself. */
export function grantCustomStatements({ label, path }: Caller, { statements }: StatementsCallArgs): GrantedCall {
  const at = `${path}.statements`;
  const granted = checked(label, statements, (known) => customStatementProblems(at, known)).apply((known) => {
    logWarnings(label, customStatementWarnings(at, known));
    return customStatements(known.map((statement) => ({ ...statement, Condition: statement.Condition ?? undefined })));
  });
  return {
    statements: granted,
    policySubject: pulumi.output("modelled-service"),
    nameFollowsStatements: true,
  };
}
