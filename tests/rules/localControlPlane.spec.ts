import {
  BedrockAgentCoreControlClient,
  CreateApiKeyCredentialProviderCommand,
  DeleteApiKeyCredentialProviderCommand,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import * as fc from "fast-check";
import { startLocalControlPlane, type LocalControlPlane } from "../../provider/local/index";
import { apiKeyCredentialProviderProblems } from "../../provider/rules/apiKeyCredentialProvider";
import type { Problem } from "../../provider/rules/problem";
import { reservedTagPrefix } from "../../provider/rules/tags";

interface Args {
  name: string;
  apiKey: string;
  tags: Record<string, string>;
}

const mark = { [`${reservedTagPrefix}owner`]: "o".repeat(32), [`${reservedTagPrefix}resource`]: "r".repeat(32) };

const names = fc.oneof(
  fc.stringMatching(/^[a-zA-Z0-9_-]{1,128}$/),
  fc.string({ maxLength: 10 }),
  fc.constantFrom("", "n".repeat(128), "n".repeat(129), "a.b", "ü", "a\n", "null"),
);
const apiKeys = fc.oneof(
  fc.string({ minLength: 1, maxLength: 50, unit: "binary" }),
  fc.constantFrom("", "k".repeat(65_536), "k".repeat(65_537), "\u0000", "ü".repeat(65_536)),
);
const tagTexts = (maxLength: number) =>
  fc.oneof(
    fc.stringMatching(/^[a-zA-Z0-9 ._:/=+@-]{1,20}$/),
    fc.string({ maxLength: 8 }),
    fc.constantFrom("", "t".repeat(maxLength), "t".repeat(maxLength + 1), "aws:x", "AWS:x", "a,b", "a\tb", "ü"),
  );
const someTags = fc.oneof(
  fc.dictionary(tagTexts(128), tagTexts(256), { maxKeys: 3, noNullPrototype: true }),
  fc.constantFrom(many(48), many(49)),
);
const someArgs: fc.Arbitrary<Args> = fc.record({ name: names, apiKey: apiKeys, tags: someTags });

describe("rules and the service's own", () => {
  let local: LocalControlPlane;
  let client: BedrockAgentCoreControlClient;

  before(async () => {
    local = await startLocalControlPlane();
    const credentials = { accessKeyId: "AKIALOCAL123456789012", secretAccessKey: "local" };
    client = new BedrockAgentCoreControlClient({
      endpoint: local.url,
      region: "us-east-1",
      credentials,
      maxAttempts: 1,
    });
  });
  after(async () => {
    client.destroy();
    await local.close();
  });

  /** The service's refusal, or nothing. */
  async function refusal({ name, apiKey, tags }: Args): Promise<string | undefined> {
    try {
      await client.send(new CreateApiKeyCredentialProviderCommand({ name, apiKey, tags: { ...tags, ...mark } }));
    } catch (error) {
      return (error as Error).message;
    }
    await client.send(new DeleteApiKeyCredentialProviderCommand({ name }));
    return undefined;
  }

  it("agree: what passes here is accepted there, and what is refused there does not pass here", async () => {
    await fc.assert(
      fc.asyncProperty(someArgs, async (args) => {
        const problems = apiKeyCredentialProviderProblems(args);
        const refused = await refusal(args);
        if (refused !== undefined) expect(problems, refused).to.not.deep.equal([]);
        if (problems.length === 0) expect(refused).to.equal(undefined);
      }),
      { numRuns: 120 },
    );
  });

  it("refuse nothing more than the service, but for what only this package can know", async () => {
    const isStricter = ({ path, reason }: Problem, { apiKey, tags }: Args) =>
      (path === "apiKey" && (apiKey.trim() === "" || apiKey.length > 65_536)) ||
      Object.keys(tags).some((key) => key.startsWith(reservedTagPrefix)) ||
      /reserved by AWS/.test(reason);
    await fc.assert(
      fc.asyncProperty(someArgs, async (args) => {
        const problems = apiKeyCredentialProviderProblems(args).filter((problem) => !isStricter(problem, args));
        if (problems.length > 0) expect(await refusal(args)).to.not.equal(undefined);
      }),
      { numRuns: 60 },
    );
  });
});

function many(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, "value"]));
}
