// npm as a command that can be run without a shell.

/** `[command, args]` that runs npm with these arguments, with the npm that runs us where there is one. */
export function npm(...args) {
  const cli = process.env.npm_execpath;
  // Yarn and pnpm set the same variable to themselves.
  return cli?.endsWith("npm-cli.js") ? [process.execPath, [cli, ...args]] : ["npm", args];
}
