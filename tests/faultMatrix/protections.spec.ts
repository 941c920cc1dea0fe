import { expect } from "chai";
import * as attempts from "../../provider/controlplane/attempts";
import * as credentialProviders from "../../provider/controlplane/credentialProviders";
import * as service from "../../provider/controlplane/service";
import * as registries from "../../provider/handlers/process/registries";
import * as tags from "../../provider/handlers/credentialProvider/tags";
import * as state from "../../provider/handlers/credentialProvider/state";
import * as providerSecret from "../../provider/handlers/credentialProvider/secret";
import * as polling from "../../provider/handlers/credentialProvider/polling";
import * as handler from "../../provider/handlers/process/handler";
import { cases } from "./cases";
import type { Violation } from "./judgement";
import { play } from "./play";

type Replaceable = Record<string, unknown>;

/** A protection of the product, how it is switched off, and a case that then ends badly. */
interface Protection {
  readonly title: string;
  /** Compiled modules call each other through their exports, classes through their prototypes. */
  readonly where: object;
  readonly member: string;
  readonly off: (on: never) => unknown;
  readonly fails: string;
  readonly with: Violation["sort"];
}

/** As the service answers, whether or not there is anything in it. */
const unread = ({
  answer,
}: {
  answer: { credentialProviderArn?: string; apiKeySecretArn?: { secretArn?: string } };
}) => ({
  credentialProviderArn: answer.credentialProviderArn,
  secretArn: answer.apiKeySecretArn?.secretArn,
  status: "READY",
});

/** An answer without the times at which the service changed the provider. */
const withoutTimes = (on: (answered: object) => credentialProviders.RemoteProvider) =>
  function (this: credentialProviders.ProviderCalls, answered: object) {
    const { createdTime: _created, lastUpdatedTime: _updated, ...remote } = on.call(this, answered);
    return remote;
  };

/** What came of attempts, without those that got no answer. */
const forgetful = (seen: attempts.Attempts): attempts.Attempts => ({
  get answerLost() {
    return false;
  },
  set answerLost(_lost) {},
  set answeredTime(time: string | undefined) {
    seen.answeredTime = time;
  },
});

/** A failure that leaves something behind, without the text that nobody else adds. */
const withoutText = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    delete (error as { properties?: Replaceable }).properties?.__provider;
    throw error;
  }
};

const protections: readonly Protection[] = [
  {
    title: "the mark, which tells our providers from others'",
    where: tags,
    member: "isOwnedBy",
    off: () => () => true,
    fails: "create under a name that is a stranger's: Create, nothing (API key)",
    with: "other",
  },
  {
    title: "the incarnation, which tells a provider from the one that was made again under its name",
    where: registries.Incarnations.prototype,
    member: "isSuperseded",
    off: () => () => false,
    fails: "replace under the same name: Create, nothing (API key)",
    with: "lostSecret",
  },
  {
    title: "__provider in what a failure leaves in the state",
    where: handler,
    member: "serve",
    off:
      (on: typeof handler.serve) =>
      (...given: Parameters<typeof handler.serve>) => {
        const handlers = on(...given);
        return { ...handlers, create: (inputs: Replaceable) => withoutText(handlers.create(inputs)) };
      },
    fails: "create, then destroy: Create, failState, after, once (OAuth client, ready immediately)",
    with: "orphan",
  },
  {
    title: "the question whose the credentials are, before anything is done",
    where: service.Service.prototype,
    member: "assertAccount",
    off: () => () => Promise.resolve(),
    fails: "destroy: Delete, another account's credentials (API key)",
    with: "orphan",
  },
  {
    title: "the account that the service's own answer names",
    where: state,
    member: "assertSameAccount",
    off: () => () => undefined,
    fails: "create: Create, another account's credentials, not to be looked up (API key)",
    with: "orphan",
  },
  {
    title: "the limit of attempts at a call",
    where: service,
    member: "serviceCache",
    off: (on: typeof service.serviceCache) => (options: service.ServiceOptions) =>
      on({ ...options, maxAttempts: 1_000 }),
    fails: "update: Update, error500, before, always (API key)",
    with: "other",
  },
  {
    title: "the limit of patience with the service's states",
    where: polling,
    member: "waitUntilStable",
    off:
      () =>
      async (...[{ context, calls }, first, see]: Parameters<typeof polling.waitUntilStable>) => {
        let remote: Awaited<ReturnType<typeof polling.waitUntilStable>> = first;
        while (remote !== undefined && polling.isTransitional(remote.status)) {
          await context.sleep(5_000);
          remote = await calls.get();
          if (remote !== undefined) see?.(remote);
        }
        return remote;
      },
    fails: "create: Create, the service takes more than five minutes (OAuth client, with states)",
    with: "other",
  },
  {
    title: "the look at whether an answer has anything in it",
    where: credentialProviders.ProviderCalls.prototype,
    member: "toRemoteProvider",
    off: () => unread,
    fails: "update: Update, emptyBody, after, always (API key)",
    with: "other",
  },
  {
    title: "the doubt about a call whose repetition was refused",
    where: attempts,
    member: "trackAttempts",
    off:
      (on: typeof attempts.trackAttempts) =>
      (...[seen, before]: Parameters<typeof attempts.trackAttempts>) =>
        on(forgetful(seen), before),
    fails: "update, then back: Update, reset, then accessDenied, after, always (API key)",
    with: "lostSecret",
  },
  {
    title: "the fingerprint, which tells values of a variable apart",
    where: providerSecret,
    member: "completeSecret",
    off:
      (on: typeof providerSecret.completeSecret) =>
      (...given: Parameters<typeof providerSecret.completeSecret>) => ({ ...on(...given), apiKeyFingerprint: "" }),
    fails: "update: Update, reset, after, always (API key, from the environment)",
    with: "lostSecret",
  },
  {
    title: "the look at the service's times",
    where: credentialProviders.ProviderCalls.prototype,
    member: "toRemoteProvider",
    off: withoutTimes,
    fails: "update, then refresh and back: Update, provider process killed, after, once (API key)",
    with: "lostSecret",
  },
  {
    title: "the removal of secrets from what the service says",
    where: credentialProviders.ProviderCalls.prototype,
    member: "withoutSecrets",
    off: () => (text: string) => text,
    fails: "create: Create, failState, after, once (OAuth client, ready immediately)",
    with: "leak",
  },
];

/** For a run that has no limit of its own. */
const patienceMs = 3_000;

describe("A protection that is switched off makes the matrix fail:", () => {
  for (const { title, where, member, off, fails, with: expected } of protections)
    it(`${title} (${fails})`, async function () {
      this.timeout(60_000);
      const found = cases.find(({ name }) => name === fails);
      if (found === undefined) throw new Error(`there is no case "${fails}"`);
      const module = where as Replaceable;
      const on = module[member];
      expect(on).to.be.a("function");
      module[member] = off(on as never);
      try {
        const { violations } = await play(found, patienceMs);
        expect(violations.map(({ sort }) => sort)).to.include(expected);
      } finally {
        module[member] = on;
      }
      expect((await play(found)).violations).to.deep.equal([]);
    });
});
