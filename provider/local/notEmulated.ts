/** Lists the behaviour of AWS that the local control plane does not emulate. Requests for it get HTTP status 501. */
export const notEmulatedList: readonly string[] = [
  "OAuth2 flows: there is no authorization URL, consent or token; a callback URL is only a text",
  "OAuth2 discovery: documents are not fetched; the endpoints of a vendor are its public ones",
  "private endpoints, certificates and signing keys of OAuth2 providers: stored and returned, but never used",
  "gateways, gateway targets, workload identities, runtimes and the rest of the control plane",
  "the data plane: no workload gets a key or a token",
  "verification of request signatures: every secret access key is accepted",
  "IAM: every caller may do everything, and AssumeRole works for every role (use an accessDenied fault)",
  "Secrets Manager and KMS: the ARNs of secrets and keys are not looked up",
  "tags of resources other than credential providers",
  "STS operations other than GetCallerIdentity and AssumeRole",
];
