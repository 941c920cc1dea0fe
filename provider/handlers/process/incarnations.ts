/**
 * Tracks which incarnation of a provider the program uses.
 *
 * `pulumi up --replace` and `pulumi state taint` create a resource under the same name and then delete the old one. That
 * delete would hit the new provider. Every resource that stays passes diff, create, update or read before anything is
 * deleted, even after an interrupted run, so memory is enough.
 */
export class Incarnations {
  private readonly live = new Map<string, string>();

  remember(arn: unknown, incarnation: unknown): void {
    if (typeof arn === "string" && typeof incarnation === "string") this.live.set(arn, incarnation);
  }

  /** Checks if a newer incarnation uses the provider. */
  isSuperseded(arn: string, incarnation: unknown): boolean {
    const current = this.live.get(arn);
    return current !== undefined && current !== incarnation;
  }
}
