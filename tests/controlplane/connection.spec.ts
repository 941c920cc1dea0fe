import { expect } from "chai";
import * as fc from "fast-check";
import { connectionSettings, type Connection, type ConnectionSettings } from "../../provider/controlplane/connection";
import { unknownValue } from "../../provider/rules/core/values";
import { contextFor, nowhere } from "../handlers/contextFor";

const roleArn = "arn:aws:iam::123456789012:role/own";
const configuredRoleArn = "arn:aws:iam::123456789012:role/configured";
const keys = { "aws:accessKey": "AKIA", "aws:secretKey": "s" };

interface Sources {
  connection?: Connection;
  /** Stack configuration. Values that are not texts are converted to JSON, as Pulumi does. */
  config?: Record<string, unknown>;
  environment?: Record<string, string>;
}

function settingsOf({ connection, config = {}, environment = {} }: Sources) {
  const read = (key: string) => {
    const value = config[key];
    return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
  };
  return connectionSettings(connection, read, environment);
}

function table(rows: [name: string, sources: Sources, expected: Partial<ConnectionSettings>][]): void {
  for (const [name, sources, expected] of rows)
    it(name, () => {
      const { settings, problems } = settingsOf(sources);
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
        network: { proxy: undefined, noProxy: "", caBundle: undefined },
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
      ["from the connection first", { ...everywhere }, { region: "eu-west-1" }],
      ["from the stack configuration next", { ...everywhere, connection: {} }, { region: "eu-west-2" }],
      ["from AWS_REGION next", { ...everywhere, connection: {}, config: {} }, { region: "eu-west-3" }],
      ["from AWS_DEFAULT_REGION last", { environment: { AWS_DEFAULT_REGION: "eu-north-1" } }, { region: "eu-north-1" }],
      [
        "past empty settings",
        { config: { "aws:region": "" }, environment: { AWS_REGION: "", AWS_DEFAULT_REGION: "eu-north-1" } },
        { region: "eu-north-1" },
      ],
      [
        "of the stack configuration where the connection chooses another identity only",
        { ...everywhere, connection: { profile: "dev" } },
        { region: "eu-west-2", source: { from: "profile", profile: "dev" } },
      ],
    ]);
  });

  describe("take the credentials", () => {
    table([
      [
        "from the connection's profile before configured keys",
        { connection: { profile: "own" }, config: { ...keys, "aws:profile": "configured" } },
        { source: { from: "profile", profile: "own" } },
      ],
      [
        "from configured keys before a configured profile",
        { config: { ...keys, "aws:profile": "configured" } },
        { source: { from: "keys", accessKeyId: "AKIA", secretAccessKey: "s", sessionToken: undefined } },
      ],
      [
        "with the configured session token",
        { config: { ...keys, "aws:token": "t" } },
        { source: { from: "keys", accessKeyId: "AKIA", secretAccessKey: "s", sessionToken: "t" } },
      ],
      [
        "from configured keys for the connection's own role",
        { connection: { assumeRole: { roleArn } }, config: keys },
        {
          source: { from: "keys", accessKeyId: "AKIA", secretAccessKey: "s", sessionToken: undefined },
          assumeRoles: [{ roleArn }],
        },
      ],
    ]);
  });

  describe("take the roles to assume", () => {
    const config = {
      "aws:assumeRoles": [{ roleArn: configuredRoleArn, sessionName: "ci", externalId: "id", duration: "1h30m" }],
    };
    const configured = { roleArn: configuredRoleArn, sessionName: "ci", externalId: "id", durationSeconds: 5400 };
    table([
      ["from the stack configuration", { config }, { assumeRoles: [configured] }],
      [
        "from the connection, and then none of the configured ones",
        { connection: { assumeRole: { roleArn, sessionName: "own" } }, config },
        { assumeRoles: [{ roleArn, sessionName: "own" }] },
      ],
      [
        "from nowhere where the connection names a profile, which has its own",
        { connection: { profile: "own" }, config },
        { assumeRoles: [] },
      ],
      [
        "from the connection on top of its profile",
        { connection: { profile: "own", assumeRole: { roleArn } }, config },
        { source: { from: "profile", profile: "own" }, assumeRoles: [{ roleArn }] },
      ],
      [
        "one after the other, as configured",
        { config: { "aws:assumeRoles": [{ roleArn }, { roleArn: configuredRoleArn }] } },
        {
          assumeRoles: [roleArn, configuredRoleArn].map((arn) => ({
            roleArn: arn,
            sessionName: undefined,
            externalId: undefined,
            durationSeconds: undefined,
          })),
        },
      ],
      [
        "from the older setting of one role",
        { config: { "aws:assumeRole": { roleArn: configuredRoleArn, duration: "900s" } } },
        {
          assumeRoles: [
            { roleArn: configuredRoleArn, sessionName: undefined, externalId: undefined, durationSeconds: 900 },
          ],
        },
      ],
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
      [
        "allowed and forbidden accounts",
        { config: { "aws:allowedAccountIds": ["123456789012"], "aws:forbiddenAccountIds": ["999999999999"] } },
        { allowedAccountIds: ["123456789012"], forbiddenAccountIds: ["999999999999"] },
      ],
      // `pulumi config set --path 'aws:forbiddenAccountIds[0]' 999999999999` writes a number.
      [
        "allowed and forbidden accounts that were written as numbers",
        { config: { "aws:allowedAccountIds": [123456789012], "aws:forbiddenAccountIds": [999999999999] } },
        { allowedAccountIds: ["123456789012"], forbiddenAccountIds: ["999999999999"] },
      ],
      [
        "endpoints, under the aws provider's names",
        { config: { "aws:endpoints": [{ bedrockagentcore: "http://127.0.0.1:1", sts: "http://127.0.0.1:2" }] } },
        { endpoints: { controlPlane: "http://127.0.0.1:1", sts: "http://127.0.0.1:2" } },
      ],
      [
        "endpoints from several entries, empty ones passed over",
        {
          config: {
            "aws:endpoints": [
              { bedrockagentcore: "", s3: "http://x" },
              { bedrockagentcorecontrol: "http://127.0.0.1:1" },
            ],
          },
        },
        { endpoints: { controlPlane: "http://127.0.0.1:1", sts: undefined } },
      ],
      [
        "FIPS and dual-stack endpoints",
        { config: { "aws:useFipsEndpoint": "true", "aws:useDualstackEndpoint": "true" } },
        { useFipsEndpoint: true, useDualstackEndpoint: true },
      ],
      [
        "that the account must not be looked up",
        { config: { "aws:skipRequestingAccountId": "true" } },
        { skipRequestingAccountId: true },
      ],
      [
        "what is set to false or to nothing as not set",
        { config: { "aws:useFipsEndpoint": "false", "aws:assumeRoles": "", "aws:endpoints": "" } },
        { useFipsEndpoint: false, assumeRoles: [], endpoints: { controlPlane: undefined, sts: undefined } },
      ],
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

      it(`but not aws:${key} if the connection chooses an identity`, () => {
        expect(settingsOf({ config, connection: { profile: "own" } }).problems).to.deep.equal([]);
        expect(settingsOf({ config, connection: { assumeRole: { roleArn } } }).problems).to.deep.equal([]);
      });

      it(`and gives no verdict on aws:${key} while the connection's identity is not known yet`, () => {
        for (const connection of [{ profile: unknownValue }, unknownValue as unknown as Connection])
          expect(settingsOf({ config, connection }).problems).to.deep.equal([]);
      });
    }

    for (const [config, path] of [
      [{ "aws:accessKey": "AKIA" }, "aws:secretKey"],
      [{ "aws:secretKey": "CANARY", "aws:accessKey": "" }, "aws:accessKey"],
      [{ "aws:secretKey": "CANARY", "aws:token": "CANARY", "aws:profile": "work" }, "aws:accessKey"],
      [{ "aws:token": "CANARY" }, "aws:accessKey, aws:secretKey"],
    ] as const)
      it(`${Object.keys(config).join(" and ")} without ${path}`, () => {
        for (const connection of [undefined, { assumeRole: { roleArn } }]) {
          const { problems } = settingsOf({ config, connection });
          expect(problems.map((problem) => problem.path)).to.deep.equal([path]);
          expect(problems[0]?.reason).to.contain("Set both").and.not.contain("CANARY");
        }
        for (const connection of [{ profile: "own" }, unknownValue as unknown as Connection])
          expect(settingsOf({ config, connection }).problems).to.deep.equal([]);
      });

    it("members of aws:assumeRoles that are not supported, each by name", () => {
      const { problems } = settingsOf({
        config: { "aws:assumeRoles": [{ roleArn, policy: "{}", tags: { a: "b" }, sourceIdentity: "me" }] },
      });
      expect(problems.map(({ path }) => path)).to.deep.equal(
        ["policy", "sourceIdentity", "tags"].map((member) => `aws:assumeRoles[0].${member}`),
      );
      expect(problems[0]?.reason).to.contain("does not support this member. Write connection: { profile }");
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

  describe("refuse a setting of the stack configuration in another form", () => {
    const roles = '[{ "roleArn": "arn:aws:iam::123456789012:role/deploy" }]';
    for (const [key, form, wrong] of [
      [
        "assumeRoles",
        roles,
        [{ roleArn }, roleArn, [roleArn], [{}], [{ roleArn, rolearn: roleArn }], [{ roleArn: "own" }]],
      ],
      ["assumeRoles", roles, [[{ roleArn, duration: "one hour" }], [{ roleArn, sessionName: "a b" }], [null]]],
      ["assumeRole", roles.slice(1, -1), [[{ roleArn }], roleArn, { roleArn, duration: 900 }, { roleArn: [roleArn] }]],
      [
        "endpoints",
        '[{ "bedrockagentcore": "https://HOST"',
        [{ sts: "https://h" }, "https://h", [{ sts: ["h"] }], ["h"]],
      ],
      [
        "allowedAccountIds",
        '["123456789012"]',
        ["123456789012", 123456789012, { id: "123456789012" }, [["1"]], ["12"]],
      ],
      ["forbiddenAccountIds", '["123456789012"]', ["123456789012", [null], ["account"], true]],
      ["defaultTags", '{ "tags": { "team": "search" } }', ["team", ["team"], { team: "a" }, { tags: ["team"] }]],
      [
        "defaultTags",
        '{ "tags": { "team": "search" } }',
        [{ tags: { team: ["a"] } }, { tags: "team=a" }, [{ tags: {} }]],
      ],
      ["ignoreTags", '{ "keys": ["CostCenter"]', ["CostCenter", ["CostCenter"], [{ keys: ["CostCenter"] }], 7]],
      ["ignoreTags", '{ "keys": ["CostCenter"]', [{ keys: "a" }, { key_prefixes: ["a"] }, { keys: [{ a: 1 }] }]],
      ["skipRequestingAccountId", "must be true or false", ["yes", "1", "TRUE", [true]]],
      ["useFipsEndpoint", "must be true or false", ["on"]],
      ["useDualstackEndpoint", "must be true or false", [{}]],
    ] as const)
      for (const value of wrong)
        it(`aws:${key} = ${JSON.stringify(value)}`, () => {
          const { problems } = settingsOf({ config: { [`aws:${key}`]: value } });
          expect(problems).to.have.lengthOf(1);
          const [{ path, reason }] = problems as [{ path: string; reason: string }];
          expect(`${path}: ${reason}`)
            .to.match(new RegExp(`^aws:${key}`))
            .and.contain(form);
        });

    for (const key of ["assumeRoles", "endpoints", "allowedAccountIds", "defaultTags", "ignoreTags"])
      it(`aws:${key} that is not JSON, without repeating it`, () => {
        const { problems } = settingsOf({ config: { [`aws:${key}`]: "[sk-canary" } });
        expect(problems.map(({ path, reason }) => `${path}: ${reason}`).join()).to.match(
          new RegExp(`^aws:${key}: is not valid JSON\\. The stack configuration needs aws:${key} in the form [[{]`),
        );
        expect(JSON.stringify(problems)).to.not.contain("canary");
      });

    it("without an exception, whatever the value is", () => {
      const members = ["roleArn", "duration", "policy", "tags", "keys", "keyPrefixes", "sts"];
      const object = fc.dictionary(fc.constantFrom(...members), fc.jsonValue(), { noNullPrototype: true });
      const likely = fc.oneof(object, fc.array(object, { maxLength: 2 }));
      const keys = ["assumeRoles", "assumeRole", "endpoints", "allowedAccountIds", "defaultTags", "ignoreTags"];
      fc.assert(
        fc.property(fc.constantFrom(...keys), fc.oneof(fc.jsonValue(), likely), (key, value) => {
          const config = { [`aws:${key}`]: JSON.stringify(value) };
          const { problems } = settingsOf({ config });
          const context = contextFor(nowhere, { config });
          expect([context.ignoresTag("a"), context.defaultTags()]).to.have.lengthOf(2);
          expect(problems.every(({ path }) => path.startsWith(`aws:${key}`))).to.equal(true);
        }),
      );
    });
  });

  describe("refuse a Region that is none, because it becomes part of a host name", () => {
    for (const name of ["s3", "evil.example/", "us-east-1.evil.example#", "us-east-1@evil", "US-EAST-1", "us east 1"]) {
      for (const [setting, sources] of [
        ["aws:region", { config: { "aws:region": name } }],
        ["AWS_REGION", { environment: { AWS_REGION: name } }],
        ["AWS_DEFAULT_REGION", { environment: { AWS_DEFAULT_REGION: name } }],
      ] as const)
        it(`${setting} = ${name}`, () => {
          const { problems } = settingsOf(sources);
          expect(problems.map(({ path }) => path)).to.deep.equal([setting]);
          expect(problems[0]?.reason).to.contain('in the form "us-east-1"');
        });
    }

    it("but not one that a better setting replaces", () => {
      const environment = { AWS_REGION: "s3" };
      expect(settingsOf({ config: { "aws:region": "us-east-1" }, environment }).problems).to.deep.equal([]);
      expect(settingsOf({ connection: { region: "us-east-1" }, environment }).problems).to.deep.equal([]);
    });
  });
});
