import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { adminClaims, admins } from "#drizzle/schema/settings.ts";
import type { Visitor } from "#lib/identity/hooks.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { invite } from "./admission.ts";
import { claimAdmin, isClaimable, makeClaimLink } from "./claims.ts";

provideDataDir();
beforeAll(async () => void (await defaultProject()));

let invitation: string;
const stranger = (name: string): Visitor => ({
  projectId: "default",
  id: name.padEnd(22, "_"),
  invitation,
});
const readCode = (link = "") => new URL(link).searchParams.get("code") ?? "";

beforeEach(async () => {
  const db = await getDb();
  await Promise.all([db.delete(admins), db.delete(adminClaims)]);
  invitation = readCode(await makeClaimLink());
});
afterEach(() => vi.unstubAllEnvs());

/** Settings are read once, so each has an app of its own. */
async function withSignUp(SIGN_UP: string) {
  vi.stubEnv("SIGN_UP", SIGN_UP);
  vi.resetModules();
  return import("./admission.ts");
}

test.each(["closed", "invited"])(
  "where people are %s, a claim link lets in the first stranger alone, who can then be the admin",
  async (signUp) => {
    const { findAdmissionProblem: find } = await withSignUp(signUp);
    const [ada, eve] = [stranger(`A${signUp}`), stranger(`E${signUp}`)];
    expect(await find({ ...ada, invitation: "another" })).toBe(
      signUp === "closed" ? "closed" : "invitation",
    );
    expect(await find(ada)).toBeUndefined();
    expect(await find(ada)).toBeUndefined();
    expect(await find(eve)).toBe(signUp === "closed" ? "closed" : "invitation");
    expect(await isClaimable(invitation)).toBe(false);
    for (const code of [invitation, `${invitation} ${ada.id}`, `${ada.id}${invitation}`]) {
      expect(await claimAdmin(code, eve.id)).toBe(false);
    }
    expect(await claimAdmin(invitation, ada.id)).toBe(true);
    expect(await claimAdmin(invitation, ada.id)).toBe(false);
  },
);

test("of two strangers with one claim link at once one comes in", async () => {
  const { findAdmissionProblem: find } = await withSignUp("closed");
  const both = [stranger("B"), stranger("C")];
  const found = await Promise.all([...both, ...both].map(find));
  expect(found.toSorted()).toEqual(["closed", "closed", undefined, undefined]);
});

test("where nobody new may come in no account is made, but by who can be the first admin", async () => {
  const { isClosedTo } = await withSignUp("closed");
  const invited = readCode(await invite({ projectId: "default", name: "Grace", by: "A" }));
  const codes = [undefined, "", invited, invitation];
  expect(await Promise.all(codes.map(isClosedTo))).toEqual([true, true, true, false]);
  expect(await (await withSignUp("invited")).isClosedTo(undefined)).toBe(false);
});
