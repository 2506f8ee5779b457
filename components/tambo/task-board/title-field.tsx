import { useRef } from "react";
import { isComposing } from "#components/ui/is-composing.ts";

interface TitleFieldProps {
  label: string;
  initial: string;
  onSave: (title: string) => void;
  /** By a key the focus has to go somewhere; otherwise the user has already taken it elsewhere. */
  onClose: (isByKey: boolean) => void;
}

/** A line to type a task's title in: Enter or leaving it saves, Escape returns. */
export function TitleField({ label, initial, onSave, onClose }: TitleFieldProps) {
  const isOver = useRef(false);
  function finish(title: string | undefined, isByKey: boolean) {
    if (isOver.current) return;
    isOver.current = true;
    if (title?.trim()) onSave(title);
    onClose(isByKey);
  }
  return (
    <input
      aria-label={label}
      placeholder={label}
      defaultValue={initial}
      maxLength={160}
      // biome-ignore lint/a11y/noAutofocus: the user has just asked to type here.
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => finish(event.currentTarget.value, false)}
      onKeyDown={(event) => {
        if (isComposing(event.nativeEvent)) return;
        if (event.key === "Enter") finish(event.currentTarget.value, true);
        else if (event.key === "Escape") finish(undefined, true);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
      className="h-8 w-full min-w-0 rounded-control border border-line-strong bg-canvas px-2 text-help text-ink placeholder:text-quiet pointer-coarse:h-11 pointer-coarse:text-base"
    />
  );
}
