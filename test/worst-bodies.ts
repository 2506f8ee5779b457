import { randomBytes } from "node:crypto";

export const MEGABYTE = 1024 * 1024;

export const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
export const text = (value: string) => ({ type: "text", text: value });
/** The most that a message carries of files, in characters. */
export const FILE = 4 * MEGABYTE;
/** A picture that cannot be made smaller, in as many characters. */
export const fileOf = (characters: number) => {
  const blob = `iVBORw0KGgo${randomBytes(characters).toString("base64")}`.slice(0, characters);
  return { type: "resource" as const, resource: { name: "a.png", mimeType: "image/png", blob } };
};
export const messageOf = (...content: object[]) => ({ role: "user", content });
export const runOf = (...content: object[]) => ({ message: messageOf(...content) });
export const offer = (propsSchema: object) => ({
  ...runOf(text("Show a WeatherCard")),
  availableComponents: [{ name: "WeatherCard", propsSchema }],
});
/** Refuses what a model gives again and again, each time after as much work as it can take. */
const slow = (a: object, times: number) => ({
  type: "object",
  allOf: Array.from({ length: times }, () => ({ $ref: "#/$defs/a" })),
  $defs: { a },
});
export const dense = Object.fromEntries(numbers(900).map((index) => [`key ${index}`, index]));

/** The longest that each route takes in. */
export const permitted: [string, string, object][] = [
  ["POST", "/v1/threads", { initialMessages: Array(2).fill(messageOf(fileOf(FILE))) }],
  ["POST", "/v1/threads", { initialMessages: Array(9).fill(messageOf(text('"'.repeat(500_000)))) }],
  [
    "POST",
    "/v1/threads",
    { initialMessages: Array(9).fill(messageOf(text("\n".repeat(500_000)))) },
  ],
  ["POST", "/v1/threads", { initialMessages: Array(1_000).fill(messageOf(text("a"), text("b"))) }],
  ["PATCH", "/v1/threads/:thread", { name: "x".repeat(200), metadata: dense }],
  ["POST", "/v1/threads/runs", runOf(fileOf(FILE))],
  ["POST", "/v1/threads/runs", { ...runOf(text("hi")), unheardOf: "x".repeat(9 * MEGABYTE) }],
  ["POST", "/v1/threads/runs", offer(slow({ not: { enum: numbers(5_000) } }, 1_500))],
  ["POST", "/v1/threads/runs", offer(slow({ required: numbers(4_000).map(String) }, 1_500))],
  ["POST", "/v1/threads/runs", offer({ type: "object", required: numbers(8_000).map(String) })],
  ["POST", "/v1/threads/:thread/runs", runOf(text("x".repeat(1_000_000)))],
  ["POST", "/v1/threads/:thread/messages/:message/suggestions", {}],
  ["POST", "/threads/:thread/messages/:message/suggestions", {}],
  ["POST", "/threads/:thread/generate-name", {}],
];

/** What takes more room, or more work, in the answer than in the database, and how often the first is sent again. */
export const bulky: [string, { role: string; content: object[] }[], number][] = [
  ["control characters", Array(9).fill(messageOf(text("\u0001".repeat(166_000)))), 8],
  ["quotation marks", Array(9).fill(messageOf(text('"'.repeat(499_000)))), 8],
  [
    "backticks",
    [messageOf(...Array(9).fill({ type: "resource", resource: { text: "`a".repeat(500_000) } }))],
    0,
  ],
];

/** Takes long to judge: each sign may stand for several letters, and each of the words is in it. */
export const slowPasswords = [
  "4@8({[6<3&9!1|0$5+7%2zZ4@8({[6<3&9!1|0$5+",
  "4@".repeat(40),
  "aa4@4@4@4@".repeat(8),
];
export const slowWords = numbers(20)
  .map((more) => "a".repeat(more + 2))
  .join(".");

export const signUps = slowPasswords.map((password) => ({
  name: slowWords,
  email: slowWords,
  password,
}));

const wide = (count: number) => `{"metadata":{"a":"\\u0041","b":[${"1,".repeat(count)}1]}}`;
/** What no route takes in, whatever it is for. */
export const refused: [string, string][] = [
  ["eight megabytes of numbers", wide(4 * MEGABYTE)],
  ["as many values as are read", wide(49_000)],
  ["ten megabytes of escapes", `{"metadata":{"a":"${"\\u0041".repeat(1_700_000)}"}}`],
  [
    "ten megabytes of keys",
    `{${numbers(49_000).map((key) => `"${key}":"${"\\u0041x".repeat(25)}"`)},"x":1}`,
  ],
  ["text without end", `"${"x".repeat(11 * MEGABYTE)}"`],
  ["brackets", "[".repeat(9 * MEGABYTE)],
  ["metadata of nine megabytes", JSON.stringify({ metadata: { a: "x".repeat(9 * MEGABYTE) } })],
  [
    "a run's metadata of nine megabytes",
    JSON.stringify({ ...runOf(text("hi")), runMetadata: { a: "x".repeat(9 * MEGABYTE) } }),
  ],
  ["messages that are none", JSON.stringify({ initialMessages: Array(20_000).fill({}) })],
  ["blocks that are none", JSON.stringify(runOf(...Array(20_000).fill({})))],
  ["tools that are none", JSON.stringify({ ...runOf(text("hi")), tools: Array(20_000).fill({}) })],
  ["a schema of five megabytes", JSON.stringify(offer({ enum: ["x".repeat(5 * MEGABYTE)] }))],
  ["a file of many characters", JSON.stringify(runOf(fileOf(9 * MEGABYTE)))],
  ["operations that are none", JSON.stringify({ patch: Array(20_000).fill({}) })],
  ["names without end", JSON.stringify({ name: "x".repeat(9 * MEGABYTE), userKey: "x" })],
];
