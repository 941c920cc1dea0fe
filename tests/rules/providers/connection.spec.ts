import { expect } from "chai";
import { connectionProblems } from "../../../provider/rules/providers/connection";
import { unknownValue } from "../../../provider/rules/core/values";
import { pathsOf, reasonsOf } from "../judged";

const roleArn = "arn:aws:iam::123456789012:role/deploy/agentcore";
const role = (members: object) => ({ assumeRole: { roleArn, ...members } });

describe("rules of a connection", () => {
  for (const { name, connection } of [
    { name: "none", connection: undefined },
    { name: "an empty one", connection: {} },
    { name: "every member", connection: { region: "us-gov-west-1", profile: "dev", ...role({ sessionName: "ci@x" }) } },
    { name: "a Region of a sovereign cloud", connection: { region: "eusc-de-east-1" } },
    { name: "a session of 12 hours", connection: role({ durationSeconds: 43_200, externalId: "a-b:c/d" }) },
    {
      name: "a role of another partition",
      connection: { assumeRole: { roleArn: "arn:aws-cn:iam::123456789012:role/r" } },
    },
    { name: "one that is only known later", connection: unknownValue },
    { name: "a role that is only known later", connection: { assumeRole: unknownValue } },
    {
      name: "members that are only known later",
      connection: {
        region: unknownValue,
        profile: unknownValue,
        assumeRole: {
          roleArn: unknownValue,
          sessionName: unknownValue,
          externalId: unknownValue,
          durationSeconds: unknownValue,
        },
      },
    },
  ])
    it(`accept ${name}`, () => expect(connectionProblems("connection", connection)).to.deep.equal([]));

  for (const { name, connection, path, says } of [
    { name: "a text", connection: "dev", path: "", says: /must be an object/ },
    { name: "a Region without a number", connection: { region: "us-east" }, path: ".region", says: /"us-east-1"/ },
    { name: "an availability zone", connection: { region: "us-east-1a" }, path: ".region", says: /"us-east-1"/ },
    { name: "an empty Region", connection: { region: "" }, path: ".region", says: /0 characters/ },
    {
      name: "a Region with a host in it",
      connection: { region: "us-east-1.evil.com/" },
      path: ".region",
      says: /"us-east-1"/,
    },
    { name: "an empty profile", connection: { profile: "" }, path: ".profile", says: /0 characters/ },
    {
      name: "a misspelt member",
      connection: { Region: "us-east-1" },
      path: ".Region",
      says: /region, profile, assumeRole/,
    },
    {
      name: "keys, which do not belong in a program",
      connection: { accessKey: "x" },
      path: ".accessKey",
      says: /no such property/,
    },
    { name: "a text for a role", connection: { assumeRole: roleArn }, path: ".assumeRole", says: /must be an object/ },
    {
      name: "a role without its ARN",
      connection: { assumeRole: { sessionName: "ci" } },
      path: ".assumeRole.roleArn",
      says: /missing/,
    },
    {
      name: "null for the role's ARN",
      connection: role({ roleArn: null }),
      path: ".assumeRole.roleArn",
      says: /missing: name the role to assume/,
    },
    { name: "a list", connection: [], path: "", says: /must be an object, not a list/ },
    {
      name: "a role's name for its ARN",
      connection: { assumeRole: { roleArn: "deploy" } },
      path: ".assumeRole.roleArn",
      says: /characters/,
    },
    {
      name: "a user's ARN",
      connection: { assumeRole: { roleArn: roleArn.replace("role/", "user/") } },
      path: ".assumeRole.roleArn",
      says: /role\/NAME/,
    },
    {
      name: "a star in the role's ARN",
      connection: { assumeRole: { roleArn: `${roleArn}*` } },
      path: ".assumeRole.roleArn",
      says: /not allowed/,
    },
    {
      name: "a session name of one character",
      connection: role({ sessionName: "a" }),
      path: ".assumeRole.sessionName",
      says: /2 to 64/,
    },
    {
      name: "a blank in the session name",
      connection: role({ sessionName: "a b" }),
      path: ".assumeRole.sessionName",
      says: /letters, digits/,
    },
    {
      name: "an external id of one character",
      connection: role({ externalId: "a" }),
      path: ".assumeRole.externalId",
      says: /2 to 1224/,
    },
    {
      name: "899 seconds",
      connection: role({ durationSeconds: 899 }),
      path: ".assumeRole.durationSeconds",
      says: /900 to 43200/,
    },
    {
      name: "43,201 seconds",
      connection: role({ durationSeconds: 43_201 }),
      path: ".assumeRole.durationSeconds",
      says: /900 to 43200/,
    },
    {
      name: "part of a second, which STS does not know",
      connection: role({ durationSeconds: 900.5 }),
      path: ".assumeRole.durationSeconds",
      says: /900 to 43200/,
    },
    {
      name: "a duration with a unit",
      connection: role({ durationSeconds: "1h" }),
      path: ".assumeRole.durationSeconds",
      says: /900 to 43200/,
    },
    {
      name: "a misspelt member of the role",
      connection: role({ externalID: "abc" }),
      path: ".assumeRole.externalID",
      says: /externalId/,
    },
  ])
    it(`refuse ${name}`, () => {
      const problems = connectionProblems("connection", connection);
      expect(pathsOf(problems)).to.deep.equal([`connection${path}`]);
      expect(reasonsOf(problems)).to.match(says);
    });
});
