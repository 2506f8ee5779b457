/** The product's name, as people see it. */
export const APP_NAME = "Northwind";

/** The mark beside the name; decorative, the name stands next to it or in a label. */
export function Logo() {
  return (
    <span className="grid size-7 shrink-0 place-items-center rounded-control bg-brand text-brand-ink">
      <svg width="16" height="16" viewBox="0 0 16 16" fill="none" aria-hidden="true">
        <path
          d="M2.5 11.5 6 4.5l4 7 3.5-7"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
    </span>
  );
}
