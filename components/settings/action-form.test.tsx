import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { NewKeyForm } from "./new-key-form.tsx";
import { StrategyForm } from "./strategy-form.tsx";
import { TokenInspector } from "./token-inspector.tsx";

const action = async () => ({});

test.each([
  ["Create publishable key", <NewKeyForm key="new" kind="publishable" action={action} />],
  ["Save strategy", <StrategyForm key="strategy" strategy="discovery" action={action} />],
  ["Inspect", <TokenInspector key="inspector" action={action} />],
])("%s waits for the script, and without it no field comes into an address", (label, form) => {
  const html = renderToStaticMarkup(form);
  expect(html).toMatch(/<form [^>]*method="post"/);
  expect(html).toMatch(new RegExp(`<button type="submit" disabled=""[^>]*>${label}</button>`));
  expect(html).toContain('<p role="alert"');
});

test("what a field is for is read with it", () => {
  const html = renderToStaticMarkup(<NewKeyForm kind="publishable" action={action} />);
  const [, note] = /name="allowedOrigins"[^>]* aria-describedby="([^"]+)"/.exec(html) ?? [];
  expect(html).toContain(`<p id="${note}" class="text-help text-quiet">One a line`);
});
