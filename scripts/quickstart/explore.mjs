// `--keep`: everything stays up until somebody has seen enough.
import { compiled } from "./compiled.mjs";

export async function explore({ place, page, interrupt }) {
  const { callLine } = compiled("provider/local/index.js");
  page.chapter("Yours to explore");
  page.text("The stack is up. In another terminal, paste:");
  page.line();
  page.line(`cd ${quoted(place.project)}`);
  // Each of them would win over what follows.
  page.line("unset AWS_PROFILE AWS_SESSION_TOKEN PULUMI_STACK");
  page.line(`export PATH=${place.path.map(quoted).join(":")}:"$PATH"`);
  for (const [name, value] of Object.entries(place.variables)) page.line(`export ${name}=${quoted(value)}`);
  page.heading("Then try");
  page.table([
    ["pulumi preview --diff", "nothing to change, and no call to the control plane"],
    ["pulumi config set --secret searchKey", "another API key; then pulumi up"],
    ["pulumi config set clientId another-client", "another OAuth client; then pulumi up"],
    ["pulumi stack export", "the state: both secrets are encrypted in it"],
    ["$EDITOR examples/three-targets/index.ts", 'a mistake, such as credentialLocation: "COOKIE"'],
    ["pulumi destroy", "removes all resources"],
  ]);
  page.heading("Calls to the control plane show here. Ctrl-C ends it and removes everything.");
  place.watchCalls((call) => page.text(callLine(call)));
  await interrupt.promise;
  await place.close();
  page.line();
  page.check(`ended; removed ${place.folder}`);
}

/** For POSIX shells. */
const quoted = (text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
