import { expect, test, vi } from "vitest";
import { createAnswer } from "./answer.ts";
import { componentSection, type Section, toolSection } from "./answer-sections.ts";
import type { Emit, RunEvent } from "./events.ts";

const callable = { name: "write", schema: { type: "object" } };

test.each<[string, (emit: Emit) => Section]>([
  [
    "tool's arguments",
    (emit) => toolSection(createAnswer("m", emit), emit, { kind: "tool", ...callable }, () => {}),
  ],
  [
    "component's props",
    (emit) => componentSection(createAnswer("m", emit), emit, { kind: "component", ...callable }),
  ],
])("long text of a %s is read again only after several times what reading it took", (_, open) => {
  const clock = vi.spyOn(performance, "now").mockReturnValue(0);
  const parse = vi.spyOn(JSON, "parse");
  const events: RunEvent[] = [];
  const section = open((event) => events.push(event));
  const write = (text: string) => {
    const before = events.length;
    section.append(text);
    section.write();
    return events.length > before;
  };
  // It begins at 0 and takes 100 milliseconds.
  parse.mockImplementationOnce((text) => {
    clock.mockReturnValue(100);
    parse.mockRestore();
    return JSON.parse(text);
  });
  expect(write('{"a":"x')).toBe(true);
  clock.mockReturnValue(500);
  expect(write("y")).toBe(false);
  clock.mockReturnValue(1_000);
  expect(write("z")).toBe(true);
  clock.mockRestore();
});
