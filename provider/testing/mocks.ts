// Not the global functions: tests can replace them by fake timers.
import { setTimeout } from "node:timers";
import { setImmediate } from "node:timers/promises";
import { runInThisContext } from "node:vm";
import { CheckRequest, ConfigureRequest, CreateRequest, InvokeRequest } from "@pulumi/pulumi/proto/provider_pb";
import * as sdkPromises from "@pulumi/pulumi/runtime/debuggable";
import * as pulumi from "@pulumi/pulumi";
import { handlers } from "../handlers";
import { Context } from "../handlers/process/context";
import { partitionOf } from "../iam/policy/arn";
import { tokenVaultArn } from "../iam/policy/credentialProviders";
import { MemoryStore } from "../sandbox/core/store";
import { isEmulated } from "../sandbox/emulated";
import { Struct } from "../sandbox/protocol/sdkGrpc";
import { isSetting } from "../sandbox/project";
import { providerService } from "../sandbox/protocol/service";
import { plainValues } from "../sandbox/core/propertyValues";
import { permissionAssertions } from "./permissions";
import type { PermissionAssertions } from "./permissions";

/** A resource or a function call that a program asks the mocks about. */
export interface MockRequest {
  /** Type of the resource, such as `aws:s3/bucket:Bucket`, or token of the function, such as `aws:ssm/getParameter:getParameter`. */
  readonly token: string;
  /** Name of the resource in the program. Empty for a function. */
  readonly name: string;
  /** The arguments, with the values of Outputs and secrets. */
  readonly inputs: Record<string, unknown>;
}

/** Options of {@link runWithMocks}. */
export interface MockOptions {
  /** Name of the project. It is part of generated names. @default "project", as in Pulumi's mocks */
  readonly project?: string;
  /** Name of the stack. It is part of generated names. @default "stack", as in Pulumi's mocks */
  readonly stack?: string;
  /**
   * Stack configuration, with full names such as `project:searchKey`. It replaces the configuration of an earlier run.
   * `aws:region` is the Region of all resources.
   * @default - empty, and Region us-east-1
   */
  readonly config?: Readonly<Record<string, string>>;
  /**
   * Your answers, by token. The answer for a resource returns its outputs besides the inputs; `id` among them is the
   * resource's id. The answer for a function returns its result. An answer for a type that is known anyway replaces it: nothing
   * is checked then, and its resources do not take part in decisions about permissions.
   * @default - none
   */
  readonly answers?: Readonly<Record<string, (request: MockRequest) => Record<string, unknown>>>;
}

/** A stack that {@link runWithMocks} declared. */
export interface MockedStack<T> extends PermissionAssertions {
  /** The values that the program returned or exported, with the values of its Outputs. Outputs inside of resources stay Outputs. */
  readonly outputs: T;
}

type Properties = Record<string, unknown>;

/**
 * Runs a program with strict mocks, in this process: without the Pulumi CLI, plugins and AWS.
 *
 * The mocks answer as AWS does, and refuse what AWS would refuse. They know roles and policies of IAM, Lambda functions, aliases
 * and permissions, gateways and their targets, REST APIs, KMS keys, secrets, and all resources of this package. They refuse
 * every other type and function, unless `answers` has one. The account is 123456789012. Providers of the aws package choose other
 * accounts and Regions, as on AWS.
 *
 * Pulumi's mocks are global: wait for each run before the next in the same process.
 *
 * @param program Declares resources. It can be asynchronous, such as `() => import("./index.js")`.
 * @param options Configuration, and answers for other types: {@link MockOptions}.
 * @returns The stack, after all resources are declared and all Outputs are known.
 * @throws Error with all problems: of the program, of its Outputs, and of requests that the mocks refuse. Also if another run
 * has not ended.
 * @example
 * import { it } from "mocha";
 * import { GatewayRole, OutboundAuth } from "pulumi-agentcore-outbound-auth";
 * import { runWithMocks } from "pulumi-agentcore-outbound-auth/testing";
 *
 * function search(apiKey: string) {
 *   const gateway = new GatewayRole("tools", { gatewayName: "tools" });
 *   const { credentialProvider } = new OutboundAuth("search", {
 *     gateway,
 *     target: { type: "openApiSchema" },
 *     credential: { type: "API_KEY", apiKey, credentialLocation: "HEADER", credentialParameterName: "X-Key" },
 *   });
 *   return { providerArn: credentialProvider!.credentialProviderArn };
 * }
 *
 * it("lets the gateway use the key, but no token", async () => {
 *   const { outputs, assertAllowed, assertDenied } = await runWithMocks(() => search("a key"));
 *   assertAllowed("tools", "bedrock-agentcore:GetResourceApiKey", outputs.providerArn);
 *   assertDenied("tools", "bedrock-agentcore:GetResourceOauth2Token", outputs.providerArn);
 * });
 */
