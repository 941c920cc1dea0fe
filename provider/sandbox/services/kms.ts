import { randomUUID } from "node:crypto";
import { resourcePolicyProblem } from "./iam/access";
import type { Call } from "../core/definition";
import { regionProperty, tagsProperty } from "../core/definition";
import { defineResource } from "../core/lifecycle";
import { anyText, flag, json, text, wholeNumber } from "../core/shape";

interface KeyInputs {
  policy?: string;
}

interface KeyFacts {
  arn: string;
  keyId: string;
  currentPolicy: string;
}

const KIND = "kms-key";

export const kmsKey = defineResource<KeyInputs, KeyFacts>({
  service: "KMS",
  kind: KIND,
  operations: { create: "CreateKey", update: "UpdateKey", delete: "ScheduleKeyDeletion" },
  properties: {
    customerMasterKeySpec: { shape: anyText, replaces: true, default: "SYMMETRIC_DEFAULT" },
    deletionWindowInDays: { shape: wholeNumber(7, 30) },
    description: { shape: text({ max: 8192 }) },
    enableKeyRotation: { shape: flag, default: false },
    isEnabled: { shape: flag, default: true },
    keyUsage: {
      shape: text({ oneOf: ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC"] }),
      replaces: true,
      default: "ENCRYPT_DECRYPT",
    },
    policy: { shape: json, isJson: true },
    ...regionProperty,
    ...tagsProperty,
  },
  computed: ["arn", "keyId", "policy"],

  create: (inputs, call) => {
    const keyId = randomUUID();
    const arn = `arn:${call.partition}:kms:${call.region}:${call.account}:key/${keyId}`;
    return { arn, keyId, currentPolicy: checkedPolicy(inputs.policy ?? defaultPolicy(call), call) };
  },
  update: (before, inputs, call) => ({ currentPolicy: checkedPolicy(inputs.policy ?? before.currentPolicy, call) }),
  delete: (stored) => ({ ...stored, isDeleted: true }),

  id: ({ keyId }) => keyId,
  key: (_inputs, id) => id,
  detail: ({ arn, currentPolicy }) => ({ arn, policy: currentPolicy }),
  outputs: ({ currentPolicy }) => ({ policy: currentPolicy }),
});

function checkedPolicy(policy: string, call: Call): string {
  const problem = resourcePolicyProblem(policy, call);
  if (problem !== undefined) call.fail("MalformedPolicyDocumentException", problem);
  return policy;
}

/** Policy of a key without one: the account's own policies decide. */
const defaultPolicy = ({ partition, account }: Call): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: `arn:${partition}:iam::${account}:root` }, Action: "kms:*", Resource: "*" },
    ],
  });
