import { randomUUID } from "node:crypto";
import { notEmulated, ServiceError } from "../model/errors";
import type { Caller } from "../operations/callers";
import { faultError } from "./faults";
import type { Fault } from "./faults";
import type { Answer } from "./protocol";
import { route } from "./router";
import type { IncomingRequest, Route } from "./router";
import type { State } from "./state";

/** Result of a request on its connection. `truncated`: the head of the answer is right, but the body ends early. */
export type Outcome =
  { kind: "answer"; answer: Answer } | { kind: "truncated"; answer: Answer } | { kind: "reset" } | { kind: "hang" };

/** Handles an API request, applies pending faults, and writes the request into the log. */
export async function exchange(
  state: State,
  request: IncomingRequest & { authorization?: string; securityToken?: string },
  closed: AbortSignal,
): Promise<Outcome> {
  const found = route(request);
  const requestId = randomUUID();
  const entry = { sequence: state.log.nextSequence(), at: state.clock.now(), operation: found.operation };
  let caller: Caller | undefined;
  let applied: Fault | undefined;
  let outcome: Outcome;
  let errorType: string | undefined;
  try {
    caller = state.callers.identify(request.authorization, request.securityToken, found.service);
    outcome = await perform(state, found, caller, requestId, closed, (fault) => (applied = fault));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    errorType = error.type;
    outcome = { kind: "answer", answer: found.protocol.failure(error, requestId) };
  }
  state.log.add({
    ...entry,
    account: caller?.account ?? "",
    region: caller?.region ?? "",
    name: found.name,
    status: "answer" in outcome ? outcome.answer.status : 0,
    errorType,
    fault: applied && `${applied.kind} ${applied.moment ?? "before"}`,
    requestId,
  });
  if ("answer" in outcome) {
    // Node.js would send the time of the machine instead of the clock's.
    const headers = { ...outcome.answer.headers, date: new Date(state.clock.now()).toUTCString() };
    return { ...outcome, answer: { ...outcome.answer, headers } };
  }
  return outcome;
}

/** Runs an operation between the faults that apply before and after it. Calls `use` with each of these faults. */
async function perform(
  state: State,
  found: Route,
  caller: Caller,
  requestId: string,
  closed: AbortSignal,
  use: (fault: Fault) => void,
): Promise<Outcome> {
  const { operation, name, protocol, successStatus } = found;
  const success = (output: object | void) => protocol.success(successStatus, output, requestId, operation);
  const applyFault = async (fault: Fault, answer: Answer): Promise<Outcome> => {
    use(fault);
    const error = faultError(fault, deniedTo(caller, found));
    if (error) throw error;
    if (fault.kind === "delay") await state.clock.sleep(fault.milliseconds ?? 1000, closed);
    return damaged(fault, answer);
  };

  const before = state.faults.take(operation, name, "before");
  if (before) {
    const outcome = await applyFault(before, success({}));
    if (before.kind !== "delay") return outcome;
  }
  if (!found.run) throw notEmulated(operation);
  if (state.settings.rateLimit && found.service === "bedrock-agentcore") state.rateLimit.take(operation, caller);
  const failure = () => {
    const fault = state.faults.takeFailState(operation, name);
    if (fault) use(fault);
    return fault?.reason;
  };
  const answer = success(found.run({ vault: state.vaults.of(caller), caller, callers: state.callers, failure }));
  const after = state.faults.take(operation, name, "after");
  return after ? applyFault(after, answer) : { kind: "answer", answer };
}

function damaged({ kind }: Fault, answer: Answer): Outcome {
  if (kind === "reset" || kind === "hang") return { kind };
  if (kind === "emptyBody") return { kind: "answer", answer: { ...answer, body: "" } };
  // Status 204 has no body, so a damaged answer gets status 200.
  const withBody = { ...answer, status: answer.status === 204 ? 200 : answer.status };
  if (kind === "truncatedBody") return { kind: "truncated", answer: withBody };
  if (kind === "brokenBody") return { kind: "answer", answer: { ...withBody, body: `${answer.body.slice(0, -1)},` } };
  return { kind: "answer", answer };
}

function deniedTo({ arn, partition, region, account }: Caller, { operation, name, actionPrefix, service }: Route) {
  const vault = `arn:${partition}:bedrock-agentcore:${region}:${account}:token-vault/default`;
  const folder = /ApiKey/.test(operation) ? "apikeycredentialprovider" : "oauth2credentialprovider";
  const resource = service === "sts" ? "*" : name ? `${vault}/${folder}/${name}` : vault;
  return { arn, action: `${actionPrefix}:${operation}`, resource };
}
