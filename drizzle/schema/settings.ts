import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import type { JSONWebKeySet } from "jose";
import { projectId, time } from "./project.ts";
import { appSystem, appUser } from "./threads.ts";

/** The issuers whose tokens a project accepts at /oauth/token, besides the active provider. */
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
    /** The accepted `typ`; null for the usual ones. */
    types: text("accepted_types").array(),
    /** The refused claims, as `claim` or `claim=value`; null for the usual ones. */
    refuse: text("refused_claims").array(),
    /** For the strategy "discovery" if there is no discovery document. */
    jwksUri: text("jwks_uri"),
    /** It never changes, so that the issuer's users stay who they are. */
    ownerNamespace: text("owner_namespace").notNull(),
    /** For the strategy "asymmetric": public keys only. */
    publicKeys: jsonb("public_keys").$type<JSONWebKeySet>(),
    /** For the strategy "symmetric": encrypted with a key derived from APP_SECRET. */
    encryptedSecret: text("encrypted_secret"),
    createdAt: time("created_at").notNull().defaultNow(),
  },
  (table) => [unique().on(table.projectId, table.issuer)],
);

/** The owners who may see and change a project's settings, besides those in ADMINS. */
export const admins = pgTable(
  "admins",
  {
    projectId: projectId(),
    /** Or an e-mail address, which counts for whom the provider has verified it. */
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

/** One-time links that let one person in where SIGN_UP is invited. */
export const invitations = pgTable("invitations", {
  /** SHA-256 of the code, base64url. */
  hash: text("hash").primaryKey(),
  projectId: projectId(),
  name: text("name").notNull(),
  expiresAt: time("expires_at").notNull(),
});

/** What users are searched by. As in the index, to be found with it. */
export const ownerNames = sql.raw("coalesce(name, '') || ' ' || coalesce(email, '')");
export const isGuestRow = sql.raw("id like 'guest\\_%'");

/** The users who have been here, with the provider's latest names for them. */
export const owners = pgTable(
  "owners",
  {
    projectId: projectId(),
    id: text("id").notNull(),
    /** In an organisation: the owner id of the same user without one. */
    personalId: text("personal_id"),
    /** The provider's id of the organisation. */
    organization: text("organization"),
    name: text("name"),
    email: text("email"),
    /** Whether the provider says that the address is theirs; null where it has said nothing. */
    emailVerified: boolean("email_verified"),
    createdAt: time("created_at").notNull().defaultNow(),
    lastSeenAt: time("last_seen_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.projectId] }),
    index().on(table.projectId, table.lastSeenAt, table.id),
    // A migration of its own makes the function.
    index("owners_search_index").using("gin", sql`trigrams(${ownerNames})`),
    index("owners_guests_index").on(table.createdAt).where(isGuestRow),
    index().on(table.personalId),
    // An owner may delete its own row. The server sees every row.
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
    /** The owner of the token or, for a change, the admin who made it. */
    ownerId: text("owner_id"),
    /** The check that failed, or the change. */
    detail: text("detail"),
  },
  (table) => [
    index().on(table.projectId, table.id),
    index().on(table.projectId, table.outcome, table.id),
    index().on(table.ownerId, table.id),
    index().on(table.at),
  ],
);

/** How many exchanges each hour had. */
export const exchangeHours = pgTable(
  "exchange_hours",
  {
    projectId: projectId(),
    hour: time("hour").notNull(),
    ok: integer("ok").notNull(),
    refused: integer("refused").notNull(),
  },
  (table) => [primaryKey({ columns: [table.hour, table.projectId] })],
);

/** The table of rate-limiter-flexible with RATE_LIMIT_STORE=database. */
export const rateLimits = pgTable(
  "rate_limits",
  {
    key: text("key").primaryKey(),
    points: integer("points").notNull(),
    expire: time("expire"),
  },
  (table) => [index().on(table.expire)],
);
