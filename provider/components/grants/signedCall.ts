import * as pulumi from "@pulumi/pulumi";
import { checked, logWarnings, throwIfInvalid } from "../../resources/program/problems";
import { invokesOwnGateway, regionProblems, roleProblems } from "../../rules/credentials/signing";
import { callForms } from "../../rules/targets/calls";
import { targetKind } from "../../rules/targets/targetKinds";
import type { CallSpec, RoleCredentialSpec } from "../args/outboundAuthSpec";
import { definedMembers } from "./providerConfiguration";
import { grantApi, grantCustomStatements, grantGateway, grantMemory, grantRuntime, grantWebSearch } from "./calls";
import type { Caller, GrantedCall } from "./calls";
import type { Bundle, Grant } from "./grant";
import { grantFunction, grantFunctionUrl } from "./lambda";

/** Grants what one form of call needs. */
function grantCall(caller: Caller, call: CallSpec): GrantedCall {
  switch (call.form) {
    case "function":
      return grantFunction(caller, call.values);
    case "runtime":
      return grantRuntime(caller, call.values);
    case "gateway":
      return grantGateway(caller, call.values);
    case "api":
      return grantApi(caller, call.values);
    case "functionUrl":
      return grantFunctionUrl(caller, call.values);
    case "memory":
      return grantMemory(caller, call.values);
    case "webSearch":
      return grantWebSearch(caller);
    case "statements":
      return grantCustomStatements(caller, call.values);
  }
}

/** Grants the gateway's role what the target calls, and configures the service and Region that requests are signed for. */
export function grantSignedCall(bundle: Bundle, credential: RoleCredentialSpec): Grant {
  const { role, spec } = bundle;
  const { type } = spec.target;
  const { service, region, call } = credential;
  const { service: derivedService } = callForms[call.form];
  const signature = checked(bundle, { service, region }, (known) => roleProblems(type, call.form, known));
  const scope =
    region === undefined
      ? role.scope
      : pulumi
          .all([role.scope, signature])
          .apply(([gateway, signed]) => ({ ...gateway, region: signed.region ?? gateway.region }));
  const granted = grantCall({ ...bundle, path: call.path, scope }, call);
  warnOfOtherAccount(bundle, call.path, granted);
  if (region !== undefined) refuseOtherRegion(bundle, signature, granted);
  const isServiceFixed = targetKind(type)?.signedBecause !== undefined;
  return {
    ...granted,
    policySubject: () => granted.policySubject,
    shared: invokesOwnGateway(type, credential.invokeOwnGateway) ? ["own-gateway"] : [],
    configuration: (inForce) =>
      isServiceFixed
        ? inForce.apply(() => ({ gatewayIamRole: {} }))
        : pulumi.all([signature, granted.calledScope, role.scope, inForce]).apply(([signed, called, gateway]) => ({
            gatewayIamRole: definedMembers({
              service: signed.service ?? derivedService,
              region: signed.region ?? (called?.region === gateway.region ? undefined : called?.region),
            }),
          })),
  };
}

/** Checks the Region of what is called once it is known. Nothing waits for this check. */
function refuseOtherRegion(
  bundle: Bundle,
  signature: pulumi.Output<{ readonly region?: string }>,
  { calledScope }: GrantedCall,
): void {
  if (calledScope === undefined) return;
  pulumi.all([signature, calledScope]).apply(([{ region }, called]) => {
    throwIfInvalid(bundle, regionProblems(region, called.region));
  });
}

/** In another account, the policy of what is called must also allow the role. The package does not write that policy. */
function warnOfOtherAccount(bundle: Bundle, path: string, { calledScope }: GrantedCall): void {
  if (calledScope === undefined) return;
  pulumi.all([calledScope, bundle.role.scope]).apply(([{ accountId }, gateway]) => {
    if (accountId === gateway.accountId) return;
    const reason = `this resource is in account ${accountId}, but the gateway is in ${gateway.accountId}. Also allow the gateway's role in the resource's own policy; this package does not.`;
    logWarnings(bundle, [{ path, reason }]);
  });
}
