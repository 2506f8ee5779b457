import { clsx } from "clsx";
import type { ComponentProps } from "react";

const VARIANTS = {
  solid: "bg-brand text-brand-ink hover:opacity-90",
  outline: "border border-line-strong/60 bg-surface text-ink hover:bg-sunken",
  soft: "bg-sunken text-ink hover:bg-line/70",
  plain: "text-quiet hover:bg-sunken hover:text-ink",
  danger: "border border-danger/50 bg-surface text-danger hover:bg-danger-soft",
};

const SIZES = {
  medium: "h-9 px-3 text-control pointer-coarse:h-11",
  small: "h-8 px-2.5 text-help pointer-coarse:h-11",
  large: "h-11 px-4 text-control",
  icon: "size-9 pointer-coarse:size-11",
  "icon-small": "size-8 pointer-coarse:size-11",
};

export interface ButtonLook {
  variant?: keyof typeof VARIANTS;
  size?: keyof typeof SIZES;
}

/** The classes of a button, for links that look like one. */
export function buttonClass({ variant = "plain", size = "medium" }: ButtonLook, extra?: string) {
  return clsx(
    "inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-control font-medium transition-colors",
    "disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-not-allowed aria-disabled:opacity-60",
    VARIANTS[variant],
    SIZES[size],
    extra,
  );
}

/** A button of one of five looks. Of a view's buttons at most one is solid. */
export function Button({
  variant,
  size,
  className,
  ...props
}: ComponentProps<"button"> & ButtonLook) {
  return <button type="button" {...props} className={buttonClass({ variant, size }, className)} />;
}
