import { readAccessToken } from "./api.ts";
import { findFreePort } from "./free-port.ts";
import { startDatabase, type TestDatabase } from "./postgres.ts";
import { type AppServer, start, test } from "./server.ts";
import { signUp } from "./users.ts";

/** Two servers on one PostgreSQL, as behind a balancer. */
export interface Pair {
  database: TestDatabase;
  one: AppServer;
  two: AppServer;
  /** A user whom nobody else is. */
  newUser(): Promise<{ cookie: string; bearer: string }>;
}

/** Gives the tests of a file one pair of servers. */
export function providePair(): () => Pair {
  let pair: Pair;
  const cleanUps: (() => Promise<void>)[] = [];
  test.beforeAll(async () => {
    const database = await startDatabase("app", "app_owner");
    cleanUps.push(database.stop);
    const PORT = String(await findFreePort());
    // The address of the balancer: tokens of both name it.
    const settings = {
      ...database.env,
      EXCHANGE_RATE_LIMIT: "100000",
      RUN_LIMIT: "100000",
      APP_URL: `http://localhost:${PORT}`,
    };
    const startOne = async (own: { PORT?: string }) => {
      const { server, remove } = await start({ ...settings, ...own });
      cleanUps.unshift(remove);
      return server;
    };
    const [one, two] = await Promise.all([startOne({ PORT }), startOne({})]);
    const newUser = async () => {
      const cookie = await signUp(one.url);
      return { cookie, bearer: await readAccessToken(one.url, cookie) };
    };
    pair = { database, one, two, newUser };
  });
  test.afterAll(async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  });
  return () => pair;
}
