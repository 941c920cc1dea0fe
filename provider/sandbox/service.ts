// The plugin's side of the engine's protocol (pulumirpc.ResourceProvider). Written against the messages because the
// SDK's own `provider.main` passes neither the provider's configuration nor the preview flag on, knows no detailed
// differences, and never asks for the outputs of a preview.
import { readFileSync } from "node:fs";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import { typeOf } from "./values/autoName";
import { checked } from "./values/checkInputs";
import { changes, topOf } from "./values/diff";
import type { PropertyChange } from "./values/diff";
import { callFunction } from "./functions";
import { meansTheSame } from "./values/jsonText";
import { inputsSeen, previewed, visible } from "./values/outputs";
import { concealed, containsUnknown, revealed } from "./values/propertyValues";
import type { Properties } from "./values/propertyValues";
import { resourceType } from "./resourceTypes";
import { isMadeUp, namePropertyOf } from "./resources/resourceType";
import type { ResourceType } from "./resources/resourceType";
import { Empty, Struct } from "./sdkGrpc";
import { sessionOf } from "./session";
import type { Session } from "./session";
import type { Store } from "./store";

/** The version of the installed `@pulumi/aws`: the engine wants a plugin of at least that one. */
export const version = (
  JSON.parse(readFileSync(require.resolve("@pulumi/aws/package.json"), "utf8")) as { version: string }
).version;

type Message = { toJavaScript(): Record<string, unknown> } | undefined;

/** The methods of the service that the stand-in implements, each from request to response. */
export function providerService(store: Store, environment: NodeJS.ProcessEnv) {
  let session: Session | undefined;
  const configured = (): Session => {
    if (session === undefined) throw new Error("the stand-in aws plugin was asked before it was configured.");
    return session;
  };

  return {
    getPluginInfo: () => new plugin.PluginInfo().setVersion(version),
    getSchema: () => new messages.GetSchemaResponse().setSchema("{}"),
    attach: () => new Empty(),
    cancel: () => new Empty(),

    configure(request: messages.ConfigureRequest) {
      session = sessionOf(store, revealed(sent(request.getArgs())), environment);
      return new messages.ConfigureResponse()
        .setAcceptsecrets(true)
        .setSupportspreview(true)
        .setSupportsAutonamingConfiguration(true);
    },

    invoke: (request: messages.InvokeRequest) =>
      new messages.InvokeResponse().setReturn(
        struct(callFunction(request.getTok(), revealed(sent(request.getArgs())), configured())),
      ),

    check(request: messages.CheckRequest) {
      const type = resourceType(typeOf(request.getUrn()));
      const news = sent(request.getNews());
      const { inputs, problems } = checked(type, revealed(sent(request.getOlds())), revealed(news), request);
      return new messages.CheckResponse()
        .setInputs(struct(concealed(inputs, news)))
        .setFailuresList(
          problems.map(({ property, reason }) => new messages.CheckFailure().setProperty(property).setReason(reason)),
        );
    },

    diff(request: messages.DiffRequest) {
      const type = resourceType(typeOf(request.getUrn()));
      const news = revealed(sent(request.getNews()));
      const olds = { ...revealed(sent(request.getOldInputs())), ...asRead(type, revealed(sent(request.getOlds()))) };
      const found = changes(
        olds,
        news,
        (name, old, now) => type.json?.includes(name) === true && meansTheSame(old, now),
      );
      return diffResponse(type, found, olds, news);
    },

    create(request: messages.CreateRequest) {
      const type = resourceType(typeOf(request.getUrn()));
      const properties = sent(request.getProperties());
      const inputs = revealed(properties);
      const { id, outputs } = request.getPreview()
        ? { id: "", outputs: previewed(type, inputs, {}, configured()) }
        : type.create(deployable(inputs, configured()), configured());
      return new messages.CreateResponse().setId(id).setProperties(struct(concealed(outputs, properties)));
    },

    read(request: messages.ReadRequest) {
      const type = resourceType(typeOf(request.getUrn()));
      const state = sent(request.getProperties());
      const inputs = sent(request.getInputs());
      // Without an id in the answer the engine drops the resource from the state.
      const found = type.read(request.getId(), revealed(state), ready(configured()));
      if (found === undefined) return new messages.ReadResponse();
      return new messages.ReadResponse()
        .setId(found.id)
        .setProperties(struct(concealed(found.outputs, state, inputs)))
        .setInputs(struct(concealed(inputsSeen(type, revealed(inputs), found.outputs), state, inputs)));
    },

    update(request: messages.UpdateRequest) {
      const type = resourceType(typeOf(request.getUrn()));
      const olds = revealed(sent(request.getOlds()));
      const properties = sent(request.getNews());
      const news = revealed(properties);
      const outputs = request.getPreview()
        ? previewed(type, news, olds, configured())
        : type.update(request.getId(), olds, deployable(news, configured()), configured());
      return new messages.UpdateResponse().setProperties(struct(concealed(outputs, properties)));
    },

    delete(request: messages.DeleteRequest) {
      const type = resourceType(typeOf(request.getUrn()));
      type.delete(request.getId(), revealed(sent(request.getProperties())), ready(configured()));
      return new Empty();
    },
  };
}

