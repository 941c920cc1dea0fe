import {
  CreateApiKeyCredentialProviderCommand,
  CreateOauth2CredentialProviderCommand,
} from "@aws-sdk/client-bedrock-agentcore-control";
import { expect } from "chai";
import { startLocalControlPlane, type LocalControlPlane } from "../../provider/local";
import { controlClient } from "../local/clients";
import { start } from "./command";

const vault = "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default";
const keyArn = `${vault}/apikeycredentialprovider/by-hand`;
const clientArn = `${vault}/oauth2credentialprovider/crm`;
const nowhere = { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL: "http://127.0.0.1:1", AWS_EC2_METADATA_DISABLED: "true" };

/** Runs the command to its end, without the accounts of the machine. */
async function importFile(args: string[], environment: Record<string, string> = nowhere) {
  const none = { AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null" };
  const env = { PATH: process.env.PATH, ...none, ...environment };
  const run = start(["import-file", ...args], { env });
  const code = await run.ended;
  return { code, stdout: run.stdout, stderr: run.stderr };
}

describe("agentcore-outbound-auth import-file", function () {
  this.timeout(20_000);

  describe("with providers that exist", () => {
    let local: LocalControlPlane;
    beforeEach(async () => {
      local = await startLocalControlPlane();
      const client = controlClient(local);
      await client.send(new CreateApiKeyCredentialProviderCommand({ name: "by-hand", apiKey: "CANARY-key" }));
      await client.send(
        new CreateOauth2CredentialProviderCommand({
          name: "crm",
          credentialProviderVendor: "GithubOauth2",
          oauth2ProviderConfigInput: {
            githubOauth2ProviderConfig: { clientId: "Iv1.0123456789abcdef", clientSecret: "CANARY-secret" },
          },
        }),
      );
      await local.clearCalls();
    });
    afterEach(() => local.close());

    it("reads each once and prints one resource for each, as JSON, without secrets and ownership tags", async () => {
      const run = await importFile([`search=${keyArn}`, `crm=${clientArn}`], local.environment);
      expect(run).to.include({ code: 0, stderr: "" });
      const { resources } = JSON.parse(run.stdout) as { resources: Record<string, Record<string, unknown>>[] };
      expect(resources.map(({ type, name, id }) => ({ type, name, id }))).to.deep.equal([
        { type: "pulumi-nodejs:dynamic/agentcore:ApiKeyCredentialProvider", name: "search", id: keyArn },
        { type: "pulumi-nodejs:dynamic/agentcore:Oauth2CredentialProvider", name: "crm", id: clientArn },
      ]);
      const [search, crm] = resources;
      expect(search?.outputs).to.include({ name: "by-hand", region: "us-east-1", credentialProviderArn: keyArn });
      expect(crm?.outputs).to.include({ name: "crm", vendor: "GithubOauth2" });
      for (const { inputs, outputs } of resources)
        for (const bag of [inputs, outputs]) {
          expect(bag).to.include({ automaticName: true }).and.have.property("__provider");
          expect(bag).to.not.have.any.keys("apiKey", "clientSecret", "mark");
        }
      expect(run.stdout).to.not.contain("CANARY");
      const requests = (await local.calls()).map(({ operation }) => operation);
      expect(requests).to.deep.equal(["GetApiKeyCredentialProvider", "GetOauth2CredentialProvider"]);
    });

    it("prints no file where one of them is not there, and says which", async () => {
      const run = await importFile([`search=${keyArn}`, `other=${keyArn}-2`], local.environment);
      expect(run).to.include({ code: 1, stdout: "" });
      expect(run.stderr).to.equal(`error: there is no API-key credential provider ${keyArn}-2.\n`);
    });
  });

  for (const { name, args, says } of [
    { name: "no argument", args: [], says: /missing required argument 'NAME=ARN'/ },
    { name: "an ARN alone", args: [keyArn], says: /write NAME=ARN, for example search=arn:aws:bedrock-agentcore:/ },
    { name: "a name alone", args: ["search"], says: /^error: "search": write NAME=ARN/ },
    { name: "no name", args: [`=${keyArn}`], says: /write NAME=ARN/ },
    {
      name: "a secret's ARN",
      args: ["a=arn:aws:secretsmanager:us-east-1:123456789012:secret:s-AbCdEf"],
      says: /NAME=/,
    },
    { name: "several mistakes, all of them", args: ["a", `b=${keyArn}`, "c=d"], says: /^error: "a", "c=d": write/ },
    { name: "one name twice", args: [`a=${keyArn}`, `a=${keyArn}-2`], says: /"a" appears twice/ },
    { name: "one provider twice", args: [`a=${keyArn}`, `b=${keyArn}`], says: /by-hand appears twice/ },
    { name: "an option that is none", args: ["--output", "x"], says: /unknown option '--output'/ },
  ])
    it(`refuses ${name}, without a call and with exit code 1`, async () => {
      const run = await importFile(args);
      expect(run).to.include({ code: 1, stdout: "" });
      expect(run.stderr).to.match(says);
      expect(run.stderr.trim().split("\n")).to.have.lengthOf(1);
    });

  it("says in one line that there are no credentials, or no such profile", async () => {
    const none = await importFile([`search=${keyArn}`]);
    expect(none).to.include({ code: 1, stdout: "" });
    expect(none.stderr).to.match(/^error: GetApiKeyCredentialProvider of .* no AWS credentials\. .*\n$/);
    const missing = await importFile([`search=${keyArn}`, "--profile", "nobody"]);
    expect(missing).to.include({ code: 1, stdout: "" });
    expect(missing.stderr).to.match(/^error: .*\n$/);
  });

  it("explains itself: what to run next, whose credentials it uses, which pulumi it needs; and ends with 0", async () => {
    const run = await importFile(["--help"]);
    expect(run).to.include({ code: 0, stderr: "" });
    for (const text of ["NAME=ARN", "--profile", "pulumi import --file", "pulumi up", "AWS SDK", "3.254", "no secret"])
      expect(run.stdout.replaceAll(/\s+/g, " ")).to.contain(text);
  });
});
