import { unknownValue } from "../../../provider/rules/core/values";
import { connectionProblems } from "../../../provider/rules/providers/connection";
import { itAccepts, itRejects, itRejectsValues } from "../cases";

const roleArn = "arn:aws:iam::123456789012:role/deploy/agentcore";
const role = (members: object) => ({ assumeRole: { roleArn, ...members } });

const problemsOf = (connection: unknown) => connectionProblems("connection", connection);

describe("rules of a connection", () => {
  itAccepts(problemsOf, [
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
  ]);

  itRejects(problemsOf, "", [
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
    ["a list", [], "connection", /must be an object with region, profile, assumeRole, not a list/],
    ["a role's name for its ARN", { assumeRole: { roleArn: "deploy" } }, "connection.assumeRole.roleArn", /characters/],
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
  ]);

  const problemsOfRole = (changes: object) => problemsOf(role(changes));
  itRejectsValues(problemsOfRole, "connection.assumeRole.", {
    roleArn: [["null for the role's ARN", null, /missing: name the role to assume/]],
    sessionName: [
      ["a session name of one character", "a", /2 to 64/],
      ["a blank in the session name", "a b", /letters, digits/],
    ],
    externalId: [["an external id of one character", "a", /2 to 1224/]],
    durationSeconds: [
      ["899 seconds", 899, /900 to 43200/],
      ["43,201 seconds", 43_201, /900 to 43200/],
      ["part of a second, which STS does not know", 900.5, /900 to 43200/],
      ["a duration with a unit", "1h", /900 to 43200/],
    ],
    externalID: [["a misspelt member of the role", "abc", /externalId/]],
  });
});
