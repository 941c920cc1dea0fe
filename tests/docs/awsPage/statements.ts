import { expect } from "chai";
import {
  gatewayWorkloadIdentityArnPattern,
  workloadIdentityDirectoryArn,
  workloadTokenStatements,
} from "../../../provider/iam/gateway/agentcoreGateway";
import { managedSecretArnPattern, matchesPattern } from "../../../provider/iam/policy/credentialProviders";
import { policyDocument } from "../../../provider/iam/policy/document";
import { credentialProviderStatements, tokenVaultStatements } from "../../../provider/iam/gateway/credentialProvider";
import type { PolicyDocument } from "../../../provider/sandbox/policies/evaluator";
import { parsePolicy } from "../../../provider/sandbox/policies/grammar";
import { grantedStatements, pageRun } from "./program";
import {
  callsOf,
  documentOf,
  gateway,
  isAllowed,
  keySetup,
  pageStatements,
  scope,
  tokenSetup,
  type CheckedCall,
  type ProviderSetup,
} from "./sample";
import { shape, type RowCheck } from "./checks";

const idOf = ({ kind, provider: name }: ProviderSetup) => ({ ...scope, vault: "default", kind, name });

/** Policies of the package for one provider. */
function granted(setup: ProviderSetup): PolicyDocument[] {
  const id = idOf(setup);
  return [
    workloadTokenStatements(gateway),
    tokenVaultStatements(id.kind, gateway),
    credentialProviderStatements(id, { source: "MANAGED", secretArn: managedSecretArnPattern(id) }),
  ].map((statements) => JSON.parse(policyDocument(statements)) as PolicyDocument);
}

/** Policy of AWS's page for one provider, with the gateway's name in lower case. */
function awsPolicy(setup: ProviderSetup): PolicyDocument[] {
  const secretArn = callsOf(setup).read.resources[0] as string;
  const { vend, secret, token } = pageStatements;
  return [documentOf(vend(setup), secret(secretArn), token("tools"))];
}

const vending = (setup: ProviderSetup) => () => {
  const calls = callsOf(setup);
  expect(isAllowed(awsPolicy(setup), calls.vend), "by the page's policy").to.equal(false);
  for (const missing of calls.vend.resources.filter((arn) => !arn.endsWith(`/${setup.provider}`)))
    expect(isAllowed(awsPolicy(setup), { ...calls.vend, resources: [missing] }), missing).to.equal(false);
  expect(calls.vend.resources).to.have.length(4);
  expect(isAllowed(granted(setup), calls.vend), "by the package's policies").to.equal(true);
};

const secretIsGranted = (setup: ProviderSetup) => () => {
  const { read } = callsOf(setup);
  expect(isAllowed(granted(setup), read)).to.equal(true);
  expect(shape("SecretSourceType").enum).to.deep.equal(["MANAGED", "EXTERNAL"]);
  const ownSecretArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:own-AbCdEf";
  const external = credentialProviderStatements(idOf(setup), { source: "EXTERNAL", secretArn: ownSecretArn });
  expect(external.map(({ Resource }) => Resource)).to.deep.include([ownSecretArn]);
};

const secretIsExact = (setup: ProviderSetup, output: string) => async () => {
  const pattern = managedSecretArnPattern(idOf(setup));
  expect((await pageRun()).exported[output]).to.equal(pattern);
  const { read } = callsOf(setup);
  expect(matchesPattern(pattern, read.resources[0] as string)).to.equal(true);
  for (const provider of [`${setup.provider}2`, `${setup.provider}-12345678`, `x${setup.provider}`])
    expect(isAllowed(granted(setup), callsOf({ ...setup, provider }).read), provider).to.equal(false);
  expect(isAllowed([documentOf(pageStatements.secret("{{secrets-manager-arn}}"))], read)).to.equal(false);
};

const tokenOnce = async () => {
  const tokens = grantedStatements(await pageRun()).filter(({ Sid }) => Sid === "WorkloadToken");
  expect(tokens).to.deep.equal(workloadTokenStatements(gateway));
};

export const statements: Readonly<Record<string, RowCheck>> = {
  "statement-key": vending(keySetup),
  "statement-key-secret-if": secretIsGranted(keySetup),
  "statement-key-secret": secretIsExact(keySetup, "searchSecret"),
  "statement-token": async () => {
    await tokenOnce();
    expect(isAllowed(granted(keySetup), callsOf(keySetup).token)).to.equal(true);
  },
  "statement-comma": () => {
    const text = JSON.stringify(documentOf(pageStatements.token("tools")));
    parsePolicy(text, "identity", "PutRolePolicy");
    const withComma = text.replace('AccessToken"]', 'AccessToken",]');
    expect(withComma).to.not.equal(text);
    expect(() => parsePolicy(withComma, "identity", "PutRolePolicy")).to.throw(/invalid Json/);
  },
  "statement-directory": () => {
    const directory = "arn:aws:bedrock-agentcore:us-east-1:123456789012:workload-identity-directory/default";
    expect(workloadTokenStatements(gateway)[0]?.Resource[0]).to.equal(directory);
    expect(workloadIdentityDirectoryArn({ ...scope, partition: "aws-cn" })).to.match(/^arn:aws-cn:/);
  },
  "statement-identity": () => {
    const { token } = callsOf(keySetup);
    const ofAnother = callsOf({ ...keySetup, gatewayId: "tools-abc-0123456789" }).token;
    const allowedByAws = (name: string, call: CheckedCall) => isAllowed([documentOf(pageStatements.token(name))], call);
    expect(allowedByAws("Tools", token), "Tools-*, on the own identity").to.equal(false);
    expect(allowedByAws("tools", token), "tools-*, on the own identity").to.equal(true);
    expect(allowedByAws("tools", ofAnother), "tools-*, on another gateway's").to.equal(true);
    expect(isAllowed(granted(keySetup), token)).to.equal(true);
    expect(isAllowed(granted(keySetup), ofAnother)).to.equal(false);
    expect(gatewayWorkloadIdentityArnPattern(scope, "Tools")).to.match(/\/workload-identity\/tools-\?{10}$/);
  },
  "statement-oauth": vending(tokenSetup),
  "statement-oauth-secret-if": secretIsGranted(tokenSetup),
  "statement-oauth-secret": secretIsExact(tokenSetup, "crmSecret"),
  "statement-oauth-token": tokenOnce,
};
