import { deployerStatements } from "../../iam/deployer/deployer";
import type { Deployer } from "../../iam/deployer/deployer";
import type { DeployedGateway, ExportedApi } from "../../iam/deployer/gateway";
import { parseFunctionArn } from "../../iam/gateway/lambdaFunction";
import { parseS3Uri } from "../../iam/gateway/targetFiles";
import { partitionOf } from "../../iam/policy/arn";
import { externalSecretArnPattern } from "../../iam/policy/credentialProviders";
import type { CredentialProviderKind } from "../../iam/policy/credentialProviders";
import type { Condition, Statement } from "../../iam/policy/document";
import type { Preview, ResourceChange, ResourceState } from "../../report/preview/preview";
import { isInsideOurs, types } from "../../report/preview/types";
import { memberAt, textsIn, visibleText } from "../../report/preview/values";
import type { AccountFacts, DeployerNeeds, StackFacts } from "./facts";

type Properties = ResourceState["properties"];

/** Returns the statements that `up` of this preview needs, and the commands that check them for the caller. */
export function deployerNeeds(
  preview: Preview,
  { providers }: StackFacts,
  { region, caller, vault }: AccountFacts,
): DeployerNeeds | undefined {
  if (caller === undefined) return undefined;
  const { accountId } = caller;
  const scope = { partition: partitionOf(region), region, accountId };
  const here = providers.filter(
    (one) => (one.accountId ?? accountId) === accountId && (one.region ?? region) === region,
  );
  const resources = preview.resources.filter(({ after }) => after !== undefined);
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const ours = (type: string) => ofType(type).filter(({ urn }) => isInsideOurs(urn));
  const ownProviders = [...ofType(types.apiKeyProvider), ...ofType(types.oauth2Provider)];
  const tags = ownProviders.flatMap(({ after }) => keysOf(after?.properties.tagsAll ?? after?.properties.tags));
  const secrets = ownProviders.flatMap(({ after }) => {
    const source = after?.properties.apiKeyFrom ?? after?.properties.clientSecretFrom;
    const secretId = visibleText(memberAt(source, "secretId"));
    if (secretId === undefined) return [];
    const kmsKeyArn = visibleText(memberAt(source, "kmsKeyArn"));
    return [
      { secretArn: externalSecretArnPattern(scope, secretId), ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }) },
    ];
  });
  const roles = ours(types.role);
  const [gateway, ...others] = ofType(types.gateway);
  const roleArn = roles[0] === undefined ? textOf(gateway, "roleArn") : arnOfRole(roles[0], scope);
  const functions = ours(types.functionPermission).flatMap((permission) => functionArnOf(permission) ?? []);

  let deployer: Deployer = {
    ...scope,
    namePrefix: commonPrefix(here.map(({ name }) => name ?? "")),
    kinds: [...new Set(here.map(({ kind }) => kind))],
    tagKeys: [...new Set(tags)].sort(),
  };
  const notes: string[] = [];
  const add = (part: string, isThere: boolean, members: Partial<Deployer>) => {
    if (!isThere) return;
    try {
      deployerStatements({ ...deployer, ...members });
      deployer = { ...deployer, ...members };
    } catch (error) {
      notes.push(`The deployer's policy leaves out ${part}: ${(error as Error).message}`);
    }
  };
  add("the role's ARN", roleArn !== undefined, { roleArn });
  add("the token vault's key", vault?.kmsKeyArn !== undefined, { tokenVaultKeyArn: vault?.kmsKeyArn });
  const signingKeys = ownProviders.flatMap(
    ({ after }) => visibleText(memberAt(after?.properties, ...signingKeyPath)) ?? [],
  );
  add("signing keys", signingKeys.length > 0, { signingKeys: [...new Set(signingKeys)] });
  const privateEndpoints = [
    ...(ownProviders.some(hasManagedVpc) ? (["PROVIDERS"] as const) : []),
    ...(ofType(types.target).some(hasManagedVpc) ? (["TARGETS"] as const) : []),
  ];
  add("private endpoints", privateEndpoints.length > 0, { privateEndpoints });
  add("your own secrets", secrets.length > 0, { externalSecrets: secrets });
  add("the gateway's role", roles.length > 0, { role: { ...namesOf(roles), ...boundaryOf(roles) } });
  const policies = ours(types.policy);
  add("managed policies", policies.length > 0, { policies: namesOf(policies) });
  add("policies of functions", functions.length > 0, { functions });
  const gatewayName = textOf(gateway, "name") ?? "";
  const hasTags = keysOf(gateway?.after?.properties.tags).length > 0;
  add("the gateway", gateway !== undefined, { gateway: { gatewayName, hasTags } });
  const addToGateway = (part: string, members: Partial<DeployedGateway>) => {
    const isThere = deployer.gateway !== undefined && Object.values(members).flat().length > 0;
    add(part, isThere, { gateway: { gatewayName, ...deployer.gateway, ...members } });
  };
  const targets = ofType(types.target).map(({ after }): Properties => after?.properties ?? {});
  const schemas = targets
    .flatMap((target) => textsIn(target.targetConfiguration))
    .flatMap((text) => parseS3Uri(text) ?? []);
  addToGateway("schemas in S3", { schemas });
  addToGateway("REST APIs", { apis: targets.flatMap(apiOf) });
  if (others.length > 0)
    notes.push(`The deployer's policy is for the gateway ${gatewayName}, and the stack has ${others.length} more.`);
  if (here.length > 0 && deployer.namePrefix === "")
    notes.push(
      "The deployer's policy allows credential providers of all names, because these have no common beginning.",
    );
  const statements = deployerStatements(deployer);
  // As `deployerStatements` does, the policy leaves these out by default: with them, the deployer gets keys and tokens.
  const targetSetup = [...new Set(targets.flatMap(setupOf))];
  const all = deployerStatements({
    ...deployer,
    ...(deployer.gateway && { gateway: { ...deployer.gateway, targetSetup } }),
  });
  const source = principalArn(caller.arn);
  const simulated = source === undefined ? [] : statements.map((statement) => commandFor(statement, source));
  for (const [index, { Sid }] of statements.entries())
    if (source !== undefined && simulated[index] === undefined)
      notes.push(
        `The statement ${Sid} has no command: a value in it has a character that shells do not all quote in the same way. Check this statement in the IAM policy simulator.`,
      );
  return {
    statements,
    targetSetup: all.slice(statements.length),
    commands: simulated.filter((command) => command !== undefined),
    notes,
  };
}

