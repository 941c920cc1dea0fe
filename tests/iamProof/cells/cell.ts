import { arns, type CallName, type Situation } from "../runtimeCalls";

/** One combination of target, credential, grant and secret, as a program writes it and as the gateway calls it. */
export interface Cell {
  /** Also of the gateway, of the provider and of the file with the policies. */
  readonly name: string;
  readonly title: string;
  /** JavaScript of the bundle's target and credential. */
  readonly target: (at: Situation) => string;
  readonly credential: (at: Situation) => string;
  /** What the gateway does with its role, and nothing else. */
  readonly calls: readonly CallName[];
  /** What is not as usual. */
  readonly differs?: Partial<Situation>;
  /** Not among the cells that share a role: there, another one needs the same without the condition that is proven here. */
  readonly apart?: true;
  /** JavaScript of further members of the gateway's role. */
  readonly role?: (at: Situation) => string;
}

/** A target of which nothing but its kind matters. */
export const target = (type: string) => () => `{ type: "${type}" }`;

/** The gateway's role where the token vault has a customer managed key. */
export const underVaultKey = (at: Situation) => `tokenVaultKeyArn: "${arns.vaultKey(at)}"`;
