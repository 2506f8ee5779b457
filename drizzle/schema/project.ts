import { sql } from "drizzle-orm";
import { index, jsonb, pgSchema, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { JWK } from "jose";

export const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** Tables of signing in. They are outside `public`, because row-level security by owner is for our own tables. */
export const authSchema = pgSchema("auth");

/** A project owns API keys and settings. The first start makes one; the schema can hold many. */
export const projects = pgTable("projects", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  /** How tokens of trusted issuers are verified. */
  strategy: text("strategy", { enum: ["discovery", "asymmetric", "symmetric", "none"] })
    .notNull()
    .default("discovery"),
  createdAt: time("created_at").notNull().defaultNow(),
});

export const projectId = () =>
  text("project_id")
    .notNull()
    .references(() => projects.id, { onDelete: "cascade" });

export const apiKeys = pgTable(
  "api_keys",
  {
    id: text("id").primaryKey(),
    projectId: projectId(),
    kind: text("kind", { enum: ["publishable", "secret"] }).notNull(),
    /** SHA-256 of the key in base64url, by which a request's key is found. */
    hash: text("hash").notNull().unique(),
    /** The key itself; only of publishable keys, which are in every page anyway. */
    value: text("value"),
    name: text("name"),
    /** The first and last characters, to tell keys apart. */
    hint: text("hint"),
    /** The origins that CORS allows with a publishable key; null allows all. */
    allowedOrigins: text("allowed_origins").array(),
    lastUsedAt: time("last_used_at"),
    createdAt: time("created_at").notNull().defaultNow(),
    revokedAt: time("revoked_at"),
  },
  (table) => [index().on(table.projectId)],
);

/** The root key, which all other keys are derived from, encrypted with APP_SECRET. */
export const secrets = pgTable("secrets", {
  id: text("id").primaryKey(),
  sealed: text("sealed").notNull(),
});

/** The key pairs that sign user tokens. The private keys are encrypted. */
export const signingKeys = pgTable("signing_keys", {
  kid: text("kid").primaryKey(),
  publicJwk: jsonb("public_jwk").$type<JWK>().notNull(),
  encryptedPrivateJwk: text("encrypted_private_jwk").notNull(),
  /** A key is published from its creation on, so that every verifier knows it before it signs. */
  signsFrom: time("signs_from").notNull().defaultNow(),
  createdAt: time("created_at").notNull().defaultNow(),
});

/**
 * What was revoked. `id` is the `sid` of an ended session, the id of a revoked API key, the id of an
 * owner who signed out everywhere (who authenticated until `not_before`), or `deleted ` and the id of an
 * owner whose data was deleted. A row is deleted at `expires_at`.
 */
export const revocations = pgTable(
  "revocations",
  {
    id: text("id").primaryKey(),
    notBefore: time("not_before"),
    revokedAt: time("revoked_at").notNull().defaultNow(),
    expiresAt: time("expires_at").notNull(),
  },
  (table) => [
    index().on(table.revokedAt),
    index().on(table.expiresAt),
    index("revocations_owners_index").on(table.revokedAt).where(sql`not_before is not null`),
    index("revocations_deleted_index").on(table.revokedAt).where(sql`id like 'deleted %'`),
  ],
);
