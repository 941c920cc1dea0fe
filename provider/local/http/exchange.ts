import { randomUUID } from "node:crypto";
import type { Caller } from "./caller.js";
import { ServiceError } from "../errors.js";
import { faultError } from "../faults.js";
import type { Fault } from "../faults.js";
import type { Answer } from "./protocol.js";
import { notEmulatedOperation, route } from "./router.js";
import type { IncomingRequest, Route } from "./router.js";
import type { State } from "../state.js";

/** What happens on the connection. `truncated`: the answer's head is true, but the body ends early. */
export type Outcome =
  { kind: "answer"; answer: Answer } | { kind: "truncated"; answer: Answer } | { kind: "reset" } | { kind: "hang" };

/** Does what an API request asks for, with the faults that wait for it, and writes it into the log. */
export async function exchange(
  state: State,
  request: IncomingRequest & { authorization?: string; securityToken?: string },
  closed: AbortSignal,
): Promise<Outcome> {
  const found = route(request);
  const requestId = randomUUID();
  const entry = { sequence: state.log.nextSequence(), at: state.clock.now(), operation: found.operation };
  let caller: Caller | undefined;
  let met: Fault | undefined;
  let outcome: Outcome;
  let errorType: string | undefined;
  try {
    caller = state.callers.identify(request.authorization, request.securityToken, found.service);
    ({ outcome, met } = await perform(state, found, caller, requestId, closed));
  } catch (error) {
    if (!(error instanceof FaultyAnswer) && !(error instanceof ServiceError)) throw error;
    const answered = error instanceof FaultyAnswer ? error.error : error;
    if (error instanceof FaultyAnswer) met = error.fault;
    errorType = answered.type;
    outcome = { kind: "answer", answer: found.protocol.failure(answered, requestId) };
  }
  state.log.add({
    ...entry,
    account: caller?.account ?? "",
    region: caller?.region ?? "",
    name: found.name,
    status: "answer" in outcome ? outcome.answer.status : 0,
    errorType,
    fault: met && `${met.kind} ${met.moment ?? "before"}`,
    requestId,
  });
  if ("answer" in outcome) {
    // The time of an answer is the service's, as its records' are; Node.js would say the machine's.
    const headers = { ...outcome.answer.headers, date: new Date(state.clock.now()).toUTCString() };
    return { ...outcome, answer: { ...outcome.answer, headers } };
  }
  return outcome;
}

/** An error that a fault asked for. */
class FaultyAnswer extends Error {
  constructor(
    readonly fault: Fault,
    readonly error: ServiceError,
  ) {
    super(error.message);
  }
}

async function perform(state: State, found: Route, caller: Caller, requestId: string, closed: AbortSignal) {
  const { operation, name, protocol, successStatus } = found;
  const success = (output: object | void) => protocol.success(successStatus, output, requestId, operation);
  const suffer = async (fault: Fault, answer: Answer): Promise<Outcome> => {
    const error = faultError(fault, deniedTo(caller, found));
    if (error) throw new FaultyAnswer(fault, error);
    if (fault.kind === "delay") await state.clock.sleep(fault.milliseconds ?? 1000, closed);
    return damaged(fault, answer);
  };

  const before = state.faults.take(operation, name, "before");
  if (before) {
    const outcome = await suffer(before, success({}));
    if (before.kind !== "delay") return { outcome, met: before };
  }
  if (!found.run) throw notEmulatedOperation(found);
  if (state.settings.rateLimit && found.service === "bedrock-agentcore") state.rateLimit.take(operation, caller);
  const members = found.members() as never;
  let failing: Fault | undefined;
  const failure = () => (failing = state.faults.takeFailState(operation, name))?.reason;
  const output = found.run({ vault: state.vaults.of(caller), caller, callers: state.callers, failure }, members);
  const answer = success(output);
  const after = state.faults.take(operation, name, "after");
  const outcome: Outcome = after ? await suffer(after, answer) : { kind: "answer", answer };
  return { outcome, met: after ?? failing ?? before };
}

function damaged({ kind }: Fault, answer: Answer): Outcome {
  // A 204 has no body that could be damaged, so the success takes the status that has one.
  const withBody = { ...answer, status: answer.status === 204 ? 200 : answer.status };
  switch (kind) {
    case "reset":
    case "hang":
      return { kind };
    case "truncatedBody":
      return { kind: "truncated", answer: { ...withBody, body: answer.body || "{}" } };
    case "brokenBody":
      return { kind: "answer", answer: { ...withBody, body: `${answer.body.slice(0, -1)},` } };
    case "emptyBody":
      return { kind: "answer", answer: { ...answer, body: "" } };
    case "delay":
    case "failState":
    case "error500":
    case "error503":
    case "throttle":
    case "accessDenied":
    case "conflict":
      return { kind: "answer", answer };
  }
}

function deniedTo({ arn, partition, region, account }: Caller, { operation, name, actionPrefix, service }: Route) {
  const vault = `arn:${partition}:bedrock-agentcore:${region}:${account}:token-vault/default`;
  const folder = /ApiKey/.test(operation) ? "apikeycredentialprovider" : "oauth2credentialprovider";
  const resource = service === "sts" ? "*" : name ? `${vault}/${folder}/${name}` : vault;
  return { arn, action: `${actionPrefix}:${operation}`, resource };
}
