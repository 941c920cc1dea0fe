// The columns of the table of targets: a credential, and for a token its grant.
import {
  credentialTypes,
  grantTypes,
  type CredentialType,
  type GrantType,
} from "../../../provider/rules/targets/targetKinds";

export interface TargetColumn {
  readonly type: CredentialType;
  readonly grantType?: GrantType;
}

export const targetColumns: readonly TargetColumn[] = credentialTypes.flatMap((type): TargetColumn[] =>
  type === "OAUTH" ? grantTypes.map((grantType) => ({ type, grantType })) : [{ type }],
);
