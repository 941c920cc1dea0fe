/**
 * The module that Pulumi's provider process loads in the test of migrations. It is the one of the package, with a state
 * version 0 in which the ARN of a provider has another key.
 */
import { apiKeyCredentialProvider } from "../../provider/handlers/credentialProvider/handlers";
import { Context } from "../../provider/handlers/process/context";
import { serve } from "../../provider/handlers/process/handler";
import { providers as released } from "../../provider/provider";

/** Key of the ARN in the outputs of version 0. */
export const oldKey = "arn";

let config: { get(key: string): string | undefined } | undefined;
const context = new Context((key) => config?.get(key), { environment: process.env }, console.log);

const migrations = {
  0: ({ [oldKey]: credentialProviderArn, ...outputs }: Record<string, unknown>) => ({
    ...outputs,
    credentialProviderArn,
  }),
};

export const providers: Record<string, object> = {
  ...released,
  ApiKeyCredentialProvider: {
    configure(request: { config: typeof config }): Promise<void> {
      config = request.config;
      return Promise.resolve();
    },
    ...serve({ ...apiKeyCredentialProvider, migrations }, context),
  },
};
