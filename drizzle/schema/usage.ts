import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  date,
  index,
  integer,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import { time } from "./project.ts";
import { appSystem, appUser } from "./threads.ts";

const tokens = (name: string) => bigint(name, { mode: "number" }).notNull();

/** What each run, each list of suggestions and each thread's name took of the model. Written in batches off the request path. */
export const usage = pgTable(
  "usage",
  {
    /** The run's, where it was one. */
    id: text("id").primaryKey(),
    projectId: text("project_id").notNull(),
    ownerId: text("owner_id").notNull(),
    kind: text("kind", { enum: ["run", "suggestions", "name"] }).notNull(),
    /** As MODEL names it. */
    model: text("model").notNull(),
    inputTokens: tokens("input_tokens"),
    outputTokens: tokens("output_tokens"),
    /** Whether the model did not say all of it, as where an answer was cut off. */
    isEstimate: boolean("is_estimate").notNull(),
    /** "ok", or the code of the error. */
    outcome: text("outcome").notNull(),
    /** When it ended. */
    at: time("at").notNull(),
    milliseconds: integer("milliseconds").notNull(),
  },
  (table) => [index().on(table.ownerId), index().on(table.at)],
);

/** Whether a sum is the whole project's. */
export const isWhole = sql<boolean>`(owner_id = '')`;
export const allTokens = sql<number>`(input_tokens + output_tokens)`;

/** The sums of each UTC day: of a user, and of the whole project where `owner_id` is "". */
export const usageDays = pgTable(
  "usage_days",
  {
    projectId: text("project_id").notNull(),
    day: date("day").notNull(),
    ownerId: text("owner_id").notNull(),
    runs: integer("runs").notNull(),
    errors: integer("errors").notNull(),
    inputTokens: tokens("input_tokens"),
    outputTokens: tokens("output_tokens"),
  },
  (table) => [
    primaryKey({ columns: [table.day, table.projectId, table.ownerId] }),
    index().on(table.ownerId),
    // As the list is sorted.
    index("usage_days_list_index").on(
      table.projectId,
      table.day,
      isWhole,
      allTokens,
      table.ownerId,
    ),
    // A run looks at its owner's sum and the project's before it starts. The server writes and sees every row.
    pgPolicy("usage_days_owner", {
      for: "select",
      to: appUser,
      using: sql`owner_id in ('', (select current_setting('app.owner', true)))`,
    }),
    pgPolicy("usage_days_system", { for: "all", to: appSystem, using: sql`true` }),
  ],
).enableRLS();
