"use client";

import { clsx } from "clsx";
import { usePathname, useRouter } from "next/navigation";
import { type KeyboardEvent, useRef, useState } from "react";
import { Archive, Ellipsis, Pencil, RotateCcw, Trash2 } from "#components/ui/chat-icons.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "#components/ui/menu.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { useChatInfo } from "./chat-info.tsx";
import { type ThreadSummary, UNNAMED } from "./merge-threads.ts";
import { NameField } from "./name-field.tsx";
import { useThreads } from "./threads-context.tsx";

interface ThreadRowProps {
  thread: ThreadSummary;
  search: string;
  onChoose?: () => void;
}

/** One thread: a link, and a menu to rename, archive or delete it. F2 and Delete do the same. */
export function ThreadRow({ thread, search, onChoose }: ThreadRowProps) {
  const { archive, remove, running } = useThreads();
  const { keepsData } = useChatInfo().config;
  const router = useRouter();
  const isCurrent = usePathname() === `/t/${thread.id}`;
  const [isRenaming, setRenaming] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  const link = useRef<HTMLAnchorElement>(null);
  const name = thread.name ?? UNNAMED;

  /** Takes it out of the list. */
  function takeAway(take: () => void, leavesPage = true) {
    const neighbour = row.current?.nextElementSibling ?? row.current?.previousElementSibling;
    const next = neighbour?.querySelector("a") ?? row.current?.closest("nav");
    take();
    if (isCurrent && leavesPage) router.push("/");
    // Out of the drawer, which would cover Undo.
    onChoose?.();
    next?.focus();
  }

  const deleteThread = () => takeAway(() => remove(thread.id));
  const moveThread = () => takeAway(() => void archive(thread, !thread.archived), !thread.archived);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "F2") setRenaming(true);
    else if (event.key === "Delete") deleteThread();
    else return;
    event.preventDefault();
  }

  function endRenaming() {
    setRenaming(false);
    requestAnimationFrame(() => link.current?.focus());
  }

  if (isRenaming)
    return (
      <li ref={row}>
        <NameField threadId={thread.id} name={name} onEnd={endRenaming} />
      </li>
    );
  return (
    <li
      ref={row}
      className={clsx(
        "group relative flex items-center rounded-control border",
        isCurrent
          ? "border-line bg-surface font-medium shadow-xs"
          : "border-transparent hover:bg-line/50",
      )}
    >
      <PageLink
        ref={link}
        href={`/t/${thread.id}`}
        aria-current={isCurrent ? "page" : undefined}
        onClick={onChoose}
        onKeyDown={onKeyDown}
        className="flex min-h-9 min-w-0 flex-1 items-center gap-2 rounded-control py-1 pr-9 pl-2.5 text-control pointer-coarse:min-h-11"
      >
        <span className="min-w-0 flex-1 truncate">
          <Highlighted text={name} part={search} />
          {search && thread.archived ? (
            <span className="block text-meta text-quiet">Archived</span>
          ) : null}
          {thread.snippet ? (
            <span className="block truncate text-meta text-quiet">
              <Highlighted text={thread.snippet} part={search} />
            </span>
          ) : null}
        </span>
        {running.has(thread.id) ? (
          <span className="size-2 shrink-0 rounded-full bg-brand">
            <span className="sr-only">An answer is being written</span>
          </span>
        ) : null}
      </PageLink>
      <Menu>
        <MenuTrigger asChild>
          <IconButton
            icon={Ellipsis}
            iconSize={16}
            label={`Actions for ${name}`}
            className={clsx(
              "absolute right-0.5 focus-visible:opacity-100 group-hover:opacity-100 data-[state=open]:opacity-100",
              !isCurrent && "opacity-0 pointer-coarse:opacity-100",
            )}
          />
        </MenuTrigger>
        <MenuContent align="end">
          <MenuItem icon={Pencil} onChoose={() => setRenaming(true)}>
            Rename
          </MenuItem>
          {keepsData ? (
            <MenuItem icon={thread.archived ? RotateCcw : Archive} onChoose={moveThread}>
              {thread.archived ? "Bring back" : "Archive"}
            </MenuItem>
          ) : null}
          <MenuItem icon={Trash2} danger onChoose={deleteThread}>
            Delete
          </MenuItem>
        </MenuContent>
      </Menu>
    </li>
  );
}

function Highlighted({ text, part }: { text: string; part: string }) {
  const at = part ? text.toLocaleLowerCase().indexOf(part.toLocaleLowerCase()) : -1;
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <b className="font-semibold">{text.slice(at, at + part.length)}</b>
      {text.slice(at + part.length)}
    </>
  );
}
