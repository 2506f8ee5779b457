"use client";

import { CopyButton } from "#components/ui/copy-button.tsx";

/** A value to take elsewhere, with the button that copies it. */
export function CopyLine({ label, value }: { label: string; value: string }) {
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-3 border-b border-line py-1 pr-2 pl-4 last:border-0">
      <span className="w-32 shrink-0 text-help text-quiet">{label}</span>
      <code className="min-w-0 flex-1 text-help">{value}</code>
      <CopyButton label={`Copy ${label}`} write={() => value} />
    </div>
  );
}
