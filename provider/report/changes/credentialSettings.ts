// Settings of a target's credential: what its token may do, and how a key is sent. No IAM policy contains them.
import type { Sentence, SettingChange } from "../model";
import { isHidden } from "../preview/preview";
import type { ResourceChange, ResourceState } from "../preview/preview";
import { types } from "../preview/types";
import { byCodeUnits, isRecord, memberAt, rowOf, visibleText } from "../preview/values";
import { hostOf } from "./endpoints";

const property = "credentialProviderConfiguration";

/** Credential types by the member of the configuration that has their settings. */
export const credentialTypes = {
  apiKey: "API_KEY",
  oauth: "OAUTH",
  gatewayIamRole: "GATEWAY_IAM_ROLE",
  callerIamCredentials: "CALLER_IAM_CREDENTIALS",
  jwtPassthrough: "JWT_PASSTHROUGH",
} as const;

type Setting = SettingChange["setting"];

/** Settings in the order of the report: their names, and whether a change of them can allow more. */
const settings: Readonly<Record<Setting, { readonly noun: string; readonly allowsMore: boolean }>> = {
  type: { noun: "credential type", allowsMore: true },
  grantType: { noun: "grant", allowsMore: true },
  scope: { noun: "OAuth scopes", allowsMore: true },
  customParameter: { noun: "custom parameter", allowsMore: true },
  defaultReturnUrl: { noun: "return URL", allowsMore: false },
  credentialLocation: { noun: "location of the key", allowsMore: false },
  credentialParameterName: { noun: "name of the key", allowsMore: false },
  credentialPrefix: { noun: "prefix of the key", allowsMore: false },
  service: { noun: "signed service", allowsMore: false },
  region: { noun: "signed Region", allowsMore: false },
  other: { noun: "setting", allowsMore: false },
};

const order = Object.keys(settings);

/** One setting on one side of the change. */
interface Value {
  readonly setting: Setting;
  /** Name of a custom parameter, or of a setting that the report does not know. */
  readonly name?: string;
  /** Value that the report shows. Absent if the preview hides it. */
  readonly text?: string;
  /** Value that is compared. */
  readonly raw: unknown;
}

/**
 * Returns the settings of a target's credential that change. Those of a new target are all new. A value that the preview
 * hides is never taken for unchanged, because the configuration around it changes.
 */
export function credentialSettings({
  type,
  operation,
  before,
  after,
  changedProperties,
}: ResourceChange): SettingChange[] {
  if (type !== types.target || after === undefined || operation === "same" || operation === "read") return [];
  const isNew = before === undefined || operation === "create" || operation === "import";
  if (operation === "update" && !changedProperties.includes(property)) return [];
  const [old, now] = [isNew ? [] : valuesOf(before), valuesOf(after)];
  const typeOf = (values: readonly Value[]) => values.find(({ setting }) => setting === "type")?.text;
  // Settings of another type of credential have nothing in common with the new ones.
  const comparable = typeOf(old) === typeOf(now) ? old : old.filter(({ setting }) => setting === "type");
  const [byKeyBefore, byKeyAfter] = [byKey(comparable), byKey(now)];
  const hidden = new Set([...comparable, ...now].filter(isHiddenGroup).map(({ setting }) => setting));
  const hasScopes = now.some(({ setting }) => setting === "scope");
  return [...new Set([...byKeyAfter.keys(), ...byKeyBefore.keys()])]
    .flatMap((key): SettingChange[] => {
      const [from, to] = [byKeyBefore.get(key), byKeyAfter.get(key)];
      const { setting, name } = (to ?? from)!;
      const isVisible = [from, to].every((value) => value === undefined || value.text !== undefined);
      if (isVisible && JSON.stringify(from?.raw) === JSON.stringify(to?.raw)) return [];
      const certain = isVisible && !hidden.has(setting);
      const isLess = setting === "scope" && to === undefined && hasScopes;
      const wider = !isNew && (!certain || (settings[setting].allowsMore && !isLess));
      return [{ setting, name, before: from?.text, after: to?.text, certain, wider }];
    })
    .sort(
      (left, right) =>
        order.indexOf(left.setting) - order.indexOf(right.setting) || byCodeUnits(sortKey(left), sortKey(right)),
    );
}

/** Returns a key by which additions come before removals. */
const sortKey = ({ name = "", before = "", after }: SettingChange) =>
  JSON.stringify([name, after === undefined ? 1 : 0, after, before]);

/** Returns true for a list or map of which the preview does not show the members. */
const isHiddenGroup = ({ text, name }: Value) => text === undefined && name === undefined;

/** Scopes are a set, so each is its own key. */
function byKey(values: readonly Value[]): Map<string, Value> {
  return new Map(
    values.map((value) => [
      JSON.stringify([value.setting, value.setting === "scope" ? value.text : value.name]),
      value,
    ]),
  );
}

