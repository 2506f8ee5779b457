"use client";

import { useIsTamboTokenUpdating, useTambo, useTamboSuggestions } from "@tambo-ai/react";
import { focusComposerByMouse } from "./focus.ts";

/**
 * What could be asked next, below the last answer; choosing one asks it. To be keyed by the answer,
 * since the SDK's hook goes on showing what it had for the one before. The place of three is kept
 * from the start, so nothing jumps when they arrive.
 */
export function Suggestions({ onAsk }: { onAsk: (question: string) => void }) {
  const { isIdentified } = useTambo();
  const isUpdatingToken = useIsTamboTokenUpdating();
  // While the SDK has no bearer its requests would be refused, and it asks once.
  const { suggestions } = useTamboSuggestions({ autoGenerate: isIdentified && !isUpdatingToken });

  function choose(question: string) {
    onAsk(question);
    // The button goes away with the focus.
    focusComposerByMouse();
  }

  return (
    <div data-screen-only className="min-h-41 pt-4 sm:min-h-15">
      {suggestions.length > 0 ? (
        <ul aria-label="Suggestions" className="grid gap-2 sm:grid-cols-3">
          {suggestions.map(({ id, title, detailedSuggestion }) => (
            <li key={id} className="min-w-0">
              <button
                type="button"
                // The title may say it shorter.
                title={detailedSuggestion}
                onClick={() => choose(detailedSuggestion)}
                className="h-11 w-full truncate rounded-control border border-line bg-surface px-3 text-left text-control transition-colors hover:border-line-strong"
              >
                {title}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
