import { expect } from "chai";
import { createReport } from "../../../provider/report/createReport";
import { differencesFrom } from "../../../provider/report/approved";
import { headline } from "../../../provider/report/formats/words";
import { renderMarkdown } from "../../../provider/report/formats/markdown";
import { renderText } from "../../../provider/report/formats/text";
import { gates, gatesThatHold } from "../../../provider/report/gates";
import type { Report, Sentence } from "../../../provider/report/model";
import { unknownValue } from "../../../provider/report/preview/preview";
import { apiKey, canary, examples, oauth, target } from "../examples";
import { preview, same } from "../previews";
import type { Sides } from "../previews";

const gatewaySteps = examples["no changes"].steps.slice(0, 3);

/** Returns the report of a change of one target's credential, `{ oauth: {} }` for example. */
function reportOf(credential: Sides<object | string>, others: object = {}): Report {
  const sides = credential as Sides<object>;
  const isKey = JSON.stringify(credential).includes("apiKey");
  const kind = isKey ? "apiKey" : "oauth";
  const provider = same(isKey ? apiKey("wiki") : oauth("wiki"));
  return createReport([
    preview([...gatewaySteps, ...target({ name: "wiki", kind, provider, credential: sides, ...others })]),
  ]);
}

const { credentialProviderArn: oauthArn } = oauth("wiki");
const { credentialProviderArn: keyArn } = apiKey("wiki");
const token = (members: object) => ({
  oauth: { providerArn: oauthArn, scopes: [], grantType: "CLIENT_CREDENTIALS", ...members },
});
const key = (members: object) => ({
  apiKey: { providerArn: keyArn, credentialLocation: "HEADER", credentialParameterName: "X-Api-Key", ...members },
});

const plain = (sentence: Sentence) => sentence.map((part) => (typeof part === "string" ? part : part.code)).join("");
const held = (report: Report): string[] => gatesThatHold(report, gates).map(({ gate }) => gate);

function factsOf(report: Report) {
  const [stack] = report.stacks;
  const { notes } = stack!.targets.find(({ name }) => name === "wiki")!;
  return {
    notes: notes.map(plain),
    findings: stack!.findings.map(({ code, text }) => `${code}: ${plain(text)}`),
    heading: headline([stack!]),
    gates: held(report),
  };
}

