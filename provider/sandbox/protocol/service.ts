// The plugin's side of the engine's protocol (pulumirpc.ResourceProvider). It uses the messages directly: the SDK's own
// `provider.main` passes on neither configuration nor preview flag, and supports no detailed differences.
import { readFileSync } from "node:fs";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import { callFunction, resourceType } from "../emulated";
import { typeOf, checkInputs } from "./check";
import { comparedWithState, diffResponse } from "./diff";
import {
  containsUnknown,
  plainValues,
  withSecretsOf,
  UNKNOWN,
  isObject,
  isSameJson,
  isUnknown,
} from "../core/propertyValues";
import type { Properties } from "../core/propertyValues";
import { Empty, Struct } from "./sdkGrpc";
import type { ProtobufStruct } from "./sdkGrpc";
import type { ResourceType } from "../core/definition";
import { startSession } from "../core/session";
import type { Session } from "../core/session";
import type { Store } from "../core/store";
import { defaultsOf, allTags } from "../core/lifecycle";

/** The version of the installed `@pulumi/aws`: the engine wants a plugin of at least that version. */
export const awsVersion = (): string =>
  (JSON.parse(readFileSync(require.resolve("@pulumi/aws/package.json"), "utf8")) as { version: string }).version;

/** The methods of the protocol that the stand-in implements, each from request to response. */
export function providerService(store: Store, environment: NodeJS.ProcessEnv, onUnchecked?: (name: string) => void) {
  let started: Session | undefined;
  const session = (): Session => {
    if (started === undefined) throw new Error("the stand-in aws plugin received a request before its configuration.");
    return started;
  };
  const typeOfResource = (request: { getUrn(): string }) =>
    resourceType(typeOf(request.getUrn()), onUnchecked !== undefined);

  return {
    getPluginInfo: () => new plugin.PluginInfo().setVersion(awsVersion()),
    getSchema: () => new messages.GetSchemaResponse().setSchema("{}"),
    attach: () => new Empty(),
    cancel: () => new Empty(),

    configure(request: messages.ConfigureRequest) {
      started = startSession(store, plainValues(received(request.getArgs())), environment, onUnchecked);
      return new messages.ConfigureResponse()
        .setAcceptsecrets(true)
        .setSupportspreview(true)
        .setSupportsAutonamingConfiguration(true);
    },

    invoke: (request: messages.InvokeRequest) =>
      new messages.InvokeResponse().setReturn(
        struct(callFunction(request.getTok(), plainValues(received(request.getArgs())), session())),
      ),

    check(request: messages.CheckRequest) {
      const news = received(request.getNews());
      const olds = plainValues(received(request.getOlds()));
      const token = typeOf(request.getUrn());
      const type = typeOfResource(request);
      const { inputs, problems } = checkInputs(type, token, olds, plainValues(news), request, onUnchecked);
      return new messages.CheckResponse()
        .setInputs(struct(withSecretsOf(inputs, news)))
        .setFailuresList(
          problems.map(({ property, reason }) => new messages.CheckFailure().setProperty(property).setReason(reason)),
        );
    },

    diff(request: messages.DiffRequest) {
      const type = typeOfResource(request);
      const state = plainValues(received(request.getOlds()));
      const olds = { ...plainValues(received(request.getOldInputs())), ...comparedWithState(type, state) };
      return diffResponse(type, olds, plainValues(received(request.getNews())));
    },

    create(request: messages.CreateRequest) {
      const type = typeOfResource(request);
      const properties = received(request.getProperties());
      const inputs = plainValues(properties);
      const { id, outputs } = request.getPreview()
        ? { id: "", outputs: previewOutputs(type, inputs, {}, session()) }
        : type.create(knownInputs(inputs, session()), session());
      return new messages.CreateResponse().setId(id).setProperties(struct(withSecretsOf(outputs, properties)));
    },

    read(request: messages.ReadRequest) {
      const type = typeOfResource(request);
      const state = received(request.getProperties());
      const inputs = received(request.getInputs());
      const found = type.read(request.getId(), plainValues(state), configured(session()));
      // The engine drops the resource from the state if the response has no id.
      if (found === undefined) return new messages.ReadResponse();
      return new messages.ReadResponse()
        .setId(found.id)
        .setProperties(struct(withSecretsOf(found.outputs, state, inputs)))
        .setInputs(struct(withSecretsOf(inputsSeen(type, plainValues(inputs), found.outputs), state, inputs)));
    },

    update(request: messages.UpdateRequest) {
      const type = typeOfResource(request);
      const olds = plainValues(received(request.getOlds()));
      const properties = received(request.getNews());
      const news = plainValues(properties);
      const outputs = request.getPreview()
        ? previewOutputs(type, news, olds, session())
        : type.update(request.getId(), olds, knownInputs(news, session()), session());
      return new messages.UpdateResponse().setProperties(struct(withSecretsOf(outputs, properties)));
    },

    delete(request: messages.DeleteRequest) {
      const state = plainValues(received(request.getProperties()));
      typeOfResource(request).delete(request.getId(), state, configured(session()));
      return new Empty();
    },
  };
}

