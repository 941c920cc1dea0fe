import { expect } from "chai";
import * as attempts from "../../provider/controlplane/attempts";
import * as credentialProviders from "../../provider/controlplane/credentialProviders";
import * as redaction from "../../provider/controlplane/redaction";
import * as service from "../../provider/controlplane/service";
import * as registries from "../../provider/handlers/process/registries";
import * as tags from "../../provider/handlers/credentialProvider/tags";
import * as state from "../../provider/handlers/credentialProvider/state";
import * as providerSecret from "../../provider/handlers/credentialProvider/secret";
import * as polling from "../../provider/handlers/credentialProvider/polling";
import * as handler from "../../provider/handlers/process/handler";
import { cases } from "./matrix";
import type { Violation } from "./assertions";
import { runCase } from "./runCase";

type Replaceable = Record<string, unknown>;

/** A protection of the product, a replacement that disables it, and a case that then fails. */
interface Protection {
  readonly title: string;
  /** Compiled modules call each other through their exports, classes through their prototypes. */
  readonly owner: object;
  readonly member: string;
  readonly disable: (on: never) => unknown;
  readonly failingCase: string;
  readonly with: Violation["kind"];
}

/** Accepts every answer of the service, empty ones as well. */
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

/** Attempts without the information that an answer was lost. */
const forgetful = (seen: attempts.Attempts): attempts.Attempts => ({
  get answerLost() {
    return false;
  },
  set answerLost(_lost) {},
  set answeredTime(time: string | undefined) {
    seen.answeredTime = time;
  },
});

/** A failure without `__provider` in its properties. */
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
    title: "ownership tags",
    owner: tags,
    member: "isOwnedBy",
    disable: () => () => true,
    failingCase: "create under a name that is a stranger's: Create, no fault (API key)",
    with: "other",
  },
  {
    title: "the incarnation of a provider that was replaced under the same name",
    owner: registries.Incarnations.prototype,
    member: "isSuperseded",
    disable: () => () => false,
    failingCase: "replace under the same name: Create, no fault (API key)",
    with: "lostSecret",
  },
  {
    title: "__provider in what a failure leaves in the state",
    owner: handler,
    member: "serve",
    disable:
      (on: typeof handler.serve) =>
      (...given: Parameters<typeof handler.serve>) => {
        const handlers = on(...given);
        return { ...handlers, create: (inputs: Replaceable) => withoutText(handlers.create(inputs)) };
      },
    failingCase: "create, then destroy: Create, failState, after, once (OAuth client, ready immediately)",
    with: "orphan",
  },
  {
    title: "the account of the credentials, checked before any change",
    owner: service.Service.prototype,
    member: "assertAccount",
    disable: () => () => Promise.resolve(),
    failingCase: "destroy: Delete, another account's credentials (API key)",
    with: "orphan",
  },
  {
    title: "the account in the service's answer",
    owner: state,
    member: "assertSameAccount",
    disable: () => () => undefined,
    failingCase: "create: Create, another account's credentials, not to be looked up (API key)",
    with: "orphan",
  },
  {
    title: "the limit of attempts for a call",
    owner: service,
    member: "serviceCache",
    disable: (on: typeof service.serviceCache) => (options: service.ServiceOptions) =>
      on({ ...options, maxAttempts: 1_000 }),
    failingCase: "update: Update, error500, before, always (API key)",
    with: "other",
  },
  {
    title: "the time limit for states of the service",
    owner: polling,
    member: "waitUntilStable",
    disable:
      () =>
      async (...[{ context, calls }, first, see]: Parameters<typeof polling.waitUntilStable>) => {
        let remote: Awaited<ReturnType<typeof polling.waitUntilStable>> = first;
        while (remote !== undefined && credentialProviders.isTransitional(remote.status)) {
          await context.sleep(5_000);
          remote = await calls.get();
          if (remote !== undefined) see?.(remote);
        }
        return remote;
      },
    failingCase: "create: Create, the service takes more than five minutes (OAuth client, with states)",
    with: "other",
  },
  {
    title: "the check for empty answers",
    owner: credentialProviders.ProviderCalls.prototype,
    member: "toRemoteProvider",
    disable: () => unread,
    failingCase: "update: Update, emptyBody, after, always (API key)",
    with: "other",
  },
  {
    title: "the unconfirmed change after a rejected retry",
    owner: attempts,
    member: "trackAttempts",
    disable:
      (on: typeof attempts.trackAttempts) =>
      (...[seen, before]: Parameters<typeof attempts.trackAttempts>) =>
        on(forgetful(seen), before),
    failingCase: "update, then back: Update, reset, then accessDenied, after, always (API key)",
    with: "lostSecret",
  },
  {
    title: "the fingerprint of a variable",
    owner: providerSecret,
    member: "completeSecret",
    disable:
      (on: typeof providerSecret.completeSecret) =>
      (...given: Parameters<typeof providerSecret.completeSecret>) => ({ ...on(...given), apiKeyFingerprint: "" }),
    failingCase: "update: Update, reset, after, always (API key, from the environment)",
    with: "lostSecret",
  },
  {
    title: "the times at the service",
    owner: credentialProviders.ProviderCalls.prototype,
    member: "toRemoteProvider",
    disable: withoutTimes,
    failingCase: "update, then refresh and back: Update, provider process killed, after, once (API key)",
    with: "lostSecret",
  },
  {
    title: "the removal of secrets from the service's messages",
    owner: redaction,
    member: "withoutSecrets",
    disable: () => (text: string) => text,
    failingCase: "create: Create, failState, after, once (OAuth client, ready immediately)",
    with: "leak",
  },
];

/** Limit for a command that would not end. */
const timeLimitMs = 3_000;

describe("The matrix fails without", () => {
  for (const { title, owner, member, disable, failingCase, with: expected } of protections)
    it(`${title} (${failingCase})`, async function () {
      this.timeout(60_000);
      const found = cases.find(({ name }) => name === failingCase);
      if (found === undefined) throw new Error(`there is no case "${failingCase}"`);
      const module = owner as Replaceable;
      const on = module[member];
      expect(on).to.be.a("function");
      module[member] = disable(on as never);
      try {
        const { violations } = await runCase(found, timeLimitMs);
        expect(violations.map(({ kind }) => kind)).to.include(expected);
      } finally {
        module[member] = on;
      }
      expect((await runCase(found)).violations).to.deep.equal([]);
    });
});
