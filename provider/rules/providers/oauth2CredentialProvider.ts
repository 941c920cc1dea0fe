import { crossFieldProblems, crossFieldWarnings } from "../core/crossFieldRules";
import { clientId, clientSecret } from "../core/limits";
import { formerNameProblems, quoted, requiredTextProblems, unexpectedMembers } from "../core/problem";
import type { Problem } from "../core/problem";
import { memberProblems } from "../core/shape";
import type { RawObject } from "../core/values";
import { commonProviderArgs, commonProviderProblems, pathsBelow } from "./credentialProvider";
import {
  authorizationServerRules,
  isClientPropertyChecked,
  membersOfConfiguration,
  propertiesOfConfiguration,
} from "./oauth2/configuration";
import { includedWarnings, tenantProblems } from "./oauth2/endpoints";
import { isVendor, vendorNames, vendors, vendorsThatTake } from "./oauth2/vendors";
import type { Oauth2Vendor, VendorConfiguration } from "./oauth2/vendors";
import { requiredSecretProblems, sourceFormProblems, withSecretSource } from "./secretSource";

type Path = (property: string) => string;

/**
 * Checks the values of an OAuth 2 credential provider.
 * `path` is the argument that contains the properties: empty for the resource, `credential.oauth2` in an `OutboundAuth`.
 */
export function oauth2CredentialProviderProblems(args: RawObject, path = ""): Problem[] {
  const at = pathsBelow(path);
  const values = withSecretSource("clientSecret", args);
  const { vendor } = values;
  return [
    ...oauth2VendorProblems(vendor, at("vendor")),
    ...clientProblems(values, at),
    ...(isVendor(vendor) ? configurationProblems(vendor, values, at) : []),
    ...commonProviderProblems(values, at, "oauth2credentialprovider"),
  ];
}

/** Checks the vendor, which must be known at construction. */
export function oauth2VendorProblems(vendor: unknown, path: string): Problem[] {
  if (isVendor(vendor)) return [];
  const sameLetters = vendorNames.find((name) => name.toLowerCase() === String(vendor).toLowerCase());
  if (sameLetters !== undefined) return [{ path, reason: `has the wrong letter case. Write "${sameLetters}".` }];
  return [{ path, reason: `must be one of ${quoted(vendorNames)}: a plain value, not an Output.` }];
}

function clientProblems(values: RawObject, at: Path): Problem[] {
  const isChecked = (property: "clientId" | "clientSecret") =>
    values.vendor !== "CustomOauth2" || isClientPropertyChecked(property, values);
  const idRemedy = "Write the client id that the vendor gave to your application.";
  return [
    ...(isChecked("clientId") ? requiredTextProblems(at("clientId"), values.clientId, clientId, idRemedy) : []),
    ...(isChecked("clientSecret") ? requiredSecretProblems(at("clientSecret"), values.clientSecret, clientSecret) : []),
  ];
}

function configurationProblems(vendor: Oauth2Vendor, values: RawObject, at: Path): Problem[] {
  const { takes } = vendors[vendor];
  if (takes === "tenant") return tenantProblems(vendor, values, at);
  return [
    ...memberProblems(values, membersOfConfiguration[takes], at),
    ...(takes === "custom" ? crossFieldProblems(authorizationServerRules, values, at) : []),
  ];
}

/** Returns warnings about arguments that look like a mistake, but that no document of AWS forbids. */
export function oauth2CredentialProviderWarnings(args: RawObject): Problem[] {
  const { vendor } = args;
  const takes = isVendor(vendor) ? vendors[vendor].takes : undefined;
  return [
    ...(takes === "included" ? includedWarnings(vendor as Oauth2Vendor, args) : []),
    ...(takes === "custom" ? crossFieldWarnings(authorizationServerRules, args) : []),
  ];
}

/** Reports properties that do not exist or belong to another vendor, and a secret source that is invalid. */
export function oauth2CredentialProviderArgsProblems(args: RawObject, path = ""): Problem[] {
  const at = pathsBelow(path);
  const { vendor } = args;
  if (!isVendor(vendor)) return formerNameProblems(path, args, ["vendor", "name"]);
  const expected = [
    "vendor",
    "clientId",
    "clientSecret",
    ...commonProviderArgs,
    ...propertiesOfConfiguration[vendors[vendor].takes],
  ];
  const ownerOf = new Map(
    configurations.flatMap((takes) =>
      propertiesOfConfiguration[takes].map((property) => [at(property), takes] as const),
    ),
  );
  return [
    ...unexpectedMembers(path, args, expected).map((problem) => {
      const owner = ownerOf.get(problem.path);
      if (owner === undefined) return problem;
      const reason = `belongs to ${quoted(vendorsThatTake(owner))}, not to "${vendor}". Properties here: ${expected.join(", ")}.`;
      return { ...problem, reason };
    }),
    ...sourceFormProblems(at("clientSecret"), args.clientSecret, clientSecret),
  ];
}

const configurations: readonly VendorConfiguration[] = ["directory", "tenant", "custom"];
