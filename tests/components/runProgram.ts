import * as pulumi from "@pulumi/pulumi";

type Outputs = Readonly<Record<string, pulumi.Output<unknown>>>;

export interface MockOptions {
  /** State of a registered resource. By default it is the same as its inputs. */
  readonly stateOf?: (resource: pulumi.runtime.MockResourceArgs) => Record<string, unknown>;
  /** Result of a look-up of account or Region. By default it is empty. */
  readonly lookUp?: (call: pulumi.runtime.MockCallArgs) => Record<string, unknown>;
  readonly isPreview?: boolean;
}

export interface ProgramResult {
  readonly registered: readonly pulumi.runtime.MockResourceArgs[];
  /** Tokens of the look-ups. */
  readonly lookUps: readonly string[];
  /** Messages of errors, each once. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** Values of the outputs that the program returns; unknown ones are missing. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Account, Region and user, as look-ups return them. */
export const located =
  (region: string, accountId = "123456789012", partition = "aws") =>
  ({ token }: pulumi.runtime.MockCallArgs) =>
    token.endsWith(":getRegion") ? { region } : { accountId, arn: `arn:${partition}:iam::${accountId}:user/deployer` };

/** Runs a program in this process, with mocks, to its end. */
export async function runProgram(program: () => Outputs | void, options: MockOptions = {}): Promise<ProgramResult> {
  const { stateOf = ({ inputs }) => inputs as Record<string, unknown>, lookUp = () => ({}), isPreview } = options;
  const registered: pulumi.runtime.MockResourceArgs[] = [];
  const lookUps: string[] = [];
  const errors = new Set<string>();
  const warnings: string[] = [];
  const values: Record<string, unknown> = {};
  const restore = collectErrors(errors);
  const { warn } = pulumi.log;
  Object.assign(pulumi.log, { warn: (text: string) => Promise.resolve(void warnings.push(text)) });
  try {
    await pulumi.runtime.setMocks(
      {
        newResource: (resource) => {
          registered.push(resource);
          return { id: `${resource.name}0123456789`, state: stateOf(resource) };
        },
        call: (call) => {
          lookUps.push(call.token);
          return lookUp(call);
        },
      },
      "project",
      "dev",
      isPreview,
    );
    for (const [name, output] of Object.entries(program() ?? {}))
      output.apply((value) => {
        values[name] = value;
      });
    await pulumi.runtime.disconnect();
    await new Promise((resolve) => setTimeout(resolve, 20));
  } finally {
    restore();
    Object.assign(pulumi.log, { warn });
  }
  return { registered, lookUps, errors: [...errors], warnings, values };
}

/** Collects unhandled rejections, which end a program. Mocha would end the test run. */
function collectErrors(errors: Set<string>): () => void {
  const event = "unhandledRejection";
  const others = process.listeners(event);
  const listener = (reason: unknown) => errors.add(reason instanceof Error ? reason.message : String(reason));
  process.removeAllListeners(event).on(event, listener);
  return () => {
    process.removeAllListeners(event);
    for (const other of others) process.on(event, other);
  };
}
