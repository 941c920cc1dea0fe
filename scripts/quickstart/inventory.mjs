// Collects what exists, from the state, the control plane and the stand-in for AWS.

const types = {
  role: "aws:iam/role:Role",
  policy: "aws:iam/rolePolicy:RolePolicy",
  gateway: "aws:bedrock/agentcoreGateway:AgentcoreGateway",
  target: "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget",
  function: "aws:lambda/function:Function",
};

export async function takeInventory(sandbox) {
  const state = await sandbox.pulumi.state();
  const ofType = (type) => state.filter((resource) => resource.type === type).map(named);
  const outputsOf = (kind, name) => ofType(types[kind]).find((resource) => resource.name === name).outputs;
  const roleName = outputsOf("role", "tools").name;
  return {
    roleName,
    gatewayId: outputsOf("gateway", "tools").gatewayId,
    functionArn: outputsOf("function", "delivery").arn,
    providers: await providersOf(sandbox, state),
    policies: ofType(types.policy).filter(({ outputs }) => outputs.role === roleName),
    targets: ofType(types.target),
  };
}

/** Returns the credential providers in the token vault, by their names in the program. */
async function providersOf(sandbox, state) {
  const live = await sandbox.controlPlane.providers();
  const declared = state.map(named);
  const pairs = live.map((provider) => {
    const resource = declared.find(({ outputs }) => outputs?.credentialProviderArn === provider.arn);
    if (resource === undefined) throw new Error(`the stack does not contain ${provider.arn}`);
    return [resource.name, provider];
  });
  return Object.fromEntries(pairs);
}

const named = ({ urn, outputs }) => ({ name: urn.split("::").at(-1), outputs });
