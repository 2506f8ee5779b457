import { beforeAll, expect, test } from "vitest";
import { providerTrust } from "#adapters/trust.ts";
import { DELETE } from "#app/v1/me/route.ts";
import { POST as setState } from "#app/v1/threads/[threadId]/components/[componentId]/state/route.ts";
import { POST as firstRun } from "#app/v1/threads/runs/route.ts";
import { getDb } from "#drizzle/client.ts";
import { messages } from "#drizzle/schema/threads.ts";
import { deleteOwner, noteOwner } from "#lib/admin/owners.ts";
import { flushWrites } from "#lib/base/background.ts";
import { issueUserToken } from "#lib/identity/user-token.ts";
import { demoModel } from "#lib/runs/models/demo/demo-model.ts";
import { suggest } from "#lib/runs/suggestions/suggest.ts";
import { countRows } from "#test/count-rows.ts";
import { countStatements } from "#test/count-statements.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { readEvents } from "#test/runs/grammar.ts";
import { type SignedIn, signIn } from "#test/sign-in.ts";
import { withoutOwnerCondition } from "#test/without-owner-condition.ts";

provideDataDir();
process.env.DEMO_MODEL_DELAY = "0";

const URL = "http://localhost/v1";
const CHART = { name: "Chart", description: "", propsSchema: { type: "object", properties: {} } };

const question = (text: string) => ({
  message: { role: "user", content: [{ type: "text", text }] },
  availableComponents: [CHART],
});

const ask = ({ headers }: SignedIn, text: string) => {
  const init = { method: "POST", headers, body: JSON.stringify(question(text)) };
  return firstRun(new Request(`${URL}/threads/runs`, init), undefined);
};

const deleteMe = ({ headers }: SignedIn) =>
  DELETE(new Request(`${URL}/me`, { method: "DELETE", headers }), undefined);

/** Gives a user one of everything that is kept. */
async function fill(user: SignedIn): Promise<void> {
  const events = await readEvents(await ask(user, "a chart"));
  const stored = await (await getDb()).select().from(messages);
  const answer = stored.find((row) => row.ownerId === user.ownerId && row.role === "assistant");
  const block = answer?.content.find((part) => (part as { type: string }).type === "component");
  const { threadId = "", id: messageId = "" } = answer ?? {};
  expect(events.at(-1)).toMatchObject({ type: "RUN_FINISHED", threadId });
  const componentId = (block as { id: string }).id;
  const request = new Request(`${URL}/threads/${threadId}/components/${componentId}/state`, {
    method: "POST",
    headers: user.headers,
    body: JSON.stringify({ state: { view: "table" } }),
  });
  await setState(request, { params: Promise.resolve({ threadId, componentId }) });
  const key = { ownerId: user.ownerId, projectId: "default", threadId, messageId };
  const options = { maxSuggestions: 3, availableComponents: [] };
  await suggest(key, options, demoModel({ chunkDelayMilliseconds: 0 }));
  noteOwner({ projectId: "default", id: user.ownerId, name: "Ada" });
  await flushWrites();
}

let ada: SignedIn;
let grace: SignedIn;

beforeAll(async () => {
  ada = await signIn("ada");
  grace = await signIn("grace");
  await fill(ada);
  await fill(grace);
});

test("a user's data is deleted in one transaction of six statements, and nobody else's", async () => {
  expect(await countRows(ada)).toEqual([1, 2, 1, 1, 1]);
  const statements = await countStatements(async () => {
    expect((await deleteMe(ada)).status).toBe(204);
  });
  expect(statements).toHaveLength(6);
  expect(await countRows(ada)).toEqual([0, 0, 0, 0, 0]);
  expect(await countRows(grace)).toEqual([1, 2, 1, 1, 1]);
});

test("every session ends with it, so that no open tab brings the user back", async () => {
  const trust = await providerTrust();
  const tab = {
    id: "tab",
    startedAt: new Date(),
    subject: "ada",
    providerToken: () => Promise.reject(new Error("the subject is verified already")),
  };
  await issueUserToken(tab, trust);
  ada = await signIn("ada");
  expect((await deleteMe(ada)).status).toBe(204);
  await expect(issueUserToken(tab, trust)).rejects.toMatchObject({ code: "SESSION_REVOKED" });
  const again = await deleteMe(ada);
  expect(again.status).toBe(401);
  expect(await again.json()).toMatchObject({ code: "REVOKED_TOKEN" });
  await flushWrites();
  expect(await countRows(ada)).toEqual([0, 0, 0, 0, 0]);
});

test("a deletion that cannot be noted is none", async () => {
  const { ownerId } = grace;
  await expect(deleteOwner({ projectId: "none", ownerId })).rejects.toThrow();
  expect(await countRows(grace)).toEqual([1, 2, 1, 1, 1]);
});

test("after another sign-in there is nothing to delete, which is no error", async () => {
  ada = await signIn("ada");
  expect((await deleteMe(ada)).status).toBe(204);
});

test("a note of the user that still waits does not come after the deletion", async () => {
  ada = await signIn("ada");
  noteOwner({ projectId: "default", id: ada.ownerId, name: "Ada" });
  expect((await deleteMe(ada)).status).toBe(204);
  await flushWrites();
  expect(await countRows(ada)).toEqual([0, 0, 0, 0, 0]);
});

test("row-level security alone keeps the others' data", async () => {
  ada = await signIn("ada");
  const removed = await withoutOwnerCondition(async () => {
    expect((await deleteMe(ada)).status).toBe(204);
  });
  expect(removed).toBeGreaterThan(0);
  expect(await countRows(grace)).toEqual([1, 2, 1, 1, 1]);
});

test("a run under way ends and leaves nothing behind", async () => {
  ada = await signIn("ada");
  const response = await ask(ada, "slow");
  const reader = response.body?.getReader();
  await reader?.read();
  expect((await deleteMe(ada)).status).toBe(204);
  let last = "";
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) break;
    last = new TextDecoder().decode(value);
  }
  // Its thread has gone, or it noticed before that its session has.
  expect(last).toMatch(/"code":"(RUN_LOST|SESSION_ENDED)"/);
  expect(await countRows(ada)).toEqual([0, 0, 0, 0, 0]);
});
