// The plugin's side of the engine's protocol (pulumirpc.ResourceProvider). It uses the messages directly: the SDK's own
// `provider.main` passes on neither configuration nor preview flag, and supports no detailed differences.
import { readFileSync } from "node:fs";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import { callFunction } from "./functions";
import { typeOf } from "./protocol/autoName";
import { checkInputs } from "./protocol/check";
import { changesBetween, topLevelOf } from "./protocol/diff";
import { inputsSeen, previewOutputs, withoutNotes } from "./protocol/outputs";
import { containsUnknown, plainValues, withSecretsOf } from "./resource/propertyValues";
import type { Properties } from "./resource/propertyValues";
import { Empty, Struct } from "./protocol/sdkGrpc";
import type { ProtobufStruct } from "./protocol/sdkGrpc";
import { isGeneratedName } from "./resource/definition";
import type { ResourceType } from "./resource/definition";
import { resourceType } from "./resourceTypes";
import { startSession } from "./session";
import type { Session } from "./session";
import type { Store } from "./store";

/** The version of the installed `@pulumi/aws`: the engine wants a plugin of at least that version. */
export const awsVersion = (): string =>
  (JSON.parse(readFileSync(require.resolve("@pulumi/aws/package.json"), "utf8")) as { version: string }).version;

/** The methods of the protocol that the stand-in implements, each from request to response. */
export function providerService(store: Store, environment: NodeJS.ProcessEnv) {
  let started: Session | undefined;
  const session = (): Session => {
    if (started === undefined) throw new Error("the stand-in aws plugin received a request before its configuration.");
    return started;
  };
  const typeOfResource = (request: { getUrn(): string }) => resourceType(typeOf(request.getUrn()));

  return {
    getPluginInfo: () => new plugin.PluginInfo().setVersion(awsVersion()),
    getSchema: () => new messages.GetSchemaResponse().setSchema("{}"),
    attach: () => new Empty(),
    cancel: () => new Empty(),

    configure(request: messages.ConfigureRequest) {
      started = startSession(store, plainValues(received(request.getArgs())), environment);
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
      const { inputs, problems } = checkInputs(resourceType(token), token, olds, plainValues(news), request);
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

/** Values of the state that the inputs are compared with. Empty if the engine sends no state. */
function comparedWithState(type: ResourceType, state: Properties): Properties {
  if (Object.keys(state).length === 0) return {};
  const names = Object.keys(type.properties).filter((name) => type.properties[name]!.isComparedWithState);
  return Object.fromEntries(names.map((name) => [name, state[name]]));
}

function diffResponse(type: ResourceType, olds: Properties, news: Properties) {
  const changes = changesBetween(olds, news, (name) => type.properties[name]?.isJson === true);
  const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
  const response = new messages.DiffResponse()
    .setChanges(changes.length > 0 ? DIFF_SOME : DIFF_NONE)
    .setDiffsList([...new Set(changes.map(({ path }) => topLevelOf(path)))])
    .setHasdetaileddiff(true);
  const replacesToo = type.replacesToo?.(olds, news) ?? [];
  const replaces = new Set<string>();
  for (const { path, kind } of changes) {
    const name = topLevelOf(path);
    const isReplacement = type.properties[name]?.replaces === true || replacesToo.includes(name);
    if (isReplacement) replaces.add(name);
    const change = new messages.PropertyDiff().setInputdiff(true).setKind(KINDS[kind][isReplacement ? 1 : 0]);
    response.getDetaileddiffMap().set(path, change);
  }
  const deletesFirst = type.deletesFirst === "always" || (type.deletesFirst === "ifNamed" && hasOwnName(type, news));
  return response.setReplacesList([...replaces]).setDeletebeforereplace(replaces.size > 0 && deletesFirst);
}

/** True if the program sets the whole name. */
function hasOwnName(type: ResourceType, inputs: Properties): boolean {
  const property = type.nameProperty;
  return property !== undefined && inputs[property] !== undefined && !isGeneratedName(inputs, property);
}

const { Kind } = messages.PropertyDiff;
const KINDS = {
  add: [Kind.ADD, Kind.ADD_REPLACE],
  delete: [Kind.DELETE, Kind.DELETE_REPLACE],
  update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
} as const;

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
