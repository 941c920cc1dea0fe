/**
 * Serves a program that is a function to the engine, as Pulumi's Automation API does. It runs in this process, so that no
 * command has to start Node.js and load the SDK for it.
 */
import { createRequire } from "node:module";
import { grpc } from "../../provider/sandbox/protocol/sdkGrpc";

/** A program returns the outputs of its stack. */
export type InlineProgram = () => unknown;

interface Automation {
  LanguageServer: new (program: () => Promise<unknown>) => Record<string, unknown>;
}
interface Protocol {
  LanguageRuntimeService: unknown;
}

// The SDK publishes no declarations of these two.
const fromSdk = createRequire(require.resolve("@pulumi/pulumi"));
const { LanguageServer } = fromSdk("./automation/server") as Automation;
const { LanguageRuntimeService } = fromSdk("./proto/language_grpc_pb") as Protocol;

// Clients would share their connections. If a new engine gets the port of one that was killed, its first call would fail.
const { grpcClientOptions } = fromSdk("./runtime/settings") as { grpcClientOptions: Record<string, unknown> };
grpcClientOptions["grpc.use_local_subchannel_pool"] = 1;

export interface ServedProgram {
  /** The option by which the CLI finds the program. */
  readonly option: string;
  close(): void;
}

/** `env` has the variables that the program finds in its environment. */
export async function serveProgram(
  program: InlineProgram,
  env: Record<string, string | undefined>,
): Promise<ServedProgram> {
  const server = new grpc.Server();
  // A program that throws has to reject.
  const run = () => Promise.resolve().then(program);
  server.addService(LanguageRuntimeService, new LanguageServer(run));
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  const restoreEnvironment = changeEnvironment(env);
  const restoreListeners = removeErrorListeners();
  return {
    option: `--client=127.0.0.1:${port}`,
    close() {
      server.forceShutdown();
      restoreEnvironment();
      restoreListeners();
    },
  };
}

function changeEnvironment(env: Record<string, string | undefined>): () => void {
  const before = Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name]]));
  const set = (variables: Record<string, string | undefined>) => {
    for (const [name, value] of Object.entries(variables))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  };
  set(env);
  return () => set(before);
}

/** The SDK reports errors that a program does not handle. Mocha would take them for failures of the test. */
function removeErrorListeners(): () => void {
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const removed = events.map((event) => process.rawListeners(event) as ((...args: unknown[]) => void)[]);
  for (const event of events) process.removeAllListeners(event);
  return () =>
    events.forEach((event, index) => {
      for (const listener of removed[index]!) process.on(event, listener);
    });
}
