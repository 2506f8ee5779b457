import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import * as chatIcons from "./chat-icons.tsx";
import * as icons from "./icons.tsx";

test("each icon has a drawing of its own", () => {
  const { icon: _draws, Spinner: _turns, ...others } = icons;
  const all = [...Object.entries(others), ...Object.entries(chatIcons)];
  const drawings = all.map(([name, Icon]) => {
    const [, lines] =
      /^<svg [^>]*>((?:<path d="M[\d.]+ [^"]+"><\/path>)+)<\/svg>$/.exec(
        renderToStaticMarkup(<Icon />),
      ) ?? [];
    expect(lines, name).toBeDefined();
    return lines;
  });
  expect(drawings.length).toBeGreaterThan(0);
  expect(new Set(drawings).size).toBe(drawings.length);
});

test("an icon is hidden from assistive technology unless it has a label", () => {
  expect(renderToStaticMarkup(<icons.Check size={12} />)).toMatch(
    /^<svg width="12" height="12" .*aria-hidden="true"/,
  );
  const labelled = renderToStaticMarkup(<icons.Check role="img" aria-label="Done" />);
  expect(labelled).toContain('role="img" aria-label="Done"');
  expect(labelled).not.toContain("aria-hidden");
});
