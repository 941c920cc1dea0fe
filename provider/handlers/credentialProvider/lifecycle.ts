import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { nameOfKind, ProviderCalls } from "../../controlplane/credentialProviders";
import type { Content, RemoteProvider } from "../../controlplane/credentialProviders";
import { failedWith } from "../../controlplane/errors";
import type { Context } from "../process/context";
import { PartialFailure, stateVersion } from "../process/handler";
import type { Properties } from "../process/handler";
import { isOwnedBy, describeOwner } from "./ownershipTags";
import { identify } from "./inputs";
import type { ProviderInputs } from "./inputs";
import { assertSameAccount, pick, remoteOutputs, toOutputs } from "./kind";
import type { FoundState, KindOfProvider } from "./kind";
import { isBeyondUpdates, isTransitional, isUnfinished } from "./status";
import { isSameSecret, secretMembers, secretTexts } from "./secret";
import { allTags, presentTags, repairTags, tagChanges } from "./tags";
import { deleteUnlessGone } from "./deletion";
import { waitUntilDeleted, defaultTimeoutSeconds, inWords, waitUntilStable } from "./polling";

/** A resource as the engine keeps it. */
interface Made {
  id: string;
  outputs: Properties;
}

/** How long a name may stay taken after its provider was deleted, in waits between attempts. */
const nameReuseWaitsMs = [500, 1_000, 2_000, 4_000, 8_000];

/**
 * How often an update is sent again that met another change. That may be its own: the answer to an attempt was lost, and the
 * service was at work on it when the next one came.
 */
const mostRepetitions = 2;

/** Creation and update of one provider, by what its inputs say. */
export class ProviderLifecycle {
  private readonly inputs: ProviderInputs;
  private readonly patienceSeconds: number;
  private contentMade: Content | undefined;
  /** The service was seen at work: it takes its time with this provider. */
  private tookTime = false;
  /** The service is no longer as the state says. */
  private begun = false;
  /** A provider of this name that had to go. */
  private removed: RemoteProvider | undefined;

  constructor(
    private readonly kind: KindOfProvider,
    private readonly context: Context,
    private readonly properties: Properties,
    operation: "create" | "update",
  ) {
    this.inputs = properties as unknown as ProviderInputs;
    this.patienceSeconds = this.inputs.timeouts?.[operation] ?? defaultTimeoutSeconds;
  }

  /** Makes the provider, finishes one that an earlier run made and could not record, or takes over the one to adopt. */
  async create(): Promise<Made> {
    const { adopt } = this.inputs;
    return this.make((calls) => (adopt === undefined ? this.createUnlessTaken(calls) : this.adopt(calls, adopt)));
  }

  private async make(how: (calls: ProviderCalls) => Promise<RemoteProvider>): Promise<Made> {
    const { connection, region, accountId } = this.inputs;
    // Made first: where it cannot be, nothing is called.
    this.content();
    await this.context.service(connection, region).assertAccount(accountId);
    const calls = this.calls(region);
    return this.conclude(calls, await how(calls), { incarnation: newIncarnation() });
  }

  /** Sends what has changed, and takes up what an earlier run left unfinished, or somebody else's hands. */
  async update(id: string, oldProperties: Properties): Promise<Made> {
    const olds = oldProperties as unknown as FoundState;
    const existing = identify(this.kind.kind, id);
    // What came by an import or was changed by somebody else may hold another secret, whatever the state says.
    const hasDrifted = olds.drift !== undefined && this.properties.drift === undefined;
    const isDoubtful = olds.unconfirmed === true || olds.mark === undefined || hasDrifted;
    const mustSend = isDoubtful || this.isOtherContent(oldProperties);
    if (mustSend) this.content();
    const { set, removed } = tagChanges(presentTags(olds), allTags(this.inputs));
    const calls = this.calls(existing.region, ...secretTexts(this.context, this.kind, oldProperties));
    if (isUnfinished(olds) || mustSend || set !== undefined || removed.length > 0)
      await this.context.service(this.inputs.connection, existing.region).assertAccount(existing.accountId);
    try {
      const answered = await this.bringUpToDate(calls, olds, mustSend);
      if (olds.unconfirmed === true) {
        await repairTags(this.context, calls, id, (await calls.tags(id)) ?? {}, allTags(this.inputs));
      } else {
        if (set !== undefined) await calls.tag(id, set);
        this.begun ||= set !== undefined;
        if (removed.length > 0) await calls.untag(id, removed);
      }
      // An imported one gets its incarnation with the first update.
      const before = { incarnation: newIncarnation(), ...oldProperties };
      if (answered !== undefined) return await this.conclude(calls, answered, before);
      return { id, outputs: this.remembered(toOutputs(this.properties, this.kind, {}, before)) };
    } catch (error) {
      // Somebody removed it. Its ARN contains nothing random, so making it again changes nothing for what uses it.
      if (failedWith(error, "notFound")) return await this.createAgain(id, oldProperties);
      throw this.unconfirmed(error, id, oldProperties);
    }
  }

