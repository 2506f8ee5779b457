import {
  bigint,
  index,
  integer,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";

/**
 * The tables of @auth/neon-adapter, whose SQL fixes their names and columns. `app_user` has no rights on
 * them.
 */
const time = (name: string) => timestamp(name, { withTimezone: true });

export const neonUsers = pgTable("users", {
  id: serial("id").primaryKey(),
  name: text("name"),
  email: text("email").unique(),
  emailVerified: time("emailVerified"),
  image: text("image"),
});

const userId = () =>
  integer("userId")
    .notNull()
    .references(() => neonUsers.id, { onDelete: "cascade" });

export const neonAccounts = pgTable(
  "accounts",
  {
    id: serial("id").primaryKey(),
    userId: userId(),
    type: text("type").notNull(),
    provider: text("provider").notNull(),
    providerAccountId: text("providerAccountId").notNull(),
    refreshToken: text("refresh_token"),
    accessToken: text("access_token"),
    expiresAt: bigint("expires_at", { mode: "number" }),
    idToken: text("id_token"),
    scope: text("scope"),
    sessionState: text("session_state"),
    tokenType: text("token_type"),
  },
  (table) => [index().on(table.userId), unique().on(table.provider, table.providerAccountId)],
);

export const neonSessions = pgTable(
  "sessions",
  {
    id: serial("id").primaryKey(),
    userId: userId(),
    expires: time("expires").notNull(),
    sessionToken: text("sessionToken").notNull().unique(),
    /** Ours: time of authentication. */
    createdAt: time("created_at").notNull().defaultNow(),
  },
  (table) => [index().on(table.userId)],
);

export const neonVerificationTokens = pgTable(
  "verification_token",
  {
    identifier: text("identifier").notNull(),
    expires: time("expires").notNull(),
    token: text("token").notNull(),
  },
  (table) => [primaryKey({ columns: [table.identifier, table.token] })],
);