/** What the state says of the inputs that are compared with it; nothing if the engine sent no state. */
function asRead(type: ResourceType, state: Properties): Properties {
  if (Object.keys(state).length === 0) return {};
  return Object.fromEntries((type.comparedWithState ?? []).map((name) => [name, state[name]]));
}

function diffResponse(type: ResourceType, found: PropertyChange[], olds: Properties, news: Properties) {
  const response = new messages.DiffResponse()
    .setChanges(
      found.length > 0 ? messages.DiffResponse.DiffChanges.DIFF_SOME : messages.DiffResponse.DiffChanges.DIFF_NONE,
    )
    .setDiffsList([...new Set(found.map(({ path }) => topOf(path)))])
    .setHasdetaileddiff(true);
  const replaces = new Set<string>();
  const replacing = [...type.replaceOnChanges, ...(type.replacesToo?.(olds, news) ?? [])];
  for (const { path, kind } of found) {
    const isReplacement = replacing.includes(topOf(path));
    if (isReplacement) replaces.add(topOf(path));
    const change = new messages.PropertyDiff().setInputdiff(true).setKind(KINDS[kind][isReplacement ? 1 : 0]);
    response.getDetaileddiffMap().set(path, change);
  }
  const deletesFirst = type.deletesFirst === true || (type.deletesFirstIfNamed === true && isNamed(type, news));
  return response.setReplacesList([...replaces]).setDeletebeforereplace(replaces.size > 0 && deletesFirst);
}

/** Whether the program fixed the name: with a prefix the provider makes the rest of it up. */
function isNamed(type: ResourceType, inputs: Properties): boolean {
  const property = namePropertyOf(type);
  return inputs[property] !== undefined && !isMadeUp(inputs, property);
}

const { Kind } = messages.PropertyDiff;
const KINDS = {
  add: [Kind.ADD, Kind.ADD_REPLACE],
  delete: [Kind.DELETE, Kind.DELETE_REPLACE],
  update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
} as const;

function deployable(inputs: Properties, session: Session): Properties {
  ready(session);
  if (containsUnknown(inputs))
    throw new Error("the stand-in aws plugin was asked to deploy a value that is not known.");
  return visible(inputs);
}

/** A provider whose own configuration is not known can preview, and nothing else. */
function ready(session: Session): Session {
  if (session.configured) return session;
  throw new Error(
    "the stand-in aws plugin cannot deploy: its provider's configuration holds values that are not known.",
  );
}

const sent = (message: Message): Properties => message?.toJavaScript() ?? {};

/** Undefined members have no form in a protobuf Struct. */
function struct(properties: Properties): never {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)) as Properties) as never;
}
