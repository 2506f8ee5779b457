import type { ContentBlock } from "#lib/threads/content.ts";

const LONGEST_TEXT = 500; // characters
const LONGEST_LIST = 10;

export interface OfferedComponent {
  name: string;
  description: string;
}

/** The data for a model that is asked for suggestions. */
export interface Conversation {
  /** The last messages, oldest first; the last one is what the suggestions are about. */
  messages: { role: string; content: ContentBlock[] }[];
  components: OfferedComponent[];
  maximum: number;
}

const LEFT_OUT = ["blob", "providerOptions"];

/** The messages with short texts and lists and without files, which is enough for suggestions and cheaper. */
export function shorten(messages: Conversation["messages"]): Conversation["messages"] {
  return messages.map(({ role, content }) => ({ role, content: cut(content) as ContentBlock[] }));
}

function cut(value: unknown): unknown {
  if (typeof value === "string") {
    return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT).toWellFormed()}…` : value;
  }
  if (Array.isArray(value)) return value.slice(0, LONGEST_LIST).map(cut);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([key]) => !LEFT_OUT.includes(key));
  return Object.fromEntries(members.map(([key, member]) => [key, cut(member)]));
}
