import { clsx } from "clsx";
import { type ComponentProps, use, useRef, useState } from "react";
import { CalendarDays, GripVertical } from "#components/ui/chat-icons.tsx";
import { Check, TriangleAlert } from "#components/ui/icons.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { formatDay } from "../block/format.ts";
import { CheckBox, OffContext } from "../block/parts.tsx";
import type { BoardColumn, BoardTask } from "./arrange-board.ts";
import { TaskMenu } from "./task-menu.tsx";
import { TitleField } from "./title-field.tsx";
import type { LiftHandlers } from "./use-lifted-task.ts";

/** The colours of tags; plain for words without a meaning of their own. */
const TAG_TONES = new Map<string, ComponentProps<typeof Tag>["tone"]>([
  ["security", "danger"],
  ["bug", "danger"],
  ["urgent", "danger"],
  ["a11y", "warn"],
  ["risk", "warn"],
  ["legal", "warn"],
  ["core", "ok"],
  ["auth", "ok"],
  ["design", "accent"],
]);

/** "Mara Klein" → "MK"; one word gives its first two letters. */
function readInitials(name: string): string {
  const [first = "", ...others] = name.trim().split(/\s+/);
  const last = others.at(-1);
  return (last ? `${first.charAt(0)}${last.charAt(0)}` : first.slice(0, 2)).toUpperCase();
}

interface TaskCardProps {
  task: BoardTask;
  column: BoardColumn;
  columns: BoardColumn[];
  lift: LiftHandlers;
  helpId: string;
  /** Which control of a task that was just moved takes the focus. */
  focus: "grip" | "menu" | undefined;
  onMove: (column: string) => void;
  onCheck: (isDone: boolean) => void;
  onRename: (title: string) => void;
}

/** One task: draggable, checkable, with its menu. */
export function TaskCard(given: TaskCardProps) {
  const { task, column, columns, lift, helpId, focus, onMove, onCheck, onRename } = given;
  const isOff = use(OffContext);
  const [isRenaming, setIsRenaming] = useState(false);
  const menuTrigger = useRef<HTMLButtonElement>(null);
  const isLifted = lift.lifted?.task === task.id;
  return (
    <li
      onPointerDown={isOff || isRenaming ? undefined : lift.onPointerDown}
      onPointerMove={(event) => lift.onPointerMove(event, task.id)}
      onPointerUp={lift.onPointerUp}
      onPointerCancel={lift.onPointerCancel}
      className={clsx(
        "group rounded-control border bg-canvas p-2.5 text-help",
        isLifted ? "relative z-10 border-brand shadow-md" : "border-line",
        isOff ? "" : "cursor-grab select-none active:cursor-grabbing",
      )}
    >
      <div className="flex items-start gap-2">
        {column.isLast ? (
          <Check role="img" aria-label="Done" className="mt-0.5 size-4 shrink-0 text-ok" />
        ) : (
          <CheckBox
            label={`Done: ${task.title}`}
            isChecked={task.isDone}
            onChange={onCheck}
            className="-m-1.5 grid size-8 shrink-0 pointer-coarse:-m-3"
          />
        )}
        {isRenaming ? (
          <TitleField
            label="Task title"
            initial={task.title}
            onSave={onRename}
            onClose={(isByKey) => {
              setIsRenaming(false);
              if (isByKey) menuTrigger.current?.focus();
            }}
          />
        ) : (
          <p
            className={clsx(
              "min-w-0 flex-1 wrap-break-word",
              task.isDone && "text-quiet line-through",
            )}
          >
            {task.title}
          </p>
        )}
        <TaskMenu
          trigger={menuTrigger}
          task={task}
          column={column.id}
          columns={columns}
          takesFocus={focus === "menu"}
          onMove={onMove}
          onRename={() => setIsRenaming(true)}
        />
      </div>
      <div className="flex min-h-8 flex-wrap items-center gap-1.5 pt-2">
        {task.tag && <Tag tone={TAG_TONES.get(task.tag.toLowerCase())}>{task.tag}</Tag>}
        {task.unknownColumn && (
          <Tag tone="warn" icon={TriangleAlert}>
            {`No column “${task.unknownColumn}”`}
          </Tag>
        )}
        {task.due && (
          <span className="inline-flex items-center gap-1 text-meta text-quiet tabular-nums">
            <CalendarDays aria-hidden className="size-3.5" />
            <span className="sr-only">Due </span>
            {formatDay(task.due).replace(/ \d{4}$/, "")}
          </span>
        )}
        <button
          type="button"
          data-grip
          aria-label={`Move ${task.title}`}
          aria-describedby={helpId}
          aria-pressed={isLifted}
          aria-disabled={isOff || undefined}
          // biome-ignore lint/a11y/noAutofocus: a task carried into another column is a new element.
          autoFocus={focus === "grip"}
          onKeyDown={isOff ? undefined : (event) => lift.onKeyDown(event, task.id)}
          onBlur={lift.onBlur}
          className="ml-auto grid size-6 cursor-grab touch-none place-items-center rounded-control text-quiet aria-disabled:opacity-50 pointer-coarse:-my-2.5 pointer-coarse:size-11"
        >
          <GripVertical aria-hidden className="size-4" />
        </button>
        {task.assignee && (
          <span
            title={task.assignee}
            className="grid size-6 shrink-0 place-items-center rounded-full bg-brand-soft text-meta font-semibold text-brand"
          >
            <span aria-hidden>{readInitials(task.assignee)}</span>
            <span className="sr-only">{`Assigned to ${task.assignee}`}</span>
          </span>
        )}
      </div>
    </li>
  );
}
