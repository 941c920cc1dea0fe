import * as pulumi from "@pulumi/pulumi";
import { isNil } from "../../rules/core/values";
import { callerProblems } from "../../rules/targets/signing";
import { checked } from "../../resources/program/checked";
import type { Grant } from "./grant";
import type { CallerCredentialArgs } from "../args/outboundAuth";
import type { CredentialProviderConfiguration } from "../args/targetConfiguration";

/** What needs nothing of the gateway's role: whoever calls the gateway is who calls the target. */
function grantNothing(configuration: Grant["configuration"]): Grant {
  return {
    statements: pulumi.output([]),
    subject: pulumi.output("nothing"),
    nameOfSubject: (subject) => subject,
    grantsNothing: true,
    shared: [],
    configuration,
  };
}

/** Requests signed for the caller, whose own permissions count. */
export function passOnCaller(label: string, { service, region }: CallerCredentialArgs): Grant {
  const signature = checked(label, { service, region }, (known) => callerProblems(known));
  return grantNothing((awaited) =>
    pulumi.all([signature, pulumi.all([...awaited])]).apply(([known]) => ({
      callerIamCredentials: {
        service: known.service,
        ...(isNil(known.region) ? {} : { region: known.region }),
      },
    })),
  );
}

/** The JWT that came in is handed on. */
export function passOnJwt(): Grant {
  return grantNothing((awaited) => pulumi.all([...awaited]).apply(() => ({ jwtPassthrough: {} })));
}

/** No credential at all. Typed as a configuration, so that a target takes it as it takes any other. */
export function presentNothing(): Grant {
  return grantNothing((awaited) =>
    pulumi.all([...awaited]).apply(() => undefined as unknown as CredentialProviderConfiguration),
  );
}