export async function runWithMocks<T>(
  program: () => T | Promise<T>,
  options: MockOptions = {},
): Promise<MockedStack<pulumi.Unwrap<T>>> {
  const { project = "project", stack = "stack", config = {}, answers = {} } = options;
  if (isRunning)
    throw new Error(
      "runWithMocks still runs another program, and Pulumi's mocks are global. Wait for each run with await.",
    );
  isRunning = true;
  const store = new MemoryStore();
  const problems = new Problems();
  const stopCollecting = problems.collectUnhandled();
  try {
    pulumi.runtime.setAllConfig({ ...config });
    await pulumi.runtime.setMocks(new Mocks(store, answers, problems), project, stack);
    const outputs = await Promise.race([run(program), problems.found]);
    // Node.js reports unhandled rejections at the end of a turn.
    await setImmediate();
    problems.throwAny();
    return { outputs: outputs as pulumi.Unwrap<T>, ...permissionAssertions(store) };
  } finally {
    stopCollecting();
    forgetWaitingRequests();
    isRunning = false;
  }
}

let isRunning = false;

/** Runs a program until all resources are declared. Returns the values of its Outputs. */
async function run(program: () => unknown): Promise<unknown> {
  const result: unknown = await program();
  const values = new Promise((resolve) => pulumi.output({ result }).apply(resolve));
  await pulumi.runtime.disconnect();
  return ((await values) as { result: unknown }).result;
}

/** The problems of a run, each once. */
class Problems {
  /** Resolves soon after the first problem. */
  readonly found: Promise<void>;
  private readonly messages = new Set<string>();
  private isFound = () => {};

  constructor() {
    this.found = new Promise((resolve) => (this.isFound = resolve));
  }

  add(message: string): void {
    // The problems of independent resources follow within this time.
    if (this.messages.size === 0) setTimeout(this.isFound, 50);
    this.messages.add(message);
  }

  throwAny(): void {
    if (this.messages.size > 0) throw new Error([...this.messages].join("\n"));
  }

  /** Collects what fails in Outputs: they reject promises without a handler. Returns a function that ends this. */
  collectUnhandled(): () => void {
    const event = "unhandledRejection";
    const others = realProcess.listeners(event);
    const messageOf = (reason: unknown) => withoutProperties(isError(reason) ? reason.message : String(reason));
    realProcess.removeAllListeners(event).on(event, (reason: unknown) => this.add(messageOf(reason)));
    return () => {
      realProcess.removeAllListeners(event);
      for (const other of others) realProcess.on(event, other);
    };
  }
}

/** Jest replaces `process` by a copy that gets no events. */
const realProcess = runInThisContext("process") as NodeJS.Process;

/** In Jest, errors of Node.js are of another class. */
const isError = (reason: unknown): reason is Error =>
  typeof reason === "object" && reason !== null && "message" in reason;

/**
 * Removes the requests without an answer from the SDK's list of promises. At the end of the process, it would print them and set
 * the exit code 1.
 */
