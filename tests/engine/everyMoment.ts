/**
 * What the pretend cloud's journal says of every moment of an update: whether each target that existed then could get what
 * it presents. An update that removes a permission a second too early is right at its end, and wrong meanwhile.
 */
import { evaluate, type PolicyDocument } from "../../provider/sandbox/policies/evaluator";
import type { JournalEntry } from "../../provider/sandbox";

interface Target {
  readonly gatewayId: string;
  readonly name: string;
  readonly credentialProviderConfiguration?: Partial<Record<"apiKey" | "oauth", { providerArn: string }>>;
}

/** Role policies and targets at one moment. */
class Moment {
  private readonly policies = new Map<string, string>();
  private readonly attached = new Set<string>();
  private readonly targets = new Map<string, Target>();

  /** Carries out one entry; whatever is not about policies or targets changes nothing here. */
  apply({ operation, key, detail }: JournalEntry): void {
    const { policy, policyArn, arn = key, targetId } = detail as Record<string, string>;
    if (operation === "PutRolePolicy" || operation === "CreatePolicy" || operation === "CreatePolicyVersion")
      this.policies.set(arn, policy as string);
    if (operation === "DeleteRolePolicy" || operation === "DeletePolicy") this.policies.delete(arn);
    if (operation === "PutRolePolicy") this.attached.add(key);
    if (operation === "AttachRolePolicy") this.attached.add(policyArn as string);
    if (operation === "DetachRolePolicy") this.attached.delete(policyArn as string);
    if (/^(Create|Update)GatewayTarget$/.test(operation))
      this.targets.set(targetId as string, detail as unknown as Target);
    if (operation === "DeleteGatewayTarget") this.targets.delete(targetId as string);
  }

  /** Calls that a target needs now and is denied. */
  cutOff(secretOf: (providerArn: string) => string | undefined): string[] {
    const documents = [...this.policies]
      .filter(([name]) => this.attached.has(name))
      .map(([, text]) => JSON.parse(text) as PolicyDocument);
    const isDenied = (action: string, resource: string) => evaluate(documents, { action, resource }) !== "allowed";
    return [...this.targets.values()].flatMap((target) =>
      callsOf(target, secretOf)
        .filter(([action, resource]) => isDenied(action, resource))
        .map(([action, resource]) => `${target.name}: ${action} on ${resource}`),
    );
  }
}

const vending = {
  apiKey: "bedrock-agentcore:GetResourceApiKey",
  oauth: "bedrock-agentcore:GetResourceOauth2Token",
} as const;

function callsOf(target: Target, secretOf: (providerArn: string) => string | undefined): [string, string][] {
  const { credentialProviderConfiguration = {}, gatewayId } = target;
  return (["apiKey", "oauth"] as const).flatMap((kind) => {
    const providerArn = credentialProviderConfiguration[kind]?.providerArn;
    if (providerArn === undefined) return [];
    const agentcore = providerArn.split(":").slice(0, 5).join(":");
    const directory = `${agentcore}:workload-identity-directory/default`;
    const identities = [directory, `${directory}/workload-identity/${gatewayId}`];
    const vault = providerArn.split("/").slice(0, 2).join("/");
    const secret = secretOf(providerArn);
    return [
      ...identities.map((arn): [string, string] => ["bedrock-agentcore:GetWorkloadAccessToken", arn]),
      ...[...identities, vault, providerArn].map((arn): [string, string] => [vending[kind], arn]),
      ...(secret === undefined ? [] : [["secretsmanager:GetSecretValue", secret] as [string, string]]),
    ];
  });
}

/** Every moment at which a target was cut off, and from what. `secretOf` knows where a provider's secret stands. */
export function cutOffs(
  journal: readonly JournalEntry[],
  secretOf: (providerArn: string) => string | undefined,
): string[] {
  const moment = new Moment();
  return journal.flatMap((entry) => {
    moment.apply(entry);
    return moment.cutOff(secretOf).map((call) => `after ${entry.operation} ${entry.key}: ${call}`);
  });
}
