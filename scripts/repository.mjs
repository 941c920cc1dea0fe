// `npm run repository`: checks the addresses in package.json. The address of the repository is set in one place,
// `repository.url`. `npm run repository -- OWNER/NAME` sets it, and the addresses that follow from it, also in docs/.
// With --publish, the placeholder is an error: npm refuses such a package, because its provenance names another repository.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSay } from "./say.mjs";

/** Owner in the address until a maintainer sets the real one. */
const placeholder = "OWNER";

const file = join(process.cwd(), "package.json");
const manifest = JSON.parse(readFileSync(file, "utf8"));
const say = createSay(process.stderr);
const [argument] = process.argv.slice(2);

if (argument === undefined || argument === "--publish") check(argument === "--publish");
else if (/^[\w-]+\/[\w.-]+$/.test(argument)) write(argument);
else fail(`${argument}: write --publish, or the repository as OWNER/NAME.`);

function check(isPublished) {
  const [, name] = /^git\+https:\/\/github\.com\/([\w-]+\/[\w.-]+)\.git$/.exec(manifest.repository?.url ?? "") ?? [];
  if (name === undefined) return fail("repository.url must be git+https://github.com/OWNER/NAME.git.");
  const wrong = Object.entries(addressesOf(name)).filter(([key, value]) => !isSame(manifest[key], value));
  if (wrong.length > 0)
    return fail(`${wrong.map(([key]) => key).join(", ")} of package.json must name the repository ${name}.`);
  if (!name.startsWith(`${placeholder}/`)) return;
  const notice = "The repository in package.json is a placeholder. Set it with: npm run repository -- OWNER/NAME";
  if (isPublished) fail(`${notice}\nnpm refuses to publish with provenance until then.`);
  else say.note(notice);
}

function write(name) {
  const { homepage } = addressesOf(name);
  for (const page of pages()) {
    const text = readFileSync(page, "utf8");
    const changed = text.replaceAll(manifest.homepage.replace("#readme", "/"), homepage.replace("#readme", "/"));
    if (changed !== text) writeFileSync(page, changed);
  }
  writeFileSync(file, `${JSON.stringify({ ...manifest, ...addressesOf(name) }, undefined, 2)}\n`);
}

/** The published pages, which link to files that only the repository has. */
function pages() {
  const folder = join(process.cwd(), "docs");
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];
  const files = [...names.map((name) => join(folder, name)), join(process.cwd(), "README.md")];
  return files.filter((file) => file.endsWith(".md") && existsSync(file));
}

function addressesOf(name) {
  const page = `https://github.com/${name}`;
  return {
    homepage: `${page}#readme`,
    bugs: { url: `${page}/issues` },
    repository: { type: "git", url: `git+${page}.git` },
  };
}

function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

function fail(message) {
  say.failed(message);
  process.exitCode = 1;
}
