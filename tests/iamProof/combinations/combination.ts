import type { GatewayRoleArgs, OutboundAuthArgs } from "../../../provider";
import { arns, type CallName, type Setup } from "../runtimeCalls";

/** One combination of target, credential, grant and secret. */
export interface Combination {
  /** `TARGET.CREDENTIAL` or `TARGET.CREDENTIAL.VARIANT`: also the name of the file with its policies. */
  readonly name: string;
  readonly description: string;
  readonly target: (setup: Setup) => OutboundAuthArgs["target"];
  readonly credential: (setup: Setup) => OutboundAuthArgs["credential"];
  /** All calls that the gateway makes with its role. */
  readonly calls: readonly CallName[];
  /** Differences from the common setup. */
  readonly differs?: Partial<Setup>;
  /** Further arguments of the gateway's role. */
  readonly role?: (setup: Setup) => Partial<GatewayRoleArgs>;
  /** Name of the gateway, if it is not the combination's id. */
  readonly gatewayName?: string;
}

/** Name of the combination's provider and, in most cases, of its gateway. */
export const idOf = ({ name }: Pick<Combination, "name">): string => name.replaceAll(".", "-");

/** A target with no arguments but its type. */
export const target = (type: string) => () => ({ type }) as OutboundAuthArgs["target"];

/** A gateway role for a token vault with a customer managed key. */
export const withVaultKey = (setup: Setup) => ({ tokenVaultKeyArn: arns.vaultKey(setup) });

/** The program replaces this text by a secret of the stack's configuration. */
export const secretValue = "SECRET";