const textOf = (resource: ResourceChange | undefined, key: string) => visibleText(resource?.after?.properties[key]);

const keysOf = (map: unknown): string[] => (typeof map === "object" && map !== null ? Object.keys(map) : []);

/** Returns the ARN of a role; `undefined` if its name changes with each preview. */
function arnOfRole(role: ResourceChange, { partition, accountId }: Pick<Deployer, "partition" | "accountId">) {
  const name = textOf(role, "name");
  if (name === undefined || name.includes("[new")) return undefined;
  return `arn:${partition}:iam::${accountId}:role${textOf(role, "path") ?? "/"}${name}`;
}

function functionArnOf(permission: ResourceChange): string | undefined {
  const arn = textOf(permission, "function") ?? "";
  return parseFunctionArn(arn) === undefined ? undefined : arn;
}

function namesOf(resources: readonly ResourceChange[]) {
  const path = resources[0] === undefined ? undefined : textOf(resources[0], "path");
  const namePrefix = commonPrefix(resources.map((resource) => textOf(resource, "name") ?? resource.name));
  return { namePrefix, ...(path === undefined ? {} : { path }) };
}

function boundaryOf([role]: readonly ResourceChange[]) {
  const permissionsBoundary = textOf(role, "permissionsBoundary");
  return permissionsBoundary === undefined ? {} : { permissionsBoundary };
}

