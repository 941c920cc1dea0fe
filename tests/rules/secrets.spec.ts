import { expect } from "chai";
import * as fc from "fast-check";
import { apiKeyCredentialProviderProblems } from "../../provider/rules/apiKeyCredentialProvider";
import { outboundAuthProblems } from "../../provider/rules/outboundAuth";
import { renderProblems, type Problem } from "../../provider/rules/problem";

/** Long and odd enough to stand in no message by chance. */
const canaries = fc
  .tuple(fc.stringMatching(/^[A-Z]{8}$/), fc.string({ unit: "binary", maxLength: 20 }))
  .map(([letters, more]) => `sk_${letters}${more}`);

const text = (problems: Problem[]) => renderProblems("X", problems);

describe("rules and secrets", () => {
  it("never repeat an API key, however wrong it or anything else is", () => {
    const keys = canaries.chain((canary) =>
      fc.constantFrom<[string, unknown]>(
        [canary, canary],
        [canary, canary.repeat(10_000)],
        [canary, [canary]],
        [canary, { value: canary }],
        [canary, ` ${canary} `],
      ),
    );
    fc.assert(
      fc.property(keys, fc.string(), ([canary, apiKey], name) => {
        const all = [
          ...apiKeyCredentialProviderProblems({ name, apiKey, accountId: name, connection: { region: name } }),
          ...outboundAuthProblems({
            gateway: { name },
            target: {},
            credential: { type: "API_KEY", apiKey, name, credentialLocation: name },
          }),
        ];
        expect(text(all)).to.not.include(canary.slice(0, 11));
      }),
      { numRuns: 50 },
    );
  });

  // A key ends up in the wrong place more easily than one thinks.
  const places: Record<string, (secret: string) => Problem[]> = {
    name: (secret) => apiKeyCredentialProviderProblems({ name: secret, apiKey: "k" }),
    "a tag's value": (secret) => apiKeyCredentialProviderProblems({ apiKey: "k", tags: { team: `${secret}\u0000` } }),
    tags: (secret) => apiKeyCredentialProviderProblems({ apiKey: "k", tags: secret }),
    accountId: (secret) => apiKeyCredentialProviderProblems({ apiKey: "k", accountId: secret }),
    connection: (secret) => apiKeyCredentialProviderProblems({ apiKey: "k", connection: secret }),
    profile: (secret) => apiKeyCredentialProviderProblems({ apiKey: "k", connection: { profile: secret.repeat(50) } }),
    externalId: (secret) =>
      apiKeyCredentialProviderProblems({ apiKey: "k", connection: { assumeRole: { externalId: secret.repeat(200) } } }),
    credential: (secret) => outboundAuthProblems({ gateway: {}, target: {}, credential: secret }),
    credentialLocation: (secret) => bundleWith({ credentialLocation: secret }),
    credentialParameterName: (secret) => bundleWith({ credentialParameterName: `${secret}:\u0000` }),
    credentialPrefix: (secret) => bundleWith({ credentialPrefix: secret.repeat(20) }),
    credentialProvider: (secret) => bundleWith({ credentialProvider: secret }),
    "the provider's ARN": (secret) => bundleWith({ credentialProvider: { arn: secret, secretArn: secret } }),
    "the target's type": (secret) => outboundAuthProblems({ target: { type: secret }, credential: { type: secret } }),
    "the gateway's role": (secret) => outboundAuthProblems({ gateway: { name: secret, role: `${secret} *` } }),
  };
  const bundleWith = (members: object) =>
    outboundAuthProblems({ gateway: {}, target: {}, credential: { type: "API_KEY", ...members } });

  for (const [place, judge] of Object.entries(places))
    it(`never repeat a secret that was written as ${place}`, () => {
      fc.assert(
        fc.property(canaries, (secret) => {
          const problems = judge(secret);
          expect(text(problems)).to.not.include(secret.slice(0, 11));
        }),
        { numRuns: 30 },
      );
    });
});
