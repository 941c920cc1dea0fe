import * as pulumi from "@pulumi/pulumi";
import { checked } from "../../resources/program/checked";
import { callerProblems } from "../../rules/targets/signing";
import type { CallerCredentialArgs } from "../args/outboundAuth";
import type { Grant } from "./grant";

/** Grants the gateway's role nothing. */
function grantNothing(configuration: Grant["configuration"]): Grant {
  return {
    statements: pulumi.output([]),
    policySubject: () => pulumi.output("nothing"),
    grantsNothing: true,
    shared: [],
    configuration,
  };
}

/** Requests signed for the caller of the gateway, whose own permissions count. */
export function grantCallerCredentials(label: string, { service, region }: CallerCredentialArgs): Grant {
  const signature = checked(label, { service, region }, callerProblems);
  return grantNothing((awaited) =>
    pulumi.all([signature, awaited]).apply(([known]) => ({
      callerIamCredentials: {
        service: known.service,
        ...(known.region === undefined ? {} : { region: known.region }),
      },
    })),
  );
}

/** Requests with the JWT of the incoming request. */
export function grantJwtPassthrough(): Grant {
  return grantNothing((awaited) => awaited.apply(() => ({ jwtPassthrough: {} })));
}

/** Requests without a credential. */
export function grantNoCredential(): Grant {
  return grantNothing((awaited) => awaited.apply(() => undefined));
}
