"use client";

import { memo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";

const CELL = "border-b border-line px-3 py-2 text-left align-top";
const HEADING = "pt-1 font-semibold";

/** A web page or a mail. A user before the host would pass for the host. */
const LINK = /^(mailto:|https?:\/\/(?![^/?#\\]*@)[^/\\])/i;

const COMPONENTS: Components = {
  // The page has its own two levels above an answer.
  h1: ({ children }) => <h3 className={`${HEADING} text-section`}>{children}</h3>,
  h2: ({ children }) => <h3 className={`${HEADING} text-section`}>{children}</h3>,
  h3: ({ children }) => <h4 className={HEADING}>{children}</h4>,
  h4: ({ children }) => <h5 className={HEADING}>{children}</h5>,
  ul: ({ children }) => <ul className="list-disc space-y-1 pl-5 marker:text-quiet">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="list-decimal space-y-1 pl-5 marker:text-quiet">
      {children}
    </ol>
  ),
  blockquote: ({ children }) => (
    <blockquote className="border-l-2 border-line-strong pl-3 text-quiet">{children}</blockquote>
  ),
  a: ({ href, children }) =>
    href && LINK.test(href) ? (
      <a
        href={href}
        target="_blank"
        rel="noopener noreferrer"
        className="text-brand underline underline-offset-2"
      >
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
  // Never loaded: the address alone would tell a foreign server who reads this.
  img: ({ alt, src }) => (
    <span className="text-quiet">
      {alt ? `${alt}: ` : ""}
      <code>{typeof src === "string" ? src : ""}</code>
    </span>
  ),
  code: ({ children }) => (
    <code className="rounded-tag bg-sunken px-1 py-0.5 in-[pre]:p-0">{children}</code>
  ),
  pre: ({ children }) => (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reachable by keyboard.
      tabIndex={0}
      className="overflow-x-auto rounded-card border border-line bg-sunken p-3 text-help"
    >
      {children}
    </pre>
  ),
  table: ({ children }) => (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reachable by keyboard.
      tabIndex={0}
      aria-label="Table"
      className="overflow-x-auto rounded-card border border-line bg-surface"
    >
      <table className="w-full text-control tabular-nums">{children}</table>
    </section>
  ),
  th: ({ children }) => <th className={`${CELL} text-meta font-medium text-quiet`}>{children}</th>,
  td: ({ children }) => <td className={CELL}>{children}</td>,
};

const PLUGINS = [remarkGfm];

/** Markdown as elements. HTML in it stays text, and nothing is loaded from anywhere. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  return (
    <div className="space-y-3 text-reading">
      <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS}>
        {text}
      </ReactMarkdown>
    </div>
  );
});
