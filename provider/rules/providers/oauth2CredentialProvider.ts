import { authorizationServerProblems, clientToJudge } from "./oauth2/authorizationServer";
import { commonProviderArgs, commonProviderProblems, pathsBelow } from "./credentialProvider";
import { isNil } from "../core/values";
import type { RawObject } from "../core/values";
import { clientId, clientSecret } from "../core/limits";
import type { Problem } from "../core/problem";
import { requiredSecretProblems, sourceFormProblems, writtenSecret } from "./secretSource";
import { memberProblems } from "../core/shape";
import { tenantProblems } from "./oauth2/tenantEndpoints";
import { formerNameProblems, quoted, requiredTextProblems, unexpectedMembers } from "../core/text";
import { membersOfConfiguration } from "./oauth2/vendorMembers";
import { isVendor, propertiesOfConfiguration, vendorNames, vendors, vendorsThatTake } from "./oauth2/vendors";
import type { Oauth2Vendor, VendorConfiguration } from "./oauth2/vendors";

type Path = (property: string) => string;

const ofEveryVendor = ["vendor", "clientId", "clientSecret", ...commonProviderArgs] as const;

/**
 * Everything that can be known to be wrong with an OAuth 2 credential provider before a call is made.
 * `path` is where the properties stand: empty for the resource itself, `credential.oauth2` within a bundle.
 */
export function oauth2CredentialProviderProblems(args: object, path = ""): Problem[] {
  const at = pathsBelow(path);
  const written = writtenSecret("clientSecret", args as RawObject);
  // Some clients of other authorization servers need no secret, and some no id.
  const given = written.vendor === "CustomOauth2" ? clientToJudge(written) : written;
  return [
    ...vendorProblems(given.vendor, at("vendor")),
    ...requiredTextProblems(
      at("clientId"),
      given.clientId,
      clientId,
      "Write the client id that the vendor gave to your application.",
    ),
    ...requiredSecretProblems(at("clientSecret"), given.clientSecret, clientSecret),
    ...(isVendor(given.vendor) ? configurationProblems[vendors[given.vendor].takes](written, at, given.vendor) : []),
    ...commonProviderProblems(given, at, "oauth2credentialprovider"),
  ];
}

/** Names properties that nothing reads, and those that another vendor has. */
export function oauth2CredentialProviderArgsProblems(args: object, path = ""): Problem[] {
  const at = pathsBelow(path);
  const { vendor } = args as RawObject;
  if (!isVendor(vendor)) return formerNameProblems(path, args, ["vendor", "name"]);
  const expected: readonly string[] = [...ofEveryVendor, ...propertiesOfConfiguration[vendors[vendor].takes]];
  const ofOthers = Object.entries(propertiesOfConfiguration).flatMap(([takes, properties]) =>
    properties
      .filter((property) => !expected.includes(property) && !isNil((args as RawObject)[property]))
      .map((property) => ({
        path: at(property),
        reason: `belongs to ${quoted(vendorsThatTake(takes as VendorConfiguration))}, not to "${vendor}". Properties here: ${expected.join(", ")}.`,
      })),
  );
  const known = [...expected, ...ofOthers.map((problem) => problem.path.slice(at("").length))];
  return [
    ...ofOthers,
    ...unexpectedMembers(path, args, known),
    ...sourceFormProblems(at("clientSecret"), (args as RawObject).clientSecret, clientSecret),
  ];
}

function vendorProblems(vendor: unknown, path: string): Problem[] {
  if (isVendor(vendor)) return [];
  const inOtherCase = vendorNames.find((name) => name.toLowerCase() === String(vendor).toLowerCase());
  if (inOtherCase !== undefined) return [{ path, reason: `has the wrong letter case. Write "${inOtherCase}".` }];
  return [{ path, reason: `must be one of ${quoted(vendorNames)}, written in the program (no Output).` }];
}

const configurationProblems: Readonly<
  Record<VendorConfiguration, (given: RawObject, at: Path, vendor: Oauth2Vendor) => Problem[]>
> = {
  fixed: () => [],
  directory: (given, at) => memberProblems(given, membersOfConfiguration.directory, at),
  tenant: (given, at, vendor) => tenantProblems(vendor, given, at),
  custom: authorizationServerProblems,
};
