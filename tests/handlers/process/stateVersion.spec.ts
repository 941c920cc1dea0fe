import { expect } from "chai";
import { handlers } from "../../../provider/handlers";
import { serve, stateVersion, type Handler, type Properties } from "../../../provider/handlers/process/handler";
import { startLocalControlPlane, type LocalControlPlane } from "../../../provider/local";
import { version } from "../../../provider/version";
import { contextFor, nowhere } from "../contextFor";
import { apiKeys, failureOf } from "../stack";

const provider = (handler: Handler, local: Pick<LocalControlPlane, "url">) => serve(handler, contextFor(local));

/** Operations of the engine on a resource that is in the state. */
const operationsOn = ({ diff, read, update, delete: remove }: ReturnType<typeof serve>, id: string) => ({
  diff: (state: Properties, inputs: Properties) => diff(id, state, inputs),
  read: (state: Properties) => read(id, state),
  update: (state: Properties, inputs: Properties) => update(id, state, inputs),
  delete: (state: Properties) => remove(id, state),
});

describe("A state of a newer version of the package", () => {
  for (const [type, handler] of Object.entries(handlers))
    for (const [name, operation] of Object.entries(operationsOn(provider(handler, nowhere), "id")))
      it(`of ${type} is an error in ${name}, which says what to install`, async () => {
        const { message } = await failureOf(operation({ stateVersion: stateVersion + 1 }, {}));
        expect(message).to.equal(
          `the state was written by a newer version of pulumi-agentcore-outbound-auth (state version ${stateVersion + 1}; version ${version} reads at most ${stateVersion}). Install the newest version: npm install pulumi-agentcore-outbound-auth@latest.`,
        );
      });
});

describe("A state of an older version of the package", () => {
  const { search, searchArn, secret, inputsOf } = apiKeys;
  const context = () => contextFor(local);
  let local: LocalControlPlane;
  let inputs: Properties;
  let current: Properties;
  /** The same state as two older versions had it: one more property was renamed in each. */
  let oldest: Properties;

  const twoVersionsAgo = stateVersion - 2;
  const renamed = (from: string, to: string) => (outputs: Properties) => {
    const { [from]: value, ...others } = outputs;
    return { ...others, [to]: value };
  };
  const handler: Handler = {
    ...apiKeys.handler,
    migrations: {
      [twoVersionsAgo]: renamed("arn", "providerArn"),
      [twoVersionsAgo + 1]: renamed("providerArn", "credentialProviderArn"),
    },
  };
  const operations = () => operationsOn(provider(handler, local), searchArn);

  beforeEach(async () => {
    local = await startLocalControlPlane();
    inputs = await inputsOf(context(), {}, search);
    ({ outputs: current } = await apiKeys.handler.create(context(), inputs));
    oldest = { ...renamed("credentialProviderArn", "arn")(current), stateVersion: twoVersionsAgo };
  });
  afterEach(() => local.close());

  it("is migrated from version to version before a handler gets it", async () => {
    const received: Properties[] = [];
    const unchanged = { replaces: [], deleteBeforeReplace: false };
    const diff: Handler["diff"] = (_context, _id, olds) => (received.push(olds), unchanged);
    await provider({ ...handler, diff }, local).diff(searchArn, oldest, inputs);
    await provider({ ...handler, diff }, local).diff(searchArn, current, inputs);
    expect(received).to.deep.equal([current, current]);
  });

  it("is refreshed to the present version", async () => {
    const { props } = (await operations().read(oldest)) as { props: Properties };
    expect(props).to.deep.include({ credentialProviderArn: searchArn, stateVersion });
    expect(props).to.not.have.any.keys("arn", "providerArn");
  });

  it("is updated to the present version", async () => {
    const { outs } = await operations().update(oldest, { ...inputs, ...secret("key-two") });
    expect(outs).to.deep.include({ credentialProviderArn: searchArn, stateVersion });
    expect(outs).to.not.have.any.keys("arn", "providerArn");
    expect(await local.secretOf(searchArn)).to.deep.equal(secret("key-two"));
  });

  it("is deleted", async () => {
    await operations().delete(oldest);
    expect(await local.providers()).to.deep.equal([]);
  });
});
