import type { AgentcoreGateway } from "@pulumi/aws/bedrock";
import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { AwsScope } from "../../iam/policy/arn";
import { resourcesOf } from "../../resources/program/arguments";
import { perStack } from "../../resources/program/stack";
import type { GatewaySettings } from "../../rules/components/gatewayCompatibility";
import { isNil } from "../../rules/core/values";
import { awsScopeOf } from "./awsScope";

const gatewayType = "aws:bedrock/agentcoreGateway:AgentcoreGateway";

/** A gateway that the program declares, with its arguments as the program wrote them. */
export interface DeclaredGateway {
  /** Beginning of messages. */
  readonly label: string;
  readonly resource: pulumi.Resource;
  readonly roleArn: unknown;
  readonly settings: GatewaySettings;
  /** The aws provider chooses the name. */
  readonly isNameAutomatic: boolean;
  /** Name and scope of the gateway, known at preview. */
  readonly facts: pulumi.Output<{ readonly name?: string; readonly scope: AwsScope }>;
}

type Listener = (gateway: DeclaredGateway) => void;

interface Watch {
  readonly gateways: DeclaredGateway[];
  readonly listeners: Listener[];
}

const watches = perStack<"watch", Watch>("declaredGateways");

/**
 * Returns the gateways that the program declares. A gateway names its role, but neither the role nor a bundle names the
 * gateway, so that they see its settings only this way. A unit test has no stack, and no such gateways.
 */
function watch(): Watch | undefined {
  if (pulumi.runtime.getStackResource() === undefined) return undefined;
  const ofStack = watches();
  const existing = ofStack.get("watch");
  if (existing !== undefined) return existing;
  const created: Watch = { gateways: [], listeners: [] };
  ofStack.set("watch", created);
  pulumi.runtime.registerStackTransformation(({ type, name, resource, props, opts }) => {
    if (type !== gatewayType || !isNil(opts.id)) return undefined;
    const gateway = declaredGateway(name, resource, props);
    created.gateways.push(gateway);
    for (const listener of created.listeners) listener(gateway);
    return undefined;
  });
  return created;
}

// A component passes transformations only to children of components that are declared later, so this is as early as possible.
watch();

function declaredGateway(name: string, resource: pulumi.Resource, props: pulumi.Inputs): DeclaredGateway {
  const { authorizerType, protocolType, roleArn } = props;
  // The resource has outputs and a provider when its constructor has returned.
  const facts = pulumi.output(Promise.resolve().then(() => factsOf(resource as AgentcoreGateway)));
  return {
    label: `AgentcoreGateway "${name}"`,
    resource,
    roleArn,
    settings: { authorizerType, protocolType },
    isNameAutomatic: isNil(props.name),
    facts,
  };
}

function factsOf(gateway: AgentcoreGateway): DeclaredGateway["facts"] {
  return pulumi
    .all([gateway.name, gateway.region, awsScopeOf(gateway)])
    .apply(([name, region, scope]: [string | undefined, string | undefined, AwsScope]) => ({
      name,
      scope: { ...scope, region: region ?? scope.region },
    }));
}

/** Returns the gateway that has this role, if the program has declared it already. */
export function declaredGatewayOf(role: unknown): DeclaredGateway | undefined {
  return watch()?.gateways.find((gateway) => hasRole(gateway, role));
}

/** Calls the listener for each gateway with this role, also for gateways that are declared later. */
export function onDeclaredGateway(role: unknown, listener: Listener): void {
  const watched = watch();
  if (watched === undefined) return;
  const ofRole: Listener = (gateway) => {
    if (hasRole(gateway, role)) listener(gateway);
  };
  watched.gateways.forEach(ofRole);
  watched.listeners.push(ofRole);
}

function hasRole({ roleArn }: DeclaredGateway, role: unknown): boolean {
  if (isNil(role)) return false;
  return Role.isInstance(role) ? resourcesOf(roleArn).includes(role) : role === roleArn;
}
