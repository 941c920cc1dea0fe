// What exists: by the state, the control plane and the pretend AWS, each asked for what it knows best.

const types = {
  role: "aws:iam/role:Role",
  policy: "aws:iam/rolePolicy:RolePolicy",
  gateway: "aws:bedrock/agentcoreGateway:AgentcoreGateway",
  target: "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget",
  function: "aws:lambda/function:Function",
};

export async function takeInventory(place) {
  const state = await place.pulumi.state();
  const ofType = (type) => state.filter((resource) => resource.type === type).map(named);
  const found = (kind, name) => ofType(types[kind]).find((resource) => resource.name === name).outputs;
  const roleName = found("role", "tools").name;
  return {
    roleName,
    gatewayId: found("gateway", "tools").gatewayId,
    functionArn: found("function", "delivery").arn,
    providers: await providersOf(place, state),
    policies: ofType(types.policy).filter(({ outputs }) => outputs.role === roleName),
    targets: ofType(types.target),
  };
}

/** The credential providers in the token vault, by the name that the program gives them. */
async function providersOf(place, state) {
  const live = await place.controlPlane.providers();
  const declared = state.map(named);
  const pairs = live.map((provider) => {
    const resource = declared.find(({ outputs }) => outputs?.credentialProviderArn === provider.arn);
    if (resource === undefined) throw new Error(`the stack knows nothing of ${provider.arn}`);
    return [resource.name, provider];
  });
  return Object.fromEntries(pairs);
}

const named = ({ urn, outputs }) => ({ name: urn.split("::").at(-1), outputs });
