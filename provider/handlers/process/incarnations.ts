/**
 * Which incarnation of a provider is alive, as far as this process has seen.
 *
 * `pulumi up --replace` and `pulumi state taint` create under the same name and delete the old resource afterwards: that
 * delete would hit the provider that was just made. Every resource that stays is seen here before the deletes of an
 * update (by diff, create, update or read), also when an earlier run stopped between the two, so memory is enough.
 */
export class Incarnations {
  private readonly live = new Map<string, string>();

  /** Remembers that a resource in the program stands for this provider. */
  remember(arn: unknown, incarnation: unknown): void {
    if (typeof arn === "string" && typeof incarnation === "string") this.live.set(arn, incarnation);
  }

  /** Whether the provider has been taken over by a newer incarnation than the given one. */
  isSuperseded(arn: string, incarnation: string): boolean {
    const current = this.live.get(arn);
    return current !== undefined && current !== incarnation;
  }
}
