import { index, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { JWK } from "jose";

const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** Owns API keys and settings. One exists from the first start; the schema holds many. */
export const projects = pgTable("projects", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  /** How tokens of trusted issuers are verified. */
  strategy: text("strategy", { enum: ["discovery", "asymmetric", "symmetric", "none"] })
    .notNull()
    .default("discovery"),
  createdAt: time("created_at").notNull().defaultNow(),
});

export const apiKeys = pgTable(
  "api_keys",
  {
    id: text("id").primaryKey(),
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["publishable", "secret"] }).notNull(),
    /** SHA-256 of the key, base64url: what a request is matched against. */
    hash: text("hash").notNull().unique(),
    /** Only of publishable keys, which every page shows anyway. */
    value: text("value"),
    name: text("name"),
    /** First and last characters, to tell keys apart once their value is no longer shown. */
    hint: text("hint"),
    /** Origins that CORS admits with a publishable key; null admits all. */
    allowedOrigins: text("allowed_origins").array(),
    lastUsedAt: time("last_used_at"),
    createdAt: time("created_at").notNull().defaultNow(),
    revokedAt: time("revoked_at"),
  },
  (table) => [index().on(table.projectId)],
);

/** The root key, encrypted with APP_SECRET: what all other keys are derived from. */
export const secrets = pgTable("secrets", {
  id: text("id").primaryKey(),
  sealed: text("sealed").notNull(),
});

/** The key pairs that sign user tokens. Private halves are encrypted. */
export const signingKeys = pgTable("signing_keys", {
  kid: text("kid").primaryKey(),
  publicJwk: jsonb("public_jwk").$type<JWK>().notNull(),
  encryptedPrivateJwk: text("encrypted_private_jwk").notNull(),
  /** Published from its creation on, so that every verifier knows it before it is used. */
  signsFrom: time("signs_from").notNull().defaultNow(),
  createdAt: time("created_at").notNull().defaultNow(),
});

/**
 * Ended sessions (`id` is a `sid`), revoked API keys (`id` is the key's), owners signed out everywhere
 * (`id` is an owner id: tokens authenticated before `not_before` are dead) and owners whose data was
 * deleted (`deleted ` and the owner id). A row is needless once the longest token is gone.
 */
export const revocations = pgTable(
  "revocations",
  {
    id: text("id").primaryKey(),
    notBefore: time("not_before"),
    revokedAt: time("revoked_at").notNull().defaultNow(),
    expiresAt: time("expires_at").notNull(),
  },
  (table) => [index().on(table.revokedAt)],
);
