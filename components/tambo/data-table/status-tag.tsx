import type { ComponentProps } from "react";
import { Circle, TrendingDown } from "#components/ui/chat-icons.tsx";
import { Check, type IconComponent, TriangleAlert } from "#components/ui/icons.tsx";
import { Tag } from "#components/ui/tag.tsx";

type Tone = ComponentProps<typeof Tag>["tone"];

// Whole words, the worst first: "not active" and "inactive" must not count as active.
const TONES: [RegExp, Tone, IconComponent][] = [
  [
    /\b(leaving|churn(ed)?|lost|fail(ed|ing)?|error|overdue|blocked|critical|cancel(l?ed)?|expired|down|rejected|inactive|not)\b/i,
    "danger",
    TrendingDown,
  ],
  [
    /\b(risk|late|delayed|pending|waiting|trial|warning|paused|open|unpaid|review|draft|unknown|watch)\b/i,
    "warn",
    TriangleAlert,
  ],
  [
    /\b(healthy|good|ok|okay|active|done|paid|passed|ready|complete(d)?|on track|live|up|won|approved|shipped|stable)\b/i,
    "ok",
    Check,
  ],
];

/** A status word with the icon and colour of its meaning; plain where the word is not known. */
export function StatusTag({ status }: { status: string }) {
  const [, tone, icon] = TONES.find(([pattern]) => pattern.test(status)) ?? [
    undefined,
    "muted" as const,
    Circle,
  ];
  return (
    <Tag tone={tone} icon={icon}>
      {status}
    </Tag>
  );
}
