import { sql } from "drizzle-orm";
import { withOwner } from "#drizzle/with-owner.ts";
import { drainRuns } from "#lib/runs/running.ts";
import type { SignedIn } from "#test/sign-in.ts";
import { apiCaller } from "./call-api.ts";
import { RARE_WORD } from "./fill.ts";

export interface Operation {
  name: string;
  act(prepared: string): Promise<unknown>;
  /** Makes what is then deleted, changed or continued. Not measured. */
  prepare?(): Promise<string>;
}

export const operation = (
  name: string,
  act: Operation["act"],
  prepare?: Operation["prepare"],
): Operation => ({ name, act, prepare });

/** What a user asks of the API. */
export function listUserOperations({ ownerId, headers }: SignedIn): Operation[] {
  const call = apiCaller(headers);
  const messagesOf = (many: number) =>
    Array.from({ length: many }, (_, at) => ({
      role: at % 2 ? "assistant" : "user",
      content: [{ type: "text", text: "a question or an answer of some words" }],
    }));
  const thread = async (many: number) =>
    String((await call("POST", "/v1/threads", { initialMessages: messagesOf(many) })).id);
  const threadOfTen = async () => {
    const { rows } = await withOwner(ownerId, (tx) =>
      tx.execute(sql`select id from threads where owner_id = ${ownerId} and name like 'Revenue%'
        and archived_at is null order by updated_at limit 1`),
    );
    return String(rows[0]?.id);
  };
  const question = { message: { role: "user", content: [{ type: "text", text: "hello" }] } };
  const run = async (path: string) => {
    await call("POST", path, question);
    await drainRuns(5_000);
  };
  return [
    operation("list 20 threads", () => call("GET", "/v1/threads?limit=20")),
    operation("list archived threads", () => call("GET", "/v1/threads?limit=20&archived=true")),
    operation(
      "next 20 threads",
      (cursor) => call("GET", `/v1/threads?limit=20&cursor=${cursor}`),
      async () => String((await call("GET", "/v1/threads?limit=20")).nextCursor),
    ),
    operation("thread of 10 messages", (id) => call("GET", `/v1/threads/${id}`), threadOfTen),
    operation("50 of 1,000 messages", () => call("GET", "/v1/threads/thr_long/messages?limit=50")),
    operation("search: a common word", () => call("GET", "/v1/threads?limit=20&search=revenue")),
    operation("search: a rare word", () => call("GET", `/v1/threads?limit=20&search=${RARE_WORD}`)),
    operation("search: no match", () => call("GET", "/v1/threads?limit=20&search=zzzz")),
    operation("create thread", () => call("POST", "/v1/threads", {})),
    operation("create thread with 10 messages", () => thread(10)),
    operation("first question and answer", () => run("/v1/threads/runs")),
    operation(
      "further question and answer",
      (id) => run(`/v1/threads/${id}/runs`),
      () => thread(10),
    ),
    operation(
      "rename thread",
      (id) => call("PATCH", `/v1/threads/${id}`, { name: "new" }),
      () => thread(1),
    ),
    operation(
      "name thread",
      (id) => call("POST", `/threads/${id}/generate-name`),
      () => thread(2),
    ),
    operation("rate answer", () =>
      call("POST", "/v1/threads/thr_long/messages/msg_10/feedback", { thumb: "up" }),
    ),
    operation(
      "delete thread",
      (id) => call("DELETE", `/v1/threads/${id}`),
      () => thread(10),
    ),
    operation(
      "add note",
      () => call("POST", "/v1/notes", { text: "a" }),
      async () => {
        await withOwner(ownerId, (tx) =>
          tx.execute(sql`delete from notes where owner_id = ${ownerId}`),
        );
        return "";
      },
    ),
    operation("list notes", () => call("GET", "/v1/notes")),
  ];
}
