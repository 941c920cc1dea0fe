import { randomUUID } from "node:crypto";
import { parseArn, alphanumeric } from "../core/identifiers";
import type { Call, Property, Stored } from "../core/definition";
import { regionProperty, tagsProperty } from "../core/definition";
import { defineResource } from "../core/lifecycle";
import { anyText, text, wholeNumber } from "../core/shape";
import type { Shape } from "../core/shape";

const SERVICE = "Secrets Manager";
const SECRET_KIND = "secretsmanager-secret";
const VERSION_KIND = "secretsmanager-version";

interface SecretInputs {
  name: string;
  recoveryWindowInDays: number;
}

interface SecretFacts {
  arn: string;
}

/** Names with "!" are reserved for services. */
const secretName = text({ pattern: /^[\w/+=.@-]{1,512}$/ });

const recoveryWindow: Shape = (value, path) => (value === 0 ? undefined : wholeNumber(7, 30)(value, path));

export const secret = defineResource<SecretInputs, SecretFacts>({
  service: SERVICE,
  kind: SECRET_KIND,
  operations: { create: "CreateSecret", update: "UpdateSecret", delete: "DeleteSecret" },
  properties: {
    name: { shape: secretName, replaces: true },
    namePrefix: { shape: secretName, replaces: true, default: "" },
    description: { shape: anyText },
    kmsKeyId: { shape: anyText },
    recoveryWindowInDays: { shape: recoveryWindow, default: 30 },
    ...regionProperty,
    ...tagsProperty,
  },
  nameProperty: "name",
  deletesFirst: "ifNamed",
  computed: ["arn"],

  // Secrets Manager appends six characters to the name.
  create: ({ name }, { partition, region, account }) => ({
    arn: `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}-${alphanumeric(6)}`,
  }),
  alreadyExists: ({ inputs: { name } }, existing) =>
    existing?.isDeleted
      ? [
          "InvalidRequestException",
          "You can't create this secret because a secret with this name is already scheduled for deletion.",
        ]
      : ["ResourceExistsException", `The operation failed because the secret ${name} already exists.`],
  delete: (stored) => (stored.inputs.recoveryWindowInDays === 0 ? undefined : { ...stored, isDeleted: true }),

  id: ({ arn }) => arn,
  key: ({ name }) => name,
  detail: ({ arn, inputs: { name } }) => ({ name, arn }),
});

/** The secret of that name or whole ARN. Fails as the service does if there is none. */
function findSecret(id: string, { store, scope, fail }: Call): Stored<SecretInputs, SecretFacts> {
  const arn = parseArn(id);
  const name = arn === undefined ? id : arn.resource.slice("secret:".length, -"-ABCDEF".length);
  const stored = store.read<Stored<SecretInputs, SecretFacts>>({ scope, kind: SECRET_KIND, name });
  return stored === undefined || stored.isDeleted || (arn !== undefined && stored.arn !== id)
    ? fail("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
    : stored;
}

interface VersionInputs {
  secretId: string;
}

interface VersionFacts {
  arn: string;
  versionId: string;
}

const value: Property = {
  shape: (text, path) =>
    Buffer.byteLength(String(text)) > 65_536 ? `${path} must have at most 65,536 bytes` : undefined,
  replaces: true,
  isWriteOnly: true,
};

/** A value of a secret. The newest one counts. */
export const secretVersion = defineResource<VersionInputs, VersionFacts>({
  service: SERVICE,
  kind: VERSION_KIND,
  operations: { create: "PutSecretValue", delete: "UpdateSecretVersionStage" },
  properties: {
    secretId: { shape: anyText, isRequired: true, replaces: true },
    secretString: value,
    secretBinary: value,
    ...regionProperty,
  },
  computed: ["arn", "secretArn", "versionId", "versionStages"],
  problems: (_inputs, { secretString, secretBinary }) =>
    (secretString === undefined) === (secretBinary === undefined)
      ? [{ property: "secretString", reason: "one of secretString, secretBinary must be set, and only one" }]
      : [],

  create: ({ secretId }, call) => ({ arn: findSecret(secretId, call).arn, versionId: randomUUID() }),
  id: ({ arn, versionId }) => `${arn}|${versionId}`,
  key: (_inputs, id) => id,
  detail: ({ arn, versionId }) => ({ arn, versionId }),
  outputs: ({ arn }) => ({ secretArn: arn, versionStages: ["AWSCURRENT"] }),
});
