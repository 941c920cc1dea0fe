/** A program with everything that can be asked for its statements, and what a unit test does with it. */

export interface ProgramOptions {
  /** JavaScript of the two mocks. */
  newResource: string;
  call: string;
  preview: boolean;
  /** JavaScript of the arguments that say where a provider by itself is. */
  given?: string;
  /** How often the test runs, with mocks of its own each time. */
  times?: number;
}

/** Prints what it found, as JSON. */
export function program({ newResource, call, preview, given = "", times = 1 }: ProgramOptions): string {
  return `
const pulumi = require("@pulumi/pulumi");
const { Role } = require("@pulumi/aws/iam");
const lambda = require("@pulumi/aws/lambda");
const agentcore = require("pulumi-agentcore-outbound-auth");

const unhandled = [];
process.on("unhandledRejection", (reason) => unhandled.push(String(reason)));
const registered = [];
const newResource = ${newResource};

function declare(test) {
  const role = new agentcore.GatewayRole("tools", { gatewayName: "tools" });
  // Another role in each test: bundles of one program that name two for one gateway are refused.
  const foreign = { name: "foreign", role: new Role("foreign-" + test, { assumeRolePolicy: "{}" }) };
  const placement = { type: "API_KEY", credentialLocation: "HEADER", credentialParameterName: "X-Key" };
  const openApi = { type: "openApiSchema" };
  const oauth2 = { vendor: "SalesforceOauth2", clientId: "client", clientSecret: "secret-value" };
  const key = { ...placement, apiKey: "secret-value" };
  const made = new agentcore.ApiKeyCredentialProvider("given", { apiKey: "secret-value", ${given} });
  const looked = agentcore.ApiKeyCredentialProvider.get("found", made.credentialProviderArn);
  const tickets = new lambda.Function("tickets", { role: "arn:aws:iam::123456789012:role/tickets" });
  const live = new lambda.Alias("live", { functionName: "tickets", functionVersion: "1" });
  const bundle = (name, gateway, target, credential) => new agentcore.OutboundAuth(name, { gateway, target, credential });
  const byRole = { type: "GATEWAY_IAM_ROLE" };
  new agentcore.GatewayOutboundAuth("undemanding", {
    gateway: role, targets: { docs: { target: { type: "mcpServer" }, credential: { type: "NONE" } } },
  });
  return {
    search: bundle("search", role, openApi, key),
    crm: bundle("crm", role, { type: "mcpServer" }, { type: "OAUTH", oauth2, scopes: ["read"] }),
    given: bundle("with-given", foreign, openApi, { ...placement, credentialProvider: made }),
    found: bundle("with-found", foreign, openApi, { ...placement, credentialProvider: looked }),
    tickets: bundle("tickets", role, { type: "lambda", function: tickets }, byRole),
    live: bundle("live", role, { type: "lambda", function: live, permission: true }, byRole),
    ...new agentcore.GatewayOutboundAuth("tools", {
      gateway: role, targets: { news: { target: openApi, credential: key } },
    }).targets,
  };
}

async function test(number) {
  await pulumi.runtime.setMocks({
    newResource: (args) => (registered.push({ type: args.type, name: args.name }), newResource(args)),
    call: ${call},
  }, "project", "dev", ${preview});
  const values = {};
  const known = (bundle) => pulumi.all([bundle.credentialProviderConfiguration, bundle.statements]);
  for (const [name, bundle] of Object.entries(declare(number)))
    known(bundle).apply((both) => { values[name] = both; });
  return values;
}

(async () => {
  let values;
  for (let number = 0; number < ${times}; number++) {
    values = await test(number);
    await pulumi.runtime.disconnect();
  }
  // Nothing keeps the process alive any more: what has no value by now never gets one.
  process.on("exit", () => process.stdout.write(JSON.stringify({ values, registered, unhandled })));
})();
`;
}
