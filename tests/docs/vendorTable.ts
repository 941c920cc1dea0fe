// Tables of docs/reference/vendors.md, from the data that the checks use.
import {
  authorizationServerMembers,
  authorizationServerRules,
  membersOfConfiguration,
  propertiesOfConfiguration,
} from "../../provider/rules/providers/oauth2/configuration";
import { clientAuthenticationMethod, method } from "../../provider/rules/providers/oauth2/clientAuthentication";
import { accountId, clientId, clientSecret, providerName, tagKey, tagValue } from "../../provider/rules/core/limits";
import { maxTags } from "../../provider/rules/providers/credentialProvider";
import { endpointMembers, tenantMembers } from "../../provider/rules/providers/oauth2/endpoints";
import { vendorNames, vendors, vendorsThatTake } from "../../provider/rules/providers/oauth2/vendors";
import type { Oauth2Vendor } from "../../provider/rules/providers/oauth2/vendors";
import { code, table } from "./writtenPage";
import { isRuled } from "../../provider/rules/core/crossFieldRules";
import type { CrossFieldRule } from "../../provider/rules/core/crossFieldRules";
import type { Members, Shape } from "../../provider/rules/core/shape";
import type { TextRule } from "../../provider/rules/core/problem";

const fieldHead = ["Property", "", "Allowed values"];
const ofMethods = ["clientId", "clientSecret", "privateKeyJwtConfig"];

/** Generated parts of docs/reference/vendors.md. */
export const vendorBlocks = {
  vendors: table(
    ["Vendor", "`vendor`", "Other properties", "Registration page", "Follows from `domain`"],
    vendorNames.map(row),
  ),
  everyVendor: table(fieldHead, [
    [code("vendor"), "required", "a name from the table above; a plain value, not an Output"],
    [code("clientId"), "required", textInWords(clientId)],
    [code("clientSecret"), "required", textInWords(clientSecret)],
    [code("name"), "optional", textInWords(providerName)],
    [
      code("tags"),
      "optional",
      `0 to ${maxTags} entries, names of ${textInWords(tagKey)}, values of ${textInWords(tagValue)}`,
    ],
    [code("accountId"), "optional", textInWords(accountId)],
    [code("connection"), "optional", "`{ region, profile, assumeRole }`"],
  ]),
  noOthers: `${vendorsThatTake("fixed").map(code).join(", ")} have no other properties.`,
  included: `${vendorsThatTake("included").map(code).join(", ")} need no others either. They take ${Object.keys(endpointMembers).map(code).join(", ")} with a warning: AWS describes these for vendors with tenants, and does not document what they do here.`,
  directory: table(fieldHead, fieldRows(membersOfConfiguration.directory)),
  tenants: table([code("vendor"), ...Object.keys(tenantMembers).map(code)], vendorsThatTake("tenant").map(tenantRow)),
  endpoints: table(
    ["Property", "Allowed values"],
    fieldsOf(tenantMembers).map(({ path, allowed }) => [code(path), allowed]),
  ),
  custom: table(fieldHead, fieldRows(authorizationServerMembers)),
  methods: table(
    [code(method.property), ...ofMethods.map(code)],
    method.choices.map((name) => methodCells(name, ofMethods)),
  ),
  rules: table(["Property", "Rule", "Why", "What to write", "Source"], authorizationServerRules.map(ruleCells)),
};

function fieldRows(members: Members): string[][] {
  return fieldsOf(members).map(({ path, need, allowed }) => [code(path), need, allowed]);
}

function tenantRow(name: Oauth2Vendor): string[] {
  const derived = vendors[name].fromDomain?.("DOMAIN");
  return [
    code(name),
    ...Object.keys(tenantMembers).map((property) => {
      if (property === "domain") return derived === undefined ? "not taken" : "optional";
      return derived !== undefined && property in derived ? "required without `domain`" : "required";
    }),
  ];
}

function row(name: Oauth2Vendor): string[] {
  const { label, registration } = vendors[name];
  const link = registration.startsWith("https://") ? `<${registration}>` : registration;
  return [label, code(name), takes(name), link, fromDomain(name)];
}

function takes(name: Oauth2Vendor): string {
  const properties: readonly string[] = propertiesOfConfiguration[vendors[name].takes];
  if (vendors[name].takes === "custom") return "[see below](#customoauth2)";
  const own = properties.filter((property) => property !== "domain").map(code);
  return own.length === 0 || vendors[name].takes === "included" ? "none" : own.join(", ");
}

