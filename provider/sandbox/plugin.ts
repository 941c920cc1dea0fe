// Entry of the stand-in for `pulumi-resource-aws`: serves the provider protocol on a port that it prints.
import { grpc, ResourceProviderService } from "./sdkGrpc";
import { providerService } from "./service";
import { storeFromEnvironment } from "./store";

type Done = (error: object | null, response?: unknown) => void;

function serve(): void {
  const methods = providerService(storeFromEnvironment(), process.env);
  const server = new grpc.Server();
  server.addService(
    ResourceProviderService,
    Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, answering(method as Method)])),
  );
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    // The engine reads the port from the first line.
    process.stdout.write(`${port}\n`);
  });
}

type Method = (request: unknown) => unknown;

const answering = (method: Method) => (call: { request: unknown }, done: Done) => {
  try {
    done(null, method(call.request));
  } catch (error) {
    done({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
  }
};

/** The real plugin ends with its engine. Without this, one whose engine was killed would stay for ever. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.exit(), 1_000).unref();
}

try {
  serve();
  endWithParent();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
