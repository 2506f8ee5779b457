import {
  type KeyboardEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { type Board, findColumnOf, findNeighbour, findTitles } from "./arrange-board.ts";

/** The task that is being moved, and the column it would be dropped in now. */
export interface Lifted {
  task: string;
  column: string;
  by: "keyboard" | "pointer";
}

const DRAG_STARTS_AT = 6; // pixels, so that a click is no drag
const CONTROLS = "button, input, label";

function findColumnAt(x: number, y: number): string | undefined {
  return document
    .elementsFromPoint(x, y)
    .map((element) => element.getAttribute("data-column"))
    .find((column) => column !== null);
}

function mayDrag(event: PointerEvent<HTMLElement>): boolean {
  const { button, pointerType } = event;
  const target = event.target as Element;
  // React sends the events of the open menu here too, although it is elsewhere on the page.
  if (!event.currentTarget.contains(target)) return false;
  const isGrip = target.closest("[data-grip]") !== null;
  // A finger on the card scrolls the board; on its grip it drags.
  if (pointerType === "touch") return isGrip;
  return button === 0 && (isGrip || target.closest(CONTROLS) === null);
}

/**
 * Moving a task by keyboard (Space, arrows, Space; Escape returns) or by pointer. `onDrop` is
 * called only for a column other than the one the task stands in, `onCarry` when keys put the task
 * into another column for now; `message` says what happened.
 */
export function useLiftedTask(
  board: Board,
  onDrop: (task: string, column: string) => void,
  onCarry: (task: string) => void,
) {
  const [lifted, setLifted] = useState<Lifted>();
  const [message, setMessage] = useState("");
  const start = useRef<{ x: number; y: number; card: HTMLElement }>(undefined);

  const release = useCallback(() => {
    if (start.current) start.current.card.style.translate = "";
    start.current = undefined;
    setLifted(undefined);
  }, []);
  function drop() {
    if (lifted) {
      const { task, column } = findTitles(board, lifted.task, lifted.column);
      setMessage(`${task} dropped in ${column}`);
      if (findColumnOf(board, lifted.task) !== lifted.column) onDrop(lifted.task, lifted.column);
    }
    release();
  }
  function goBack() {
    setMessage("Returned to where it was");
    release();
  }
  function lift(task: string, column: string) {
    const titles = findTitles(board, task, column);
    setMessage(`${titles.task} lifted in ${titles.column}. Arrows move it, Space drops it.`);
    setLifted({ task, column, by: "keyboard" });
  }
  function carry(current: Lifted, steps: number) {
    const column = findNeighbour(board, current.column, steps);
    setMessage(findTitles(board, current.task, column).column);
    setLifted({ ...current, column });
    onCarry(current.task);
  }

  function onKeyDown(event: KeyboardEvent, task: string) {
    const held = lifted?.task === task ? lifted : undefined;
    if (event.key === " " && held) drop();
    else if (event.key === " ") lift(task, findColumnOf(board, task) ?? "");
    else if (held && event.key === "Escape") goBack();
    else if (held && /^Arrow(Right|Down)$/.test(event.key)) carry(held, 1);
    else if (held && /^Arrow(Left|Up)$/.test(event.key)) carry(held, -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (!mayDrag(event)) return;
    start.current = { x: event.clientX, y: event.clientY, card: event.currentTarget };
  }
  function onPointerMove(event: PointerEvent<HTMLElement>, task: string) {
    if (!start.current) return;
    const { x, y, card } = start.current;
    const [right, down] = [event.clientX - x, event.clientY - y];
    if (lifted?.by !== "pointer" && Math.hypot(right, down) < DRAG_STARTS_AT) return;
    card.setPointerCapture(event.pointerId);
    card.style.translate = `${right}px ${down}px`;
    const column = findColumnAt(event.clientX, event.clientY) ?? findColumnOf(board, task) ?? "";
    if (lifted?.column !== column) setLifted({ task, column, by: "pointer" });
  }

  const isDragging = lifted?.by === "pointer";
  useEffect(() => {
    if (!isDragging) return;
    function returnOnEscape(event: globalThis.KeyboardEvent) {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      release();
    }
    window.addEventListener("keydown", returnOnEscape, { capture: true });
    return () => window.removeEventListener("keydown", returnOnEscape, { capture: true });
  }, [isDragging, release]);

  return {
    lifted,
    message,
    onKeyDown,
    onBlur: () => lifted?.by === "keyboard" && drop(),
    onPointerDown,
    onPointerMove,
    onPointerUp: drop,
    onPointerCancel: release,
  };
}

export type LiftHandlers = ReturnType<typeof useLiftedTask>;
