import { afterEach, expect, test, vi } from "vitest";
import { object, string } from "zod";
import { guardTool } from "./guard-tool.ts";

afterEach(() => {
  vi.useRealTimers();
});

test("refuses input the model got wrong, naming the field", async () => {
  const tool = guardTool("greet", object({ name: string() }), ({ name }) => name);
  await expect(tool({ name: 5 })).rejects.toThrow(
    "greet cannot use name: Invalid input: expected string, received number",
  );
});

test("gives up after five seconds with a sentence", async () => {
  vi.useFakeTimers();
  const tool = guardTool("wait", object({}), () => new Promise<never>(() => {}));
  const outcome = expect(tool({})).rejects.toThrow("wait did not answer within 5 seconds");
  await vi.advanceTimersByTimeAsync(5_000);
  await outcome;
});
