/** A request that was not sent, because no connection was established. */
export interface UnsentRequest {
  readonly host: string;
  /** Origin of the proxy. */
  readonly proxy?: string;
  /** The proxy failed, not the connection behind it. */
  readonly isProxyAtFault?: true;
}

/** Meaning of an error of the network. Nothing was sent. */
export interface NetworkError {
  readonly summary: string;
  readonly remedy: string;
}

const endpointSettings = "endpoint override (aws:endpoints, AWS_ENDPOINT_URL…)";
const proxySettings = "the proxy (HTTPS_PROXY, aws:httpsProxy)";
const unreachableEndpoint = (reason: string): NetworkError => ({
  summary: `the endpoint cannot be reached: ${reason}`,
  remedy: `Check the Region, the network, ${proxySettings}, and any ${endpointSettings}.`,
});
const noListener = "nothing listens there";
const reasons = {
  ECONNREFUSED: noListener,
  ENOTFOUND: "the host name does not exist",
  EAI_AGAIN: "the host name could not be resolved",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
};

/** Endpoints that cannot be reached, by Node.js error code. */
export const unreachable: Readonly<Record<string, NetworkError>> = Object.fromEntries(
  Object.entries(reasons).map(([code, reason]) => [code, unreachableEndpoint(reason)]),
);
/** Any other error before the connection was established. */
export const notConnected = (code: string) => unreachableEndpoint(`no connection was established (${code})`);
/** The SDK throws an error without a code for this one. */
export const connectTimeout = unreachableEndpoint("no connection was established in time");

const checkClock =
  "Check the clock of this machine. If it is right, the operator of the endpoint, or of the proxy that inspects TLS, must renew the certificate.";
const checkBetween = `Check what is between this machine and AWS: ${proxySettings} and any ${endpointSettings}.`;
const untrusted: NetworkError = {
  summary: "the TLS certificate is not trusted",
  remedy:
    "Set AWS_CA_BUNDLE or aws:customCaBundle to a PEM file with the certificates of its authority: your company's, if a proxy inspects TLS.",
};
const noCommonTls: NetworkError = {
  summary: "TLS found no version or cipher that both sides accept",
  remedy: checkBetween,
};
const otherProtocol: NetworkError = {
  summary: "the other side does not speak TLS",
  remedy: `Check the port in the ${endpointSettings} and in ${proxySettings}.`,
};

/** Errors of TLS, by code. */
export const tlsErrors: Readonly<Record<string, NetworkError>> = {
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_UNTRUSTED: untrusted,
  INVALID_CA: untrusted,
  CERT_HAS_EXPIRED: { summary: "the TLS certificate has expired", remedy: checkClock },
  CERT_NOT_YET_VALID: { summary: "the TLS certificate is not valid yet", remedy: checkClock },
  CERT_REVOKED: { summary: "the TLS certificate was revoked", remedy: checkBetween },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    summary: "the TLS certificate belongs to another host name",
    remedy: `Write the host name of the certificate in the ${endpointSettings}, or check ${proxySettings}.`,
  },
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: noCommonTls,
  ERR_SSL_UNSUPPORTED_PROTOCOL: noCommonTls,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: noCommonTls,
  "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE": noCommonTls,
  ERR_SSL_WRONG_VERSION_NUMBER: otherProtocol,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: otherProtocol,
};
/** Any other error of the handshake. */
export const handshakeFailure = (code: string): NetworkError => ({
  summary: `the TLS handshake failed (${code})`,
  remedy: checkBetween,
});

const checkProxy = "Check HTTPS_PROXY and aws:httpsProxy, and NO_PROXY and aws:noProxy for hosts that need no proxy.";
const proxyError = (summary: string, remedy = checkProxy): NetworkError => ({ summary, remedy });

/** Errors of a proxy, by code. */
export const proxyErrors: Readonly<Record<string, NetworkError>> = {
  ...Object.fromEntries(
    Object.entries({ ...reasons, ECONNRESET: "it closed the connection" }).map(([code, reason]) => [
      code,
      proxyError(`the proxy cannot be reached: ${reason}`),
    ]),
  ),
  PROXY_403: proxyError("the proxy does not allow this host (HTTP 403)", "Ask its operator to allow the host."),
  PROXY_407: proxyError(
    "the proxy requires a user and a password, or other ones (HTTP 407)",
    "Write them in the URL: HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT, with special characters as %XX.",
  ),
};
/** Any other answer or error of a proxy. */
export const proxyFailure = (code: string) =>
  proxyError(
    code.startsWith("PROXY_")
      ? `the proxy refused the connection (HTTP ${code.slice("PROXY_".length)})`
      : `the proxy failed (${code})`,
  );

/** Returns the code of an error. For errors of a handshake, Node.js often has only the text of OpenSSL. */
function tlsCode(code: string, message: string): string {
  const reason = code === "EPROTO" ? /:SSL routines:[^:]*:([^:]+):/.exec(message)?.[1] : undefined;
  return reason === undefined ? code : `ERR_SSL_${reason.toUpperCase().replaceAll(" ", "_")}`;
}

/** Returns the meaning of an error before a request was sent; `undefined` if the request may have been sent. */
export function networkError(
  nodeCode: string,
  message: string,
  unsent: UnsentRequest | undefined,
): NetworkError | undefined {
  const code = tlsCode(nodeCode, message);
  // The proxy library throws an error without a code if the proxy ends the connection.
  const name = code === "" ? "no answer" : code;
  const isTls = code in tlsErrors || /^(ERR_SSL_|ERR_TLS_|CERT_|EPROTO$)/.test(code);
  const tls = tlsErrors[code] ?? handshakeFailure(name);
  if (unsent?.isProxyAtFault)
    return isTls
      ? proxyError(`no TLS connection to the proxy: ${tls.summary}`, tls.remedy)
      : (proxyErrors[code] ?? proxyFailure(name));
  if (unsent !== undefined) return isTls ? tls : (unreachable[code] ?? notConnected(name));
  // The SDK reports this one, which has no code.
  if (message.includes("did not establish a connection")) return connectTimeout;
  return unreachable[code] ?? tlsErrors[code];
}

/** Names the host of a request that was not sent, and its proxy. */
export function destination({ host, proxy }: UnsentRequest): string {
  return proxy === undefined ? host : `${host}, through the proxy ${proxy}`;
}
