import { clsx } from "clsx";
import { type ReactNode, use, useRef, useState } from "react";
import { Plus } from "#components/ui/icons.tsx";
import { CardButton, OffContext, Skeleton } from "../block/parts.tsx";
import type { BoardColumn as Column } from "./arrange-board.ts";
import { TitleField } from "./title-field.tsx";

/** The place of a task that is about to appear. */
export function TaskSkeleton() {
  return (
    <li className="space-y-2.5 rounded-control border border-line-strong border-dashed bg-canvas p-3">
      <Skeleton className="h-3 w-4/5" />
      <Skeleton className="h-3 w-2/5" />
    </li>
  );
}

interface BoardColumnProps {
  column: Column;
  /** True while a task is held over this column. */
  isTarget: boolean;
  onAdd: (title: string) => void;
  children: ReactNode;
}

/** A column of a board with its tasks as children. */
export function BoardColumn({ column, isTarget, onAdd, children }: BoardColumnProps) {
  const [isAdding, setIsAdding] = useState(false);
  const isOff = use(OffContext);
  const plus = useRef<HTMLButtonElement>(null);
  return (
    <section
      aria-label={column.title}
      data-column={column.id}
      className={clsx(
        "w-60 shrink-0 grow rounded-control bg-sunken p-2 md:w-50",
        isTarget && "outline-2 outline-brand",
      )}
    >
      <header className="flex items-center gap-2 pb-1 pl-1 text-help">
        <h4 className="truncate font-medium">{column.title}</h4>
        <span className="text-quiet tabular-nums">
          {column.tasks.length > 0 && column.tasks.length}
        </span>
        <CardButton
          ref={plus}
          icon={Plus}
          aria-label={`Add a task to ${column.title}`}
          onClick={() => setIsAdding(true)}
          className="-mr-1 ml-auto"
        />
      </header>
      <ul className="space-y-2">
        {children}
        {column.isGrowing && <TaskSkeleton />}
        {column.tasks.length === 0 && !isOff && !isAdding && (
          <li className="rounded-control border border-line-strong border-dashed px-3 py-4 text-center text-help text-quiet">
            Drop a task here
          </li>
        )}
        {isAdding && (
          <li>
            <TitleField
              label="New task"
              initial=""
              onSave={onAdd}
              onClose={(isByKey) => {
                setIsAdding(false);
                if (isByKey) plus.current?.focus();
              }}
            />
          </li>
        )}
      </ul>
    </section>
  );
}
