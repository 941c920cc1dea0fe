import { generateKeyPairSync } from "node:crypto";
import { md, pki } from "node-forge";

const day = 86_400_000;

/** Key and certificate in PEM form. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

interface Subject {
  /** Host names and addresses of the certificate. */
  readonly hosts: readonly string[];
  /** Days from now. Default: yesterday. */
  readonly fromDay?: number;
  /** Days from now. Default: tomorrow. */
  readonly untilDay?: number;
}

type Name = pki.CertificateField[];
const nameOf = (value: string): Name => [{ name: "commonName", value }];
const serverName = nameOf("Server of a test");

/** A private certificate authority. */
export class Authority {
  private readonly name = nameOf("Private authority of a test");
  private readonly keys = createKeys();
  /** Its certificate in PEM form. */
  readonly cert = sign(this.keys, this.name, this.name, { hosts: [] }, [{ name: "basicConstraints", cA: true }]);

  /** Issues a certificate for a server. */
  issue(subject: Subject): Identity {
    return { key: this.keys.privateKey, cert: sign(this.keys, this.name, serverName, subject) };
  }
}

/** Creates a certificate that no authority signed. */
export function selfSigned(subject: Subject): Identity {
  const keys = createKeys();
  return { key: keys.privateKey, cert: sign(keys, serverName, serverName, subject) };
}

/** Node.js creates keys much faster than the library. */
function createKeys() {
  const publicKeyEncoding = { type: "spki", format: "pem" } as const;
  // The library reads no other form of a private key.
  const privateKeyEncoding = { type: "pkcs1", format: "pem" } as const;
  return generateKeyPairSync("rsa", { modulusLength: 2048, publicKeyEncoding, privateKeyEncoding });
}

let serialNumber = 0x10;

function sign(
  keys: ReturnType<typeof createKeys>,
  issuer: Name,
  name: Name,
  { hosts, fromDay = -1, untilDay = 1 }: Subject,
  extensions: object[] = [{ name: "subjectAltName", altNames: hosts.map(alternativeName) }],
): string {
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.publicKeyFromPem(keys.publicKey);
  certificate.serialNumber = (serialNumber++).toString(16);
  certificate.validity.notBefore = new Date(Date.now() + fromDay * day);
  certificate.validity.notAfter = new Date(Date.now() + untilDay * day);
  certificate.setSubject(name);
  certificate.setIssuer(issuer);
  certificate.setExtensions(extensions);
  certificate.sign(pki.privateKeyFromPem(keys.privateKey), md.sha256.create());
  return pki.certificateToPem(certificate).replaceAll("\r", "");
}

/** The library's numbers are those of RFC 5280: 2 for a host name, 7 for an address. */
function alternativeName(host: string) {
  return /^[\d.]+$/.test(host) ? { type: 7, ip: host } : { type: 2, value: host };
}
