import * as pulumi from "@pulumi/pulumi";
import { throwIfInvalid } from "../../resources/program/errors";
import { calledBy, calls } from "../../rules/targets/calls";
import type { Called } from "../../rules/targets/calls";
import { isNil } from "../../rules/core/values";
import { invokesOwnGateway, regionProblems, roleProblems } from "../../rules/targets/signing";
import { targetKind } from "../../rules/targets/targetKinds";
import type { CallBranch } from "../../rules/targets/targetKinds";
import type { Caller, GrantedCall } from "./calledService";
import { checked } from "../../resources/program/checked";
import { grantFunctionUrl } from "./functionUrl";
import type { ExecutionRole } from "../gateway/executionRole";
import type { Grant } from "./grant";
import { grantCustomStatements } from "./statements";
import { grantOtherGateway } from "./gateway";
import type { SigningRoleCredentialArgs } from "../args/outboundAuth";
import { grantApi } from "./restApi";
import { grantRuntime } from "./runtime";
import { logWarnings } from "../../resources/program/warnings";

const grants: Readonly<Record<CallBranch, (caller: Caller, call: never) => GrantedCall>> = {
  runtime: grantRuntime,
  gateway: grantOtherGateway,
  api: grantApi,
  functionUrl: grantFunctionUrl,
  statements: grantCustomStatements,
};

/** What the gateway's own role needs for what a target calls, and for which service its requests are signed. */
export function grantRole(
  label: string,
  target: pulumi.Inputs,
  credential: SigningRoleCredentialArgs,
  role: ExecutionRole,
): Grant {
  // The rules have seen to it that the target says what is called.
  const { branch, path, call } = calledBy(target) as Called;
  const signature = checked(label, { service: credential.service, region: credential.region }, (known) =>
    roleProblems(target, known),
  );
  const saysRegion = !isNil(credential.region);
  const scope = saysRegion
    ? pulumi
        .all([role.scope, signature])
        .apply(([gateway, { region }]) => ({ ...gateway, region: region ?? gateway.region }))
    : role.scope;
  const granted = grants[branch]({ label, path, role, scope }, call as never);
  warnOfOtherAccount(label, path, granted, role);
  if (saysRegion) refuseOtherRegion(label, signature, granted);
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
            .all([signature, granted.found, role.scope, pulumi.all([...awaited])])
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
  label: string,
  signature: pulumi.Output<{ readonly region?: string }>,
  { found }: GrantedCall,
): void {
  if (found === undefined) return;
  pulumi.all([signature, found]).apply(([{ region }, ofCalled]) => {
    throwIfInvalid(label, regionProblems(region, ofCalled.region));
  });
}

/** The role's permissions are one half there, and the other one is nothing that a bundle writes. */
function warnOfOtherAccount(label: string, path: string, { found }: GrantedCall, role: ExecutionRole): void {
  if (found === undefined) return;
  pulumi.all([found, role.scope]).apply(([{ accountId }, gateway]) => {
    if (accountId === gateway.accountId) return;
    const reason = `this is in account ${accountId}, and the gateway in ${gateway.accountId}: its own policy has to admit the gateway's role, too. See to it.`;
    logWarnings(label, [{ path, reason }]);
  });
}

/** Absent and empty are two things: a Region that is not given is not sent. */
function signedFor(service: string | undefined, region: string | undefined) {
  return { ...(service === undefined ? {} : { service }), ...(region === undefined ? {} : { region }) };
}
