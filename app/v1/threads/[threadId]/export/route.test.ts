import { beforeAll, describe, expect, test } from "vitest";
import { messages } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { createThread, updateThread } from "#lib/threads/change-thread.ts";
import { getThread } from "#lib/threads/list-messages.ts";
import { countStatements } from "#test/count-statements.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { type SignedIn, signIn } from "#test/sign-in.ts";
import { GET } from "./route.ts";

provideDataDir();

let user: SignedIn;
let threadId: string;

beforeAll(async () => {
  user = await signIn("ada");
  const { ownerId } = user;
  ({ id: threadId } = await createThread({ ownerId, projectId: "default" }));
  await updateThread(ownerId, threadId, { name: 'Umsatz: 2026/Q3 \u202e"x" 😀' });
  const rows = [
    { role: "system" as const, content: [{ type: "text", text: "the app's secret prompt" }] },
    {
      role: "user" as const,
      content: [
        { type: "text", text: "Show *revenue*" },
        { type: "resource", resource: { name: "a.png", mimeType: "image/png", blob: "aGk=" } },
      ],
    },
    {
      role: "assistant" as const,
      content: [
        { type: "text", text: "Here:" },
        { type: "component", id: "c1", name: "Chart", props: { title: "Revenue", values: [1] } },
        { type: "tool_use", id: "t1", name: "get_notes", input: { limit: 2 } },
      ],
    },
    {
      role: "user" as const,
      content: [
        {
          type: "tool_result",
          toolUseId: "t1",
          content: [{ type: "text", text: "```\nnotes\n```" }],
        },
      ],
    },
    {
      role: "assistant" as const,
      content: [{ type: "text", text: "Two notes" }],
      isCancelled: true,
    },
  ];
  const start = Date.UTC(2026, 0, 1);
  await withOwner(ownerId, (tx) =>
    tx.insert(messages).values(
      rows.map((row, index) => ({
        ...row,
        ownerId,
        threadId,
        id: `msg_${index}`,
        createdAt: new Date(start + index * 1_000),
      })),
    ),
  );
});

function download(query = "", headers: Record<string, string> = {}) {
  const address = `http://localhost/v1/threads/${threadId}/export${query}`;
  const request = new Request(address, { headers: { ...user.headers, ...headers } });
  return GET(request, { params: Promise.resolve({ threadId }) });
}

describe("an exported thread", () => {
  test("is JSON, the same as the API shows, in two statements", async () => {
    const thread = await getThread(user.ownerId, threadId);
    const statements = await countStatements(async () => {
      const response = await download();
      expect(response.headers.get("content-type")).toBe("application/json");
      const exported = await response.text();
      expect(exported).toBe(`${JSON.stringify(thread, null, 2)}\n`);
      expect(exported).not.toContain("secret prompt");
    });
    expect(statements).toHaveLength(2);
  });

  test("is a file with the thread's name, without what file systems refuse", async () => {
    const headers = (await download("?format=markdown")).headers;
    expect(headers.get("content-disposition")).toBe(
      "attachment; filename=\"Umsatz 2026 Q3 x.md\"; filename*=UTF-8''Umsatz%202026%20Q3%20x%20%F0%9F%98%80.md",
    );
    expect(headers.get("access-control-expose-headers")).toContain("content-disposition");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("is Markdown if asked: text as it is, components, and each result below its call", async () => {
    const response = await download("?format=markdown");
    expect(response.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
    const { createdAt } = await getThread(user.ownerId, threadId);
    expect(await response.text()).toBe(`# Umsatz: 2026/Q3 \u202e"x" 😀

Begun ${createdAt}

## User, 2026-01-01T00:00:01.000Z

Show *revenue*

*Attachment: a.png (image/png)*

## Assistant, 2026-01-01T00:00:02.000Z

Here:

**Chart**

\`\`\`json
{
  "title": "Revenue",
  "values": [
    1
  ]
}
\`\`\`

Called **get_notes** with

\`\`\`json
{
  "limit": 2
}
\`\`\`

which answered:

\`\`\`\`
\`\`\`
notes
\`\`\`
\`\`\`\`

## Assistant, 2026-01-01T00:00:04.000Z

Two notes

*Stopped by the user.*
`);
  });

  test("is Markdown for who accepts that; the query wins", async () => {
    const accept = { accept: "text/markdown, */*;q=0.1" };
    expect((await download("", accept)).headers.get("content-type")).toMatch(/^text\/markdown/);
    const asked = await download("?format=json", accept);
    expect(asked.headers.get("content-type")).toBe("application/json");
  });

  test("is 400 in another format", async () => {
    const response = await download("?format=pdf");
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: "format: must be json or markdown" });
  });
});
