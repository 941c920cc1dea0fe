import { expect } from "chai";
import { goals, goalsOf, isMet, type Goal } from "./goals";

const goal = (key: string) => goals.find((one) => one.key === key) as Goal;

describe("The goals", () => {
  it("have each key once", () => {
    const keys = goals.map(({ key }) => key);
    expect(new Set(keys).size).to.equal(keys.length);
  });

  const rows: { key: string; value: number; met: boolean | undefined }[] = [
    { key: "calls.apiKey.create", value: 1, met: true },
    { key: "calls.apiKey.create", value: 1.1, met: false },
    { key: "calls.apiKey.noopPreview", value: 0, met: true },
    { key: "calls.apiKey.noopUp", value: 0.1, met: false },
    { key: "calls.oauth2Ready.delete", value: 2, met: false },
    { key: "calls.oauth2Creating.create", value: 4, met: true },
    { key: "calls.oauth2Creating.create", value: 4.1, met: false },
    { key: "calls.oauth2Creating.refresh", value: 2, met: false },
    { key: "calls.accountChecksPerRun", value: 2, met: false },
    { key: "providerTextBytes", value: 121, met: false },
    { key: "stateRatio", value: 1 / 3, met: true },
    { key: "stateRatio", value: 0.34, met: false },
    { key: "noopPreview100OverFloor", value: 1.1, met: true },
    { key: "noopPreview100OverFloor", value: 1.101, met: false },
    { key: "noopPreview100OverFloorFromEnv", value: 1.101, met: false },
    { key: "handWritten.noopPreview100", value: 1.101, met: false },
    { key: "handWritten.up100", value: 1.201, met: false },
    { key: "handWritten.up100.cpu", value: 2, met: undefined },
    { key: "handWritten.stateBytes100", value: 1.301, met: false },
    { key: "growth.package.stateBytes.slope", value: 1.26, met: false },
    { key: "growth.package.upMs.slope", value: 2, met: undefined },
    { key: "propagationWaits", value: 1.2, met: true },
    { key: "create50UnderRateLimit.ratio", value: 1.2, met: true },
    { key: "create50UnderRateLimit.ratio", value: 1.201, met: false },
    { key: "create50UnderRateLimit.throttlingErrors", value: 1, met: false },
    { key: "create50UnderRateLimit.throttledRequests", value: 5, met: undefined },
    { key: "importOverBaseline", value: 1.061, met: false },
    { key: "report100.seconds", value: 2, met: true },
    { key: "report100.seconds", value: 2.01, met: false },
    { key: "report100.characters", value: 65_000, met: false },
    { key: "stateBytes.package", value: 10_000_000, met: undefined },
    { key: "faultMatrix.cases", value: 660, met: true },
    { key: "faultMatrix.cases", value: 619, met: false },
    { key: "faultMatrix.leaks", value: 1, met: false },
    { key: "iamProof.combinations", value: 78, met: false },
    { key: "iamProof.overGrants", value: 1, met: false },
  ];
  for (const { key, value, met } of rows) {
    it(`${key} of ${value.toFixed(3)}: ${met === undefined ? "nothing to reach" : met ? "met" : "missed"}`, () =>
      expect(isMet(goal(key), value)).to.equal(met));
  }

  it("are listed in the table's order, and only those that were measured", () =>
    expect(goalsOf({ stateRatio: 0.3, "calls.apiKey.create": 1 }).map(({ key }) => key)).to.deep.equal([
      "calls.apiKey.create",
      "stateRatio",
    ]));

  it("know every figure", () => expect(() => goalsOf({ "calls.other": 1 })).to.throw("calls.other"));
});
