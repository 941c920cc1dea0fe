import * as pulumi from "@pulumi/pulumi";
import { defaultTokenVault } from "../iam/policy/arn";
import type { ConnectionArgs } from "./connection";
import { DynamicResource } from "./dynamicResource";
import { idForLookUp } from "./lookUp";

/** How {@link TokenVault.get} reaches a token vault. */
export interface TokenVaultState {
  /**
   * Twelve digits: the account of the vault. With it, `arn` is known, and credentials of another account are refused.
   * @default - the credentials' account, not checked
   */
  accountId?: pulumi.Input<string>;
  /** How AWS is reached. @default - the stack configuration, then the SDK's search */
  connection?: pulumi.Input<ConnectionArgs>;
}

const outputs = ["tokenVaultId", "keyType", "kmsKeyArn", "arn", "accountId", "region"] as const;

/**
 * The token vault of an account and Region, in which its credential providers are: whose key encrypts it. A vault under a
 * customer managed key needs more permissions, for the gateway's role and for the deployer.
 *
 * It is only looked up, with one call in every preview and up, and so all outputs are known at preview.
 *
 * @example
 * import * as agentcore from "pulumi-agentcore-outbound-auth";
 * import * as iam from "pulumi-agentcore-outbound-auth/iam";
 *
 * const vault = agentcore.TokenVault.get("vault");
 * const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
 *
 * export const policy = vault.kmsKeyArn.apply((tokenVaultKeyArn) =>
 *   iam.policyDocument(iam.deployerStatements({ ...place, namePrefix: "search-", tokenVaultKeyArn })),
 * );
 */
export class TokenVault extends DynamicResource {
  /** `default`, the only one that AWS documents. */
  declare readonly tokenVaultId: pulumi.Output<string>;
  /** Whose key encrypts the vault: `ServiceManagedKey` or `CustomerManagedKey`. */
  declare readonly keyType: pulumi.Output<"ServiceManagedKey" | "CustomerManagedKey">;
  /** ARN of the customer managed key; empty where the key is the service's. */
  declare readonly kmsKeyArn: pulumi.Output<string | undefined>;
  /** ARN of the vault; empty where no `accountId` was given. */
  declare readonly arn: pulumi.Output<string | undefined>;
  /** Account of the vault; empty where none was given. */
  declare readonly accountId: pulumi.Output<string | undefined>;
  /** Region of the vault. */
  declare readonly region: pulumi.Output<string>;

  /** Whether a value is a `TokenVault`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is TokenVault {
    return pulumi.CustomResource.isInstance(value) && "tokenVaultId" in value && "keyType" in value;
  }

  /**
   * Looks up a token vault.
   *
   * @param name Logical name of the result.
   * @param id The vault's id. @default "default"
   * @param state How to reach it, where the stack configuration does not say so.
   * @throws at preview, if there is no such vault. Needs `@pulumi/pulumi` 3.268 where the CLI is as new.
   *
   * @example
   * const vault = agentcore.TokenVault.get("vault", "default", { connection: { region: "eu-west-1" } });
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID> = defaultTokenVault,
    state: TokenVaultState = {},
    opts: pulumi.CustomResourceOptions = {},
  ): TokenVault {
    return new TokenVault(name, state, { ...opts, id: idForLookUp(id, state) });
  }

  private constructor(name: string, { accountId, connection }: TokenVaultState, opts: pulumi.CustomResourceOptions) {
    super("TokenVault", name, { inputs: { accountId, connection }, outputs }, opts);
  }
}
