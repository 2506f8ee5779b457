import { type RefObject, use } from "react";
import { Ellipsis, Pencil } from "#components/ui/chat-icons.tsx";
import {
  Menu,
  MenuChoice,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuSeparator,
  MenuTrigger,
} from "#components/ui/menu.tsx";
import { CardButton, OffContext } from "../block/parts.tsx";
import type { BoardColumn, BoardTask } from "./arrange-board.ts";

interface TaskMenuProps {
  trigger: RefObject<HTMLButtonElement | null>;
  task: BoardTask;
  column: string;
  columns: BoardColumn[];
  /** True where the task was just moved by this menu, which then is a new element. */
  takesFocus: boolean;
  onMove: (column: string) => void;
  onRename: () => void;
}

/** What dragging does, and renaming, without dragging. */
export function TaskMenu(given: TaskMenuProps) {
  const { task, column, columns, takesFocus, onMove, onRename } = given;
  const button = (
    <CardButton
      ref={given.trigger}
      icon={Ellipsis}
      aria-label={`Move or rename ${task.title}`}
      autoFocus={takesFocus}
      className="-my-1.5 -mr-2 pointer-coarse:-my-3"
    />
  );
  if (use(OffContext)) return button;
  return (
    <Menu modal={false}>
      <MenuTrigger asChild>{button}</MenuTrigger>
      <MenuContent align="end">
        <MenuLabel>Move to…</MenuLabel>
        <MenuChoice
          label="Move to"
          value={column}
          options={columns.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={onMove}
          closes
        />
        <MenuSeparator />
        <MenuItem icon={Pencil} onChoose={onRename}>
          Rename
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
