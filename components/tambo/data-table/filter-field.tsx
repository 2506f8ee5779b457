import { Search } from "#components/ui/chat-icons.tsx";

interface FilterFieldProps {
  value: string;
  onChange: (value: string) => void;
}

/** The field that narrows the rows while one types. */
export function FilterField({ value, onChange }: FilterFieldProps) {
  return (
    <div className="px-4 pb-2">
      <label className="flex h-9 items-center gap-2 rounded-control border border-line-strong bg-canvas px-3 text-control text-quiet pointer-coarse:h-11">
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="sr-only">Filter rows</span>
        <input
          type="search"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          placeholder="Filter rows"
          // Opened by the button beside it, so this is where the user wants to be.
          // biome-ignore lint/a11y/noAutofocus: see above.
          autoFocus={value === ""}
          className="w-full min-w-0 bg-transparent text-control text-ink outline-none placeholder:text-quiet pointer-coarse:text-base"
        />
      </label>
    </div>
  );
}