  private async createAgain(id: string, oldProperties: Properties): Promise<Made> {
    this.begun = true;
    try {
      return await this.make((calls) => this.createUnlessTaken(calls));
    } catch (error) {
      throw this.unconfirmed(error, id, oldProperties);
    }
  }

  /** An error of an update; one that the state has to know where it was done in part, or where nobody knows. */
  private unconfirmed(error: unknown, id: string, oldProperties: Properties): unknown {
    if (error instanceof PartialFailure || !(this.begun || failedWith(error, "lost"))) return error;
    // A program that goes back to what it said before has to be sent as well.
    const outputs = toOutputs(this.properties, this.kind, { unconfirmed: true }, oldProperties);
    return new PartialFailure(id, this.remembered(outputs), (error as Error).message);
  }

  /** Takes over a provider that the program names by its ARN. */
  private async adopt(calls: ProviderCalls, arn: string): Promise<RemoteProvider> {
    const existing = await calls.get();
    if (existing === undefined)
      throw new Error(
        `adopt: there is no ${nameOfKind(this.kind.kind)} ${arn}. Leave adopt out to have it made, or correct the ARN.`,
      );
    return (await this.finish(calls, existing, arn)) ?? this.createUnlessTaken(calls);
  }

  private async createUnlessTaken(calls: ProviderCalls): Promise<RemoteProvider> {
    try {
      return await this.createOrFinishOwn(calls);
    } catch (error) {
      if (this.removed === undefined) throw error;
      // The state must not say that it is still there.
      const remote: RemoteProvider = { ...this.removed, status: "CREATE_FAILED" };
      const id = identify(this.kind.kind, remote.credentialProviderArn);
      const before = { incarnation: newIncarnation() };
      const outputs = toOutputs(
        this.properties,
        this.kind,
        remoteOutputs(this.kind, id, remote, this.properties),
        before,
      );
      const message = `${(error as Error).message} The provider that had this name is removed already; the next pulumi up makes it again.`;
      throw new PartialFailure(remote.credentialProviderArn, this.remembered(outputs), message);
    }
  }

  private async createOrFinishOwn(calls: ProviderCalls): Promise<RemoteProvider> {
    for (const waitMs of [...nameReuseWaitsMs, undefined]) {
      try {
        const made = await calls.create(this.content(), allTags(this.inputs));
        await this.removeFromOtherAccount(calls, made);
        return made;
      } catch (error) {
        // A lost answer may hide a success, and "taken" may mean by ourselves: in both cases the provider itself tells.
        if (!failedWith(error, "alreadyExists", "lost")) throw error;
        const existing = await calls.get();
        const finished = existing === undefined ? undefined : await this.finish(calls, existing);
        if (finished !== undefined) return finished;
        // The name of a provider that was just deleted stays taken for a moment.
        if ((existing === undefined && !failedWith(error, "alreadyExists")) || waitMs === undefined) throw error;
        await this.context.wait(waitMs);
      }
    }
    throw new Error("unreachable: the last attempt throws or returns");
  }

