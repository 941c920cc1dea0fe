// Runs npm without a shell.

/** Returns `[command, args]` that run npm with these arguments: the npm that started this script, if there is one. */
export function npm(...args) {
  const cli = process.env.npm_execpath;
  // Yarn and pnpm set the same variable, to their own path.
  return cli?.endsWith("npm-cli.js") ? [process.execPath, [cli, ...args]] : ["npm", args];
}
