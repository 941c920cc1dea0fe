import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import * as fc from "fast-check";
import type { Context } from "../../../provider/handlers/process/context";
import type { FaultKind, LocalControlPlane } from "../../../provider/local";
import { contextFor } from "../contextFor";
import { apiKeys, failureOf, operations, stacks, writes, type Resource, startForEachTest } from "../stack";

const { create, handler, read, search, searchArn } = apiKeys;

const kinds: FaultKind[] = [
  "reset",
  "error500",
  "error503",
  "throttle",
  "accessDenied",
  "truncatedBody",
  "brokenBody",
  "emptyBody",
];

describe("errors of the service", () => {
  let local: LocalControlPlane;
  startForEachTest((started) => (local = started));

  describe("are explained:", () => {
    it("a missing permission, with what to allow", async () => {
      await local.addFault({ operation: "CreateApiKeyCredentialProvider", kind: "accessDenied" });
      expect((await failureOf(create(contextFor(local)))).message).to.match(
        /^CreateApiKeyCredentialProvider of API-key credential provider "search-1a2b3c4" in us-east-1: access denied \(request [\w-]+\)\. User: .* is not authorized to perform: bedrock-agentcore:CreateApiKeyCredentialProvider on resource: .*Allow bedrock-agentcore:CreateApiKeyCredentialProvider on the token vault and on the provider\. iam\.deployerStatements\(\)/,
      );
      expect(await local.providers()).to.deep.equal([]);
    });

    it("a quota, with what to do", async () => {
      await local.set({ quota: 1 });
      await create(contextFor(local), { ...search, name: "first" });
      const { message } = await failureOf(create(contextFor(local)));
      expect(message).to.match(/a quota of the account is used up.*50 providers of each kind.*Service Quotas/);
    });

    for (const kind of ["brokenBody", "truncatedBody"] as const)
      it(`an answer that cannot be read (${kind}), as that and not as a failure of the service`, async () => {
        const existing = await create(contextFor(local));
        await local.addFault({ operation: "GetApiKeyCredentialProvider", kind, times: 10 });
        const { message } = await failureOf(read(contextFor(local), existing));
        expect(message)
          .to.match(/Run again/)
          .and.to.not.match(/the service failed/);
      });

    it("nobody at the endpoint", async () => {
      await local.close();
      const { message } = await failureOf(create(contextFor(local), { ...search, accountId: undefined }));
      expect(message).to.match(/the endpoint cannot be reached: nothing listens there/);
    });

    it("an endpoint that does not belong to AWS: nothing is sent", async () => {
      const context = contextFor({ url: "https://evil.example.com" });
      const inputs = { ...search, name: "n", region: "us-east-1", tagsAll: {} };
      for (const accountId of [undefined, "123456789012"])
        expect((await failureOf(handler.create(context, { ...inputs, accountId }))).message).to.match(
          /No request was sent: the endpoint https:\/\/evil\.example\.com does not belong to AWS/,
        );
    });
  });

  it("that pass are not seen: throttling once, a failure once", async () => {
    for (const kind of ["throttle", "error500", "error503"] as const)
      await local.addFault({ operation: "CreateApiKeyCredentialProvider", kind });
    await create(contextFor(local, { maxAttempts: 4 }));
    expect(await local.providers()).to.have.lengthOf(1);
  });

  it("of a missing permission to read tags do not make another's provider ours", async () => {
    await create(contextFor(local));
    await local.clearCalls();
    await local.addFault({ operation: "ListTagsForResource", kind: "accessDenied", times: 10 });
    const { message } = await failureOf(create(contextFor(local), { ...search, apiKey: "key-two" }));
    expect(message).to.match(/ListTagsForResource.*access denied/);
    expect(writes(await operations(local))).to.deep.equal(["CreateApiKeyCredentialProvider"]);
    expect(await local.secretOf(searchArn)).to.deep.equal({ apiKey: "key-one" });
  });

  for (const { create, is, read, remove, search, searchArn, secret, update } of stacks)
    describe(`of an ${is} hold no secret:`, () => {
      const canary = "sk-canary-OLD-0123456789";
      const newCanary = "sk-canary-NEW-0123456789";
      const clean = (error: Error) => {
        expect(inspect(error)).to.not.match(/sk-canary/);
        expect(error.cause).to.equal(undefined);
      };

      const acts: Record<string, (context: Context, existing: Resource) => Promise<unknown>> = {
        create: (context) => create(context, { ...search, name: "another", ...secret(newCanary) }),
        read: (context, existing) => read(context, existing),
        update: (context, existing) => update(context, existing, { ...search, ...secret(newCanary), tags: { a: "b" } }),
        delete: (context, existing) => remove(context, existing),
      };
      for (const [name, act] of Object.entries(acts))
        it(`${name}, whatever goes wrong`, async () => {
          const existing = await create(contextFor(local), { ...search, ...secret(canary) });
          for (const kind of kinds)
            for (const moment of ["before", "after"] as const) {
              await local.addFault({ operation: "*", kind, moment, times: 100 });
              const failed = await act(contextFor(local, { maxAttempts: 1 }), existing).catch(
                (error: unknown) => error,
              );
              if (failed instanceof Error) clean(failed);
              await local.clearFaults();
            }
        });

      it("a taken name", async () => {
        await create(contextFor(local), { ...search, ...secret(canary) });
        await local.drift({ action: "recreate", arn: searchArn, ...secret(canary) });
        clean(await failureOf(create(contextFor(local), { ...search, ...secret(newCanary) })));
      });
    });
});

