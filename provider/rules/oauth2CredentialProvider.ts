import { authorizationServerProblems, clientToJudge } from "./authorizationServer";
import { commonProviderArgs, commonProviderProblems, pathsBelow } from "./credentialProvider";
import { isNothing } from "./given";
import type { Given } from "./given";
import { clientId, clientSecret } from "./limits";
import type { Problem } from "./problem";
import { requiredSecretProblems, sourceFormProblems, writtenSecret } from "./secretSource";
import { memberProblems } from "./shape";
import { tenantProblems } from "./tenantEndpoints";
import { quoted, requiredTextProblems, unexpectedMembers } from "./text";
import { membersOfConfiguration } from "./vendorMembers";
import { isVendor, propertiesOfConfiguration, vendorNames, vendors, vendorsThatTake } from "./vendors";
import type { Oauth2Vendor, VendorConfiguration } from "./vendors";

type Path = (property: string) => string;

const ofEveryVendor = ["vendor", "clientId", "clientSecret", ...commonProviderArgs] as const;

/**
 * Everything that can be known to be wrong with an OAuth 2 credential provider before a call is made.
 * `path` is where the properties stand: empty for the resource itself, `credential.oauth2` within a bundle.
 */
export function oauth2CredentialProviderProblems(args: object, path = ""): Problem[] {
  const at = pathsBelow(path);
  const written = writtenSecret("clientSecret", args as Given);
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
  const { vendor } = args as Given;
  if (!isVendor(vendor)) return [];
  const expected: readonly string[] = [...ofEveryVendor, ...propertiesOfConfiguration[vendors[vendor].takes]];
  const ofOthers = Object.entries(propertiesOfConfiguration).flatMap(([takes, properties]) =>
    properties
      .filter((property) => !expected.includes(property) && !isNothing((args as Given)[property]))
      .map((property) => ({
        path: at(property),
        reason: `belongs to ${quoted(vendorsThatTake(takes as VendorConfiguration))}, not to "${vendor}". Properties here: ${expected.join(", ")}.`,
      })),
  );
  const known = [...expected, ...ofOthers.map((problem) => problem.path.slice(at("").length))];
  return [
    ...ofOthers,
    ...unexpectedMembers(path, args, known),
    ...sourceFormProblems(at("clientSecret"), (args as Given).clientSecret, clientSecret),
  ];
}

function vendorProblems(vendor: unknown, path: string): Problem[] {
  if (isVendor(vendor)) return [];
  return [{ path, reason: `must be one of ${quoted(vendorNames)}, written in the program (no Output).` }];
}

const configurationProblems: Readonly<
  Record<VendorConfiguration, (given: Given, at: Path, vendor: Oauth2Vendor) => Problem[]>
> = {
  fixed: () => [],
  directory: (given, at) => memberProblems(given, membersOfConfiguration.directory, at),
  tenant: (given, at, vendor) => tenantProblems(vendor, given, at),
  custom: authorizationServerProblems,
};
