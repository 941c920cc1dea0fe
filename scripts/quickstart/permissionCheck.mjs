// Evaluates the policies of the gateway's role by the rules of IAM.
import { callsOfFunction, callsWithProvider } from "./calls.mjs";
import { compiled } from "./compiled.mjs";
import { targets } from "./program.mjs";

/** Shows the permissions of the role, and rejects if one is missing or superfluous. */
export function checkPermissions(sandbox, output, { roleName, gatewayId, functionArn, providers }) {
  output.chapter("What the gateway's role may do, by the rules of IAM");
  output.note("A gateway has one role: it has the permissions of the three targets, no more.");
  const calls = {
    delivery: callsOfFunction(functionArn),
    search: callsWithProvider(providers.search, gatewayId),
    crm: callsWithProvider(providers.crm, gatewayId),
  };
  const { decideForRole, decideInvocation } = compiled("provider/sandbox/index.js");
  const { account } = providers.search;
  const decision = (action, resource) =>
    action === "lambda:InvokeFunction"
      ? decideInvocation(sandbox.cloud, { account, roleName, functionArn: resource })
      : decideForRole(sandbox.cloud, { account, roleName, action, resource });
  const isAllowed = ({ action, resources }) => resources.every((resource) => decision(action, resource) === "allowed");
  const row = (call) => {
    const allowed = isAllowed(call);
    return [allowed, allowed ? "allowed" : "denied", call.action.split(":")[1], call.on];
  };

  const all = Object.values(calls).flat();
  const wrong = all.filter((call) => call.allowed !== isAllowed(call));
  if (wrong.length > 0) throw new Error(`unexpected decision: ${wrong.map(({ action, on }) => `${action} on ${on}`)}`);
  const shown = (own) => (output.full ? own : [...own.filter(({ allowed }) => allowed), ...firstDenied(own)]);
  for (const [target, own] of Object.entries(calls)) {
    output.heading(`${target}: ${targets[target]}`);
    output.table(shown(own).map(row), Object.values(calls).flatMap(shown).map(row));
  }
  const denied = all.filter(({ allowed }) => !allowed).length;
  output.line();
  output.check(`${all.length - denied} calls that the targets need are allowed, ${denied} others are denied`);
}

/** The most interesting denied call: the next thing of the same kind. */
const firstDenied = (calls) => calls.filter(({ allowed, on }) => !allowed && /: billing$/.test(on)).slice(0, 1);
