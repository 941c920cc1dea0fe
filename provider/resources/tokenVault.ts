import * as pulumi from "@pulumi/pulumi";
import { defaultTokenVault } from "../iam/policy/credentialProviders";
import type { ConnectionArgs } from "./credentialProvider";
import { declare, idForLookUp } from "./dynamicResource";

/** Arguments of {@link TokenVault.get}. A change affects the look-up only. */
export interface TokenVaultState {
  /**
   * Account of the vault, 12 digits. If set, `arn` is known, and credentials of another account are an error.
   * @default - the account of the credentials, not checked
   */
  accountId?: pulumi.Input<string>;
  /** Region and credentials. @default - the stack configuration, then the AWS SDK's default chain */
  connection?: pulumi.Input<ConnectionArgs>;
}

const outputs = ["tokenVaultId", "keyType", "kmsKeyArn", "arn", "accountId", "region"] as const;

/**
 * The token vault of an account and Region, which stores the credential providers, and the key that encrypts it. With a
 * customer managed key, the gateway's role and the deployer need more permissions.
 *
 * The vault is only looked up, with one call in every preview and update. Therefore all outputs are known at preview.
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
export class TokenVault extends pulumi.CustomResource {
  /** `default`, the only vault that AWS documents. */
  declare readonly tokenVaultId: pulumi.Output<string>;
  /** Owner of the key that encrypts the vault: `ServiceManagedKey` or `CustomerManagedKey`. */
  declare readonly keyType: pulumi.Output<"ServiceManagedKey" | "CustomerManagedKey">;
  /** ARN of the customer managed key; empty if the service owns the key. */
  declare readonly kmsKeyArn: pulumi.Output<string | undefined>;
  /** ARN of the vault; empty if `accountId` is not set. */
  declare readonly arn: pulumi.Output<string | undefined>;
  /** Account of the vault; empty if `accountId` is not set. */
  declare readonly accountId: pulumi.Output<string | undefined>;
  /** Region of the vault. */
  declare readonly region: pulumi.Output<string>;

  /** Returns true if the value is a `TokenVault`, also of another copy of this package. */
  static override isInstance(value: unknown): value is TokenVault {
    return pulumi.CustomResource.isInstance(value) && "tokenVaultId" in value && "keyType" in value;
  }

  /**
   * Looks up a token vault.
   *
   * @param name Logical name of the result.
   * @param id Id of the vault. @default "default"
   * @param state The account and the connection to AWS, if the stack configuration does not set it.
   * @throws at preview, if the vault does not exist. Under Pulumi CLI 3.268 or later, `@pulumi/pulumi` must be 3.268 or
   * later.
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
    const declared = declare("TokenVault", name, { inputs: { accountId, connection }, outputs }, opts);
    super(...declared.forSdk);
    declared.complete(this);
  }
}
