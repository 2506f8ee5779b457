import type { TextStreamPart, ToolSet } from "ai";

type Part = TextStreamPart<ToolSet>;

/** As many as a reader looks at; a model that searches names dozens. */
const MOST_SOURCES = 20;
const LONGEST_TITLE = 200; // characters
const LONGEST_ADDRESS = 2_000; // characters

/**
 * Collects the web pages that a model names as its sources, each once, and puts them at the end of its
 * answer, as Markdown, so that they are shown, stored and exported like the rest. Other addresses than
 * http(s) are left out.
 */
export function collectSources(): (part: Part) => Part[] {
  const titles = new Map<string, string>();
  return (part) => {
    if (part.type === "source") {
      const address = part.sourceType === "url" ? readAddress(part.url) : undefined;
      if (address && titles.size < MOST_SOURCES && !titles.has(address.href))
        titles.set(address.href, toLine(part.title) || address.hostname);
      return [];
    }
    if (part.type !== "finish" || titles.size === 0) return [part];
    const links = [...titles].map(
      ([href, title]) => `- [${escapeMarkdown(title)}](<${toTarget(href)}>)`,
    );
    const text = `\n\n**Sources**\n\n${links.join("\n")}`;
    const id = "sources";
    return [
      { type: "text-start", id },
      { type: "text-delta", id, text },
      { type: "text-end", id },
      part,
    ];
  };
}

function readAddress(url: string): URL | undefined {
  const address = URL.parse(url);
  const isWeb = address && /^https?:$/.test(address.protocol);
  if (!isWeb || address.username || address.password) return undefined;
  return address.href.length <= LONGEST_ADDRESS ? address : undefined;
}

const toLine = (title = "") =>
  title
    .replace(/[\s\p{C}]+/gu, " ")
    .trim()
    .slice(0, LONGEST_TITLE)
    .toWellFormed();

/** Every punctuation of ASCII can be escaped (CommonMark §2.4). */
const escapeMarkdown = (text: string) => text.replace(/[!-/:-@[-`{-~]/g, "\\$&");

/** Neither a backslash nor what looks like an entity may mean something else there. URL has encoded the brackets. */
const toTarget = (href: string) => href.replaceAll("\\", "%5C").replace(/&(#?\w+);/g, "&$1%3B");
