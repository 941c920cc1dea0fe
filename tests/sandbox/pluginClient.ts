// Calls the plugin as the engine does: starts the installed executable, reads its port, and uses gRPC.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { installAwsPlugin, readJournal } from "../../provider/sandbox";
import { Empty, ResourceProviderClient, Struct, grpc } from "../../provider/sandbox/protocol/sdkGrpc";
import type { Properties } from "../../provider/sandbox/core/propertyValues";

export interface PluginStart {
  environment?: NodeJS.ProcessEnv;
  configuration?: Properties;
}

export type PluginClient = Awaited<ReturnType<typeof startPlugin>>;

/** Starts a configured plugin process on that store. Rejects with the plugin's own message. */
export async function startPlugin(storeFolder: string | undefined, { environment, configuration }: PluginStart = {}) {
  const folder = mkdtempSync(join(tmpdir(), "aws-plugin-"));
  installAwsPlugin(folder);
  const child = spawn(join(folder, "pulumi-resource-aws"), ["127.0.0.1:1"], {
    env: {
      PATH: process.env.PATH,
      STANDIN_AWS_STORE: storeFolder,
      ...(environment ?? { AWS_REGION: "eu-west-1" }),
    },
  });
  const stop = () => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const port = await new Promise<string>((resolve, reject) => {
      let stderr = "";
      child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
      child.stdout.once("data", (data: Buffer) => resolve(data.toString().trim()));
      child.once("exit", () => reject(new Error(stderr)));
    });
    return { ...(await connectPlugin(port, configuration)), stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/** Connects to a plugin and configures it, as the engine does for each provider. */
export async function connectPlugin(port: number | string, configuration: Properties = {}) {
  // Without options of its own, a client shares the connection of another client.
  const options = { "grpc.use_local_subchannel_pool": 1 };
  const remote = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), options);
  const call = <T>(method: string, request: object): Promise<T> =>
    new Promise((resolve, reject) => {
      const send = remote[method] as (request: object, done: (error: Error | null, response: T) => void) => void;
      send.call(remote, request, (error, response) => (error ? reject(error) : resolve(response)));
    });
  await call("configure", new messages.ConfigureRequest().setArgs(Struct.fromJavaScript(configuration)));
  return operations(call);
}

/** The message of the error that a call ends with, or `no error`. */
export const messageOf = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "no error",
    (error: Error) => error.message,
  );

type Call = <T>(method: string, request: object) => Promise<T>;

function operations(call: Call) {
  return {
    async version() {
      return (await call<{ getVersion(): string }>("getPluginInfo", new Empty())).getVersion();
    },
    async invoke(token: string, args: Properties = {}) {
      const request = new messages.InvokeRequest().setTok(token).setArgs(struct(args));
      return plain((await call<messages.InvokeResponse>("invoke", request)).getReturn());
    },
    async check(type: string, name: string, news: Properties, olds?: Properties) {
      const request = new messages.CheckRequest().setUrn(urn(type, name)).setNews(struct(news));
      if (olds !== undefined) request.setOlds(struct(olds));
      const response = await call<messages.CheckResponse>("check", request);
      return {
        inputs: plain(response.getInputs()),
        failures: response.getFailuresList().map((f) => ({ property: f.getProperty(), reason: f.getReason() })),
      };
    },
    async diff(type: string, olds: Properties, news: Properties, state: Properties = {}) {
      const request = new messages.DiffRequest()
        .setUrn(urn(type, "resource"))
        .setOlds(struct(state))
        .setOldInputs(struct(olds))
        .setNews(struct(news));
      const response = await call<messages.DiffResponse>("diff", request);
      const kindNames = Object.keys(messages.PropertyDiff.Kind);
      const kinds = response
        .getDetaileddiffMap()
        .toObject(false, (_isStatic, change) => change.getKind())
        .map(([path, kind]) => [path, kindNames[Number(kind)]]);
      return {
        kinds: Object.fromEntries(kinds) as Record<string, string>,
        replaces: response.getReplacesList(),
        deleteBeforeReplace: response.getDeletebeforereplace(),
      };
    },
    async create(type: string, inputs: Properties, isPreview = false) {
      const request = new messages.CreateRequest()
        .setUrn(urn(type, "resource"))
        .setProperties(struct(inputs))
        .setPreview(isPreview);
      const response = await call<messages.CreateResponse>("create", request);
      return { id: response.getId(), outputs: plain(response.getProperties()) };
    },
    async read(type: string, id: string, state: Properties, inputs: Properties = {}) {
      const request = new messages.ReadRequest()
        .setUrn(urn(type, "resource"))
        .setId(id)
        .setInputs(struct(inputs))
        .setProperties(struct(state));
      const response = await call<messages.ReadResponse>("read", request);
      return { id: response.getId(), inputs: plain(response.getInputs()), outputs: plain(response.getProperties()) };
    },
    async update(type: string, id: string, state: Properties, news: Properties, isPreview = false) {
      const request = new messages.UpdateRequest()
        .setUrn(urn(type, "resource"))
        .setId(id)
        .setOlds(struct(state))
        .setNews(struct(news))
        .setPreview(isPreview);
      return plain((await call<messages.UpdateResponse>("update", request)).getProperties());
    },
    async delete(type: string, { id, outputs }: { id: string; outputs: Properties }) {
      const request = new messages.DeleteRequest()
        .setUrn(urn(type, "resource"))
        .setId(id)
        .setProperties(struct(outputs));
      await call("delete", request);
    },
  };
}

/** A store and a plugin for all tests of a suite. */
export class Sandbox {
  readonly store = mkdtempSync(join(tmpdir(), "sandbox-"));
  plugin!: PluginClient;
  private readonly clients: PluginClient[] = [];

  constructor() {
    before(async () => {
      this.plugin = await this.start();
    });
    after(() => {
      for (const client of this.clients) client.stop();
      rmSync(this.store, { recursive: true, force: true });
    });
  }

  async start(options?: PluginStart): Promise<PluginClient> {
    const client = await startPlugin(this.store, options);
    this.clients.push(client);
    return client;
  }

  /** The operations that the step adds to the journal. */
  async journalOf(step: () => Promise<unknown>): Promise<string[]> {
    const { length } = readJournal(this.store);
    await step();
    return readJournal(this.store)
      .slice(length)
      .map(({ operation }) => operation);
  }
}

const urn = (type: string, name: string): string => `urn:pulumi:dev::shop::pkg:index:Component$${type}::${name}`;

const struct = (properties: Properties) => Struct.fromJavaScript(properties);

const plain = (message: { toJavaScript(): Properties } | undefined): Properties => message?.toJavaScript() ?? {};
