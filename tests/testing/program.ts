import { Function } from "@pulumi/aws/lambda";
import { Role, assumeRolePolicyForPrincipal } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { ApiKeyCredentialProvider, GatewayOutboundAuth, GatewayRole, Oauth2CredentialProvider } from "../../provider";

const discoveryUrl = "https://id.example.com/.well-known/openid-configuration";

/** A gateway's role with three targets: an API key, an OAuth client, and a function. */
export function tools(opts: { provider?: pulumi.ProviderResource } = {}) {
  const role = new GatewayRole("tools", { gatewayName: "tools" }, opts);
  const tickets = ticketsFunction(opts);
  const { targets } = new GatewayOutboundAuth(
    "tools",
    {
      gateway: role,
      targets: {
        search: {
          target: { type: "openApiSchema" },
          credential: {
            type: "API_KEY",
            apiKey: new pulumi.Config().get("searchKey") ?? "a key",
            credentialLocation: "HEADER",
            credentialParameterName: "X-Key",
          },
        },
        crm: {
          target: { type: "mcpServer" },
          credential: {
            type: "OAUTH",
            oauth2: {
              vendor: "CustomOauth2",
              oauthDiscovery: { discoveryUrl },
              clientId: "client",
              clientSecret: "a secret",
            },
            scopes: ["read"],
          },
        },
        tickets: { target: { type: "lambda", function: tickets }, credential: { type: "GATEWAY_IAM_ROLE" } },
      },
    },
    opts,
  );
  const [search, crm] = [targets.search.credentialProvider, targets.crm.credentialProvider];
  if (!ApiKeyCredentialProvider.isInstance(search) || !Oauth2CredentialProvider.isInstance(crm))
    throw new Error("the targets have credential providers of another kind");
  return {
    searchProvider: search.credentialProviderArn,
    searchSecret: search.apiKeySecretArn,
    crmSecret: crm.clientSecretArn,
    callbackUrl: crm.callbackUrl,
    ticketsArn: tickets.arn,
  };
}

export function ticketsFunction(opts: pulumi.CustomResourceOptions = {}) {
  const assumeRolePolicy = assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" });
  const role = new Role("tickets", { assumeRolePolicy }, opts);
  const code = new pulumi.asset.AssetArchive({
    "index.js": new pulumi.asset.StringAsset("exports.handler = () => {}"),
  });
  return new Function("tickets", { role: role.arn, runtime: "nodejs22.x", handler: "index.handler", code }, opts);
}
