import { isNotVisible } from "../model";
import type {
  CredentialChange,
  Finding,
  FindingCode,
  Holder,
  PermissionChange,
  Sentence,
  WideningReason,
} from "../model";
import type { Preview, ResourceChange } from "../preview/preview";
import { types } from "../preview/types";
import { byCodeUnits, rowOf } from "../preview/values";
import { credentialSettings, joinedNotes, settingNotes } from "./credentialSettings";
import { hostsOf, schemaObjectsOf } from "./endpoints";
import type { CredentialProvider } from "./credentials";
import { stillNeeds } from "./servedTargets";
import type { ServingPermission } from "./servedTargets";
import type { Target } from "./targets";

/** Everything that findings are derived from. */
export interface Facts {
  readonly preview: Preview;
  readonly targets: readonly Target[];
  readonly providers: readonly CredentialProvider[];
  readonly serving: readonly ServingPermission[];
  readonly permissions: readonly PermissionChange[];
  readonly credentials: readonly CredentialChange[];
}

type Draft = Omit<Finding, "code" | "severity">;

interface FindingKind {
  readonly severity: Finding["severity"];
  readonly find: (facts: Facts) => Draft[];
}

/** Kinds of findings. The worst come first. */
const kinds: Readonly<Record<FindingCode, FindingKind>> = {
  endpointOverride: {
    severity: "warning",
    find: ({ preview }) =>
      preview.endpointOverrides.map((origin) => ({
        text: ["Credential providers go to ", { code: origin }, ", not to AWS."],
        targets: [],
      })),
  },
  cannotTell: {
    severity: "warning",
    find: ({ permissions, targets }) => [
      ...permissions.filter(isNotVisible).map(hiddenPolicy),
      ...targets.flatMap((target) => settingDrafts(target, false)),
    ],
  },
  wildcard: {
    severity: "warning",
    find: ({ permissions }) => permissions.filter(isWildcard).map(allowedByWildcard),
  },
  widened: {
    severity: "warning",
    find: ({ permissions, targets }) => [
      ...permissions
        .filter((change) => change.word === "widened" && !isWildcard(change))
        .flatMap((change) => {
          const text = wideningText(change);
          return text === undefined ? [] : [draftOfPermission(change, text)];
        }),
      ...targets.flatMap((target) => settingDrafts(target, true)),
    ],
  },
  endpointChanged: {
    severity: "warning",
    find: ({ targets, providers, credentials }) => [
      ...providers.flatMap((provider) => providerEndpoints(provider, credentials)),
      ...targets.flatMap(targetEndpoints),
    ],
  },
  permissionStillNeeded: {
    severity: "warning",
    find: ({ serving, targets }) =>
      targets.flatMap((target) => {
        const lost = stillNeeds(target, serving);
        if (lost.length === 0) return [];
        const actions = [...new Set(lost.map(({ action }) => action))].sort(byCodeUnits);
        const text: Sentence = [
          { code: target.name },
          " stays, but loses a permission that it needs: ",
          ...listed(actions),
          ".",
        ];
        return [draft({ ...target.resource, targets: [target.name] }, text)];
      }),
  },
  providerDeleted: {
    severity: "warning",
    find: ({ credentials }) =>
      credentials
        .filter(({ change }) => change === "deleted")
        .map((change) =>
          draft(change, [
            { code: change.name },
            change.destroysSecret
              ? ` is deleted: AgentCore destroys its ${secretOf(change)}, which cannot be restored.`
              : " is deleted. It has no secret in AgentCore.",
          ]),
        ),
  },
  clientChanged: {
    severity: "warning",
    find: ({ credentials }) => credentials.filter(isAnotherClient).map((change) => draft(change, clientText(change))),
  },
  providerReplaced: {
    severity: "warning",
    find: ({ credentials }) =>
      credentials
        .filter(({ change }) => change === "replaced")
        .map((change) =>
          draft(change, [
            ...(change.oldName === undefined
              ? [{ code: change.name }, " is replaced"]
              : [{ code: change.oldName }, " is replaced by ", { code: change.name }]),
            ", which has another ARN.",
            change.destroysSecret ? ` AgentCore destroys the old ${secretOf(change)}.` : "",
          ]),
        ),
  },
  gatewayReplaced: {
    severity: "warning",
    find: (facts) =>
      replaced(facts, types.gateway).map((gateway) =>
        draft({ ...gateway, targets: [] }, [
          "The gateway ",
          { code: gateway.name },
          " is replaced: it gets another URL, and its targets are created again.",
        ]),
      ),
  },
  roleReplaced: {
    severity: "warning",
    find: (facts) => {
      const holders = new Set(facts.serving.map(({ holder }) => holder.urn));
      return replaced(facts, types.role)
        .filter(({ urn }) => holders.has(urn))
        .map((role) =>
          draft({ ...role, targets: [] }, [
            "The role ",
            { code: role.name },
            " is replaced: policies of other accounts and stacks that name it stop working.",
          ]),
        );
    },
  },
  targetReplaced: {
    severity: "notice",
    find: ({ targets }) =>
      targets
        .filter(({ resource }) => resource.operation === "replace")
        .map(({ name, resource }) =>
          draft({ ...resource, targets: [name] }, [
            "The target ",
            { code: name },
            " is replaced: it gets another id, and its tools are missing until the new one is ready.",
          ]),
        ),
  },
};

