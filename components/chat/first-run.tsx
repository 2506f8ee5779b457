"use client";

import {
  ChartColumn,
  FlaskConical,
  ListChecks,
  SquareKanban,
  Table2,
} from "#components/ui/chat-icons.tsx";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import { useChatInfo } from "./chat-info.tsx";

const SUGGESTIONS = [
  {
    icon: ChartColumn,
    question: "Show revenue by region",
    text: "A chart you can switch to a table",
  },
  { icon: SquareKanban, question: "Plan the beta launch", text: "A board that keeps your changes" },
  { icon: Table2, question: "List accounts at risk", text: "A table to sort, filter, export" },
  {
    icon: ListChecks,
    question: "Which tasks are still open?",
    text: "An answer from data in this page",
  },
];

/** The first view of an empty chat: a greeting, four things to try, and who is answering. */
export function FirstRun({ onAsk }: { onAsk: (question: string) => void }) {
  const { config, user } = useChatInfo();
  // The server does not know the visitor's clock, so there the greeting waits.
  const partOfDay = useHydrated() ? findPartOfDay() : undefined;
  const firstName = user?.name?.split(" ")[0];
  return (
    <div className="my-auto space-y-6 py-4">
      <div>
        <div className="min-h-8">
          {partOfDay ? (
            <h2 className="text-greeting font-semibold tracking-tight">
              {`Good ${partOfDay}${firstName ? `, ${firstName}` : ""}`}
            </h2>
          ) : null}
        </div>
        <p className="pt-1 text-reading text-quiet">
          Ask in your own words. Answers come as text, charts, tables and boards you can work with.
        </p>
      </div>
      <ul className="grid gap-3 sm:grid-cols-2">
        {SUGGESTIONS.map(({ icon: Icon, question, text }) => (
          <li key={question}>
            <button
              type="button"
              onClick={() => onAsk(question)}
              className="flex h-full w-full gap-3 rounded-card border border-line bg-surface p-4 text-left transition-colors hover:border-line-strong"
            >
              <span className="grid size-9 shrink-0 place-items-center rounded-control bg-brand-soft text-brand">
                <Icon size={18} aria-hidden />
              </span>
              <span>
                <span className="block text-control font-medium">{question}</span>
                <span className="block pt-0.5 text-help text-quiet">{text}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {config.usesDemoModel ? (
        <p className="flex gap-3 rounded-card border border-line bg-warn-soft/60 p-3.5 text-control">
          <FlaskConical size={18} aria-hidden className="mt-px shrink-0 text-warn" />
          <span>
            <strong className="font-semibold">You are talking to the demo model.</strong> It works
            offline and answers from a script, the same question always alike.
          </span>
        </p>
      ) : null}
    </div>
  );
}

function findPartOfDay(): string {
  const hour = new Date().getHours();
  return hour < 5 ? "evening" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
}
