// An API-key credential provider as a dynamic provider is usually written: one class, which Pulumi serializes into the
// state. What the state of this package is compared with. No comments within: they would be serialized too.
import * as control from "@aws-sdk/client-bedrock-agentcore-control";
import * as pulumi from "@pulumi/pulumi";

interface Inputs {
  name: string;
  apiKey: string;
  region: string;
  tags?: Record<string, string>;
}

type Answer = Pick<control.GetApiKeyCredentialProviderResponse, "credentialProviderArn" | "apiKeySecretArn">;

class Provider implements pulumi.dynamic.ResourceProvider {
  check(_olds: Inputs, news: Inputs) {
    const isValid = /^[\w-]{1,128}$/.test(news.name);
    const failures = isValid ? [] : [{ property: "name", reason: "must be 1 to 128 letters, digits, - or _" }];
    return Promise.resolve({ inputs: news, failures });
  }

  diff(_id: string, olds: Inputs, news: Inputs) {
    const replaces = (["name", "region"] as const).filter((key) => olds[key] !== news[key]);
    const isChanged = olds.apiKey !== news.apiKey || JSON.stringify(olds.tags) !== JSON.stringify(news.tags);
    return Promise.resolve({ changes: replaces.length > 0 || isChanged, replaces, deleteBeforeReplace: true });
  }

  async create(inputs: Inputs) {
    const { name, apiKey, region, tags } = inputs;
    const command = new control.CreateApiKeyCredentialProviderCommand({ name, apiKey, tags });
    const answer = await this.client(region).send(command);
    return { id: name, outs: this.outputs(inputs, answer) };
  }

  async read(id: string, state: Inputs) {
    try {
      const answer = await this.client(state.region).send(new control.GetApiKeyCredentialProviderCommand({ name: id }));
      return { id, props: this.outputs(state, answer) };
    } catch (error) {
      if (error instanceof control.ResourceNotFoundException) return {};
      throw error;
    }
  }

  async update(id: string, olds: Inputs & Answer, news: Inputs) {
    const { apiKey, region, tags = {} } = news;
    const client = this.client(region);
    const resourceArn = olds.credentialProviderArn;
    const tagKeys = Object.keys(olds.tags ?? {}).filter((key) => !(key in tags));
    if (tagKeys.length > 0) await client.send(new control.UntagResourceCommand({ resourceArn, tagKeys }));
    if (Object.keys(tags).length > 0) await client.send(new control.TagResourceCommand({ resourceArn, tags }));
    const answer = await client.send(new control.UpdateApiKeyCredentialProviderCommand({ name: id, apiKey }));
    return { outs: this.outputs(news, answer) };
  }

  async delete(id: string, { region }: Inputs) {
    await this.client(region).send(new control.DeleteApiKeyCredentialProviderCommand({ name: id }));
  }

  client(region: string) {
    return new control.BedrockAgentCoreControlClient({ region });
  }

  outputs(inputs: Inputs, { credentialProviderArn, apiKeySecretArn }: Answer) {
    return { ...inputs, credentialProviderArn, apiKeySecretArn: apiKeySecretArn?.secretArn };
  }
}

const provider = new Provider();

export class ApiKeyCredentialProvider extends pulumi.dynamic.Resource {
  declare readonly credentialProviderArn: pulumi.Output<string>;
  declare readonly apiKeySecretArn: pulumi.Output<string>;

  constructor(name: string, args: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) {
    const computed = { credentialProviderArn: undefined, apiKeySecretArn: undefined };
    super(provider, name, { ...args, apiKey: pulumi.secret(args.apiKey), ...computed }, opts);
  }
}