/** Returns the warnings about a preview. The worst come first. */
export function findingsOf(facts: Facts): Finding[] {
  return Object.entries(kinds).flatMap(([code, { severity, find }]) =>
    find(facts).map((found) => ({ code: code as FindingCode, severity, ...found, text: joined(found.text) })),
  );
}

/** Joins words that stand next to each other. */
function joined(sentence: Sentence): Sentence {
  return sentence.reduce<(string | { readonly code: string })[]>((parts, part) => {
    const last = parts.at(-1);
    return typeof part === "string" && typeof last === "string"
      ? [...parts.slice(0, -1), last + part]
      : [...parts, part];
  }, []);
}

function replaced({ preview }: Facts, type: string): ResourceChange[] {
  return preview.resources.filter((resource) => resource.type === type && resource.operation === "replace");
}

function draft({ targets, urn, source }: Omit<Draft, "text">, text: Sentence): Draft {
  return { text, targets, urn, source };
}

function draftOfPermission({ holder, ...change }: PermissionChange, text: Sentence): Draft {
  return draft({ ...change, urn: holder.urn }, text);
}

function secretOf({ kind }: CredentialChange): string {
  return kind === "apiKey" ? "key" : "client secret";
}

function listed(texts: readonly string[]): Sentence {
  return texts.flatMap((code, index) => (index === 0 ? [{ code }] : [", ", { code }]));
}

function isWildcard({ word, wildcard, effect, because }: PermissionChange): boolean {
  return effect === "Allow" && (because === "wildcard" || (wildcard && (word === "gained" || word === "widened")));
}

function allowedByWildcard(change: PermissionChange): Draft {
  const { holder, action, resource, condition } = change;
  const isPattern = holder.kind === "role" && /[*?]/.test(resource) && !/^not /.test(resource);
  const noun = isPattern ? rowOf(objects, action) : undefined;
  const allowed: Sentence =
    noun === undefined
      ? ["use ", { code: action }, ...onResource(resource)]
      : [noun, " that ", { code: resource }, " matches (", { code: action }, ")"];
  const restricted: Sentence = condition === undefined ? [] : [", if ", { code: condition }];
  return draftOfPermission(change, [...mayNow(change), ...allowed, ...restricted, "."]);
}

/** Uses of everything that a wildcard matches, by action. */
const objects: Readonly<Record<string, string>> = {
  "bedrock-agentcore:GetResourceApiKey": "fetch every API key",
  "bedrock-agentcore:GetResourceOauth2Token": "get tokens of every OAuth client",
  "secretsmanager:GetSecretValue": "read every secret",
  "kms:Decrypt": "decrypt with every KMS key",
  "lambda:InvokeFunction": "call every function",
  "execute-api:Invoke": "call every API",
};

const onResource = (resource: string): Sentence => (resource === "" ? [] : [" on ", { code: resource }]);

const holders: Readonly<Record<Holder["kind"], string>> = {
  role: "role ",
  trust: "role ",
  function: "function ",
  secret: "secret ",
  key: "KMS key ",
  restApi: "REST API ",
  gateway: "gateway ",
};

/** Returns the owner of a policy with its kind: `role NAME`. */
const holderOf = ({ holder }: PermissionChange): Sentence => [holders[holder.kind], { code: holder.name }];

/** Returns the beginning of a sentence on what a policy allows: `The role NAME may now `. */
function mayNow(change: PermissionChange): Sentence {
  const { holder, principal } = change;
  if (holder.kind === "role") return ["The ", ...holderOf(change), " may now "];
  const policy = holder.kind === "trust" ? "The trust policy of " : "The policy of ";
  return [policy, ...holderOf(change), " now lets ", principal === undefined ? "anyone" : { code: principal }, " "];
}

function hiddenPolicy(change: PermissionChange): Draft {
  const { policy, because } = change;
  const reason =
    because === "notVisible"
      ? " has a content that is not in the preview."
      : " contains a secret or a value that is not known yet, so the preview does not show what it allows.";
  const named: Sentence = policy === undefined ? ["A policy"] : ["The policy ", { code: policy }];
  return draftOfPermission(change, [...named, " of ", ...holderOf(change), reason]);
}

type VisibleReason = Exclude<WideningReason, "wildcard" | "cannotTell" | "notVisible">;

