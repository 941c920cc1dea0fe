// Talks to the plugin as the engine does, without the engine: starts the installed executable, reads the port that it
// prints, and calls it over gRPC.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { installAwsPlugin } from "../../provider/sandbox/install";
import type { Properties } from "../../provider/sandbox/values/propertyValues";
import { Empty, ResourceProviderClient, Struct, grpc } from "../../provider/sandbox/sdkGrpc";

interface Preview {
  preview?: boolean;
}

/** One running plugin process, configured. */
export interface PluginClient {
  version(): Promise<string>;
  invoke(token: string, args?: Properties): Promise<Properties>;
  check(
    type: string,
    name: string,
    news: Properties,
    olds?: Properties,
  ): Promise<{ inputs: Properties; failures: { property: string; reason: string }[] }>;
  diff(
    type: string,
    name: string,
    olds: Properties,
    news: Properties,
    state?: Properties,
  ): Promise<{ kinds: Record<string, string>; replaces: string[]; deleteBeforeReplace: boolean }>;
  create(
    type: string,
    name: string,
    inputs: Properties,
    options?: Preview,
  ): Promise<{ id: string; outputs: Properties }>;
  read(
    type: string,
    id: string,
    inputs?: Properties,
    state?: Properties,
  ): Promise<{ id: string; inputs: Properties; outputs: Properties }>;
  update(type: string, id: string, olds: Properties, news: Properties, options?: Preview): Promise<Properties>;
  delete(type: string, id: string, state?: Properties): Promise<void>;
  stop(): void;
}

export interface PluginStart {
  environment?: NodeJS.ProcessEnv;
  configuration?: Properties;
}

/** A plugin process on the pretend cloud in `storeFolder`. Rejects with the plugin's own message if it does not start. */
export async function startPlugin(storeFolder: string | undefined, start: PluginStart = {}): Promise<PluginClient> {
  const folder = mkdtempSync(join(tmpdir(), "aws-plugin-"));
  installAwsPlugin(folder);
  const child = spawn(join(folder, "pulumi-resource-aws"), ["127.0.0.1:1"], {
    env: {
      PATH: process.env.PATH,
      STANDIN_AWS_STORE: storeFolder,
      ...(start.environment ?? { AWS_REGION: "eu-west-1" }),
    },
  });
  const stop = () => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  const port = await new Promise<string>((resolve, reject) => {
    let complaint = "";
    child.stderr.on("data", (data: Buffer) => (complaint += data.toString()));
    child.stdout.once("data", (data: Buffer) => resolve(data.toString().trim()));
    child.once("exit", () => reject(new Error(complaint)));
  }).catch((error: unknown) => {
    stop();
    throw error;
  });

  const remote = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const call = <T>(method: string, request: object): Promise<T> =>
    new Promise((resolve, reject) => {
      const send = remote[method] as (request: object, done: (error: Error | null, response: T) => void) => void;
      send.call(remote, request, (error, response) => (error ? reject(error) : resolve(response)));
    });
  try {
    await call("configure", new messages.ConfigureRequest().setArgs(struct(start.configuration ?? {})));
  } catch (error) {
    stop();
    throw error;
  }
  return { ...operations(call), stop };
}

/** The message of the error that a call ends with, or `no error`. */
export const messageOf = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "no error",
    (error: Error) => error.message,
  );

type Call = <T>(method: string, request: object) => Promise<T>;

function operations(call: Call): Omit<PluginClient, "stop"> {
  return {
    async version() {
      return (await call<{ getVersion(): string }>("getPluginInfo", new Empty())).getVersion();
    },
    async invoke(token, args = {}) {
      const request = new messages.InvokeRequest().setTok(token).setArgs(struct(args));
      return plain((await call<messages.InvokeResponse>("invoke", request)).getReturn());
    },
    async check(type, name, news, olds) {
      const request = new messages.CheckRequest().setUrn(urn(type, name)).setNews(struct(news));
      if (olds !== undefined) request.setOlds(struct(olds));
      const response = await call<messages.CheckResponse>("check", request);
      return {
        inputs: plain(response.getInputs()),
        failures: response.getFailuresList().map((f) => ({ property: f.getProperty(), reason: f.getReason() })),
      };
    },
    async diff(type, name, olds, news, state = {}) {
      const request = new messages.DiffRequest()
        .setUrn(urn(type, name))
        .setOlds(struct(state))
        .setOldInputs(struct(olds))
        .setNews(struct(news));
      const response = await call<messages.DiffResponse>("diff", request);
      const kindNames = Object.entries(messages.PropertyDiff.Kind) as [string, number][];
      const kinds = response
        .getDetaileddiffMap()
        .toArray()
        .map(([path, change]): [string, string] => [
          path,
          kindNames.find(([, kind]) => kind === (change as unknown as [number])[0])?.[0] ?? "ADD",
        ]);
      return {
        kinds: Object.fromEntries(kinds),
        replaces: response.getReplacesList(),
        deleteBeforeReplace: response.getDeletebeforereplace(),
      };
    },
    async create(type, name, inputs, { preview = false } = {}) {
      const request = new messages.CreateRequest()
        .setUrn(urn(type, name))
        .setProperties(struct(inputs))
        .setPreview(preview);
      const response = await call<messages.CreateResponse>("create", request);
      return { id: response.getId(), outputs: plain(response.getProperties()) };
    },
    async read(type, id, inputs = {}, state = {}) {
      const request = new messages.ReadRequest()
        .setUrn(urn(type, "resource"))
        .setId(id)
        .setInputs(struct(inputs))
        .setProperties(struct(state));
      const response = await call<messages.ReadResponse>("read", request);
      return { id: response.getId(), inputs: plain(response.getInputs()), outputs: plain(response.getProperties()) };
    },
    async update(type, id, olds, news, { preview = false } = {}) {
      const request = new messages.UpdateRequest()
        .setUrn(urn(type, "resource"))
        .setId(id)
        .setOlds(struct(olds))
        .setNews(struct(news))
        .setPreview(preview);
      return plain((await call<messages.UpdateResponse>("update", request)).getProperties());
    },
    async delete(type, id, state = {}) {
      await call(
        "delete",
        new messages.DeleteRequest().setUrn(urn(type, "resource")).setId(id).setProperties(struct(state)),
      );
    },
  };
}

const urn = (type: string, name: string): string => `urn:pulumi:dev::shop::pkg:index:Component$${type}::${name}`;

const struct = (properties: Properties): never => Struct.fromJavaScript(properties) as never;

const plain = (message: { toJavaScript(): unknown } | undefined): Properties =>
  (message?.toJavaScript() ?? {}) as Properties;
