import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { inject } from "vitest";

/**
 * A database of one's own on the PostgreSQL of this run.
 * @param driver `postgres`, or `neon` for Neon's driver
 * @param options `isEmpty`: without the migrations
 */
export function makeDatabase(driver: string, { isEmpty = false } = {}) {
  const { superuserUrl, owner, ownerUrl, template, bridge } = inject("postgres");
  const name = `test_${randomBytes(8).toString("hex")}`;
  const at = (url: string) => url.replace(/\/\w+$/, `/${name}`);
  return {
    /** The variables with which the app uses it. */
    settings: { DATABASE_URL: at(ownerUrl), ...(driver === "neon" && { NEON_BRIDGE: bridge }) },
    superuserUrl: at(superuserUrl),
    create: () =>
      execute(
        superuserUrl,
        `create database ${name} owner ${owner} template ${isEmpty ? "template0" : template}`,
      ),
    drop: () => execute(superuserUrl, `drop database ${name} with (force)`),
  };
}

/** Sends one statement over a connection of its own. */
export async function execute<Row>(url: string, statement: string): Promise<Row[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
