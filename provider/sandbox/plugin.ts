// Entry of the stand-in for `pulumi-resource-aws`: serves the provider protocol on a loopback port that it prints.
import { grpc, ResourceProviderService } from "./protocol/sdkGrpc";
import { providerService } from "./protocol/service";
import { storeFromEnvironment } from "./core/store";
/** Time that the creation of an object takes. */
const creationMilliseconds = Number(process.env.STANDIN_AWS_CREATION_MILLISECONDS ?? 0);

type Call = { request: unknown };
type Done = (error: object | null, response?: unknown) => void;

function serve(): void {
  const server = new grpc.Server();
  const methods = Object.entries(providerService(storeFromEnvironment(), process.env));
  server.addService(
    ResourceProviderService,
    Object.fromEntries(
      methods.map(([name, method]) => [
        name,
        respondWith(method as (request: unknown) => unknown, name === "create" ? creationMilliseconds : 0),
      ]),
    ),
  );
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    // The engine reads the port from the first line.
    process.stdout.write(`${port}\n`);
  });
}

const respondWith = (method: (request: unknown) => unknown, milliseconds: number) => (call: Call, done: Done) => {
  try {
    const response = method(call.request);
    if (milliseconds === 0) done(null, response);
    else setTimeout(done, milliseconds, null, response);
  } catch (error) {
    done({ code: grpc.status.UNKNOWN, details: messageOf(error) });
  }
};

/** Stops the plugin when its engine is gone, even if the engine was killed. */
function exitWithParent(): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.exit(), 1_000).unref();
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

try {
  serve();
  exitWithParent();
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
