// What the gateway's role may do, by the rules of IAM.
import { callsOfFunction, callsWithProvider } from "./calls.mjs";
import { compiled } from "./compiled.mjs";
import { targets } from "./program.mjs";

export function whatTheRoleMayDo(place, page, { roleName, gatewayId, functionArn, providers }) {
  page.chapter("What the gateway's role may do, by the rules of IAM");
  page.note("Allowed: what AgentCore calls for the target. Denied: what lies beside it.");
  page.note("AgentCore has one role for each gateway: this one may do the sum of the three, and nothing more.");
  const calls = {
    delivery: callsOfFunction(functionArn),
    search: callsWithProvider(providers.search, gatewayId),
    crm: callsWithProvider(providers.crm, gatewayId),
  };
  const { decideInvocation } = compiled("provider/sandbox/lambda/functionAccess.js");
  const { decideForRole } = compiled("provider/sandbox/iam/roleAccess.js");
  const { account } = providers.search;
  const decision = (action, resource) =>
    action === "lambda:InvokeFunction"
      ? decideInvocation(place.cloud, { account, roleName, functionArn: resource })
      : decideForRole(place.cloud, account, roleName, { action, resource, context: {} });
  const judged = ({ action, resources }) => resources.every((resource) => decision(action, resource) === "allowed");
  const row = (call) => [judged(call), judged(call) ? "allowed" : "denied", call.action.split(":")[1], call.on];
  const all = Object.values(calls).flat();
  for (const [target, own] of Object.entries(calls)) {
    page.heading(`${target}: ${targets[target]}`);
    page.table(own.map(row), all.map(row));
  }
  const wrong = all.filter((call) => call.allowed !== judged(call));
  if (wrong.length > 0) throw new Error(`not as it should be: ${wrong.map(({ action, on }) => `${action} on ${on}`)}`);
}
