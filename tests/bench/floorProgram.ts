/**
 * The program of the floor (see noopPreview.ts), which the engine runs in a separate project. It registers exactly the
 * resources in graph.json.
 */
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import { Role, RolePolicy, type RoleArgs, type RolePolicyArgs } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import type { FloorInput, FloorResource } from "./floorGraph";

class DynamicResource extends pulumi.CustomResource {}

class Component extends pulumi.ComponentResource {
  constructor(type: string, name: string, outputs: pulumi.Inputs, opts: pulumi.ComponentResourceOptions) {
    super(type, name, {}, opts);
    this.registerOutputs(outputs);
  }
}

const invokes = pulumi.all([getCallerIdentityOutput(), getRegionOutput()]);
const made = new Map<string, pulumi.Resource>();

for (const resource of JSON.parse(readFileSync("graph.json", "utf8")) as FloorResource[]) {
  made.set(resource.urn, register(resource));
}

function register({ type, name, parent, custom, inputs, outputs, readable }: FloorResource): pulumi.Resource {
  const opts = parent === undefined ? {} : { parent: made.get(parent) as pulumi.Resource };
  if (!custom) return new Component(type, name, outputs, opts);
  const args = Object.fromEntries(Object.entries(inputs).map(([key, input]) => [key, toInput(input)]));
  // Of the SDK's own classes where it has one: what they cost is the same for everybody.
  if (type === "aws:iam/role:Role") return new Role(name, args as unknown as RoleArgs, opts);
  if (type === "aws:iam/rolePolicy:RolePolicy") return new RolePolicy(name, args as unknown as RolePolicyArgs, opts);
  const seeds = Object.fromEntries(readable.map((key) => [key, undefined]));
  return new DynamicResource(type, name, { ...seeds, ...args }, opts);
}

function toInput({ value, isSecret, dependsOn, afterInvokes }: FloorInput): unknown {
  if (isSecret) return pulumi.secret(value);
  const awaited: pulumi.Output<unknown>[] = dependsOn.map((urn) => (made.get(urn) as pulumi.Resource).urn);
  if (afterInvokes) awaited.push(invokes);
  return awaited.length === 0 ? value : pulumi.all(awaited).apply(() => value);
}