const signingKeyPath = ["privateKeyJwtConfig", "privateKeySource", "kmsKeySource", "kmsKeyArn"];

/** Returns the stage of a REST API that is a target. */
function apiOf({ targetConfiguration }: Properties): ExportedApi[] {
  const api = memberAt(targetConfiguration, "mcp", "apiGateway");
  const [apiId, stage] = [visibleText(memberAt(api, "restApiId")), visibleText(memberAt(api, "stage"))];
  return apiId === undefined || stage === undefined ? [] : [{ apiId, stage }];
}

/** Returns the kind of credential provider from which AgentCore gets a credential when it asks an MCP server for its tools. */
function setupOf({
  targetConfiguration,
  credentialProviderConfiguration: credential,
}: Properties): CredentialProviderKind[] {
  if (memberAt(targetConfiguration, "mcp", "mcpServer") === undefined) return [];
  if (memberAt(credential, "apiKey") !== undefined) return ["apikeycredentialprovider"];
  return memberAt(credential, "oauth") === undefined ? [] : ["oauth2credentialprovider"];
}

/** Endpoints with the user's own lattice resources need no permission. */
const hasManagedVpc = ({ after }: ResourceChange): boolean =>
  [after?.properties.privateEndpoint, after?.properties.privateEndpointOverrides]
    .flat()
    .some((endpoint) => JSON.stringify(endpoint ?? "").includes('"managedVpcResource":'));

/** Returns the text with which all names begin, up to the random part of an automatic name. */
function commonPrefix(names: readonly string[]): string {
  const known = names.map((name) => name.split("[new")[0] ?? "");
  const [first = ""] = known;
  let length = first.length;
  while (!known.every((name) => name.startsWith(first.slice(0, length)))) length -= 1;
  return first.slice(0, length);
}

const query = `--query "EvaluationResults[?EvalDecision!='allowed'].[EvalActionName,EvalResourceName,EvalDecision]"`;

/**
 * Returns the `simulate-principal-policy` for a statement, whose actions fit its resources. Names and tags come from the
 * program. If one has a character that could end the quotes of a shell, there is no command.
 */
function commandFor(
  { Sid, Action, Resource, Condition: condition }: Statement,
  source: string,
): DeployerNeeds["commands"][number] | undefined {
  const context = condition === undefined ? [] : ["--context-entries", ...contextEntries(condition)];
  const words = [
    ...["aws", "iam", "simulate-principal-policy", "--policy-source-arn", source],
    ...["--action-names", ...Action, "--resource-arns", ...Resource],
    ...context,
  ];
  if (!words.every((word) => quotable.test(word))) return undefined;
  return { sid: Sid, command: [...words.map(quoted), query].join(" ") };
}

/** Returns the ARN of the role behind a session, or the user's. Simulation knows no other principals. */
function principalArn(arn: string): string | undefined {
  const session = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn);
  if (session !== null) return `arn:${session[1]}:iam::${session[2]}:role/${session[3]}`;
  return /^arn:[\w-]+:iam::\d{12}:user\//.test(arn) ? arn : undefined;
}

/** Returns the values of a request that fulfil a condition. */
function contextEntries(condition: Condition): string[] {
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => {
      const isList = operator.startsWith("ForAllValues:");
      const values = [value].flat();
      const type = operator === "Bool" ? "boolean" : isList ? "stringList" : "string";
      return `ContextKeyName=${key},ContextKeyValues=${(isList ? values : values.slice(0, 1)).join(",")},ContextKeyType=${type}`;
    }),
  );
}

/** Printable ASCII without `'`. PowerShell also takes some other characters for single quotes. */
const quotable = /^[ -&(-~]+$/;

/** Quotes a word for a POSIX shell and PowerShell. */
const quoted = (word: string): string => (/^[\w+=:./-]+$/.test(word) ? word : `'${word}'`);