  /**
   * Brings a provider that bears our mark to what the program says. One without the mark is somebody else's, unless the
   * program says by its ARN that it is to be adopted.
   *
   * @returns `undefined` where the provider went, by itself or because no update could help, and its name is free.
   */
  private async finish(
    calls: ProviderCalls,
    found: RemoteProvider,
    adopted?: string,
  ): Promise<RemoteProvider | undefined> {
    const arn = found.credentialProviderArn;
    assertSameAccount(this.inputs.accountId, arn);
    const gone = found.status === "DELETING" && (await this.waitUntilStable(calls, found)) === undefined;
    if (gone) return undefined;
    const tags = (await calls.tags(arn)) ?? {};
    const isOurs = isOwnedBy(tags, this.inputs.mark);
    if (!isOurs && arn !== adopted) {
      throw new Error(
        `there is already an ${nameOfKind(this.kind.kind)} "${this.inputs.name}" (${arn}), and ${describeOwner(tags, this.inputs.mark)}. Nothing was changed. Give this one another name; to take the existing one over, write adopt: "${arn}"; or, to use it without managing it, credentialProvider: { arn: "${arn}" } in the bundle.`,
      );
    }
    const existing = await this.waitUntilStable(calls, found);
    if (existing === undefined) return undefined;
    const fixed = this.kind.immutableKeys.filter((key) => existing[key] !== this.properties[key]);
    if (adopted !== undefined && fixed.length > 0) {
      const is = fixed.map((key) => `${key}: "${existing[key]}"`).join(", ");
      throw new Error(`adopt: ${arn} has ${is}, which cannot be changed. Nothing was changed. Write ${is}.`);
    }
    if (isBeyondUpdates(existing.status) || fixed.length > 0) {
      await this.remove(calls);
      this.removed = existing;
      return undefined;
    }
    const updated = await this.send(calls);
    // Tags that an adopted provider has besides are left to whoever put them there.
    const managed = isOurs ? tags : pick(tags, Object.keys(allTags(this.inputs)));
    await repairTags(this.context, calls, arn, managed, allTags(this.inputs));
    return updated;
  }

  /** `undefined` where the service need not be asked. */
  private async bringUpToDate(
    calls: ProviderCalls,
    { status = "READY" }: FoundState,
    mustSend: boolean,
  ): Promise<RemoteProvider | undefined> {
    if (status === "READY") return mustSend ? this.send(calls) : undefined;
    const found = await calls.get();
    const existing = found === undefined ? undefined : await this.waitUntilStable(calls, found);
    if (existing === undefined) return this.createUnlessTaken(calls);
    if (isBeyondUpdates(existing.status)) {
      // Nothing is removed that cannot be made again.
      this.content();
      await this.remove(calls);
      return this.createUnlessTaken(calls);
    }
    return existing.status === "READY" && !mustSend ? existing : this.send(calls);
  }

  /** What the service is sent. @throws Error where the secret is to come from the environment and is not there. */
  private content(): Content {
    this.contentMade ??= this.kind.content(
      this.properties,
      secretMembers(this.context, this.kind.secret, this.properties),
    );
    return this.contentMade;
  }

  private isOtherContent(olds: Properties): boolean {
    return (
      !isDeepStrictEqual(this.kind.content(olds, {}), this.kind.content(this.properties, {})) ||
      !isSameSecret(this.context, this.kind.secret, olds, this.properties)
    );
  }

  /** Waits until the service has finished its work, and remembers that there was some. */
  private waitUntilStable(
    calls: ProviderCalls,
    first: RemoteProvider,
    see?: (remote: RemoteProvider) => void,
  ): Promise<RemoteProvider | undefined> {
    this.tookTime ||= isTransitional(first.status);
    return waitUntilStable(this.context, calls, first, this.patienceSeconds, see);
  }

  /** Removes a provider whose name is wanted again at once. */
  private async remove(calls: ProviderCalls): Promise<void> {
    await deleteUnlessGone(this.context, calls, this.patienceSeconds);
    await waitUntilDeleted(this.context, calls, this.patienceSeconds);
  }