function valuesOf({ properties }: ResourceState): Value[] {
  const configuration = properties[property];
  if (isHidden(configuration) && !isRecord(configuration)) return [{ setting: "type", raw: configuration }];
  const [member, type] = Object.entries(credentialTypes).find(
    ([name]) => (memberAt(configuration, name) ?? undefined) !== undefined,
  ) ?? ["", "NONE"];
  const inner = memberAt(configuration, member);
  const typeValue: Value = { setting: "type", text: type, raw: type };
  if (inner !== undefined && !isRecord(inner)) return [typeValue, { setting: "other", raw: inner }];
  // Without a grant, AgentCore uses this one.
  const members = type === "OAUTH" ? { grantType: "CLIENT_CREDENTIALS", ...withoutEmpty(inner) } : withoutEmpty(inner);
  return [typeValue, ...Object.entries(members).flatMap(([name, value]) => valuesOfMember(name, value))];
}

/** Leaves out the provider, whose change has its own part of the report, and members that mean the same as none. */
function withoutEmpty(inner: unknown): Readonly<Record<string, unknown>> {
  const isEmpty = (value: unknown) =>
    value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
  return Object.fromEntries(
    Object.entries(isRecord(inner) ? inner : {}).filter(([name, value]) => name !== "providerArn" && !isEmpty(value)),
  );
}

function valuesOfMember(name: string, raw: unknown): Value[] {
  if (name === "scopes") return (Array.isArray(raw) ? raw : [raw]).map((scope: unknown) => valueOf("scope", scope));
  if (name === "customParameters" && isRecord(raw))
    return Object.entries(raw).map(([parameter, value]) => ({ ...valueOf("customParameter", value), name: parameter }));
  if (name === "customParameters") return [valueOf("customParameter", raw)];
  if (name === "defaultReturnUrl")
    // The rest of the URL can contain a secret.
    return [{ setting: name, raw, text: visibleText(raw) === undefined ? undefined : hostOf(String(raw)) }];
  const setting = rowOf(plainSettings, name);
  return setting === undefined ? [{ setting: "other", name, raw }] : [valueOf(setting, raw)];
}

const plainSettings: Readonly<Record<string, Setting>> = {
  grantType: "grantType",
  credentialLocation: "credentialLocation",
  credentialParameterName: "credentialParameterName",
  credentialPrefix: "credentialPrefix",
  service: "service",
  region: "region",
};

const valueOf = (setting: Setting, raw: unknown): Value => ({ setting, raw, text: visibleText(raw) });

/** Returns a few words on changes of settings. Long lists of scopes are cut to this number. */
export function settingNotes(
  changes: readonly SettingChange[],
  { after }: Pick<ResourceChange, "after">,
  mostScopes = Infinity,
): Sentence[] {
  const isScope = ({ setting, certain }: SettingChange) => setting === "scope" && certain;
  const scopes = changes.filter(isScope);
  const isInKey = ({ setting, certain }: SettingChange) =>
    certain && (setting === "credentialLocation" || setting === "credentialParameterName");
  const key = changes.some(isInKey) ? keyNote(after) : undefined;
  const others = changes.filter((change) => !isScope(change) && !(isInKey(change) && key !== undefined));
  return [
    ...(scopes.length === 0 ? [] : [scopesNote(scopes, mostScopes)]),
    ...withoutRepetition(others.map(settingNote)),
    ...(key === undefined ? [] : [key]),
  ];
}

/** A list of scopes that the preview hides has one note, and not one for each scope that may be added or removed. */
function withoutRepetition(notes: readonly Sentence[]): Sentence[] {
  return [...new Map(notes.map((note) => [JSON.stringify(note), note])).values()];
}

function scopesNote(scopes: readonly SettingChange[], most: number): Sentence {
  const signed = scopes
    .slice(0, most)
    .flatMap(({ before, after }, index): Sentence => [
      `${index === 0 ? "" : ","} ${after === undefined ? "-" : "+"} `,
      { code: after ?? before ?? "" },
    ]);
  const more = scopes.length - most;
  const isEmpty = scopes.every(({ after }) => after === undefined) && scopes.some(({ wider }) => wider);
  return [
    settings.scope.noun,
    ...signed,
    ...(more > 0 ? [` and ${more} more`] : []),
    ...(isEmpty ? [", and none is left: the authorization server chooses"] : []),
  ];
}

function settingNote({ setting, name, before, after, certain }: SettingChange): Sentence {
  const { noun } = settings[setting];
  const label: Sentence = name === undefined ? [noun] : [`${noun} `, { code: name }];
  if (!certain) return [...label, ": the preview does not say"];
  // Of a return URL, the report shows the host only.
  if (before === after) return [...label, " changes"];
  const shown = (text: string | undefined) => (text === undefined ? "none" : { code: text });
  return [...label, name === undefined ? " " : ": ", shown(before), " → ", shown(after)];
}

/** Says where the key is sent. */
function keyNote(after: ResourceState | undefined): Sentence | undefined {
  const configuration = after?.properties[property];
  const name = visibleText(memberAt(configuration, "apiKey", "credentialParameterName"));
  const location = visibleText(memberAt(configuration, "apiKey", "credentialLocation"));
  const place = rowOf({ HEADER: "header", QUERY_PARAMETER: "query parameter" }, location ?? "");
  return name === undefined || place === undefined ? undefined : [`key now in the ${place} `, { code: name }];
}

/** Returns sentences joined by semicolons. */
export const joinedNotes = (notes: readonly Sentence[]): Sentence =>
  notes.flatMap((note, index) => (index === 0 ? note : ["; ", ...note]));
