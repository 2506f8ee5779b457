"use client";

import { type ReactTamboThreadMessage, useTamboClient } from "@tambo-ai/react";
import { type FormEvent, useContext, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { icon } from "#components/ui/icons.tsx";
import { useAnnounce } from "./announcer.tsx";
import { useAttempt } from "./attempt.ts";
import { TurnActionsContext } from "./use-cut.ts";

interface Feedback {
  thumb: "up" | "down";
  note?: string;
}

// Here and not with the chat's other icons, which come with its first load.
const THUMBS = [
  {
    thumb: "up" as const,
    label: "Good answer",
    Icon: icon(
      "M7 10v12M15 5.88L14 10h5.83a2 2 0 0 1 1.92 2.56l-2.33 8A2 2 0 0 1 17.5 22H4a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2h2.76a2 2 0 0 0 1.79-1.11L12 2a3.13 3.13 0 0 1 3 3.88z",
    ),
  },
  {
    thumb: "down" as const,
    label: "Bad answer",
    Icon: icon(
      "M17 14V2M9 18.12L10 14H4.17a2 2 0 0 1-1.92-2.56l2.33-8A2 2 0 0 1 6.5 2H20a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-2.76a2 2 0 0 0-1.79 1.11L12 22a3.13 3.13 0 0 1-3-3.88z",
    ),
  },
];

/** By message: the SDK keeps an answer that arrived here without what was thought of it. */
const givenHere = new Map<string, Feedback | undefined>();

/** What the reader thinks of an answer, and with a word why. Pressing it again takes it back. */
export function Thumbs({
  message,
}: {
  message: ReactTamboThreadMessage & { feedback?: Feedback };
}) {
  const client = useTamboClient();
  const attempt = useAttempt();
  const announce = useAnnounce();
  const actions = useContext(TurnActionsContext);
  const { id, feedback } = message;
  const [given, setGiven] = useState(givenHere.has(id) ? givenHere.get(id) : feedback);
  const [isAsking, setAsking] = useState(false);
  if (!actions) return null;

  async function give(next: Feedback | undefined) {
    setGiven(next);
    const path = `/v1/threads/${encodeURIComponent(actions?.threadId ?? "")}/messages/${encodeURIComponent(id)}/feedback`;
    const body = { thumb: next?.thumb ?? null, note: next?.note };
    const isStored = await attempt(
      () => client.post<void>(path, { body }),
      "What you think of the answer could not be stored. Try again.",
    );
    if (isStored) givenHere.set(id, next);
    else setGiven(given);
  }

  function endAsking(form: HTMLFormElement | null) {
    setAsking(false);
    form?.parentElement?.querySelector<HTMLElement>("[aria-pressed=true]")?.focus();
  }

  function giveNote(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const note = String(new FormData(event.currentTarget).get("note")).trim();
    endAsking(event.currentTarget);
    if (!given) return;
    void give({ ...given, note });
    announce("Thank you");
  }

  return (
    <div className="contents in-data-busy:hidden">
      {THUMBS.map(({ thumb, label, Icon }) => {
        const isGiven = given?.thumb === thumb;
        return (
          <Button
            key={thumb}
            size="icon-small"
            aria-label={label}
            title={label}
            aria-pressed={isGiven}
            onClick={() => {
              setAsking(!isGiven);
              void give(isGiven ? undefined : { thumb });
            }}
          >
            <Icon size={15} fill={isGiven ? "currentColor" : "none"} aria-hidden />
          </Button>
        );
      })}
      {isAsking ? (
        <form onSubmit={giveNote} className="flex w-full max-w-form gap-2 pt-1 pl-1.5">
          <input
            name="note"
            aria-label="Why, in a word"
            placeholder="Why? Leave it out if you like."
            maxLength={500}
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              event.preventDefault();
              setAsking(false);
            }}
            className="h-8 min-w-0 flex-1 rounded-control border border-line-strong bg-surface px-2.5 text-help pointer-coarse:h-11"
          />
          <Button type="submit" size="small" variant="outline">
            Save
          </Button>
        </form>
      ) : null}
    </div>
  );
}
