import type { ContentBlock } from "#lib/threads/content.ts";

const LONGEST_TEXT = 500; // characters
const LONGEST_LIST = 10;

export interface OfferedComponent {
  name: string;
  description: string;
}

/** What a model is told when it is asked for suggestions. */
export interface Conversation {
  /** The last messages, oldest first; the last one is what the suggestions are about. */
  messages: { role: string; content: ContentBlock[] }[];
  components: OfferedComponent[];
  maximum: number;
}

/** The messages with texts and lists cut short, and without files: the gist is enough, and is cheaper. */
export function shorten(messages: Conversation["messages"]): Conversation["messages"] {
  return JSON.parse(JSON.stringify(messages), (key, value: unknown) => {
    if (key === "blob") return undefined;
    if (Array.isArray(value)) return value.slice(0, LONGEST_LIST);
    if (typeof value !== "string" || value.length <= LONGEST_TEXT) return value;
    return `${value.slice(0, LONGEST_TEXT).toWellFormed()}…`;
  });
}
