import fc from "fast-check";
import { expect, test } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { createThread } from "./change-thread.ts";
import { listThreads } from "./find-threads.ts";
import { listMessages } from "./list-messages.ts";

provideDataDir();

let owners = 0;
const newOwner = () => `owner${String(++owners).padStart(17, "0")}`;

const create = async (ownerId: string, messages = 0) => {
  const content = [{ type: "text" as const, text: "hi" }];
  const initialMessages = Array(messages).fill({ role: "user", content });
  return (await createThread({ ownerId, projectId: "default", initialMessages })).id;
};

/** Every thread in the list, in its order; `between` is done at the same time as each page is read. */
async function visitThreads(ownerId: string, limit: number, between: (page: number) => unknown[]) {
  const seen: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page === 0 || cursor !== undefined; page += 1) {
    const [read] = await Promise.all([listThreads(ownerId, { limit, cursor }), ...between(page)]);
    expect(read.threads.length).toBeLessThanOrEqual(limit);
    expect(read.hasMore).toBe(read.nextCursor !== undefined);
    seen.push(...read.threads.map(({ id }) => id));
    cursor = read.nextCursor;
  }
  return seen;
}

test("paging visits every thread exactly once while others are made", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: 9 }),
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.nat({ max: 3 }), { maxLength: 4 }),
      async (count, limit, inserts) => {
        const ownerId = newOwner();
        // At once, so that several have the same millisecond.
        const before = await Promise.all(Array.from({ length: count }, () => create(ownerId)));
        const seen = await visitThreads(ownerId, limit, (page) =>
          Array.from({ length: inserts[page] ?? 0 }, () => create(ownerId)),
        );
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toEqual(expect.arrayContaining(before));
      },
    ),
    { numRuns: 25 },
  );
});

test("paging through messages visits each exactly once, in either order", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: 12 }),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom("asc" as const, "desc" as const),
      async (count, limit, order) => {
        const ownerId = newOwner();
        const threadId = await create(ownerId, count);
        const all = (await listMessages(ownerId, threadId, { order })).messages;
        const seen: unknown[] = [];
        let cursor: string | undefined;
        do {
          const page = await listMessages(ownerId, threadId, { limit, cursor, order });
          seen.push(...page.messages);
          cursor = page.nextCursor;
        } while (cursor !== undefined);
        expect(all).toHaveLength(count);
        expect(seen).toEqual(all);
      },
    ),
    { numRuns: 25 },
  );
});
