import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgRole,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { time } from "./project.ts";

/** The role of every query on user data. It owns no tables, so row-level security applies to it. A migration of its own makes it, because it may exist already. */
export const appUser = pgRole("app_user").existing();

/** The role of a server that connects without owning the tables. */
export const appSystem = pgRole("app_system").existing();

// The sub-select is evaluated once per statement, not once per row. An unset owner is '' or NULL, which
// matches no row.
const isOwner = sql`owner_id = (select current_setting('app.owner', true))`;
export const ownerPolicy = (name: string) =>
  pgPolicy(name, { for: "all", to: appUser, using: isOwner, withCheck: isOwner });

/** A guest whose threads and notes become a user's is set for that transaction alone. Nobody else's can be taken. */
const isOfGuest = sql`owner_id like 'guest\\_%' and owner_id = (select current_setting('app.guest', true))`;

export const guestPolicies = (table: string) => [
  pgPolicy(`${table}_seen_by_adopter`, { for: "select", to: appUser, using: isOfGuest }),
  pgPolicy(`${table}_adopted`, {
    for: "update",
    to: appUser,
    using: isOfGuest,
    withCheck: isOwner,
  }),
];

export interface RunError {
  code: string;
  message: string;
  /** Why the model's provider did not answer, in one word such as "401". Only for admins. */
  cause?: string;
}

/**
 * The bytes of a column as JSON, which every reader gets: as stored, a control character takes a sixth
 * and the number 1e300 a thirtieth. Known without reading the column.
 */
const bytesOf = (name: string) =>
  integer(`${name}_bytes`).generatedAlwaysAs(sql.raw(`octet_length(${name}::text)`));

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

export const threads = pgTable(
  "threads",
  {
    ownerId: text("owner_id").notNull(),
    id: text("id").notNull(),
    projectId: text("project_id").notNull(),
    name: text("name"),
    metadata: jsonb("metadata").$type<Record<string, unknown>>(),
    createdAt: time("created_at").notNull(),
    /** Time of the last activity: the order of the list. */
    updatedAt: time("updated_at").notNull(),
    /** The run that holds the thread while its lease has not expired. */
    currentRunId: text("current_run_id"),
    leaseExpiresAt: time("lease_expires_at"),
    cancelRequested: boolean("cancel_requested").notNull().default(false),
    lastCompletedRunId: text("last_completed_run_id"),
    lastRunCancelled: boolean("last_run_cancelled").notNull().default(false),
    lastRunError: jsonb("last_run_error").$type<RunError>(),
    pendingToolCallIds: text("pending_tool_call_ids").array().notNull().default(sql`'{}'`),
    /** How many runs have gone on from results of client tools since the last question. */
    toolRounds: integer("tool_rounds").notNull().default(0),
    /** Since when the list leaves it out. A new question brings it back. */
    archivedAt: time("archived_at"),
  },
  (table) => [
    primaryKey({ columns: [table.ownerId, table.id] }),
    index().on(table.ownerId, table.updatedAt, table.id),
    index("threads_archived_index")
      .on(table.ownerId, table.updatedAt, table.id)
      .where(sql`archived_at is not null`),
    ownerPolicy("threads_owner"),
    ...guestPolicies("threads"),
  ],
).enableRLS();

/** What belongs to a thread is deleted with it, and goes to another owner with it. */
export const goesWithThread = (table: Record<"ownerId" | "threadId", AnyPgColumn>) =>
  foreignKey({
    columns: [table.ownerId, table.threadId],
    foreignColumns: [threads.ownerId, threads.id],
  })
    .onDelete("cascade")
    .onUpdate("cascade");

export const messages = pgTable(
  "messages",
  {
    ownerId: text("owner_id").notNull(),
    threadId: text("thread_id").notNull(),
    id: text("id").notNull(),
    role: text("role", { enum: ["user", "assistant", "system"] }).notNull(),
    content: jsonb("content").$type<unknown[]>().notNull(),
    /** The model's reasoning, in sections. */
    reasoning: text("reasoning").array(),
    /** The app's data for the model with this message. It is never sent to a browser. */
    additionalContext: jsonb("additional_context").$type<Record<string, unknown>>(),
    metadata: jsonb("metadata").$type<Record<string, unknown>>(),
    isCancelled: boolean("is_cancelled").notNull().default(false),
    /** What its reader thought of an answer, and why. */
    thumb: text("thumb", { enum: ["up", "down"] }),
    thumbNote: text("thumb_note"),
    /** Strictly increasing within a thread: clients order by it. */
    createdAt: time("created_at").notNull(),
    // What a search through a thread looks at, because `content` can be megabytes long.
    /** Whether a user wrote text: a thread is named after its first such message. */
    isQuestion: boolean("is_question").generatedAlwaysAs(
      sql`role = 'user' and content @? '$[*] ? (@.type == "text" && @.text like_regex "\\\\S")'`,
    ),
    componentIds: jsonb("component_ids")
      .$type<string[]>()
      .generatedAlwaysAs(sql`jsonb_path_query_array(content, '$[*] ? (@.type == "component").id')`),
    /** The content without the bytes of its files; null if it has none. Old files are not read with their message. */
    leanContent: jsonb("lean_content")
      .$type<unknown[]>()
      .generatedAlwaysAs(
        sql`case when content @? '$[*].resource.blob' then without_files(content) end`,
      ),
    /** Of its texts. A migration of its own makes the function. */
    words: tsvector("words").generatedAlwaysAs(sql`message_words(content)`),
    contentBytes: bytesOf("content"),
    metadataBytes: bytesOf("metadata"),
    additionalContextBytes: bytesOf("additional_context"),
  },
  (table) => [
    primaryKey({ columns: [table.ownerId, table.threadId, table.id] }),
    uniqueIndex().on(table.ownerId, table.threadId, table.createdAt),
    // A search begins with the newest.
    index().on(table.ownerId, table.createdAt),
    index().on(table.ownerId, table.thumb).where(sql`thumb is not null`),
    goesWithThread(table),
    ownerPolicy("messages_owner"),
  ],
).enableRLS();

/** The state that a user gave a generated component. */
export const componentStates = pgTable(
  "component_states",
  {
    ownerId: text("owner_id").notNull(),
    threadId: text("thread_id").notNull(),
    componentId: text("component_id").notNull(),
    state: jsonb("state").$type<Record<string, unknown>>().notNull(),
    stateBytes: bytesOf("state"),
  },
  (table) => [
    primaryKey({ columns: [table.ownerId, table.threadId, table.componentId] }),
    goesWithThread(table),
    ownerPolicy("component_states_owner"),
  ],
).enableRLS();
