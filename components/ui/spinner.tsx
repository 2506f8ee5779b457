import { LoaderCircle } from "./icons.tsx";

/** Turns while something is on its way; says nothing by itself. */
export function Spinner({ size = 14 }: { size?: number }) {
  return (
    <LoaderCircle size={size} aria-hidden className="animate-spin motion-reduce:animate-none" />
  );
}
