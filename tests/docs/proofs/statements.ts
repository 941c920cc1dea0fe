import { expect } from "chai";
import {
  gatewayWorkloadIdentityArnPattern,
  managedSecretArnPattern,
  matchesPattern,
  workloadIdentityDirectoryArn,
} from "../../../provider/iam/policy/arn";
import { policyDocument } from "../../../provider/iam/policy/document";
import {
  credentialProviderStatements,
  tokenVaultStatements,
  workloadTokenStatements,
} from "../../../provider/iam/gateway/statements";
import type { PolicyDocument } from "../../../provider/sandbox/policies/evaluator";
import { parsePolicy } from "../../../provider/sandbox/policies/grammar";
import { grantedStatements, pageRun } from "../pageProgram";
import {
  type ProviderSituation,
  documentOf,
  gateway,
  keySituation,
  pageStatements,
  place,
  tokenSituation,
} from "../sample";
import { callsOf, isAllowed, type CheckedCall } from "../vendingCalls";
import { shape, type ProviderAuthentication } from "./proof";

const idOf = ({ kind, provider: name }: ProviderSituation) => ({ ...place, vault: "default", kind, name });

/** What the package grants the gateway of the page for one provider. */
function granted(situation: ProviderSituation): PolicyDocument[] {
  const id = idOf(situation);
  return [
    workloadTokenStatements(gateway),
    tokenVaultStatements(id.kind, gateway),
    credentialProviderStatements(id, { source: "MANAGED", secretArn: managedSecretArnPattern(id) }),
  ].map((statements) => JSON.parse(policyDocument(statements)) as PolicyDocument);
}

/** The page's policy for one provider, even with the gateway's name as IAM has it. */
function ofThePage(situation: ProviderSituation): PolicyDocument[] {
  const secretArn = callsOf(situation).read.resources[0] as string;
  const { vend, secret, token } = pageStatements;
  return [documentOf(vend(situation), secret(secretArn), token("tools"))];
}

const vending = (situation: ProviderSituation) => () => {
  const calls = callsOf(situation);
  expect(isAllowed(ofThePage(situation), calls.vend), "by the page's policy").to.equal(false);
  for (const missing of calls.vend.resources.filter((arn) => !arn.endsWith(`/${situation.provider}`)))
    expect(isAllowed(ofThePage(situation), { ...calls.vend, resources: [missing] }), missing).to.equal(false);
  expect(calls.vend.resources).to.have.length(4);
  expect(isAllowed(granted(situation), calls.vend), "by the package's policies").to.equal(true);
};

const secretIsGranted = (situation: ProviderSituation) => () => {
  const { read } = callsOf(situation);
  expect(isAllowed(granted(situation), read)).to.equal(true);
  expect(shape("SecretSourceType").enum).to.deep.equal(["MANAGED", "EXTERNAL"]);
  const ofOnesOwn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:own-AbCdEf";
  const external = credentialProviderStatements(idOf(situation), { source: "EXTERNAL", secretArn: ofOnesOwn });
  expect(external.map(({ Resource }) => Resource)).to.deep.include([ofOnesOwn]);
};

const secretIsExact = (situation: ProviderSituation, output: string) => async () => {
  const pattern = managedSecretArnPattern(idOf(situation));
  expect((await pageRun()).exported[output]).to.equal(pattern);
  const { read } = callsOf(situation);
  expect(matchesPattern(pattern, read.resources[0] as string)).to.equal(true);
  for (const provider of [`${situation.provider}2`, `${situation.provider}-12345678`, `x${situation.provider}`])
    expect(isAllowed(granted(situation), callsOf({ ...situation, provider }).read), provider).to.equal(false);
  expect(isAllowed([documentOf(pageStatements.secret("{{secrets-manager-arn}}"))], read)).to.equal(false);
};

const tokenOnce = async () => {
  const tokens = grantedStatements(await pageRun()).filter(({ Sid }) => Sid === "WorkloadToken");
  expect(tokens).to.deep.equal(workloadTokenStatements(gateway));
};

export const statements: Readonly<Record<string, ProviderAuthentication>> = {
  "statement-key": vending(keySituation),
  "statement-key-secret-if": secretIsGranted(keySituation),
  "statement-key-secret": secretIsExact(keySituation, "searchSecret"),
  "statement-token": async () => {
    await tokenOnce();
    expect(isAllowed(granted(keySituation), callsOf(keySituation).token)).to.equal(true);
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
    expect(workloadIdentityDirectoryArn({ ...place, partition: "aws-cn" })).to.match(/^arn:aws-cn:/);
  },
  "statement-identity": () => {
    const { token } = callsOf(keySituation);
    const ofAnother = callsOf({ ...keySituation, gatewayId: "tools-abc-0123456789" }).token;
    const byThePage = (name: string, call: CheckedCall) => isAllowed([documentOf(pageStatements.token(name))], call);
    expect(byThePage("Tools", token), "Tools-*, on the own identity").to.equal(false);
    expect(byThePage("tools", token), "tools-*, on the own identity").to.equal(true);
    expect(byThePage("tools", ofAnother), "tools-*, on another gateway's").to.equal(true);
    expect(isAllowed(granted(keySituation), token)).to.equal(true);
    expect(isAllowed(granted(keySituation), ofAnother)).to.equal(false);
    expect(gatewayWorkloadIdentityArnPattern(place, "Tools")).to.match(/\/workload-identity\/tools-\?{10}$/);
  },
  "statement-oauth": vending(tokenSituation),
  "statement-oauth-secret-if": secretIsGranted(tokenSituation),
  "statement-oauth-secret": secretIsExact(tokenSituation, "crmSecret"),
  "statement-oauth-token": tokenOnce,
};
