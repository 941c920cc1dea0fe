import { expect } from "chai";
import * as fc from "fast-check";
import { newerState, stateVersion } from "../../../provider/handlers/process/handler";
import { roleArnRequired } from "../../../provider/rules/components/gateway";
import { renderProblems } from "../../../provider/rules/core/problem";
import { preview, urnOf } from "../previews";

const bundle = { type: "agentcore:index:OutboundAuth", name: "search" };
const provider = {
  type: "pulumi-nodejs:dynamic/agentcore:ApiKeyCredentialProvider",
  name: "search",
  parent: bundle,
  after: { name: "search-95247ad" },
};
const ofProvider = { urn: urnOf(provider) };
const problem = `error: ${provider.type} resource 'search' has a problem: `;

const errorsOf = (message: string, more: { urn?: string } = {}) =>
  preview([], { diagnostics: [{ severity: "error", message, ...more }] }).errors;

describe("The errors of a failed preview", () => {
  const two = [
    { path: "credential.apiKey", reason: "consists of white space only." },
    { path: "target", reason: 'missing: write "lambda".' },
  ];
  for (const [title, message] of [
    ["one problem of a component", renderProblems('GatewayTarget "crm"', two.slice(0, 1))],
    ["several problems of a component", renderProblems('OutboundAuth "search"', two)],
    ["problems of a gateway", renderProblems('AgentcoreGateway "agents"', two)],
    ["a problem of a resource", renderProblems('Oauth2CredentialProvider "crm"', two.slice(1))],
    ["a member that is not available", "functionArn is only available for Lambda targets."],
    ["a role without an ARN", `gateway.role: ${roleArnRequired}`],
    ["a gateway that is named twice", 'gateway: the gateway "x" is named twice, with two different values for role.'],
    [
      "a role with too many policies",
      "the inline policies of this gateway's role have at least 10,300 characters, and IAM allows 10,240:\n  a: 100\n  b: 200\nWrite GatewayOutboundAuth, which has room.",
    ],
    ["a state that is too new", `Preview failed: ${newerState(stateVersion + 1)}`],
  ] as const)
    it(`have the message of ${title}, and nothing that follows it`, () => {
      const expected = [{ severity: "error", message }];
      expect(errorsOf(`error: ${message}\n`)).to.deep.equal(expected);
      expect(errorsOf(`error: ${message}\nCANARY\n    at CANARY (index.ts:1:1)\n`)).to.deep.equal(expected);
    });

  it("have the problems that the provider process finds", () => {
    const message = "apiKey: the API key consists of white space only.";
    const expected = [{ severity: "error", resource: "search", message }];
    expect(errorsOf(`${problem}${message}\n`, ofProvider)).to.deep.equal(expected);
    expect(errorsOf(`${problem}${message}\n    at CANARY\n`, ofProvider)).to.deep.equal(expected);
  });

  for (const [title, message, more = {}] of [
    [
      "is an exception of the program",
      "error: Running program '/x' failed with an unhandled exception:\nError: CANARY",
    ],
    ["quotes ours", 'error: Error: OutboundAuth "search" has 1 problem:\n  credential.apiKey: CANARY'],
    ["looks like ours after another line", 'error: CANARY\nOutboundAuth "search" has 1 problem:\n  a: b'],
    ["concerns a component of another package", 'error: OtherAuth "CANARY" has 1 problem:\n  a: CANARY'],
    ["concerns a resource of another package", "error: aws:iam/role:Role resource 'search' has a problem: CANARY"],
    ["names another resource than its own", `${problem}apiKey: CANARY`, { urn: urnOf(bundle) }],
    ["contains a value", problem.replace(" has a problem", ": property apiKey value CANARY has a problem"), ofProvider],
    ["is an error of the provider", "error: Preview failed: CANARY", ofProvider],
  ] as [string, string, { urn?: string }?][])
    it(`have only the resource if the message ${title}`, () => {
      expect(errorsOf(message, more)).to.deep.equal([
        { severity: "error", ...(more.urn === undefined ? {} : { resource: "search" }) },
      ]);
    });

  it("have no more problems than the first line counts", () => {
    const message = `${renderProblems('OutboundAuth "search"', two)}\n  token: CANARY`;
    expect(errorsOf(`error: ${message}`)[0]?.message).to.equal(renderProblems('OutboundAuth "search"', two));
  });

  it("have no colors of a terminal", () => {
    const [error] = errorsOf(
      '\u001b[31merror: \u001b[0mOutboundAuth "a" has 1 problem:\r\n  \u001b[1margs\u001b[0m: missing.\r\n',
    );
    expect(error?.message).to.equal('OutboundAuth "a" has 1 problem:\n  args: missing.');
  });

  it("leave out Pulumi's last line, and are followed by this package's warnings", () => {
    const diagnostics = [
      { severity: "warning", message: 'warning: OutboundAuth "crm": credential.grantType: may not work.\n' },
      { severity: "warning", message: "warning: CANARY\n" },
      { severity: "warning", message: 'warning: gateway "prod": no answer with token CANARY\n' },
      { severity: "error", message: "error: CANARY\n", ...ofProvider },
      { severity: "info#err", message: "CANARY\n" },
      { severity: "error", message: "error: preview failed\n" },
    ];
    expect(preview([], { diagnostics }).errors).to.deep.equal([
      { severity: "error", resource: "search" },
      { severity: "warning", message: 'OutboundAuth "crm": credential.grantType: may not work.' },
    ]);
  });

  it("never contain another text, in any place", () => {
    const own = [`error: ${renderProblems('OutboundAuth "a"', two)}\n`, `${problem}apiKey: must be a string.\n`];
    const separators = fc.constantFrom("\n", "\n\n", "\nError: ", ": ", "\r\n", "\n\u001b[0m");
    fc.assert(
      fc.property(fc.constantFrom(...own), separators, fc.boolean(), (message, separator, isBefore) => {
        const whole = isBefore ? `CANARY${separator}${message}` : `${message.trimEnd()}${separator}CANARY`;
        const [{ message: found = "" } = {}] = errorsOf(whole, ofProvider);
        expect(found.split("\n").filter((line) => line.startsWith("CANARY"))).to.deep.equal([]);
        if (isBefore) expect(found).to.equal("");
      }),
    );
  });
});

