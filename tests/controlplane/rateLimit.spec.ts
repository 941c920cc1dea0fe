import { expect } from "chai";
import * as fc from "fast-check";
import { rate, RateLimit } from "../../provider/controlplane/attempts";
import { ready, startScriptedService } from "./scriptedService";

/** The service's own limit, for each operation. */
const service = { burst: 20, perSecond: 20 };

/** A limit on a clock that stands still until it is turned, and the moments at which requests may be sent. */
function limited() {
  const clock = { now: 0 };
  const sent: number[] = [];
  let waited = 0;
  const limit = new RateLimit(
    () => clock.now,
    (milliseconds) => Promise.resolve(void (waited = milliseconds)),
  );
  const request = async (operation = "CreateApiKeyCredentialProvider") => {
    waited = 0;
    await limit.take(operation);
    sent.push(clock.now + waited);
  };
  return { clock, sent, request };
}

describe("the rate of requests", () => {
  it("sends a burst together, and then one after the other", async () => {
    const { sent, request } = limited();
    for (let i = 0; i < rate.burst + 3; i += 1) await request();
    const step = 1000 / rate.perSecond;
    expect(sent.slice(0, rate.burst)).to.deep.equal(Array.from({ length: rate.burst }, () => 0));
    expect(sent.slice(rate.burst)).to.deep.equal([1, 2, 3].map((turn) => Math.ceil(turn * step)));
  });

  it("is separate for each operation", async () => {
    const { sent, request } = limited();
    for (let i = 0; i < rate.burst; i += 1)
      for (const operation of ["Create", "Get", "Update"]) await request(operation);
    expect(Math.max(...sent)).to.equal(0);
  });

  it("forgives after a pause, but saves up no more than one burst", async () => {
    const { clock, sent, request } = limited();
    for (let i = 0; i < rate.burst; i += 1) await request();
    clock.now = 3_600_000;
    for (let i = 0; i < rate.burst + 1; i += 1) await request();
    const late = sent.filter((at) => at > clock.now);
    expect(late).to.have.lengthOf(1);
  });

  it("never goes beyond the service's limit, whenever requests come", async () => {
    const pauses = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 200 })), { maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(pauses, async (between) => {
        const { clock, sent, request } = limited();
        for (const pause of between) {
          clock.now += pause;
          await request();
        }
        let tokens = service.burst;
        let at = 0;
        for (const moment of [...sent].sort((a, b) => a - b)) {
          tokens = Math.min(service.burst, tokens + ((moment - at) / 1000) * service.perSecond) - 1;
          at = moment;
          expect(tokens).to.be.at.least(-1e-9);
        }
      }),
    );
  });

  it("counts every attempt of the AWS SDK, and is shared by all that use a connection", async () => {
    const scripted = await startScriptedService((_body, sequence) => (sequence === 1 ? "reset" : ready));
    try {
      const { service: connection, waits } = scripted.connection({ maxAttempts: 2 });
      const call = { operation: "GetApiKeyCredentialProvider", subject: "it", secrets: [] } as const;
      for (let i = 0; i < rate.burst - 1; i += 1) await connection.send(call, { name: `search-${i}` });
      expect(scripted.requests()).to.equal(rate.burst);
      expect(waits).to.deep.equal([]);
      await connection.send(call, { name: "one more" });
      expect(waits).to.deep.equal([Math.ceil(1000 / rate.perSecond)]);
    } finally {
      scripted.close();
    }
  });

  it("is another one for another connection", async () => {
    const scripted = await startScriptedService(() => ready);
    try {
      const call = { operation: "GetApiKeyCredentialProvider", subject: "it", secrets: [] } as const;
      const [first, second] = [scripted.connection(), scripted.connection()];
      for (let i = 0; i < rate.burst; i += 1) await first.service.send(call, { name: "search" });
      await second.service.send(call, { name: "search" });
      expect(second.waits).to.deep.equal([]);
    } finally {
      scripted.close();
    }
  });
});
