import { expect, test } from "vitest";
import { appEnv } from "#lib/base/env.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { getAuth } from "./config.ts";
import { handleAuthRequest } from "./routes.ts";

provideDataDir();

test("of the library's routes those alone are served that the app uses", async () => {
  const { endpoints } = { endpoints: Object.values((await getAuth()).api) as { path?: string }[] };
  const paths = new Set(endpoints.flatMap(({ path }) => path ?? []));
  expect(paths.size).toBeGreaterThan(20);
  const served = new Map([
    ["POST /sign-in/email", 400],
    ["POST /sign-up/email", 400],
    ["GET /passkey/generate-authenticate-options", 200],
    ["POST /passkey/verify-authentication", 400],
    ["GET /passkey/generate-register-options", 401],
    ["POST /passkey/verify-registration", 400],
  ]);
  for (const path of paths) {
    for (const method of ["GET", "POST"]) {
      const init = method === "POST" ? { method, body: "{}" } : { method };
      const request = new Request(`${appEnv().APP_URL}/auth${path}`, init);
      const status = await handleAuthRequest(request).then(
        (response) => response.status,
        (error) => error.status,
      );
      const expected = served.get(`${method} ${path}`) ?? 404;
      expect({ method, path, status }).toEqual({ method, path, status: expected });
    }
  }
});