  /** Sends the content, again where the service was still at work on the provider. */
  private async send(calls: ProviderCalls): Promise<RemoteProvider> {
    for (let repetitions = 0; ; repetitions += 1) {
      try {
        const answered = await calls.update(this.content());
        this.begun = true;
        return answered;
      } catch (error) {
        if (!failedWith(error, "conflict")) throw error;
        // Nobody knows of an attempt before it that got no answer.
        this.begun = true;
        const existing = repetitions === mostRepetitions ? undefined : await calls.get();
        if (existing === undefined || !isTransitional(existing.status)) throw error;
        const settled = await this.waitUntilStable(calls, existing);
        if (settled !== undefined && isTransitional(settled.status))
          throw new Error(notReady(calls, settled, this.patienceSeconds), { cause: error });
      }
    }
  }

  /**
   * Waits until the provider is ready.
   *
   * @throws PartialFailure where it does not become so: what is there is in the state then, and the next run takes it up.
   */
  private async conclude(calls: ProviderCalls, answered: RemoteProvider, before: Properties): Promise<Made> {
    let last = answered;
    const outputs = () => {
      const id = identify(this.kind.kind, last.credentialProviderArn);
      const asynchronous = this.tookTime || isTransitional(last.status) ? { asynchronous: true } : {};
      const remote = { ...remoteOutputs(this.kind, id, last, this.properties), ...asynchronous };
      return this.remembered(toOutputs(this.properties, this.kind, remote, before));
    };
    // With what was sent, also where it did not arrive: the status says so, and whatever the program says next is sent.
    const fail = (message: string): never => {
      throw new PartialFailure(last.credentialProviderArn, outputs(), message);
    };
    let settled: RemoteProvider | undefined;
    try {
      settled = await this.waitUntilStable(calls, answered, (remote) => (last = remote));
      // The answer to a creation or an update does not say why it failed.
      if (settled === answered && isUnfinished(settled)) {
        settled = await calls.get();
        last = settled ?? last;
      }
    } catch (error) {
      return fail((error as Error).message);
    }
    if (settled?.status !== "READY") return fail(notReady(calls, settled, this.patienceSeconds));
    return { id: settled.credentialProviderArn, outputs: outputs() };
  }

  private async removeFromOtherAccount(calls: ProviderCalls, made: RemoteProvider): Promise<void> {
    try {
      assertSameAccount(this.inputs.accountId, made.credentialProviderArn);
    } catch (error) {
      await deleteUnlessGone(this.context, calls, this.patienceSeconds);
      if (isTransitional(made.status)) await waitUntilDeleted(this.context, calls, this.patienceSeconds);
      throw new Error(`${(error as Error).message} What was made there has been removed.`, { cause: error });
    }
  }

  private calls(region: string, ...moreSecrets: string[]): ProviderCalls {
    const { connection, name } = this.inputs;
    const secrets = [...secretTexts(this.context, this.kind, this.properties), ...moreSecrets];
    return new ProviderCalls(this.context.service(connection, region), { kind: this.kind.kind, name, region }, secrets);
  }

  private remembered(outputs: Properties): Properties {
    this.context.incarnations.remember(outputs.credentialProviderArn, outputs.incarnation);
    return { ...outputs, stateVersion };
  }
}

function notReady(calls: ProviderCalls, remote: RemoteProvider | undefined, patienceSeconds: number): string {
  if (remote === undefined)
    return `${calls.subject}: gone while the service was at work on it. Run again: it is made again.`;
  const { status, failureReason } = remote;
  if (isTransitional(status))
    return `${calls.subject}: still ${status} after ${inWords(patienceSeconds)}. Run again: it is waited for.`;
  const reason = calls.withoutSecrets(failureReason ?? "the service gives no reason");
  const next =
    status === "CREATE_FAILED"
      ? "Correct what it names: the next pulumi up removes the failed provider and makes it again."
      : "Correct what it names: the next pulumi up sends it again. Until then the provider is as it was.";
  return `${calls.subject}: ${status}: ${reason.replace(/[.!?]?$/, ".")} ${next}`;
}

/** Tells a provider from one that is made later under the same name. */
function newIncarnation(): string {
  return randomBytes(8).toString("hex");
}
