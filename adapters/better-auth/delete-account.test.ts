import { expect, test } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { admins } from "#drizzle/schema/settings.ts";
import { lacksAdmin } from "#lib/admin/admins.ts";
import { findOwner, noteOwner } from "#lib/admin/owners.ts";
import { flushWrites } from "#lib/base/background.ts";
import { appEnv } from "#lib/base/env.ts";
import { ownerId } from "#lib/identity/owner-id.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { connectFloors } from "#server/hooks.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { exchange } from "#test/exchange.ts";
import { getAuth, OWNER_NAMESPACE } from "./config.ts";
import { handleAuthRequest } from "./routes.ts";

provideDataDir();

const ada = { name: "Ada", email: "ada@example.com", password: "correct horse" };

test("with the account goes what is kept for its user, and nothing goes for a wrong password", async () => {
  connectFloors();
  const made = await handleAuthRequest(
    new Request(`${appEnv().APP_URL}/auth/sign-up/email`, {
      method: "POST",
      headers: { origin: appEnv().APP_URL },
      body: JSON.stringify(ada),
    }),
  );
  const [cookie = ""] = made.headers.getSetCookie().map((line) => line.split(";", 1)[0]);
  const headers = new Headers({ cookie });
  const { api, $context } = await getAuth();
  const found = await api.getSession({ headers });
  const { id: projectId } = await defaultProject();
  const owner = ownerId(projectId, OWNER_NAMESPACE, found?.user.id ?? "");
  noteOwner({ projectId, id: owner, ...ada });
  await flushWrites();
  await (await getDb()).insert(admins).values({ projectId, ownerId: owner });
  const { token } = await api.getToken({ headers });

  const wrong = api.deleteUser({ headers, body: { password: "wrong horse" } });
  await expect(wrong).rejects.toMatchObject({ body: { code: "INVALID_PASSWORD" } });
  expect(await findOwner(projectId, owner)).toBeDefined();
  expect((await exchange(token)).status).toBe(200);

  await api.deleteUser({ headers, body: { password: ada.password } });
  expect(await findOwner(projectId, owner)).toBeUndefined();
  expect((await exchange(token)).status).toBe(400);
  expect(await (await $context).internalAdapter.findUserByEmail(ada.email)).toBeNull();
  // A start prints a claim link again.
  expect(await lacksAdmin()).toBe(true);
});
