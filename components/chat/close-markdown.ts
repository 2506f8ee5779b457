const FENCE = /^ {0,3}(```+|~~~+)/;

/** Closes the marks that are still open in the last line of text that is arriving, so that `**` and fences do not flicker. */
export function closeMarkdown(text: string): string {
  const fence = openFence(text);
  if (fence) return `${text.replace(/\n$/, "")}\n${fence}`;
  const start = text.lastIndexOf("\n") + 1;
  return text.slice(0, start) + closeLine(text.slice(start));
}

function openFence(text: string): string | undefined {
  let open: string | undefined;
  for (const line of text.split("\n")) {
    const mark = FENCE.exec(line)?.[1];
    if (!mark) continue;
    if (open === undefined) open = mark;
    else if (mark[0] === open[0] && mark.length >= open.length) open = undefined;
  }
  return open;
}

function closeLine(line: string): string {
  // A link whose address is still arriving shows its words alone.
  const shown = line.replace(/!?\[([^\]]*)\]\([^)]*$/, "$1");
  const prose = shown.replace(/`[^`]*`/g, "");
  if (prose.includes("`")) return `${shown}\``;
  const bold = prose.split("**").length % 2 === 0;
  if (bold) return shown.endsWith("**") ? shown.slice(0, -2) : `${shown.trimEnd()}**`;
  return shown;
}
