"use client";

import { useEffect } from "react";
import { Button } from "#components/ui/button.tsx";
import { useAnnounce } from "./announcer.tsx";
import { groupByDate } from "./group-by-date.ts";
import { ThreadRow } from "./thread-row.tsx";
import { useThreads } from "./threads-context.tsx";
import { useThreadSearch } from "./use-thread-search.ts";

interface ThreadListProps {
  search: string;
  onChoose?: () => void;
}

/** The threads by date, or those whose name has the searched words. */
export function ThreadList({ search, onChoose }: ThreadListProps) {
  const { isLoading, hasFailed, hasMore, loadMore, reload } = useThreads();
  const { found, isSearching } = useThreadSearch(search);
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
          ? "Searching…"
          : search
            ? `No thread named “${search}”.`
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
      {hasMore && !search ? (
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
