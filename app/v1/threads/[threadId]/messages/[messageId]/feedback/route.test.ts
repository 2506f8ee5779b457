import { beforeAll, expect, test } from "vitest";
import { listOwners, noteOwner } from "#lib/admin/owners.ts";
import { flushWrites } from "#lib/base/background.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { ask, loadMessages, params, play, request, signInRunner } from "#test/runs/client.ts";
import { POST } from "./route.ts";

provideDataDir();
process.env.DEMO_MODEL_DELAY = "0";

let ownerId: string;
let threadId: string;

beforeAll(async () => {
  ({ ownerId } = await signInRunner());
  ({ threadId } = await play(ask("Hello")));
});

async function rate(messageId: string, body: object) {
  const path = `/${threadId}/messages/${messageId}/feedback`;
  const response = await POST(
    request("POST", path, JSON.stringify(body)),
    params({ threadId, messageId }),
  );
  return { status: response.status, ...(await response.json()) };
}
const feedbackOf = async (messageId: string) => {
  const messages = (await loadMessages(threadId)) as { id: string; feedback?: object }[];
  return messages.find(({ id }) => id === messageId)?.feedback;
};

test("a thumb is stored with its answer, changed, and taken back with its word", async () => {
  const [, answer] = await loadMessages(threadId);
  const id = answer?.id ?? "";
  expect(await rate(id, { thumb: "down", note: " wrong year " })).toEqual({
    status: 200,
    thumb: "down",
    note: "wrong year",
  });
  expect(await feedbackOf(id)).toEqual({ thumb: "down", note: "wrong year" });
  expect(await rate(id, { thumb: "up", note: "  " })).toMatchObject({ thumb: "up", note: null });
  expect(await feedbackOf(id)).toEqual({ thumb: "up" });
  // The next answer's run leaves it.
  await play(ask("And now?"), threadId);
  expect(await feedbackOf(id)).toEqual({ thumb: "up" });
  await rate(id, { thumb: null, note: "of nothing" });
  expect(await feedbackOf(id)).toBeUndefined();
});

test("a question has none, and what is no thumb is refused with words", async () => {
  const [question, answer] = await loadMessages(threadId);
  const id = answer?.id ?? "";
  expect(await rate(question?.id ?? "", { thumb: "up" })).toMatchObject({ status: 404 });
  for (const [body, message] of [
    [{}, "thumb: must be up, down or null"],
    [{ thumb: "sideways" }, "thumb: must be up, down or null"],
    [{ thumb: "up", note: "x".repeat(501) }, "note: must be at most 500 characters long, not 501"],
  ] as const)
    expect(await rate(id, body)).toMatchObject({ status: 400, code: "VALIDATION_ERROR", message });
  expect(await feedbackOf(id)).toBeUndefined();
});

test("admins see how many there are of a user, and no word of them", async () => {
  await defaultProject();
  noteOwner({ projectId: "default", id: ownerId });
  await flushWrites();
  const answers = (await loadMessages(threadId)).filter((_, at) => at % 2 === 1);
  await rate(answers[0]?.id ?? "", { thumb: "up", note: "clear" });
  await rate(answers[1]?.id ?? "", { thumb: "down", note: "unclear" });
  const [owner] = await listOwners("default", 1);
  expect(owner).toMatchObject({ id: ownerId, threads: 1, thumbsUp: 1, thumbsDown: 1 });
  expect(JSON.stringify(owner)).not.toContain("clear");
});
