import { connectionProblems } from "../../../provider/rules/providers/connection";
import { unknownValue } from "../../../provider/rules/core/values";
import { itAccepts, itRejects } from "../cases";

const roleArn = "arn:aws:iam::123456789012:role/deploy/agentcore";
const role = (members: object) => ({ assumeRole: { roleArn, ...members } });

describe("rules of a connection", () => {
  itAccepts(
    (connection) => connectionProblems("connection", connection),
    [
      ["none", undefined],
      ["an empty one", {}],
      ["every member", { region: "us-gov-west-1", profile: "dev", ...role({ sessionName: "ci@x" }) }],
      ["a Region of a sovereign cloud", { region: "eusc-de-east-1" }],
      ["a session of 12 hours", role({ durationSeconds: 43_200, externalId: "a-b:c/d" })],
      ["a role of another partition", { assumeRole: { roleArn: "arn:aws-cn:iam::123456789012:role/r" } }],
      ["one that is unknown", unknownValue],
      ["a role that is unknown", { assumeRole: unknownValue }],
      [
        "members that are unknown",
        {
          region: unknownValue,
          profile: unknownValue,
          assumeRole: {
            roleArn: unknownValue,
            sessionName: unknownValue,
            externalId: unknownValue,
            durationSeconds: unknownValue,
          },
        },
      ],
    ],
  );

  itRejects(
    (connection) => connectionProblems("connection", connection),
    [
      ["a text", "dev", "connection", /must be an object/],
      ["a Region without a number", { region: "us-east" }, "connection.region", /"us-east-1"/],
      ["an availability zone", { region: "us-east-1a" }, "connection.region", /"us-east-1"/],
      ["an empty Region", { region: "" }, "connection.region", /0 characters/],
      ["a Region with a host in it", { region: "us-east-1.evil.com/" }, "connection.region", /"us-east-1"/],
      ["an empty profile", { profile: "" }, "connection.profile", /0 characters/],
      ["a misspelt member", { Region: "us-east-1" }, "connection.Region", /region, profile, assumeRole/],
      ["keys, which do not belong in a program", { accessKey: "x" }, "connection.accessKey", /no such property/],
      ["a text for a role", { assumeRole: roleArn }, "connection.assumeRole", /must be an object/],
      ["a role without its ARN", { assumeRole: { sessionName: "ci" } }, "connection.assumeRole.roleArn", /missing/],
      [
        "null for the role's ARN",
        role({ roleArn: null }),
        "connection.assumeRole.roleArn",
        /missing: name the role to assume/,
      ],
      ["a list", [], "connection", /must be an object, not a list/],
      [
        "a role's name for its ARN",
        { assumeRole: { roleArn: "deploy" } },
        "connection.assumeRole.roleArn",
        /characters/,
      ],
      [
        "a user's ARN",
        { assumeRole: { roleArn: roleArn.replace("role/", "user/") } },
        "connection.assumeRole.roleArn",
        /role\/NAME/,
      ],
      [
        "a star in the role's ARN",
        { assumeRole: { roleArn: `${roleArn}*` } },
        "connection.assumeRole.roleArn",
        /not allowed/,
      ],
      ["a session name of one character", role({ sessionName: "a" }), "connection.assumeRole.sessionName", /2 to 64/],
      [
        "a blank in the session name",
        role({ sessionName: "a b" }),
        "connection.assumeRole.sessionName",
        /letters, digits/,
      ],
      ["an external id of one character", role({ externalId: "a" }), "connection.assumeRole.externalId", /2 to 1224/],
      ["899 seconds", role({ durationSeconds: 899 }), "connection.assumeRole.durationSeconds", /900 to 43200/],
      ["43,201 seconds", role({ durationSeconds: 43_201 }), "connection.assumeRole.durationSeconds", /900 to 43200/],
      [
        "part of a second, which STS does not know",
        role({ durationSeconds: 900.5 }),
        "connection.assumeRole.durationSeconds",
        /900 to 43200/,
      ],
      [
        "a duration with a unit",
        role({ durationSeconds: "1h" }),
        "connection.assumeRole.durationSeconds",
        /900 to 43200/,
      ],
      ["a misspelt member of the role", role({ externalID: "abc" }), "connection.assumeRole.externalID", /externalId/],
    ],
  );
});
