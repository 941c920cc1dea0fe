import { arns } from "../runtimeCalls";
import { otherAccount } from "../situations";
import type { Cell } from "./cell";

const lambda = (name: string, title: string, differs: Cell["differs"]): Cell => ({
  name: `lambda${name}`,
  title,
  target: (at) =>
    `{ type: "lambda", function: "${arns.function(at)}"${at.functionAccount === at.accountId ? "" : ", permission: false"} }`,
  credential: () => `{ type: "GATEWAY_IAM_ROLE" }`,
  calls: ["function"],
  differs,
});

export const lambdaCells: readonly Cell[] = [
  lambda("", "A Lambda function", {}),
  lambda("-alias", "An alias of a Lambda function", { qualifier: "live" }),
  lambda("-version", "A version of a Lambda function", { qualifier: "7" }),
  lambda("-of-others", "A Lambda function of another account", { functionAccount: otherAccount }),
  lambda("-alias-of-others", "An alias of a Lambda function of another account", {
    functionAccount: otherAccount,
    qualifier: "live",
  }),
];
