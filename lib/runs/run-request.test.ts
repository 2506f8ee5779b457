import { expect, test } from "vitest";
import { newThreadRunBody } from "./run-request.ts";

const long = (length: number) => "x".repeat(length);
const kilobytes = (count: number) => ({ a: long(count * 1024) });
const hello = { type: "text", text: "hello" };
const withContent = (...content: object[]) => ({ message: { role: "user", content } });
const withTools = (...inputSchemas: object[]) => ({
  ...withContent(hello),
  tools: inputSchemas.map((inputSchema, index) => ({ name: `t${index}`, inputSchema })),
});

test.each<[string, number, object, string]>([
  ["threadMetadata", 16, { ...withContent(hello), threadMetadata: kilobytes(16) }, "17 KB"],
  ["thread.metadata", 16, { ...withContent(hello), thread: { metadata: kilobytes(20) } }, "21 KB"],
  [
    "message.content.0.text",
    1_000_000,
    withContent({ type: "text", text: long(1_000_001) }),
    "1000001",
  ],
  ["message.content", 100, withContent(...Array(101).fill(hello)), "101"],
  [
    "message.additionalContext",
    256,
    { message: { role: "user", content: [hello], additionalContext: kilobytes(256) } },
    "257 KB",
  ],
  [
    "message.content.0.resource",
    16,
    withContent({ type: "resource", resource: { extra: long(17_000) } }),
    "17 KB",
  ],
  [
    "message.content.0.toolUseId",
    200,
    withContent({ type: "tool_result", toolUseId: long(201) }),
    "201",
  ],
  ["tools.0.inputSchema", 64, withTools(kilobytes(64)), "65 KB"],
  ["tools", 512, withTools(...Array(9).fill(kilobytes(60))), "541 KB"],
  ["tools", 200, withTools(...Array(201).fill({})), "201"],
  ["userKey", 1_000, { ...withContent(hello), userKey: long(1_001) }, "1001"],
])("a %s above %i is refused with what was found", (field, limit, body, found) => {
  const issue = newThreadRunBody.safeParse(body).error?.issues[0];
  expect(issue?.path.join(".")).toBe(field);
  expect(issue?.message).toMatch(new RegExp(`^must .*at most ${limit} .*, not ${found}`));
});