describe("A change of a target's credential", () => {
  const allowsMore = (notes: string) => ({
    notes: [notes],
    findings: [`widened: The credential of wiki may now allow more: ${notes}.`],
    heading: "1 target credential may allow more",
    gates: ["widened"],
  });
  const changes = (...notes: string[]) => ({ notes, findings: [], heading: "1 target credential changes", gates: [] });
  const cannotTell = (notes: string) => ({
    notes: [notes],
    findings: [`cannotTell: The credential of wiki may allow more: ${notes}.`],
    heading: "1 target credential cannot be checked",
    gates: ["widened", "unknown"],
  });
  const rows: readonly [string, object | string, object | string, ReturnType<typeof factsOf>][] = [
    ["the first scope", token({}), token({ scopes: ["wiki.write"] }), allowsMore("OAuth scopes + wiki.write")],
    [
      "other scopes",
      token({ scopes: ["a", "b"] }),
      token({ scopes: ["c", "b"] }),
      { ...allowsMore("OAuth scopes + c"), notes: ["OAuth scopes + c, - a"] },
    ],
    ["a scope less", token({ scopes: ["a", "b"] }), token({ scopes: ["a"] }), changes("OAuth scopes - b")],
    [
      "the last scope",
      token({ scopes: ["a"] }),
      token({}),
      allowsMore("OAuth scopes - a, and none is left: the authorization server chooses"),
    ],
    [
      "another audience",
      token({ customParameters: { audience: "a" } }),
      token({ customParameters: { audience: "b" } }),
      allowsMore("custom parameter audience: a → b"),
    ],
    [
      "a new custom parameter",
      token({}),
      token({ customParameters: { resource: "b" } }),
      allowsMore("custom parameter resource: none → b"),
    ],
    [
      "another grant",
      token({}),
      token({ grantType: "TOKEN_EXCHANGE" }),
      allowsMore("grant CLIENT_CREDENTIALS → TOKEN_EXCHANGE"),
    ],
    [
      "a grant where there was the default",
      token({ grantType: undefined }),
      token({ grantType: "TOKEN_EXCHANGE" }),
      allowsMore("grant CLIENT_CREDENTIALS → TOKEN_EXCHANGE"),
    ],
    [
      "another type of credential",
      { callerIamCredentials: { service: "s3" } },
      { jwtPassthrough: {} },
      allowsMore("credential type CALLER_IAM_CREDENTIALS → JWT_PASSTHROUGH"),
    ],
    [
      "another header",
      key({}),
      key({ credentialParameterName: "X-Weather-Token" }),
      changes("key now in the header X-Weather-Token"),
    ],
    [
      "another location and prefix",
      key({ credentialPrefix: "Bearer" }),
      key({ credentialLocation: "QUERY_PARAMETER", credentialParameterName: "key" }),
      changes("prefix of the key Bearer → none", "key now in the query parameter key"),
    ],
    [
      "another Region of signatures",
      { gatewayIamRole: { service: "s3", region: "us-east-1" } },
      { gatewayIamRole: { service: "s3", region: "eu-west-1" } },
      changes("signed Region us-east-1 → eu-west-1"),
    ],
    [
      "scopes that are not known yet",
      token({ scopes: ["a"] }),
      token({ scopes: unknownValue }),
      cannotTell("OAuth scopes: the preview does not say"),
    ],
    [
      "a scope that is not known yet",
      token({ scopes: ["a"] }),
      token({ scopes: ["a", unknownValue] }),
      cannotTell("OAuth scopes: the preview does not say"),
    ],
    [
      "a secret custom parameter",
      token({ customParameters: { audience: "a" } }),
      token({ customParameters: { audience: "[secret]" } }),
      cannotTell("custom parameter audience: the preview does not say"),
    ],
    [
      "a member that this version does not know",
      token({}),
      token({ actorToken: { a: canary } }),
      cannotTell("setting actorToken: the preview does not say"),
    ],
    [
      "a configuration that is not known yet",
      token({ scopes: ["a"] }),
      unknownValue,
      cannotTell("credential type: the preview does not say"),
    ],
  ];
  for (const [name, before, after, wanted] of rows)
    it(`says: ${name}`, () => {
      const report = reportOf({ before, after });
      expect(factsOf(report)).to.deep.equal(wanted);
      expect(JSON.stringify(report)).to.not.include(canary);
    });

  it("takes a hidden value for unknown if only another setting shows a change", () => {
    const hidden = { customParameters: { audience: "[secret]" } };
    const report = reportOf({ before: token(hidden), after: token({ ...hidden, scopes: ["a"] }) });
    expect(factsOf(report)).to.deep.include({
      notes: ["OAuth scopes + a", "custom parameter audience: the preview does not say"],
      heading: "1 target credential may allow more",
      gates: ["widened", "unknown"],
    });
  });

  it("names the host to which users return, and nothing else of the address", () => {
    const url = (host: string) =>
      token({ grantType: "AUTHORIZATION_CODE", defaultReturnUrl: `https://${host}/${canary}?state=${canary}` });
    const report = reportOf({ before: url("a.example.com"), after: url("b.example.com") });
    expect(factsOf(report)).to.deep.equal({
      notes: ["return URL a.example.com → b.example.com"],
      findings: ["endpointChanged: wiki now sends users who gave consent to b.example.com."],
      heading: "1 target credential changes",
      gates: ["endpoint"],
    });
    expect(JSON.stringify(report)).to.not.include(canary);
  });

  it("is none if only the order of scopes, an empty value, or another property changes", () => {
    const before = token({ scopes: ["a", "b"], defaultReturnUrl: "" });
    const report = reportOf({ before, after: token({ scopes: ["b", "a"], customParameters: {} }) });
    expect(factsOf(report)).to.deep.include({ notes: [], heading: "no IAM permission and no secret changes" });
    const described = reportOf(same(token({})), { targetStep: { op: "update", changed: ["description"] } });
    expect(factsOf(described)).to.deep.include({ notes: [], findings: [] });
  });

  it("is in all formats, with the first scopes in the table and all of them in the warning", () => {
    const scopes = Array.from({ length: 7 }, (_, index) => `wiki.${index}`);
    const report = reportOf({ before: token({}), after: token({ scopes }) });
    const shown = (list: readonly string[]) => `OAuth scopes ${list.map((scope) => `+ \`${scope}\``).join(", ")}`;
    const markdown = renderMarkdown(report, { host: "github" });
    expect(markdown).to.contain(`| ${shown(scopes.slice(0, 5))} and 2 more |`);
    expect(markdown).to.contain(`The credential of \`wiki\` may now allow more: ${shown(scopes)}.`);
    expect(renderText(report)).to.contain("OAuth scopes + wiki.0, + wiki.1, + wiki.2, + wiki.3, + wiki.4 and 2 more");
    expect(report.stacks[0]?.targets[0]?.settings?.[0]).to.deep.include({
      setting: "scope",
      after: "wiki.0",
      certain: true,
      wider: true,
    });
  });

  it("of a new target names its scopes, and is no warning", () => {
    const after = token({ scopes: ["wiki.write"] });
    const report = reportOf({ after }, { exists: ["after"], provider: { after: oauth("wiki") } });
    expect(factsOf(report)).to.deep.equal({
      notes: ["new", "OAuth scopes + wiki.write"],
      findings: [],
      heading: "1 target gains access",
      gates: ["gained"],
    });
  });

  it("differs from an approved report with other scopes, also of a new target", () => {
    const report = (scopes: readonly string[]) =>
      reportOf({ after: token({ scopes }) }, { exists: ["after"], provider: { after: oauth("wiki") } });
    const approved = JSON.stringify(report(["wiki.read"]));
    expect(differencesFrom(report(["wiki.read"]), approved)).to.deep.equal([]);
    expect(differencesFrom(report(["wiki.write"]), approved).join("\n")).to.match(
      /only in this preview: target wiki new .*scope wiki\.write/,
    );
  });
});
