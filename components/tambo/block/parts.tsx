import { clsx } from "clsx";
import { type ComponentProps, createContext, type ReactNode, type Ref, use } from "react";
import { Button } from "#components/ui/button.tsx";
import type { IconComponent } from "#components/ui/icons.tsx";

/** True while a component is arriving or was cut off: its controls keep their place and the tab order, but do nothing. */
export const OffContext = createContext(false);

/** A quiet button inside a component's card; square if it has no text, and then `aria-label` names it. */
export function CardButton({
  icon: Icon,
  onClick,
  className,
  children,
  ...props
}: ComponentProps<"button"> & { icon?: IconComponent }) {
  const isOff = use(OffContext);
  return (
    <Button
      {...props}
      className={clsx("pointer-coarse:min-w-11", className)}
      size={children ? "small" : "icon-small"}
      aria-disabled={isOff || undefined}
      onClick={isOff ? undefined : onClick}
    >
      {Icon && <Icon aria-hidden className="size-4" />}
      {children}
    </Button>
  );
}

/** A text that phones have no room for; `aria-label` says it there. */
export function WideText({ children }: { children: string }) {
  return <span className="hidden sm:inline">{children}</span>;
}

interface CheckBoxProps {
  label: string;
  isChecked: boolean;
  isMixed?: boolean;
  onChange: (isChecked: boolean) => void;
  className?: string;
}

/** A checkbox with a target of 44 pixels on a phone and no visible text. */
export function CheckBox({
  label,
  isChecked,
  isMixed = false,
  onChange,
  className,
}: CheckBoxProps) {
  const isOff = use(OffContext);
  return (
    <label
      className={clsx(
        "place-items-center pointer-coarse:size-11",
        className ?? "inline-grid size-9 align-middle",
      )}
    >
      <span className="sr-only">{label}</span>
      <input
        type="checkbox"
        ref={(box) => {
          // No attribute exists for this state of a checkbox.
          if (box) box.indeterminate = isMixed;
        }}
        checked={isChecked}
        aria-disabled={isOff || undefined}
        onChange={(event) => !isOff && onChange(event.currentTarget.checked)}
        className="size-4 accent-brand aria-disabled:opacity-50"
      />
    </label>
  );
}

interface ScrollBoxProps {
  label: string;
  ref?: Ref<HTMLElement>;
  className: string;
  children: ReactNode;
}

/** What scrolls by itself inside a card. */
export function ScrollBox({ label, ...props }: ScrollBoxProps) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
  return <section {...props} tabIndex={0} aria-label={label} />;
}

/** The place of a line of text that has not come yet. Give its size as classes. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx("skeleton block", className)} />;
}
