import { sql } from "drizzle-orm";
import {
  bigint,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";
import type { JSONWebKeySet } from "jose";
import { projects } from "./project.ts";
import { appSystem, appUser } from "./threads.ts";

const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

const projectId = () =>
  text("project_id")
    .notNull()
    .references(() => projects.id, { onDelete: "cascade" });

/** Issuers whose tokens a project accepts at /oauth/token, besides the active provider's. */
export const trustedIssuers = pgTable(
  "trusted_issuers",
  {
    id: text("id").primaryKey(),
    projectId: projectId(),
    issuer: text("issuer").notNull(),
    algorithms: text("algorithms").array().notNull(),
    audience: text("audience"),
    authorizedParties: text("authorized_parties").array(),
    clientIds: text("client_ids").array(),
    /** The `typ` that is accepted; null for the usual ones. */
    types: text("accepted_types").array(),
    /** What no token may say, as `claim` or `claim=value`; null for what is refused usually. */
    refuse: text("refused_claims").array(),
    /** For the strategy "discovery" of an issuer that has no discovery document. */
    jwksUri: text("jwks_uri"),
    /** Fixed when the issuer is added: whatever is changed later, its users stay who they are. */
    ownerNamespace: text("owner_namespace").notNull(),
    /** For the strategy "asymmetric": public keys only. */
    publicKeys: jsonb("public_keys").$type<JSONWebKeySet>(),
    /** For the strategy "symmetric": encrypted with a key derived from APP_SECRET. */
    encryptedSecret: text("encrypted_secret"),
    createdAt: time("created_at").notNull().defaultNow(),
  },
  (table) => [unique().on(table.projectId, table.issuer)],
);

/** Who may see and change a project's settings, besides those that ADMINS names. */
export const admins = pgTable(
  "admins",
  {
    projectId: projectId(),
    ownerId: text("owner_id").notNull(),
    createdAt: time("created_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.ownerId] })],
);

/** One-time links that make the first admin. */
export const adminClaims = pgTable("admin_claims", {
  /** SHA-256 of the code, base64url. */
  hash: text("hash").primaryKey(),
  projectId: projectId(),
  expiresAt: time("expires_at").notNull(),
});

/** The users that have been here, for the settings: names as the provider gave them last. */
export const owners = pgTable(
  "owners",
  {
    projectId: projectId(),
    id: text("id").notNull(),
    name: text("name"),
    email: text("email"),
    createdAt: time("created_at").notNull().defaultNow(),
    lastSeenAt: time("last_seen_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.id] }),
    index().on(table.projectId, table.lastSeenAt),
    // An owner deletes its own row, in one transaction with all else. The server itself sees every row.
    pgPolicy("owners_owner", {
      for: "all",
      to: appUser,
      using: sql`id = (select current_setting('app.owner', true))`,
    }),
    pgPolicy("owners_system", { for: "all", to: appSystem, using: sql`true` }),
  ],
).enableRLS();

/** Exchanges and changes of settings. Written in batches off the request path; never a token. */
export const activity = pgTable(
  "activity",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    projectId: projectId(),
    at: time("at").notNull(),
    /** "exchange", or what was changed, such as "api_key.revoked". */
    kind: text("kind").notNull(),
    outcome: text("outcome", { enum: ["ok", "refused"] }).notNull(),
    issuer: text("issuer"),
    /** Whose token it was; of a change, who made it. */
    ownerId: text("owner_id"),
    /** The failing check, or what the change was. */
    detail: text("detail"),
  },
  (table) => [index().on(table.projectId, table.at, table.id), index().on(table.at)],
);

/** What rate-limiter-flexible keeps with RATE_LIMIT_STORE=database. */
export const rateLimits = pgTable("rate_limits", {
  key: text("key").primaryKey(),
  points: integer("points").notNull(),
  expire: time("expire"),
});
