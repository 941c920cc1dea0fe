import { AwsError } from "../../values/awsError";
import type { PolicyDocument } from "../../policies/iamEvaluator";
import type { Properties } from "../../values/propertyValues";
import { resourcePolicyProblem } from "../../policies/resourcePolicy";
import { regionFor, regionOutput } from "../../session";
import type { Session } from "../../session";
import { mustBeJson } from "../resourceType";
import type { ResourceType } from "../resourceType";
import { findSecret, readSecret } from "./secretObjects";

/** Quota of a secret's policy, in characters. */
const POLICY_SIZE = 20_480;

export const secretPolicy: ResourceType = {
  inputs: ["secretArn", "policy", "blockPublicPolicy", "region"],
  required: ["secretArn", "policy"],
  replaceOnChanges: ["secretArn", "region"],
  json: ["policy"],
  computed: [],
  problems: (inputs) => mustBeJson(inputs, "policy"),
  defaults: regionOutput,
  create: (inputs, session) => {
    const outputs = put(inputs, session);
    return { id: outputs.secretArn as string, outputs };
  },
  read: (id, outputs, session) => {
    const region = regionFor(session, "Secrets Manager: GetResourcePolicy", outputs.region);
    const policy = readSecret(id, region, session)?.stored.policy;
    return policy === undefined ? undefined : { id, outputs: { ...outputs, policy, region, secretArn: id } };
  },
  update: (id, olds, news, session) => put({ ...news, secretArn: id, region: olds.region }, session),
  delete: remove,
};

/** PutResourcePolicy replaces the whole document, whoever wrote it. */
function put(inputs: Properties, session: Session): Properties {
  const operation = "Secrets Manager: PutResourcePolicy";
  const region = regionFor(session, operation, inputs.region);
  const { stored, key } = findSecret(inputs.secretArn as string, region, session, "PutResourcePolicy");
  const policy = inputs.policy as string;
  const problem =
    resourcePolicyProblem(policy, session) ??
    (policy.length > POLICY_SIZE ? `The policy has more than ${POLICY_SIZE} characters` : undefined);
  if (problem !== undefined) throw new AwsError(operation, "MalformedPolicyDocumentException", problem);
  if (inputs.blockPublicPolicy === true && isPublic(JSON.parse(policy) as PolicyDocument))
    throw new AwsError(
      operation,
      "PublicPolicyException",
      "You can't attach a resource policy that allows broad access to the secret.",
    );
  session.store.replace(key, { ...stored, policy });
  session.store.record("PutResourcePolicy", key, { arn: stored.arn, policy });
  return { ...inputs, region, secretArn: stored.arn };
}

function remove(id: string, olds: Properties, session: Session): void {
  const found = readSecret(id, regionFor(session, "Secrets Manager: DeleteResourcePolicy", olds.region), session);
  if (found?.stored.policy === undefined) return;
  session.store.replace(found.key, { ...found.stored, policy: undefined });
  session.store.record("DeleteResourcePolicy", found.key, { arn: id });
}

const isPublic = ({ Statement }: PolicyDocument): boolean =>
  [Statement]
    .flat()
    .some(
      ({ Effect, Principal, Condition }) => Effect === "Allow" && namesAnyone(Principal) && Condition === undefined,
    );

const namesAnyone = (principal: unknown): boolean =>
  principal === "*" || (typeof principal === "object" && JSON.stringify(principal).includes('"*"'));
