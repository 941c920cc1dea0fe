import { createHash, randomUUID } from "node:crypto";
import type { Properties } from "../../values/propertyValues";
import { regionFor, regionOutput } from "../../session";
import type { Session } from "../../session";
import type { Problem, ResourceType } from "../resourceType";
import { findSecret, readSecret } from "./secretObjects";
import type { SecretValue } from "./secretObjects";

const CURRENT = "AWSCURRENT";
const PREVIOUS = "AWSPREVIOUS";

/** Largest secret value, in bytes. */
const VALUE_SIZE = 65_536;

export const secretVersion: ResourceType = {
  inputs: ["secretId", "secretString", "secretBinary", "region"],
  required: ["secretId"],
  replaceOnChanges: ["secretId", "secretString", "secretBinary", "region"],
  computed: ["arn", "secretArn", "versionId", "versionStages"],
  problems,
  defaults: regionOutput,
  create,
  read,
  update: (id) => {
    throw new Error(`${id}: every property of a version replaces it, so that it is never updated.`);
  },
  delete: remove,
};

function problems(inputs: Properties, all: Properties): Problem[] {
  const values = ["secretString", "secretBinary"].filter((name) => all[name] !== undefined);
  if (values.length !== 1)
    return [
      { property: values[0] ?? "secretString", reason: "one of secretString, secretBinary must be set, and only one" },
    ];
  const value = inputs[values[0]!];
  return typeof value === "string" && Buffer.byteLength(value) > VALUE_SIZE
    ? [{ property: values[0]!, reason: `must have at most ${VALUE_SIZE} bytes` }]
    : [];
}

/** The newest version is the current one, and the one before it the previous; older ones have no stage, and are gone. */
function create(inputs: Properties, session: Session): { id: string; outputs: Properties } {
  const region = regionFor(session, "Secrets Manager: PutSecretValue", inputs.region);
  const { stored, key } = findSecret(inputs.secretId as string, region, session, "PutSecretValue");
  const version: SecretValue = { id: randomUUID(), hash: hashOf(inputs), stages: [CURRENT] };
  const previous = stored.versions
    .filter(({ stages }) => stages.includes(CURRENT))
    .map((one) => ({ ...one, stages: [PREVIOUS] }));
  session.store.replace(key, { ...stored, versions: [...previous, version] });
  session.store.record("PutSecretValue", key, { arn: stored.arn, versionId: version.id });
  return { id: `${stored.arn}|${version.id}`, outputs: outputsOf(version, stored.arn, inputs, region) };
}

function read(id: string, outputs: Properties, session: Session): { id: string; outputs: Properties } | undefined {
  const { secretArn, versionId } = partsOf(id);
  const region = regionFor(session, "Secrets Manager: GetSecretValue", outputs.region);
  const version = readSecret(secretArn, region, session)?.stored.versions.find((one) => one.id === versionId);
  if (version === undefined) return undefined;
  if (version.hash !== hashOf(outputs))
    throw new Error("the stand-in aws plugin keeps no secret values, so that it cannot import one.");
  return { id, outputs: outputsOf(version, secretArn, outputs, region) };
}

/** The current version stays with its secret: the service does not let its stage go. */
function remove(id: string, olds: Properties, session: Session): void {
  const { secretArn, versionId } = partsOf(id);
  const found = readSecret(secretArn, regionFor(session, "Secrets Manager: DeleteSecret", olds.region), session);
  const version = found?.stored.versions.find((one) => one.id === versionId);
  if (found === undefined || version === undefined || version.stages.includes(CURRENT)) return;
  const versions = found.stored.versions.filter((one) => one !== version);
  session.store.replace(found.key, { ...found.stored, versions });
  session.store.record("UpdateSecretVersionStage", found.key, { arn: secretArn, removeFromVersionId: versionId });
}

const outputsOf = (version: SecretValue, secretArn: string, inputs: Properties, region: string): Properties => ({
  arn: secretArn,
  region,
  secretArn,
  secretBinary: inputs.secretBinary,
  secretId: inputs.secretId ?? secretArn,
  secretString: inputs.secretString,
  versionId: version.id,
  versionStages: version.stages,
});

const hashOf = ({ secretString, secretBinary }: Properties): string =>
  createHash("sha256")
    .update(JSON.stringify([secretString, secretBinary]))
    .digest("hex");

/** The id of the real provider, `ARN|VERSION`. */
function partsOf(id: string): { secretArn: string; versionId: string } {
  const [secretArn, versionId] = id.split("|");
  if (!secretArn || !versionId) throw new Error(`"${id}" is not the id of a secret's version. Write ARN|VERSION.`);
  return { secretArn, versionId };
}
