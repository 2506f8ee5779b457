import { provideProvider, signInAt } from "./support/provider-server.ts";
import { expect, test } from "./support/server.ts";

/** Who signs in to an organisation on the provider's page; switching in Clerk's component is in clerk-sessions.spec.ts. */
test.use({ extraHTTPHeaders: async ({ baseURL }, use) => use({ origin: baseURL ?? "" }) });

for (const provider of ["auth0", "workos"] as const) {
  test.describe(provider, () => {
    const own = provideProvider(provider, { OWNER_SCOPE: "organization" });

    test("signing in to another organisation is another owner, and the session goes on", {
      tag: `@${provider}`,
    }, async ({ request }) => {
      const visit = async (organization: string) => {
        await signInAt(request, `/auth/sign-in?again=1&organization=${organization}`);
        return (await request.get("/user-token")).json();
      };
      const [none, a, b] = [await visit(""), await visit("org_a"), await visit("org_b")];
      expect(new Set([none.ownerId, a.ownerId, b.ownerId]).size).toBe(3);
      expect((await visit("org_a")).ownerId).toBe(a.ownerId);
      // What is no id of one is not asked for.
      expect((await visit("org_a%20org_b")).ownerId).toBe(none.ownerId);
      await own().server.restart({ OWNER_SCOPE: "user" });
      expect((await visit("org_a")).ownerId).toBe(none.ownerId);
    });
  });
}
