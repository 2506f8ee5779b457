import { hash } from "node:crypto";
import { is, Param, Placeholder, QueryPromise, SQL, sql } from "drizzle-orm";
import { PgDatabase, PgDialect, type PgSession } from "drizzle-orm/pg-core";
import { openDatabase } from "./client.ts";
import type { OwnerQuery, OwnerTransaction } from "./database.ts";

export type { OwnerTransaction } from "./database.ts";

const OWNER_ID = /^[A-Za-z0-9_-]{22}$/;

/**
 * Runs queries as `app_user` with row-level security bound to one owner, in one transaction. All user
 * data is reached through it. As a second safeguard each query names the owner, too.
 */
export async function withOwner<T>(ownerId: string, query: OwnerQuery<T>): Promise<T> {
  if (!OWNER_ID.test(ownerId)) throw new TypeError("an owner id has 22 base64url characters");
  const { transactAs } = await openDatabase();
  return transactAs(ownerId, query);
}

type Session = Pick<PgSession, "prepareQuery">;
type Prepared<Found> = { execute: Found; all: never; values: never };
type PrepareQuery<Found> = typeof PgSession.prototype.prepareQuery<Prepared<Found>>;

/** What the builder wrote: a statement with placeholders among its parameters, and how its rows are read. */
interface Written<Found> {
  prepared: Parameters<PrepareQuery<Found>>;
  joinsNotNullableMap?: Record<string, boolean>;
  setToken(): Written<Found>;
}

/**
 * A statement that the query builder writes once, not for each call, and that a server parses and plans
 * once for each connection. `write` gets placeholders instead of the values, so it can only pass them on.
 * A value that is undefined is none: `write` is called once for each choice of values.
 */
export function statement<Values extends object, Found>(
  write: (builder: OwnerTransaction, values: Values) => PromiseLike<Found>,
) {
  const kept = new Map<string, Written<Found>>();
  return (values: Values) => {
    const names = Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : name,
    );
    const choice = names.join();
    const written = kept.get(choice) ?? record(write, names);
    kept.set(choice, written);
    return (tx: OwnerTransaction) => new Unsent(() => send(tx, written, values));
  };
}

/** Queries of one transaction that do not depend on each other, as a single one. */
export function together<A, B>(first: QueryPromise<A>, second: QueryPromise<B>) {
  return new Unsent(() => Promise.all([first.execute(), second.execute()]));
}

/** As a query of the builder is, it is sent when it is awaited. */
class Unsent<Found> extends QueryPromise<Found> {
  execute: () => Promise<Found>;

  constructor(execute: () => Promise<Found>) {
    super();
    this.execute = execute;
  }
}

/** What is prepared with it is kept: it belongs to no connection. */
const recorder = {
  prepareQuery(...[query, fields, , isArray]: Parameters<Session["prepareQuery"]>) {
    // By its text, so that no other statement has this name, whichever connection a pooler takes.
    const name = hash("sha256", query.sql, "base64url");
    return {
      prepared: [query, fields, name, isArray, fields && toReader(fields)],
      setToken() {
        return this;
      },
    };
  },
};
const builder = new PgDatabase(new PgDialect(), recorder as never, undefined);

function record<Values, Found>(
  write: (builder: OwnerTransaction, values: Values) => PromiseLike<Found>,
  names: string[],
) {
  const placeholders = Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]));
  const query: unknown = write(builder as unknown as OwnerTransaction, placeholders as Values);
  return (query as { prepare(name: string): Written<Found> }).prepare("");
}

function send<Found>(
  tx: OwnerTransaction,
  { prepared: [query, ...rest], joinsNotNullableMap }: Written<Found>,
  values: object,
): Promise<Found> {
  const { session } = tx as unknown as { session: Session };
  const filled = { ...query, params: fill(query.params, values as Record<string, unknown>) };
  const statement = session.prepareQuery<Prepared<Found>>(filled, ...rest);
  return Object.assign(statement, { joinsNotNullableMap }).execute();
}

type Fields = NonNullable<Parameters<Session["prepareQuery"]>[1]>;

/** The builder's own function would look for the decoder of each value anew. Undefined for rows that hold objects. */
function toReader(fields: Fields) {
  if (fields.some(({ path }) => path.length > 1)) return undefined;
  const columns = fields.map(({ path: [name = ""], field }) => {
    const found: unknown = is(field, SQL.Aliased) ? field.sql : field;
    const { decoder = found } = found as { decoder?: unknown };
    return { name, decoder: decoder as { mapFromDriverValue(value: unknown): unknown } };
  });
  const read = (row: unknown[]) => {
    const found: Record<string, unknown> = {};
    columns.forEach(({ name, decoder }, at) => {
      const value = row[at];
      found[name] = value === null ? null : decoder.mapFromDriverValue(value);
    });
    return found;
  };
  return (rows: unknown[][]) => rows.map(read);
}

/** The builder's own function would make a null the null of JSON. */
function fill(params: unknown[], values: Record<string, unknown>): unknown[] {
  return params.map((param) => {
    if (is(param, Placeholder)) return values[param.name];
    if (!is(param, Param) || !is(param.value, Placeholder)) return param;
    const value = values[param.value.name];
    return value === null ? null : param.encoder.mapToDriverValue(value);
  });
}