describe("a service that repeats what it was sent", () => {
  let echo: Server;
  let url: string;
  before(async () => {
    echo = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = Buffer.concat(chunks).toString();
        const [, quoted = '""'] = /"(?:apiKey|clientSecret)":("(?:[^"\\]|\\.)*")/.exec(body) ?? [];
        const secret = JSON.parse(quoted) as string;
        const said = [body, secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")].join(" ");
        response.writeHead(400, { "content-type": "application/json", "x-amzn-errortype": "ValidationException" });
        response.end(
          JSON.stringify({ message: said, fieldList: [{ name: "member", message: said }], reason: "CannotParse" }),
        );
      });
    });
    await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`;
  });
  after(() => {
    echo.closeAllConnections();
    echo.close();
  });

  const keys = fc
    .tuple(fc.stringMatching(/^[A-Z]{10}$/), fc.string({ unit: "grapheme", maxLength: 10 }))
    .map(([letters, more]) => `sk "${more}\\${letters}/ü`);

  for (const { create, is, search, searchArn, secret, update } of stacks)
    it(`does not get the secret of an ${is} into the message of create or update`, async () => {
      const args = { ...search, accountId: undefined };
      await fc.assert(
        fc.asyncProperty(keys, keys, async (key, oldKey) => {
          const context = contextFor({ url }, { maxAttempts: 1 });
          const outputs = { ...args, name: "search-1a2b3c4", ...secret(oldKey), tagsAll: {} };
          const config = { "aws:skipRequestingAccountId": "true" };
          const errors = [
            await failureOf(create(context, { ...args, ...secret(key) })),
            await failureOf(
              update(
                contextFor({ url }, { maxAttempts: 1, config }),
                { id: searchArn, outputs },
                { ...args, ...secret(key) },
              ),
            ),
          ];
          for (const error of errors) {
            expect(error.message).to.match(/the service rejected the request \(ValidationException\).*\[secret\]/s);
            for (const spelling of [key, /[A-Z]{10}/.exec(key)![0], Buffer.from(key).toString("base64")])
              expect(inspect(error)).to.not.include(spelling);
          }
        }),
        { numRuns: 20 },
      );
    });
});

/** All that a log could hold of an error. */
function inspect(error: Error): string {
  return [error.message, error.stack, JSON.stringify(error), JSON.stringify(Object.entries(error))].join("\n");
}
