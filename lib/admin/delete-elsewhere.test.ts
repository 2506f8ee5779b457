import { decodeJwt } from "jose";
import { afterEach, expect, test, vi } from "vitest";
import { DELETE } from "#app/v1/me/route.ts";
import { POST as newThread } from "#app/v1/threads/route.ts";
import { POST as firstRun } from "#app/v1/threads/runs/route.ts";
import { noteOwner } from "#lib/admin/owners.ts";
import { flushWrites } from "#lib/base/background.ts";
import { isRevoked } from "#lib/identity/revocation.ts";
import { countRows } from "#test/count-rows.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { type SignedIn, signIn } from "#test/sign-in.ts";

/** Nothing of a user's comes back after the deletion by what another instance, or another request, does at the time. */
provideDataDir();
process.env.DEMO_MODEL_DELAY = "0";
afterEach(() => void vi.useRealTimers());

const URL = "http://localhost/v1";
const NOTHING = [0, 0, 0, 0, 0];
const RUN = { message: { role: "user", content: [{ type: "text", text: "hi" }] } };
const MAKERS: [string, (request: Request, context: undefined) => Promise<Response>, string][] = [
  ["/threads", newThread, "{}"],
  ["/threads/runs", firstRun, JSON.stringify(RUN)],
];

const deleteMe = ({ headers }: SignedIn) =>
  DELETE(new Request(`${URL}/me`, { method: "DELETE", headers }), undefined);

/** Acts as an instance of its own does: this one's keeps what it has under that name. */
async function elsewhere<Result>(name: string, act: () => Promise<Result>): Promise<Result> {
  const box = globalThis as unknown as Record<symbol, unknown>;
  const key = Symbol.for(`tambo-users.${name}`);
  const own = box[key];
  box[key] = undefined;
  try {
    return await act();
  } finally {
    box[key] = own;
  }
}

async function expectRefusal(response: Response, user: SignedIn): Promise<void> {
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ code: "REVOKED_TOKEN" });
  expect(await countRows(user)).toEqual(NOTHING);
}

test.each(MAKERS)(
  "no request to %s at an instance that does not know of it yet",
  async (path, route, body) => {
    // Its view does not grow older.
    vi.useFakeTimers({ toFake: ["Date"] });
    const eve = await signIn("eve");
    const { sub = "", sid, auth_time } = decodeJwt(eve.headers.authorization?.slice(7) ?? "");
    const token = { ownerId: sub, sid: String(sid), authTime: Number(auth_time) };
    expect(await isRevoked(token)).toBe(false);
    expect((await elsewhere("revocations", () => deleteMe(eve))).status).toBe(204);
    expect(await isRevoked(token)).toBe(false);
    const init = { method: "POST", headers: eve.headers, body };
    await expectRefusal(await route(new Request(URL + path, init), undefined), eve);
  },
);

test.each(MAKERS)(
  "no request to %s that was let in before and writes after it",
  async (path, route, text) => {
    const eve = await signIn("eve");
    const isDeleted = Promise.withResolvers<void>();
    const isLetIn = Promise.withResolvers<void>();
    // The body is asked for only once the bearer is found good.
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          isLetIn.resolve();
          await isDeleted.promise;
          controller.enqueue(new TextEncoder().encode(text));
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const init = { method: "POST", headers: eve.headers, body, duplex: "half" } as const;
    const late = route(new Request(URL + path, init), undefined);
    await isLetIn.promise;
    expect((await deleteMe(eve)).status).toBe(204);
    isDeleted.resolve();
    await expectRefusal(await late, eve);
  },
);

test("no note of the user that another instance stores late, and later ones do", async () => {
  const [ada, grace] = [await signIn("ada"), await signIn("grace")];
  const see = ({ ownerId: id }: SignedIn, name: string) =>
    noteOwner({ projectId: "default", id, name });
  see(grace, "Grace");
  see(ada, "Ada");
  expect((await elsewhere("batches", () => deleteMe(ada))).status).toBe(204);
  await flushWrites();
  expect(await countRows(ada)).toEqual(NOTHING);
  expect(await countRows(grace)).toEqual([0, 0, 0, 0, 1]);
  see(ada, "Ada again");
  await flushWrites();
  expect(await countRows(ada)).toEqual([0, 0, 0, 0, 1]);
});
