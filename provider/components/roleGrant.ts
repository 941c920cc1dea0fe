import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../resources/programError";
import { calledBy, calls } from "../rules/calls";
import type { Called } from "../rules/calls";
import { isNothing } from "../rules/given";
import { invokesOwnGateway, regionProblems, roleProblems } from "../rules/signing";
import { targetKind } from "../rules/targets";
import type { CallBranch } from "../rules/targets";
import type { Caller, GrantedCall } from "./call";
import { checked } from "./checkedInput";
import { grantFunctionUrl } from "./functionUrlGrant";
import type { GatewayAccess } from "./gatewayAccess";
import type { Grant } from "./grant";
import { grantModelledService } from "./modelledServiceGrant";
import { grantOtherGateway } from "./otherGatewayGrant";
import type { SigningRoleCredentialArgs } from "./outboundAuthArgs";
import { grantApi } from "./restApiGrant";
import { grantRuntime } from "./runtimeGrant";
import { warnOf } from "./warning";

const grants: Readonly<Record<CallBranch, (caller: Caller, call: never) => GrantedCall>> = {
  runtime: grantRuntime,
  gateway: grantOtherGateway,
  api: grantApi,
  functionUrl: grantFunctionUrl,
  statements: grantModelledService,
};

/** What the gateway's own role needs for what a target calls, and for which service its requests are signed. */
export function grantRole(
  what: string,
  target: pulumi.Inputs,
  credential: SigningRoleCredentialArgs,
  access: GatewayAccess,
): Grant {
  // The rules have seen to it that the target says what is called.
  const { branch, path, call } = calledBy(target) as Called;
  const signature = checked(what, { service: credential.service, region: credential.region }, (known) =>
    roleProblems(target, known),
  );
  const saysRegion = !isNothing(credential.region);
  const place = saysRegion
    ? pulumi
        .all([access.place, signature])
        .apply(([gateway, { region }]) => ({ ...gateway, region: region ?? gateway.region }))
    : access.place;
  const granted = grants[branch]({ what, path, access, place }, call as never);
  warnOfOtherAccount(what, path, granted, access);
  if (saysRegion) refuseOtherRegion(what, signature, granted);
  const isNamed = targetKind(target.type)?.signedBecause === undefined;
  return {
    statements: granted.statements,
    subject: granted.subject,
    nameOfSubject: granted.nameOfSubject,
    followsStatements: granted.followsStatements,
    shared: invokesOwnGateway(target, credential.invokeOwnGateway) ? ["own-gateway"] : [],
    configuration: (awaited) =>
      isNamed
        ? pulumi
            .all([signature, granted.found, access.place, pulumi.all([...awaited])])
            .apply(([known, found, gateway]) => ({
              gatewayIamRole: signedFor(
                known.service ?? calls[branch].service,
                known.region ?? (found?.region === gateway.region ? undefined : found?.region),
              ),
            }))
        : pulumi.all([...awaited]).apply(() => ({ gatewayIamRole: {} })),
  };
}

/** What is called may say its Region only later, or not in a text. Beside the data flow: nothing follows from it. */
function refuseOtherRegion(
  what: string,
  signature: pulumi.Output<{ readonly region?: string }>,
  { found }: GrantedCall,
): void {
  if (found === undefined) return;
  pulumi.all([signature, found]).apply(([{ region }, ofCalled]) => {
    refuse(what, regionProblems(region, ofCalled.region));
  });
}

/** The role's permissions are one half there, and the other one is nothing that a bundle writes. */
function warnOfOtherAccount(what: string, path: string, { found }: GrantedCall, access: GatewayAccess): void {
  if (found === undefined) return;
  pulumi.all([found, access.place]).apply(([{ accountId }, gateway]) => {
    if (accountId === gateway.accountId) return;
    const reason = `this is in account ${accountId}, and the gateway in ${gateway.accountId}: its own policy has to admit the gateway's role, too. See to it.`;
    warnOf(what, [{ path, reason }]);
  });
}

/** Absent and empty are two things: a Region that is not given is not sent. */
function signedFor(service: string | undefined, region: string | undefined) {
  return { ...(service === undefined ? {} : { service }), ...(region === undefined ? {} : { region }) };
}
