import { Spinner } from "#components/ui/icons.tsx";

/** "Writing…" between a question and the first word, where that takes a while. Its place is kept from the start, so nothing jumps. */
export function WaitingRow() {
  return (
    <p className="flex min-h-6 items-center gap-2 text-help text-quiet transition-all delay-150 duration-0 starting:invisible">
      <Spinner />
      Writing…
    </p>
  );
}