function knownInputs(inputs: Properties, session: Session): Properties {
  configured(session);
  if (containsUnknown(inputs)) throw new Error("the stand-in aws plugin cannot deploy a value that is not known.");
  return withoutNotes(inputs);
}

/** A provider with unknown values in its own configuration can only preview. */
function configured(session: Session): Session {
  if (session.isConfigured) return session;
  throw new Error("the stand-in aws plugin cannot deploy: its provider's configuration has values that are not known.");
}

const received = (message: { toJavaScript(): Properties } | undefined): Properties => message?.toJavaScript() ?? {};

/** A protobuf Struct has no undefined members. */
const struct = (properties: Properties): ProtobufStruct =>
  Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)) as Properties);

/** Outputs at preview. For an update, `olds` is the state. */
function previewOutputs(type: ResourceType, inputs: Properties, olds: Properties, session: Session): Properties {
  const isUpdate = Object.keys(olds).length > 0;
  const recomputed = isUpdate ? (type.recomputed?.(olds, inputs) ?? []) : [];
  const computed = [...type.computed, ...(type.nameProperty === undefined ? [] : [type.nameProperty])];
  const region = inputs.region ?? session.region;
  return {
    ...defaultsOf(type),
    ...Object.fromEntries(
      computed.map((name) => [name, recomputed.includes(name) ? UNKNOWN : (olds[name] ?? UNKNOWN)]),
    ),
    ...withoutNotes(inputs),
    ...("region" in type.properties && region !== undefined ? { region } : {}),
    ...("tags" in type.properties ? { tagsAll: isUnknown(inputs.tags) ? UNKNOWN : allTags(inputs, session) } : {}),
  };
}

/** Inputs that would produce what the service has, so that drift shows. */
function inputsSeen(type: ResourceType, inputs: Properties, outputs: Properties): Properties {
  const seen = Object.entries(type.properties).filter(([name, { default: defaultValue }]) => {
    // A resource that has another name is another resource.
    const isFixed = name === "region" || name === type.nameProperty || type.computed.includes(name);
    const mayDrift = defaultValue === undefined && !isFixed;
    return inputs[name] !== undefined || (mayDrift && !isEmpty(outputs[name]));
  });
  return {
    // The bridge's note `__defaults`, and properties that are stored without checks.
    ...Object.fromEntries(Object.entries(inputs).filter(([name]) => !(name in type.properties))),
    ...Object.fromEntries(
      seen.map(([name, { isJson }]) => [
        name,
        isJson && isSameJson(inputs[name], outputs[name]) ? inputs[name] : (outputs[name] ?? inputs[name]),
      ]),
    ),
  };
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === "" || value === false || (isObject(value) && Object.keys(value).length === 0);

/** Without the bridge's own notes such as `__defaults`. */
const withoutNotes = (inputs: Properties): Properties =>
  Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.startsWith("__")));
