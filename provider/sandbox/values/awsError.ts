/** An answer of the pretend service, in the words that the real provider prints: operation, code, explanation. */
export class AwsError extends Error {
  constructor(
    readonly operation: string,
    readonly code: string,
    readonly explanation: string,
  ) {
    super(`operation error ${operation}, api error ${code}: ${explanation}`);
  }
}
