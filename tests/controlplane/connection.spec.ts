import { expect } from "chai";
import { connectionSettings, type Connection, type ConnectionSettings } from "../../provider/controlplane/connection";
import { unknownValue } from "../../provider/rules/core/values";

const roleArn = "arn:aws:iam::123456789012:role/own";
const configuredRoleArn = "arn:aws:iam::123456789012:role/configured";
const keys = { "aws:accessKey": "AKIA", "aws:secretKey": "s" };

interface Row {
  name: string;
  connection?: Connection;
  /** Stack configuration; values that are no texts stand for their JSON, as Pulumi hands them over. */
  config?: Record<string, unknown>;
  environment?: Record<string, string>;
  expected: Partial<ConnectionSettings>;
}

function settingsOf({ connection, config = {}, environment = {} }: Omit<Row, "name" | "expected">) {
  const read = (key: string) => {
    const value = config[key];
    return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
  };
  return connectionSettings(connection, read, environment);
}

function table(rows: Row[]): void {
  for (const { name, expected, ...given } of rows)
    it(name, () => {
      const { settings, problems } = settingsOf(given);
      expect(problems).to.deep.equal([]);
      expect(settings).to.deep.include(expected);
    });
}

describe("the settings of a connection", () => {
  it("are the AWS SDK's own search where nothing is said", () => {
    expect(settingsOf({})).to.deep.equal({
      problems: [],
      settings: {
        region: undefined,
        source: { from: "chain" },
        assumeRoles: [],
        allowedAccountIds: [],
        forbiddenAccountIds: [],
        skipRequestingAccountId: false,
        endpoints: { controlPlane: undefined, sts: undefined },
        useFipsEndpoint: false,
        useDualstackEndpoint: false,
      },
    });
  });

  describe("take the Region", () => {
    const everywhere = {
      connection: { region: "eu-west-1" },
      config: { "aws:region": "eu-west-2" },
      environment: { AWS_REGION: "eu-west-3", AWS_DEFAULT_REGION: "eu-north-1" },
    };
    table([
      { name: "from the connection first", ...everywhere, expected: { region: "eu-west-1" } },
      { name: "from the stack configuration next", ...everywhere, connection: {}, expected: { region: "eu-west-2" } },
      { name: "from AWS_REGION next", ...everywhere, connection: {}, config: {}, expected: { region: "eu-west-3" } },
      {
        name: "from AWS_DEFAULT_REGION last",
        environment: { AWS_DEFAULT_REGION: "eu-north-1" },
        expected: { region: "eu-north-1" },
      },
      {
        name: "past empty settings",
        config: { "aws:region": "" },
        environment: { AWS_REGION: "", AWS_DEFAULT_REGION: "eu-north-1" },
        expected: { region: "eu-north-1" },
      },
      {
        name: "of the stack configuration where the connection chooses another identity only",
        ...everywhere,
        connection: { profile: "dev" },
        expected: { region: "eu-west-2", source: { from: "profile", profile: "dev" } },
      },
    ]);
  });

  describe("take the credentials", () => {
    table([
      {
        name: "from the connection's profile before configured keys",
        connection: { profile: "own" },
        config: { ...keys, "aws:profile": "configured" },
        expected: { source: { from: "profile", profile: "own" } },
      },
      {
        name: "from configured keys before a configured profile",
        config: { ...keys, "aws:profile": "configured" },
        expected: { source: { from: "keys", accessKeyId: "AKIA", secretAccessKey: "s", sessionToken: undefined } },
      },
      {
        name: "with the configured session token",
        config: { ...keys, "aws:token": "t" },
        expected: { source: { from: "keys", accessKeyId: "AKIA", secretAccessKey: "s", sessionToken: "t" } },
      },
      {
        name: "from the configured profile where a key is missing",
        config: { "aws:accessKey": "AKIA", "aws:profile": "configured" },
        expected: { source: { from: "profile", profile: "configured" } },
      },
      {
        name: "from configured keys for the connection's own role",
        connection: { assumeRole: { roleArn } },
        config: keys,
        expected: {
          source: { from: "keys", accessKeyId: "AKIA", secretAccessKey: "s", sessionToken: undefined },
          assumeRoles: [{ roleArn }],
        },
      },
    ]);
  });

  describe("take the roles to assume", () => {
    const config = {
      "aws:assumeRoles": [{ roleArn: configuredRoleArn, sessionName: "ci", externalId: "x", duration: "1h30m" }],
    };
    const configured = { roleArn: configuredRoleArn, sessionName: "ci", externalId: "x", durationSeconds: 5400 };
    table([
      { name: "from the stack configuration", config, expected: { assumeRoles: [configured] } },
      {
        name: "from the connection, and then none of the configured ones",
        connection: { assumeRole: { roleArn, sessionName: "own" } },
        config,
        expected: { assumeRoles: [{ roleArn, sessionName: "own" }] },
      },
      {
        name: "from nowhere where the connection names a profile, which has its own",
        connection: { profile: "own" },
        config,
        expected: { assumeRoles: [] },
      },
      {
        name: "from the connection on top of its profile",
        connection: { profile: "own", assumeRole: { roleArn } },
        config,
        expected: { source: { from: "profile", profile: "own" }, assumeRoles: [{ roleArn }] },
      },
      {
        name: "one after the other, as configured",
        config: { "aws:assumeRoles": [{ roleArn: "first" }, { roleArn: "second" }] },
        expected: {
          assumeRoles: ["first", "second"].map((arn) => ({
            roleArn: arn,
            sessionName: undefined,
            externalId: undefined,
            durationSeconds: undefined,
          })),
        },
      },
      {
        name: "from the older setting of one role",
        config: { "aws:assumeRole": { roleArn: configuredRoleArn, duration: "900s" } },
        expected: {
          assumeRoles: [
            { roleArn: configuredRoleArn, sessionName: undefined, externalId: undefined, durationSeconds: 900 },
          ],
        },
      },
    ]);

    for (const [duration, seconds] of Object.entries({
      "1h": 3600,
      "15m": 900,
      "3600s": 3600,
      "1h0m0s": 3600,
      "1.5h": 5400,
    }))
      it(`with a duration of ${duration} as Go reads it`, () => {
        const { settings } = settingsOf({ config: { "aws:assumeRoles": [{ roleArn, duration }] } });
        expect(settings.assumeRoles[0]?.durationSeconds).to.equal(seconds);
      });
  });

  describe("take the rest from the stack configuration", () => {
    table([
      {
        name: "allowed and forbidden accounts",
        config: { "aws:allowedAccountIds": ["123456789012"], "aws:forbiddenAccountIds": ["999999999999"] },
        expected: { allowedAccountIds: ["123456789012"], forbiddenAccountIds: ["999999999999"] },
      },
      {
        // `pulumi config set --path 'aws:forbiddenAccountIds[0]' 999999999999` writes a number.
        name: "allowed and forbidden accounts that were written as numbers",
        config: { "aws:allowedAccountIds": [123456789012], "aws:forbiddenAccountIds": [999999999999] },
        expected: { allowedAccountIds: ["123456789012"], forbiddenAccountIds: ["999999999999"] },
      },
      {
        name: "endpoints, under the aws provider's names",
        config: { "aws:endpoints": [{ bedrockagentcore: "http://127.0.0.1:1", sts: "http://127.0.0.1:2" }] },
        expected: { endpoints: { controlPlane: "http://127.0.0.1:1", sts: "http://127.0.0.1:2" } },
      },
      {
        name: "endpoints from several entries, empty ones passed over",
        config: {
          "aws:endpoints": [
            { bedrockagentcore: "", s3: "http://x" },
            { bedrockagentcorecontrol: "http://127.0.0.1:1" },
          ],
        },
        expected: { endpoints: { controlPlane: "http://127.0.0.1:1", sts: undefined } },
      },
      {
        name: "FIPS and dual-stack endpoints",
        config: { "aws:useFipsEndpoint": "true", "aws:useDualstackEndpoint": "true" },
        expected: { useFipsEndpoint: true, useDualstackEndpoint: true },
      },
      {
        name: "that the account must not be looked up",
        config: { "aws:skipRequestingAccountId": "true" },
        expected: { skipRequestingAccountId: true },
      },
      {
        name: "what is set to false or to nothing as not set",
        config: { "aws:useFipsEndpoint": "false", "aws:assumeRoles": "", "aws:endpoints": "" },
        expected: { useFipsEndpoint: false, assumeRoles: [], endpoints: { controlPlane: undefined, sts: undefined } },
      },
    ]);
  });

  describe("refuse what would choose another identity than the aws provider's", () => {
    const unsupported: Record<string, unknown> = {
      assumeRoleWithWebIdentity: { roleArn },
      sharedConfigFiles: ["/a"],
      sharedCredentialsFiles: ["/b"],
    };
    for (const [key, value] of Object.entries(unsupported)) {
      const config = { [`aws:${key}`]: value };

      it(`aws:${key}, with what to write instead`, () => {
        const { problems } = settingsOf({ config });
        expect(problems).to.have.lengthOf(1);
        expect(problems[0]?.path).to.equal("connection");
        expect(problems[0]?.reason).to.match(
          new RegExp(`aws:${key} .*Write connection: \\{ profile \\}.*in the environment`),
        );
      });

      it(`but not aws:${key} where the connection chooses an identity by itself`, () => {
        expect(settingsOf({ config, connection: { profile: "own" } }).problems).to.deep.equal([]);
        expect(settingsOf({ config, connection: { assumeRole: { roleArn } } }).problems).to.deep.equal([]);
      });

      it(`and gives no verdict on aws:${key} while the connection's identity is not known yet`, () => {
        for (const connection of [{ profile: unknownValue }, unknownValue as unknown as Connection])
          expect(settingsOf({ config, connection }).problems).to.deep.equal([]);
      });
    }

    it("members of aws:assumeRoles that are not supported, each by name", () => {
      const { problems } = settingsOf({
        config: { "aws:assumeRoles": [{ roleArn, policy: "{}", tags: { a: "b" }, sourceIdentity: "me" }] },
      });
      const members = problems.map(({ reason }) => /has the member (\w+)/.exec(reason)?.[1]);
      expect(members).to.deep.equal(["policy", "tags", "sourceIdentity"]);
    });

    for (const key of ["assumeRoles", "endpoints", "allowedAccountIds", "forbiddenAccountIds"])
      it(`aws:${key} that is not JSON, without repeating it`, () => {
        const { problems } = settingsOf({ config: { [`aws:${key}`]: "[sk-canary" } });
        expect(problems.map(({ reason }) => reason)).to.deep.equal([
          `the stack configuration aws:${key} is not valid JSON.`,
        ]);
      });

    for (const [key, value] of Object.entries({
      assumeRoles: { roleArn },
      endpoints: { bedrockagentcore: "http://127.0.0.1:1" },
      allowedAccountIds: 123456789012,
      forbiddenAccountIds: "123456789012",
    }))
      it(`aws:${key} that is no list, instead of passing it over`, () => {
        const text = JSON.stringify(value);
        const { problems } = settingsOf({ config: { [`aws:${key}`]: text } });
        expect(problems.map(({ reason }) => reason).join()).to.include(`aws:${key}`);
      });

    it("everything at once", () => {
      const { problems } = settingsOf({
        config: {
          ...Object.fromEntries(Object.entries(unsupported).map(([key, value]) => [`aws:${key}`, value])),
          "aws:endpoints": "{",
        },
      });
      expect(problems).to.have.lengthOf(4);
    });
  });
});