function fromDomain(name: Oauth2Vendor): string {
  const { takes: configuration, fromDomain: derive } = vendors[name];
  if (configuration !== "tenant") return "-";
  if (derive === undefined) return "none";
  return Object.entries(derive("DOMAIN"))
    .map(([endpoint, url]) => `${code(endpoint)}: ${code(url)}`)
    .join(", ");
}

/** One row of the table of properties. */
interface Field {
  /** Path as a program writes it; `[]` means every entry of a list. */
  readonly path: string;
  readonly need: "required" | "optional" | "this or another";
  readonly allowed: string;
}

/** Returns a row for every property at any depth. A shape that appears again refers to its first row. */
function fieldsOf(members: Members, below = "", seen = new Map<Shape, string>()): Field[] {
  return Object.entries(members).flatMap(([name, { shape, remedy }]) => {
    const path = below === "" ? name : `${below}.${name}`;
    const before = seen.get(shape);
    const need = remedy === undefined ? "optional" : "required";
    if (before !== undefined) return [{ path, need, allowed: `as ${code(before)}` }];
    if (shape.kind === "oneOf") seen.set(shape, path);
    return [{ path, need, allowed: describe(shape) }, ...fieldsWithin(shape, path, seen)];
  });
}

function fieldsWithin(shape: Shape, path: string, seen: Map<Shape, string>): Field[] {
  switch (shape.kind) {
    case "object":
      return fieldsOf(shape.members, path, seen);
    case "oneOf":
      return Object.entries(shape.forms).flatMap(([name, form]): Field[] => [
        { path: `${path}.${name}`, need: "this or another", allowed: describe(form) },
        ...fieldsWithin(form, `${path}.${name}`, seen),
      ]);
    case "list":
      return fieldsWithin(shape.entry, `${path}[]`, seen);
    case "text":
    case "choice":
    case "custom":
    case "map":
      return [];
  }
}

function describe(shape: Shape): string {
  switch (shape.kind) {
    case "text":
      return textInWords(shape.rule);
    case "choice": {
      const isDefault = (choice: string) => shape === clientAuthenticationMethod.shape && choice === method.default;
      return shape.choices.map((choice) => `${code(choice)}${isDefault(choice) ? " (the default)" : ""}`).join(", ");
    }
    case "custom":
      return shape.allowed;
    case "object":
      return "object";
    case "oneOf":
      return `one of ${Object.keys(shape.forms)
        .map((name) => code(`{ ${name} }`))
        .join(", ")}`;
    case "list": {
      const each = shape.entry.kind === "object" ? "" : `, each ${describe(shape.entry)}`;
      return `list, ${count(shape.min, shape.max)}${each}`;
    }
    case "map": {
      const { key, value, min, max, reserved } = shape;
      const not = reserved.length === 0 ? "" : `; not ${reserved.map(code).join(", ")}`;
      return `${count(min, max)}, names of ${textInWords(key)}, values of ${textInWords(value)}${not}`;
    }
  }
}

/** Describes a text as the messages do. */
function textInWords({ minLength = 1, maxLength, allowed }: TextRule): string {
  if (maxLength === Infinity) return "any text";
  const length = minLength === maxLength ? String(minLength) : `${minLength} to ${maxLength.toLocaleString("en")}`;
  return `${length} ${allowed ?? "characters"}`;
}

function count(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? "any number of entries" : `at least ${min} entry`;
  return min === max ? `exactly ${min} entry` : `${min} to ${max} entries`;
}

/** Returns the cells for a rule: property, rule, reason, remedy and source. */
function ruleCells({ property, is, when, because, remedy, source }: CrossFieldRule): string[] {
  const verb = is === "required" ? "required" : source === undefined ? "probably a mistake" : "not allowed";
  const noSource = "no document forbids it: only a warning";
  return [code(property), `${verb} if ${when.clause}`, because, remedy ?? "Write it.", source ?? noSource];
}

/** Returns the cells for a method of client authentication. */
function methodCells(name: string, properties: readonly string[]): string[] {
  const values = { [method.property]: name };
  const need = (property: string) => {
    if (isRuled(authorizationServerRules, "required", property, values)) return "required";
    return isRuled(authorizationServerRules, "forbidden", property, values) ? "not used" : "optional";
  };
  return [code(name), ...properties.map(need)];
}
