import pg from "pg";
import { getAuth, listTables } from "../../adapters/better-auth/auth.ts";
import { readSettings } from "../../adapters/better-auth/settings.ts";

/** An arbitrary number that nothing else on the database locks. */
const LOCK = 5_216_603_742;

type Table = ReturnType<typeof listTables>[number];

/**
 * Makes the tables and columns that the database lacks, all or none, and returns how many: as
 * `npx auth migrate` does. A second process at the same time waits and finds nothing to do.
 */
export async function makeTables(): Promise<number> {
  const client = new pg.Client({ connectionString: readSettings().DATABASE_URL });
  await client.connect();
  try {
    const tables = listTables(getAuth().options);
    // A role that only serves finds nothing to do, and may not make what is there already.
    if ((await listMissing(client, tables)).length === 0) return 0;
    await client.query("begin");
    // The lock ends with the transaction, so it works through a pooler, too.
    await client.query("select pg_advisory_xact_lock($1::bigint)", [LOCK]);
    const statements = await listMissing(client, tables);
    for (const statement of statements) await client.query(statement);
    await client.query("commit");
    return statements.length;
  } finally {
    await client.end();
  }
}

async function listMissing(client: pg.Client, tables: Table[]): Promise<string[]> {
  const { rows } = await client.query<{ at: string }>(
    `select table_name || '.' || column_name as at from information_schema.columns
      where table_schema = current_schema()`,
  );
  const known = new Set(rows.map(({ at }) => at));
  // A table begins with its id, so that those that refer to each other can be made in any order.
  const made = tables
    .filter(({ name }) => !known.has(`${name}.id`))
    .map(({ name }) => `create table "${name}" ("id" text primary key)`);
  const added = tables.flatMap(({ name, table, columns }) =>
    columns
      .filter((column) => !known.has(`${name}.${column.name}`))
      .flatMap((column) => {
        const { references, required, unique, index } = column;
        const type = table[column.name as keyof typeof table] as { getSQLType(): string };
        const parts = [
          `alter table "${name}" add column "${column.name}" ${type.getSQLType()}`,
          required !== false && "not null",
          typeof column.defaultValue === "boolean" && `default ${column.defaultValue}`,
          unique && "unique",
          references && `references "${references.model}" ("${references.field}")`,
          references && `on delete ${references.onDelete ?? "cascade"}`,
        ];
        const at = `"${name}_${column.name}_idx" on "${name}" ("${column.name}")`;
        return [parts.filter(Boolean).join(" "), ...(index ? [`create index ${at}`] : [])];
      }),
  );
  return [...made, ...added];
}
