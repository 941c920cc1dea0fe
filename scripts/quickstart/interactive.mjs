// `--keep`: keeps the stack running until Ctrl-C.
import { compiled } from "./compiled.mjs";

export async function keepRunning({ sandbox, output, interrupt }) {
  const { callLine } = compiled("provider/local/index.js");
  output.chapter("Yours to explore");
  output.text("The stack is running. In another terminal, paste:");
  output.line();
  output.line(`cd ${quoted(sandbox.project)}`);
  // These variables would override the ones below.
  output.line("unset AWS_PROFILE AWS_SESSION_TOKEN PULUMI_STACK");
  output.line(`export PATH=${sandbox.path.map(quoted).join(":")}:"$PATH"`);
  for (const [name, value] of Object.entries(sandbox.variables)) output.line(`export ${name}=${quoted(value)}`);
  output.heading("Then try");
  output.table([
    ["pulumi preview --diff", "nothing changes, no call is made"],
    ["pulumi config set --secret searchKey", "a new API key; then pulumi up"],
    ["pulumi config set clientId my-client", "another client id; then pulumi up"],
    ["pulumi stack export", "the state: both secrets are encrypted"],
    ["$EDITOR examples/three-targets/index.ts", 'a mistake: credentialLocation: "COOKIE"'],
    ["pulumi destroy", "removes all resources"],
  ]);
  output.line();
  output.text(
    `Your edits are in ${sandbox.project}.`,
    "Ctrl-C removes them with everything else. Copy what you want to keep.",
  );
  output.heading("Calls to the control plane appear here. Ctrl-C ends it and removes everything.");
  sandbox.watchCalls((call) => output.text(callLine(call)));
  await interrupt.promise;
  await sandbox.close();
  output.line();
  output.check(`ended; removed ${sandbox.folder}`);
}

/** Quotes a text for POSIX shells. */
const quoted = (text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
