import { afterEach, expect, test, vi } from "vitest";
import { mcpServers } from "./servers.ts";

afterEach(() => vi.unstubAllEnvs());

const notes = { name: "notes", url: "https://notes.example.com/mcp", audience: "notes" };
const other = { ...notes, name: "other", audience: "other" };
const read = (value: unknown) => {
  vi.stubEnv("MCP_SERVERS", typeof value === "string" ? value : JSON.stringify(value));
  return mcpServers();
};

test("what is right is read", () => {
  expect(read("")).toEqual([]);
  expect(read([notes, other])).toEqual([notes, other]);
  const local = { ...notes, url: "http://127.0.0.1:4000/mcp" };
  expect(read([local])).toEqual([local]);
});

test.each<[string, unknown, string]>([
  ["no JSON", "notes", "MCP_SERVERS: must be a JSON array such as [{"],
  ["an object", notes, "MCP_SERVERS: must be a JSON array such as [{"],
  ["nine", Array(9).fill(notes), "MCP_SERVERS: must be 8 servers at most"],
  ["no name", [{ ...notes, name: undefined }], "MCP_SERVERS.0.name: must be 1 to 20 small letters"],
  ["a name with a space", [{ ...notes, name: "my notes" }], "MCP_SERVERS.0.name: must be 1 to 20"],
  ["a long name", [{ ...notes, name: "n".repeat(21) }], "MCP_SERVERS.0.name: must be 1 to 20"],
  ["a component's prefix", [{ ...notes, name: "show" }], "MCP_SERVERS.0.name: must not be one of"],
  [
    "one name twice",
    [notes, { ...other, name: "notes" }],
    "must not have two servers with the name",
  ],
  ["one audience twice", [notes, { ...other, audience: "notes" }], "two servers with the audience"],
  ["no address", [{ ...notes, url: "notes" }], "MCP_SERVERS.0.url: must be an absolute URL"],
  [
    "a file",
    [{ ...notes, url: "file:///etc/passwd" }],
    "MCP_SERVERS.0.url: must be an absolute URL",
  ],
  [
    "a password",
    [{ ...notes, url: "https://a:s3cret@b.example" }],
    "must not have a user or a password",
  ],
  [
    "an address whose tokens everybody on the way could read",
    [{ ...notes, url: "http://notes.internal/mcp" }],
    "MCP_SERVERS.0.url: must be an https address, unless it is on this machine",
  ],
  ["a key", [{ ...notes, url: "https://b.example/?key=s3cret" }], "must have neither a query nor"],
  [
    "no audience",
    [{ ...notes, audience: "" }],
    "MCP_SERVERS.0.audience: must be what the server's",
  ],
  ["a token", [{ ...notes, token: "s3cret" }], "MCP_SERVERS.0: "],
])("%s stops the start, in words", (_, value, problem) => {
  expect(() => read(value)).toThrow(problem);
  expect(() => read(value)).not.toThrow("s3cret");
});
