import { ArrowDown } from "#components/ui/chat-icons.tsx";

/** Leads back to the end of a transcript that the reader has scrolled away from. */
export function NewestPill({ onClick }: { onClick: () => void }) {
  return (
    <div
      data-screen-only
      className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center"
    >
      <button
        type="button"
        onClick={onClick}
        className="pointer-events-auto inline-flex h-8 items-center gap-1.5 rounded-full border border-line-strong/60 bg-surface px-3 text-help font-medium shadow-sm hover:bg-sunken pointer-coarse:h-11"
      >
        Newest
        <ArrowDown size={14} aria-hidden />
      </button>
    </div>
  );
}
