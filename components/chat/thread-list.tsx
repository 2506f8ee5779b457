"use client";

import { useTamboClient } from "@tambo-ai/react";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { useAnnounce } from "./announcer.tsx";
import { checkSession } from "./attempt.ts";
import { groupByDate } from "./group-by-date.ts";
import type { ThreadSummary } from "./merge-threads.ts";
import { ThreadRow } from "./thread-row.tsx";
import { useThreads } from "./threads-context.tsx";

const MOST_FOUND = 100;
const PAUSE = 200; // milliseconds after the last letter

interface ThreadListProps {
  search: string;
  /** Shows those alone that are archived, unless something is searched. */
  ofArchive: boolean;
  onChoose?: () => void;
}

/** The threads by date, those of the archive, or those that have the searched words in their name or a message. */
export function ThreadList({ search, ofArchive, onChoose }: ThreadListProps) {
  const { isLoading, hasFailed, hasMore, loadMore, reload } = useThreads();
  const { found, isSearching, isPart, isUnknown } = useThreadSearch(search, ofArchive);
  const announce = useAnnounce();
  const groups = groupByDate(found, new Date());

  useEffect(() => {
    if (!search || isSearching) return;
    announce(found.length === 1 ? "1 thread" : `${found.length} threads`);
    return () => announce("");
  }, [search, isSearching, found.length, announce]);

  if (hasFailed)
    return (
      <div className="space-y-2 px-2.5 text-help text-quiet">
        <p>Your threads could not be loaded.</p>
        <Button variant="outline" size="small" onClick={() => void reload()}>
          Try again
        </Button>
      </div>
    );
  if (isLoading) return <ListSkeleton />;
  if (found.length === 0)
    return (
      <p className="px-2.5 text-help text-quiet">
        {isSearching
          ? search
            ? "Searching…"
            : "Loading…"
          : search
            ? `Nothing found for “${search}”.`
            : ofArchive
              ? isUnknown
                ? "The archive could not be loaded."
                : "Nothing is archived."
              : "Your threads will appear here."}
      </p>
    );
  return (
    <div className="space-y-3">
      {groups.map(({ label, items }) => (
        <section key={label}>
          <h2 className="px-2.5 pb-1 text-meta font-medium text-quiet">{label}</h2>
          <ul>
            {items.map((thread) => (
              <ThreadRow key={thread.id} thread={thread} search={search} onChoose={onChoose} />
            ))}
          </ul>
        </section>
      ))}
      {isPart && !search ? (
        <p className="px-2.5 text-help text-quiet">Older ones are found by the search.</p>
      ) : null}
      {hasMore && !search && !ofArchive ? (
        <Button size="small" className="w-full" onClick={() => void loadMore()}>
          Show earlier threads
        </Button>
      ) : null}
    </div>
  );
}

function ListSkeleton() {
  return (
    <div className="space-y-4 px-2.5 pt-1" aria-hidden>
      <div className="skeleton h-3.5 w-1/2" />
      <div className="skeleton h-3.5 w-4/5" />
      <div className="skeleton h-3.5 w-2/3" />
    </div>
  );
}

interface Answer {
  asked: string;
  threads: ThreadSummary[];
  hasMore?: boolean;
  hasFailed?: true;
}

/**
 * The threads that are found: at once those listed here by their name, and soon those that only the
 * server knows, by the words of their messages too. A Tambo API that knows no search gives the first page, which is
 * filtered here as well. Without a search they are those of the archive, if that is wanted.
 */
function useThreadSearch(search: string, ofArchive: boolean) {
  const client = useTamboClient();
  const { threads, merge } = useThreads();
  const [answer, setAnswer] = useState<Answer>();
  const asked = search ? `search ${search}` : ofArchive ? "archived" : "";

  useEffect(() => {
    if (asked === "") return;
    const query = search ? { search } : { archived: true };
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const page = await client.threads.list(
          { limit: MOST_FOUND },
          { query: { limit: MOST_FOUND, ...query }, signal: controller.signal },
        );
        setAnswer({ asked, threads: page.threads, hasMore: page.hasMore });
      } catch (error) {
        if (controller.signal.aborted) return;
        checkSession(error);
        // What is listed here is still found.
        setAnswer({ asked, threads: [], hasFailed: true });
      }
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [asked, search, client]);

  if (asked === "") return { found: threads, isSearching: false };
  const isAnswered = answer?.asked === asked;
  const wanted = search.toLocaleLowerCase();
  const further = isAnswered ? answer.threads : [];
  if (search === "")
    return {
      found: merge(further).filter(({ archived }) => archived),
      isSearching: !isAnswered,
      isPart: isAnswered && answer.hasMore,
      isUnknown: isAnswered && answer.hasFailed,
    };
  const snippets = new Map(further.map(({ id, snippet }) => [id, snippet]));
  const found = merge(further)
    .map((thread) => ({ ...thread, snippet: snippets.get(thread.id) }))
    .filter(
      ({ name, snippet }) => snippet !== undefined || name?.toLocaleLowerCase().includes(wanted),
    );
  return { found, isSearching: !isAnswered };
}
