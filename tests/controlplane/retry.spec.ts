import { expect } from "chai";
import type { ServiceError } from "../../provider/controlplane/errors";
import { withRetries } from "../../provider/controlplane/attempts";
import type { Service } from "../../provider/controlplane/service";
import { ready, startScriptedService, throttling, type Answer } from "./scriptedService";

const call = {
  operation: "UpdateApiKeyCredentialProvider",
  subject: 'API-key credential provider "search" in us-east-1',
  secrets: ["sk-canary"],
} as const;
const update = (service: Service) => service.send(call, { name: "search", apiKey: "sk-canary" });

const conflict = { status: 409, error: "RetryableConflictException", body: { message: "Another change is going on" } };
const denied = { status: 403, error: "AccessDeniedException", body: { message: "no" } };

/** Calls a service that gives these answers, the last of them again and again. */
async function meets(
  answers: readonly Answer[],
  { maxAttempts = 1, cancelAfter }: { maxAttempts?: number; cancelAfter?: number } = {},
) {
  const service = await startScriptedService((_body, sequence) => answers[sequence - 1] ?? (answers.at(-1) as Answer));
  const cancelling = new AbortController();
  const waits: number[] = [];
  const connection = service.connection({
    maxAttempts,
    cancelled: cancelling.signal,
    sleep: (milliseconds) => {
      waits.push(milliseconds);
      if (waits.length === cancelAfter) cancelling.abort();
      return Promise.resolve();
    },
  });
  try {
    const answer = await update(connection.service).catch((error: unknown) => error as ServiceError);
    return { answer, waits, requests: service.requests() };
  } finally {
    service.close();
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe("throttling", () => {
  it("is waited out, longer each time, and not seen", async () => {
    const { answer, waits } = await meets([throttling, throttling, throttling, ready]);
    expect(answer).to.deep.include({ answer: { ...ready.body, $metadata: metadataOf(answer) } });
    expect(waits).to.deep.equal([1_000, 2_000, 4_000]);
  });

  it("comes after the SDK's own attempts", async () => {
    const { requests, waits } = await meets([throttling, throttling, ready], { maxAttempts: 2 });
    expect(requests).to.equal(3);
    expect(waits).to.deep.equal([1_000]);
  });

  it("is an error after five minutes, which says that nothing is lost", async () => {
    const { answer, waits } = await meets([throttling]);
    expect(sum(waits)).to.be.within(290_000, 310_000);
    expect(answer).to.include({
      failure: "throttled",
      message: `UpdateApiKeyCredentialProvider of ${call.subject}: too many requests, even after 5 minutes of waiting. Rate exceeded. Run again with fewer resources at a time (--parallel 4), or when other deployments have finished. Nothing is lost.`,
    });
  });

  it("is recognized by its status under another name", async () => {
    const { answer, waits } = await meets([{ status: 429, error: "SlowDownPlease" }, ready]);
    expect(answer).to.not.be.instanceOf(Error);
    expect(waits).to.deep.equal([1_000]);
  });
});

describe("a conflict that passes", () => {
  it("is waited out", async () => {
    const { answer, waits } = await meets([conflict, conflict, ready]);
    expect(answer).to.not.be.instanceOf(Error);
    expect(waits).to.deep.equal([1_000, 2_000]);
  });

  it("is a conflict where it does not pass in seconds", async () => {
    const { answer, waits } = await meets([conflict]);
    expect(sum(waits)).to.be.within(10_000, 30_000);
    expect(answer).to.include({ failure: "conflict" });
    expect((answer as Error).message).to.match(/another change is in progress\..*Run again/);
  });
});

describe("an attempt without an answer", () => {
  it("may have succeeded, although the one behind it was refused", async () => {
    const { answer } = await meets(["reset", denied], { maxAttempts: 2 });
    expect(answer).to.include({ failure: "lost" });
    expect((answer as Error).message).to.match(/access denied.*An earlier attempt got no answer and may have/);
  });

  it("may have succeeded, although all behind it were throttled", async () => {
    const wait = () => Promise.resolve();
    const answer = await withRetries(call, wait, (attempts) => {
      attempts.answerLost = true;
      return Promise.reject(Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" }));
    }).catch((error: unknown) => error);
    expect(answer).to.include({ failure: "lost" });
    expect((answer as Error).message).to.match(/too many requests.*may have succeeded/);
  });

  it("does not matter once there is an answer", async () => {
    const { answer } = await meets(["reset", ready], { maxAttempts: 2 });
    expect(answer).to.not.be.instanceOf(Error);
  });

  it("does not make a taken name, or nothing of this name, anything else", async () => {
    for (const error of ["ResourceNotFoundException", "ConflictException"]) {
      const { answer } = await meets(["reset", { status: 404, error }], { maxAttempts: 2 });
      expect((answer as ServiceError).failure).to.equal(error === "ConflictException" ? "conflict" : "notFound");
    }
  });
});

describe("a process that must exit", () => {
  it("sends nothing more", async () => {
    const { answer, requests } = await meets([throttling], { cancelAfter: 3 });
    expect(requests).to.equal(3);
    expect(answer).to.include({
      failure: "cancelled",
      message: `UpdateApiKeyCredentialProvider of ${call.subject}: cancelled, because the process was told to exit. Run again: the next run finds what was done and continues.`,
    });
  });

  it("does not say that nothing was done where that is not known", async () => {
    const { answer } = await meets(["reset", throttling], { maxAttempts: 2, cancelAfter: 1 });
    expect(answer).to.include({ failure: "lost" });
    expect((answer as Error).message).to.match(/cancelled.*may have succeeded/);
  });
});

const metadataOf = (answered: unknown) => (answered as { answer: { $metadata: object } }).answer.$metadata;