function forgetWaitingRequests(): void {
  // The SDK does not declare this function.
  const { leakedPromises } = sdkPromises as { leakedPromises?: () => unknown };
  leakedPromises?.();
}

/** Removes the properties through which an error came. The SDK writes another text for each. */
const withoutProperties = (message: string): string => message.replace(/^(error serializing property "[^"]*": )+/, "");

const ownTypes = "pulumi-nodejs:dynamic/agentcore:";
const providerType = "pulumi:providers:";

class Mocks implements pulumi.runtime.Mocks {
  /** The stand-in aws plugin, once for each provider, by the provider's id. The default provider has none. */
  private readonly plugins = new Map<string, ReturnType<typeof providerService>>();
  private readonly region: string;
  /** Checks the inputs of this package's resources, as at a preview. It makes no call. */
  private readonly context: Context;

  constructor(
    private readonly store: MemoryStore,
    private readonly answers: NonNullable<MockOptions["answers"]>,
    private readonly problems: Problems,
  ) {
    const config = pulumi.runtime.allConfig();
    this.region = config["aws:region"] ?? "us-east-1";
    const own = Object.entries(process.env).filter(([variable]) => !isSetting(variable));
    const environment = { ...Object.fromEntries(own), AWS_REGION: this.region };
    this.context = new Context(
      (key) => config[key],
      { environment },
      (message) => console.warn(message),
    );
    const settings = Object.entries(config).filter(([name]) => name.startsWith("aws:"));
    this.addPlugin("", Object.fromEntries(settings.map(([name, value]) => [name.slice("aws:".length), value])));
  }

  newResource(resource: pulumi.runtime.MockResourceArgs) {
    return this.answerOrReport(`${resource.type.replace(ownTypes, "")} "${resource.name}"`, () =>
      this.answerResource(resource),
    );
  }

  call({ token, inputs, provider = "" }: pulumi.runtime.MockCallArgs) {
    return this.answerOrReport(token, async () => {
      const answer = this.answers[token];
      if (answer !== undefined) return answer({ token, name: "", inputs: plainValues(inputs as Properties) });
      if (!isEmulated(token)) throw new Error(noAnswer(token));
      const request = new InvokeRequest().setTok(token).setArgs(await toStruct(inputs as Properties));
      return toProperties(this.plugin(provider).invoke(request).getReturn());
    });
  }

  /** The SDK turns one rejected request into dozens of rejected promises, so a request with a problem gets no answer. */
  private answerOrReport<T>(subject: string, answer: () => Promise<T>): Promise<T> {
    return answer().catch((error: unknown) => {
      this.problems.add(`${subject}: ${isError(error) ? error.message : String(error)}`);
      return new Promise<T>(() => undefined);
    });
  }

  private async answerResource({ type, name, inputs, custom, provider, id }: pulumi.runtime.MockResourceArgs) {
    const state = inputs as Properties;
    const answer = this.answers[type];
    if (answer !== undefined) {
      const outputs = answer({ token: type, name, inputs: plainValues(state) });
      return {
        id: typeof outputs.id === "string" ? outputs.id : (id ?? `${name}-id`),
        state: { ...state, ...outputs },
      };
    }
    if (custom === false) return { id: undefined, state };
    if (type.startsWith(providerType)) {
      const ownId = `${name}-${this.plugins.size}`;
      if (type === `${providerType}aws`) this.addPlugin(ownId, state);
      return { id: ownId, state };
    }
    const kind = type.startsWith(ownTypes) && type.slice(ownTypes.length);
    if (kind && kind in handlers) return this.ownResource(kind as keyof typeof handlers, name, state, id);
    if (!isEmulated(type) || id) throw new Error(noAnswer(type));
    return this.createResource(type, name, state, provider ?? "");
  }

  private async createResource(type: string, name: string, inputs: Properties, provider: string) {
    const plugin = this.plugin(provider);
    const urn = `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${type}::${name}`;
    const seed = new Uint8Array(1);
    const checked = plugin.check(
      new CheckRequest()
        .setUrn(urn)
        .setNews(await toStruct(inputs))
        .setRandomseed(seed),
    );
    const problems = checked.getFailuresList().map((failure) => `${failure.getProperty()}: ${failure.getReason()}`);
    if (problems.length > 0) throw new Error(problems.join("; "));
    const created = plugin.create(new CreateRequest().setUrn(urn).setProperties(checked.getInputs()));
    return { id: created.getId(), state: toProperties(created.getProperties()) };
  }

  /** The inputs have names and ARNs already, as in every unit test. */
  private async ownResource(kind: keyof typeof handlers, name: string, inputs: Properties, id: string | undefined) {
    if (id)
      return { id, state: { ...inputs, ...(kind === "TokenVault" ? defaultVault(id, inputs, this.region) : {}) } };
    const { problems } = await handlers[kind].check(this.context, {}, plainValues(inputs));
    if (problems.length > 0) throw new Error(problems.map(({ path, reason }) => `${path}: ${reason}`).join("; "));
    const { credentialProviderArn: arn } = inputs;
    return { id: typeof arn === "string" ? arn : `${name}-id`, state: { ...inputs, ...createdOutputs(name, inputs) } };
  }

  /** Returns the plugin of a provider. A request names its URN and id, and nothing for the default provider. */
  private plugin(reference: string) {
    const plugin = this.plugins.get(reference.split("::").at(-1) ?? "");
    if (plugin === undefined) throw new Error(`the mocks do not know the provider ${reference}.`);
    return plugin;
  }

  private addPlugin(id: string, settings: Properties): void {
    const plugin = providerService(this.store, { AWS_REGION: "us-east-1" }, throwIfRelevant);
    plugin.configure(new ConfigureRequest().setArgs(Struct.fromJavaScript(settings)));
    this.plugins.set(id, plugin);
  }
}

/** The stand-in stores properties that it does not emulate. Those of IAM can contain permissions. */
function throwIfRelevant(name: string): void {
  if (name.includes(" of aws:iam/"))
    throw new Error(
      `the mocks do not know ${name}, so they cannot decide about permissions. Use aws.iam.RolePolicy or aws.iam.Policy.`,
    );
}

const noAnswer = (token: string): string =>
  `the mocks have no answer. Add one to the options of runWithMocks: answers: { "${token}": ({ name, inputs }) => ({ ... }) }`;

/** Returns the outputs that AWS chooses at the creation of a credential provider. */
function createdOutputs(
  name: string,
  { apiKeySecretArnPattern, clientSecretArnPattern, region, vendor }: Properties,
): Properties {
  const arnOf = (pattern: unknown) =>
    typeof pattern === "string" ? pattern.replace(/\?{8}-\?{6}$/, "a1b2c3d4-a1B2c3") : undefined;
  return {
    ...(apiKeySecretArnPattern === undefined ? {} : { apiKeySecretArn: arnOf(apiKeySecretArnPattern) }),
    ...(clientSecretArnPattern === undefined ? {} : { clientSecretArn: arnOf(clientSecretArnPattern) }),
    ...(vendor === undefined
      ? {}
      : {
          callbackUrl: `https://bedrock-agentcore.${String(region)}.amazonaws.com/identities/oauth2/callback/${name}`,
        }),
  };
}

/** The token vault of an account that has not changed it. */
function defaultVault(id: string, { accountId = "123456789012" }: Properties, region: string): Properties {
  const arn = tokenVaultArn({ partition: partitionOf(region), region, accountId: String(accountId) }, id);
  return { tokenVaultId: id, keyType: "ServiceManagedKey", arn, accountId, region };
}

const toStruct = async (properties: Properties) =>
  Struct.fromJavaScript((await pulumi.runtime.serializeProperties("", properties)) as Properties);

const toProperties = (struct: { toJavaScript(): Properties } | undefined): Properties => struct?.toJavaScript() ?? {};
