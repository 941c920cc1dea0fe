// Entry of the stand-in for `pulumi-resource-aws`: serves the provider protocol on a loopback port that it prints.
import { serveAwsPlugin } from "./protocol/server";
import { storeFromEnvironment } from "./core/store";

/** Stops the plugin when its engine is gone, even if the engine was killed. */
function exitWithParent(): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.exit(), 1_000).unref();
}

async function serve(): Promise<void> {
  const creationMilliseconds = Number(process.env.STANDIN_AWS_CREATION_MILLISECONDS ?? 0);
  const { port } = await serveAwsPlugin({
    store: storeFromEnvironment(),
    environment: process.env,
    creationMilliseconds,
  });
  // The engine reads the port from the first line.
  process.stdout.write(`${port}\n`);
  exitWithParent();
}

serve().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
