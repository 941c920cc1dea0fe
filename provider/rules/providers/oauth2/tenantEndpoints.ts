import type { Problem } from "../../core/problem";
import { isNil, unknownValue } from "../../core/values";
import type { RawObject } from "../../core/values";
import { shapeProblems } from "../../core/shape";
import type { Member, Members } from "../../core/shape";
import { quoted } from "../../core/text";
import type { TextRule } from "../../core/text";
import { httpsUrlAllowed, httpsUrlProblems } from "../../core/url";
import { vendors, vendorsThatTake } from "./vendors";
import type { Oauth2Vendor, TenantEndpoints } from "./vendors";

/** The endpoints of an authorization server, with what the message calls each. */
const endpoints: Readonly<Record<keyof TenantEndpoints, string>> = {
  issuer: "the issuer",
  authorizationEndpoint: "the authorization endpoint",
  tokenEndpoint: "the token endpoint",
};

const endpointNames = Object.keys(endpoints) as (keyof TenantEndpoints)[];

const domain: TextRule = {
  is: "the domain",
  minLength: 3,
  maxLength: 253,
  pattern: /^(?!-)[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+$/,
  allowed: 'characters of a host name, "acme.example.com" for example, without https:// and without a path',
};

/** What tenants of a vendor take besides id and secret. Which of it is required depends on the vendor. */
export const tenantMembers = {
  domain: { shape: { kind: "text", rule: domain } },
  ...(Object.fromEntries(
    Object.entries(endpoints).map(([name, is]) => [
      name,
      {
        shape: {
          kind: "address",
          allowed: httpsUrlAllowed,
          problems: (path, value) => httpsUrlProblems(path, value, is),
        },
      },
    ]),
  ) as Record<keyof TenantEndpoints, Member>),
} as const satisfies Members;

/** Issuer and endpoints as written; what is not written and follows from the domain, from there. Unknown while that is. */
export function completeEndpoints(
  vendor: Oauth2Vendor,
  given: RawObject,
): Partial<Record<keyof TenantEndpoints, unknown>> {
  const { fromDomain } = vendors[vendor];
  const { domain } = given;
  const derived =
    fromDomain === undefined || isNil(domain)
      ? {}
      : typeof domain === "string" && domain !== unknownValue
        ? fromDomain(domain)
        : // Which endpoints follow does not depend on the domain.
          Object.fromEntries(Object.keys(fromDomain("")).map((name) => [name, unknownValue]));
  const written = endpointNames.filter((name) => !isNil(given[name]));
  return { ...derived, ...Object.fromEntries(written.map((name) => [name, given[name]])) };
}

/** What can be wrong with the endpoints of a vendor whose tenants have their own. */
export function tenantProblems(vendor: Oauth2Vendor, given: RawObject, at: (property: string) => string): Problem[] {
  const complete = completeEndpoints(vendor, given);
  return [
    ...domainProblems(vendor, given.domain, at("domain")),
    ...endpointNames.flatMap((name) =>
      complete[name] === undefined
        ? [
            {
              path: at(name),
              reason: `missing: tenants of ${vendors[vendor].label} have their own. ${remedy(vendor, name)}`,
            },
          ]
        : // What follows from a wrong domain is wrong as well, and said once.
          isNil(given[name])
          ? []
          : shapeProblems(at(name), given[name], tenantMembers[name].shape),
    ),
  ];
}

function domainProblems(vendor: Oauth2Vendor, domain: unknown, path: string): Problem[] {
  if (isNil(domain)) return [];
  if (vendors[vendor].fromDomain === undefined) {
    const able = vendorsThatTake("tenant").filter((name) => vendors[name].fromDomain !== undefined);
    return [
      {
        path,
        reason: `the endpoints of ${vendors[vendor].label} do not follow from a domain alone; those of ${quoted(able)} do. Write ${endpointNames.join(", ")} in full.`,
      },
    ];
  }
  return shapeProblems(path, domain, tenantMembers.domain.shape);
}

function remedy(vendor: Oauth2Vendor, missing: keyof TenantEndpoints): string {
  const { fromDomain } = vendors[vendor];
  const fromDomainToo = fromDomain !== undefined && missing in fromDomain("");
  return `Write the URL, as the tenant's discovery document has it${fromDomainToo ? ', or domain: "HOST", from which it follows' : ""}.`;
}
