import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { HourlyBars } from "./hourly-bars.tsx";

test("the hour in which the period begins is drawn as well as counted", () => {
  const at = (time: string) => new Date(`2026-01-01T${time}:00Z`);
  const hours = [
    { hour: at("14:00"), ok: 3, refused: 1 },
    { hour: at("16:00"), ok: 1, refused: 0 },
  ];
  const html = renderToStaticMarkup(
    <HourlyBars hours={hours} since={at("14:30")} until={at("16:30")} />,
  );
  const [, width = ""] = /viewBox="0 0 (\d+) /.exec(html) ?? [];
  expect(Number(width)).toBe(3);
  const places = [...html.matchAll(/ x="([^"]+)"/g)].map(([, x]) => Number(x));
  expect(places).toEqual([0.1, 0.1, 2.1, 2.1]);
});
