import { readAccessToken } from "./api.ts";
import { findFreePort } from "./free-port.ts";
import { type MigratedDatabase, startDatabase } from "./postgres.ts";
import { type AppServer, type Settings, test } from "./server.ts";
import { signUp } from "./users.ts";

/** Two servers on one PostgreSQL, as behind a balancer, and a user of them. */
export interface Pair {
  one: AppServer;
  two: AppServer;
  cookie: string;
  bearer: string;
}

/** Gives the tests of a file one PostgreSQL; a pair is started on it for each of them. */
export function providePairs() {
  let database: MigratedDatabase;
  test.beforeAll(async () => {
    database = await startDatabase("app", "app_owner");
  });
  test.afterAll(() => database.stop());

  return {
    database: () => database,

    async start(startServer: (settings: Settings) => Promise<AppServer>): Promise<Pair> {
      const PORT = String(await findFreePort());
      // The address of the balancer: tokens of both name it.
      const settings = {
        ...database.env,
        EXCHANGE_RATE_LIMIT: "100000",
        APP_URL: `http://localhost:${PORT}`,
        DEMO_MODEL_DELAY: "20",
      };
      const [one, two] = await Promise.all([
        startServer({ ...settings, PORT }),
        startServer(settings),
      ]);
      const cookie = await signUp(one.url);
      return { one, two, cookie, bearer: await readAccessToken(one.url, cookie) };
    },
  };
}