describe("A preview", () => {
  const failing = [{ severity: "error", message: "error: CANARY\n" }];
  const codesOf = ({ missing }: ReturnType<typeof preview>) => missing.map(({ code }) => code);

  for (const [title, exitCode, diagnostics, failed, codes] of [
    ["succeeded if nothing says that it failed", undefined, [], false, []],
    ["succeeded with exit code 0", 0, [], false, []],
    ["succeeded if --expect-no-changes found changes", 7, [], false, []],
    ["failed if there is an error", undefined, failing, true, ["failed"]],
    ["failed with exit code 1", 1, failing, true, ["failed"]],
    ["failed if a policy pack refused it", 5, [], true, ["policyPack"]],
    ["failed if it has an error and exit code 0", 0, failing, true, ["failed", "exitCode"]],
    ["failed if it has an error and exit code 7", 7, failing, true, ["failed", "exitCode"]],
    ["failed with an exit code and no error", 4, [], true, ["failed", "exitCode"]],
    ["failed with an unknown exit code", 137, [], true, ["failed", "exitCode"]],
  ] as const)
    it(title, () => {
      const found = preview([], { diagnostics, exitCode });
      expect(found.failed).to.equal(failed);
      expect(codesOf(found)).to.deep.equal(codes);
    });

  it("failed if Pulumi wrote no summary", () => {
    const found = preview([provider], { changeSummary: null });
    expect(found.failed).to.equal(true);
  });

  it("has the origins that replace AWS", () => {
    const goTo = (origin: string, more = "") => ({
      severity: "info",
      message: `AgentCore credential providers go to ${origin} (AWS_ENDPOINT_URL), not to AWS.${more}\n\n`,
    });
    const diagnostics = [
      goTo("http://127.0.0.1:4566"),
      goTo("http://127.0.0.1:4566"),
      goTo("x"),
      goTo("http://a", " CANARY"),
      goTo("http://user:CANARY@a"),
      goTo("http://a/?key=CANARY"),
    ];
    expect(preview([], { diagnostics }).endpointOverrides).to.deep.equal(["http://127.0.0.1:4566"]);
  });
});