const wideningTexts: Readonly<Record<VisibleReason, (change: PermissionChange) => Sentence>> = {
  conditionRemoved: (change) => [
    ...mayNow(change),
    "use ",
    { code: change.action },
    ...onResource(change.resource),
    " without a condition that applied before.",
  ],
  denyRemoved: (change) => [
    "The ",
    ...holderOf(change),
    " loses a Deny: ",
    { code: change.action },
    ...onResource(change.resource),
    ".",
  ],
  boundaryRemoved: (change) => ["The permissions boundary of ", ...holderOf(change), " is removed or allows more."],
  anotherRole: ({ holder, resource, before }) => [
    "The gateway ",
    { code: holder.name },
    " uses another role, with all its permissions: ",
    { code: resource },
    ", before ",
    { code: before?.resource ?? "" },
    ".",
  ],
  authorizer: ({ holder }) => [
    "The gateway ",
    { code: holder.name },
    " checks its callers in another way, because its authorizer changes. It may allow more callers.",
  ],
  trust: (change) => [
    ...mayNow(change),
    "use ",
    { code: change.action },
    ...onResource(change.resource),
    ", which it did not before.",
  ],
};

function wideningText(change: PermissionChange): Sentence | undefined {
  const { because, action, resource } = change;
  if (because === "cannotTell" || because === "notVisible" || because === "wildcard") return undefined;
  if (because !== undefined) return wideningTexts[because](change);
  return [...mayNow(change), "do more than before: ", { code: action }, ...onResource(resource), "."];
}

/** Returns a sentence on the settings by which a target's credential may allow more, for sure or not. */
function settingDrafts({ name, resource }: Target, certain: boolean): Draft[] {
  const wider = credentialSettings(resource).filter((change) => change.wider && change.certain === certain);
  if (wider.length === 0) return [];
  const verb = certain ? " may now allow more: " : " may allow more: ";
  const text = ["The credential of ", { code: name }, verb, ...joinedNotes(settingNotes(wider, resource)), "."];
  return [draft({ ...resource, targets: [name] }, text)];
}

function isAnotherClient({ kind, change, vendor, properties }: CredentialChange): boolean {
  const isExisting = ["replaced", "rotated", "sourceChanged", "updated"].includes(change);
  return kind === "oauth2" && isExisting && (vendor !== undefined || properties.includes("clientId"));
}

function clientText({ name, targets, vendor }: CredentialChange): Sentence {
  const vendors: Sentence =
    vendor?.before === undefined || vendor.after === undefined
      ? []
      : [" (vendor ", { code: vendor.before }, " → ", { code: vendor.after }, ")"];
  const subject = targets.length === 0 ? [{ code: name }] : listed(targets);
  return [
    ...subject,
    targets.length > 1 ? " get" : " gets",
    " another OAuth client",
    ...vendors,
    ": users who gave consent must give it again.",
  ];
}

/** Finds servers that get an OAuth client's secret, or tell where to send it, and did not before. */
function providerEndpoints(provider: CredentialProvider, credentials: readonly CredentialChange[]): Draft[] {
  const { resource, before, after } = provider;
  if (before === undefined || after === undefined) return [];
  const targets = credentials.find(({ urn }) => urn === resource.urn)?.targets ?? [];
  const hosts = newHosts(before.endpoints, after.endpoints);
  if (hosts.length === 0) return [];
  const text: Sentence = [
    "The OAuth client ",
    { code: after.name },
    " now gets its tokens from ",
    ...listed(hosts),
    ".",
  ];
  return [draft({ ...resource, targets }, text)];
}

/** Finds servers that get a target's credential and did not before. */
function targetEndpoints({ name, resource }: Target): Draft[] {
  const { before, after } = resource;
  if (before === undefined || after === undefined || resource.type !== types.target) return [];
  const [old, now] = [before.properties.targetConfiguration, after.properties.targetConfiguration];
  const hosts = newHosts(hostsOf(old), hostsOf(now));
  const objects = schemaObjectsOf(now).filter((object) => !schemaObjectsOf(old).includes(object));
  const returnHosts = credentialSettings(resource).flatMap((change) =>
    change.setting === "defaultReturnUrl" && change.certain && change.before !== change.after
      ? (change.after ?? [])
      : [],
  );
  const drafts: Sentence[] = [
    ...(returnHosts.length === 0
      ? []
      : [[{ code: name }, " now sends users who gave consent to ", ...listed(returnHosts), "."]]),
    ...(hosts.length === 0
      ? []
      : [[{ code: name }, " now sends its requests and credentials to ", ...listed(hosts), "."]]),
    ...(objects.length === 0
      ? []
      : [
          [
            { code: name },
            " gets another schema in S3. The preview does not show to which servers it sends its credentials.",
          ],
        ]),
  ];
  return drafts.map((text) => draft({ ...resource, targets: [name] }, text));
}

function newHosts(before: readonly string[], after: readonly string[]): string[] {
  return [...new Set(after)].filter((host) => !before.includes(host)).sort(byCodeUnits);
}
