import { sql } from "drizzle-orm";
import { withOwner } from "#drizzle/with-owner.ts";
import { notFound } from "#lib/base/http/http-error.ts";
import { isThread } from "#lib/threads/find-threads.ts";
import { lockThread } from "./running.ts";

/** Whether a message begins a pair of question and answer. One of tool results alone belongs to the answer around it. */
const beginsPair = sql.raw(
  `q.role = 'user' and (q.is_question or q.content @? '$[*] ? (@.type != "tool_result")')`,
);

/**
 * Deletes the question and answer that a message belongs to, or these and the rest of the thread, with
 * their tool results, suggestions and component states. System prompts stay. With the end of the thread
 * goes what is said of its last run; its id stays, which clients name as `previousRunId`. Throws 404, and
 * 409 CONCURRENT_RUN while a run holds the thread. Two statements.
 */
export async function cutThread(
  ownerId: string,
  threadId: string,
  messageId: string,
  extent: "pair" | "rest",
): Promise<void> {
  const others = sql`from messages q
    where q.owner_id = ${ownerId} and q.thread_id = ${threadId} and ${beginsPair}`;
  const { rows } = await withOwner(ownerId, async (tx) => {
    await lockThread(tx, { ownerId, threadId });
    return tx.execute(sql`
      with pair as (
        select coalesce((select max(q.created_at) ${others} and q.created_at <= m.created_at), '-infinity') as begins,
          case when ${extent} = 'pair' then
            (select min(q.created_at) ${others} and q.created_at > m.created_at)
          end as ends
        from messages m where m.owner_id = ${ownerId} and m.thread_id = ${threadId}
          and m.id = ${messageId} and m.role <> 'system'
      ), gone as (
        delete from messages m using pair
        where m.owner_id = ${ownerId} and m.thread_id = ${threadId} and m.role <> 'system'
          and m.created_at >= pair.begins and m.created_at < coalesce(pair.ends, 'infinity')
        returning m.id, m.component_ids
      ), gone_suggestions as (
        delete from suggestions s using gone
        where s.owner_id = ${ownerId} and s.thread_id = ${threadId} and s.message_id = gone.id
      ), gone_states as (
        delete from component_states c using gone
        where c.owner_id = ${ownerId} and c.thread_id = ${threadId}
          and gone.component_ids @> to_jsonb(c.component_id)
      ), ended as (
        update threads set last_completed_run_id = coalesce(current_run_id, last_completed_run_id),
          current_run_id = null, lease_expires_at = null, cancel_requested = false,
          last_run_cancelled = false, last_run_error = null, pending_tool_call_ids = '{}'
        where ${isThread(ownerId, threadId)} and exists (select from pair where ends is null)
      )
      select id from gone`);
  });
  if (rows.length === 0) throw notFound("message");
}
