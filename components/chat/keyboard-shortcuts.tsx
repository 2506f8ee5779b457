"use client";

import { Dialog } from "#components/ui/dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { X } from "#components/ui/icons.tsx";

const KEYS: [keys: string, effect: string][] = [
  ["Enter", "Send the message"],
  ["Shift Enter", "Begin a new line"],
  ["↑", "Bring the last question back, in an empty field"],
  ["Escape", "Close what is open, stop the answer, leave the search"],
  ["/", "Go to the message field"],
  ["Alt ↑", "Go to the message before"],
  ["Alt ↓", "Go to the message after"],
  ["Ctrl K", "Search threads"],
  ["Ctrl Shift O", "Begin a new chat"],
  ["F2", "Rename the thread that has the focus"],
  ["Delete", "Delete the thread that has the focus"],
  ["Ctrl Z", "Undo that, while the notice is there"],
  ["Space", "Lift and drop a task; arrows move it"],
  ["Ctrl /", "Show this list"],
];

/** What can be done by keyboard. On a Mac, ⌘ does the same as Ctrl. */
export function KeyboardShortcuts({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog isOpen={isOpen} look="list" aria-labelledby="shortcuts-title" onClose={onClose}>
      <div className="flex items-center gap-2 pb-3">
        <h2 id="shortcuts-title" className="flex-1 text-section font-semibold">
          Keyboard shortcuts
        </h2>
        <IconButton icon={X} iconSize={16} label="Close" onClick={onClose} />
      </div>
      <dl className="space-y-2 text-control">
        {KEYS.map(([keys, effect]) => (
          <div key={keys} className="flex items-baseline gap-3">
            <dt className="flex w-32 shrink-0 gap-1">
              {keys.split(" ").map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd className="text-quiet">{effect}</dd>
          </div>
        ))}
      </dl>
      <p className="pt-3 text-help text-quiet">On a Mac, ⌘ does the same as Ctrl.</p>
    </Dialog>
  );
}
