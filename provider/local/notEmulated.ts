/** What the local control plane does not do, in sentences for people. Requests for it are answered with HTTP 501. */
export const notEmulatedList: readonly string[] = [
  "OAuth2 flows: no authorization URL, no consent, no token; a callback URL is only a text",
  "OAuth2 discovery: documents are not fetched; the endpoints answered for a vendor are that vendor's public ones",
  "private endpoints, certificates and signing keys of OAuth2 providers: kept and answered, but nothing is reached",
  "gateways, gateway targets, workload identities, runtimes and everything else of the control plane",
  "the data plane: nothing hands out a key or a token to a workload",
  "verification of request signatures: any secret access key is accepted",
  "IAM: every caller may do everything, and AssumeRole succeeds for every role (use an accessDenied fault)",
  "Secrets Manager and KMS: secret ARNs and key ARNs are neither resolved nor checked for existence",
  "tags of anything but credential providers",
  "STS operations other than GetCallerIdentity and AssumeRole",
];
