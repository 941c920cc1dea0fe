// gRPC and protobuf as the Pulumi SDK loads them. They are dependencies of the SDK, not of this package. A second copy
// would not work, because the SDK's generated messages belong to the classes of its copy.
import { createRequire } from "node:module";
import type { CreateResponse } from "@pulumi/pulumi/proto/provider_pb";

/** A `google.protobuf.Struct`. */
export type ProtobufStruct = NonNullable<ReturnType<CreateResponse["getProperties"]>>;

interface StructModule {
  Struct: { fromJavaScript(value: Record<string, unknown>): ProtobufStruct };
}

/** The part of `@grpc/grpc-js` that the plugin and its tests use. */
interface GrpcModule {
  Server: new () => {
    addService(service: unknown, implementation: Record<string, unknown>): void;
    bindAsync(address: string, credentials: unknown, done: (error: Error | null, port: number) => void): void;
    forceShutdown(): void;
  };
  ServerCredentials: { createInsecure(): unknown };
  credentials: { createInsecure(): unknown };
  status: { UNKNOWN: number };
}

interface ServiceModule {
  ResourceProviderService: unknown;
  ResourceProviderClient: new (
    address: string,
    credentials: unknown,
    options: Record<string, unknown>,
  ) => Record<string, unknown>;
}

const fromSdk = createRequire(require.resolve("@pulumi/pulumi/proto/provider_pb"));

export const grpc = fromSdk("@grpc/grpc-js") as GrpcModule;
export const { Struct } = fromSdk("google-protobuf/google/protobuf/struct_pb") as StructModule;
export const { Empty } = fromSdk("google-protobuf/google/protobuf/empty_pb") as { Empty: new () => object };
export const { ResourceProviderService, ResourceProviderClient } = fromSdk("./provider_grpc_pb") as ServiceModule;
