import { expect } from "chai";
import { credentialProviderArn } from "../../../provider/iam/policy/credentialProviders";
import {
  apiKeyCredentialProviderArgsProblems,
  apiKeyCredentialProviderProblems,
} from "../../../provider/rules/providers/credentialProvider";
import { credentialProviderArnProblems } from "../../../provider/rules/core/arn";
import { fromEnv, secretInputs } from "../../../provider/resources/secretSource";
import { cellOf, combinationProblems } from "../../../provider/rules/targets/combinations";
import { targetTypes } from "../../../provider/rules/targets/targetKinds";
import { isSecret, pageRun, resource } from "./program";
import { scope } from "./sample";
import { accepts, commandOf, refuses, type RowCheck } from "./checks";

const create = commandOf("CreateApiKeyCredentialProvider");
const arn = credentialProviderArn({
  ...scope,
  vault: "default",
  kind: "apikeycredentialprovider",
  name: "api-key-credential-provider",
});
const previewArn =
  "arn:aws:agent-credential-provider:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/abcdefghijk";

export const apiKey: Readonly<Record<string, RowCheck>> = {
  "key-targets": () => {
    const targetsOfModels = ["inferenceProvider", "inferenceConnector"];
    const takes = ["openApiSchema", "mcpServer", "apiGateway", "passthrough", ...targetsOfModels];
    for (const type of targetTypes) {
      const problems = combinationProblems({ target: type, credential: "API_KEY" });
      const verdict = cellOf({ target: type, credential: "API_KEY", grant: undefined })?.verdict;
      if (takes.includes(type)) expect(verdict).to.equal("allowed");
      else if (verdict === "refused") refuses(problems, "credential.type", /does not accept "API_KEY"/);
      else expect(verdict).to.equal("warned");
    }
  },
  "key-command": () => {
    expect(create.command).to.equal("aws bedrock-agentcore-control create-api-key-credential-provider");
  },
  "key-region": async () => {
    const problemsWith = (region: string) => apiKeyCredentialProviderProblems({ apiKey: "k", connection: { region } });
    accepts(problemsWith("us-east-1"));
    refuses(problemsWith("Virginia"), "connection.region", /"us-east-1"/);
    const { inputs } = resource(await pageRun(), "ApiKeyCredentialProvider", "search");
    expect(inputs.connection).to.deep.equal({ region: "us-east-1" });
  },
  "key-name": async () => {
    expect(create.flags).to.include("--name").and.not.include("--credential-provider-name");
    accepts(apiKeyCredentialProviderProblems({ apiKey: "k", name: "api-key-credential-provider" }));
    accepts(apiKeyCredentialProviderProblems({ apiKey: "k" }));
    const misspelt = { apiKey: "k", credentialProviderName: "api-key-credential-provider" };
    refuses(apiKeyCredentialProviderArgsProblems(misspelt), "credentialProviderName", /Write name/);
    const { inputs } = resource(await pageRun(), "ApiKeyCredentialProvider", "search");
    expect(inputs.name).to.equal("api-key-credential-provider");
  },
  "key-value": async () => {
    expect(create.flags).to.include("--api-key");
    refuses(apiKeyCredentialProviderProblems({}), "apiKey", /config\.requireSecret\("searchKey"\)/);
    const { inputs } = resource(await pageRun(), "ApiKeyCredentialProvider", "search");
    expect(isSecret(inputs.apiKey)).to.equal(true);
    accepts(apiKeyCredentialProviderProblems({ apiKey: fromEnv("SEARCH_KEY") }));
    expect(secretInputs("apiKey", fromEnv("SEARCH_KEY"), {}).inputs).to.not.have.property("apiKey");
  },
  "key-note-arn": async () => expect((await pageRun()).exported.searchKeyArn).to.equal(arn),
  "key-arn": () => {
    const problemsWith = (value: string) => credentialProviderArnProblems("arn", value, "apikeycredentialprovider");
    accepts(problemsWith(arn));
    refuses(problemsWith(previewArn), "arn", /preview.*bedrock-agentcore:REGION:ACCOUNT:.*\/NAME"/);
  },
  "key-use": async () => {
    const { inputs } = resource(await pageRun(), "AgentcoreGatewayTarget", "search");
    expect(inputs.credentialProviderConfiguration).to.have.nested.property("apiKey.providerArn", arn);
  },
};
