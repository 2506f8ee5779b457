import { TriangleAlert } from "./icons.tsx";

/** On every page while the strategy is "none". In production such tokens are refused instead. */
export function UnverifiedBanner({ isRefused }: { isRefused: boolean }) {
  return (
    <p
      role="status"
      data-unverified
      className="flex items-start justify-center gap-2 border-b border-danger bg-danger-soft px-4 py-2 text-control text-danger"
    >
      <TriangleAlert size={18} aria-hidden className="mt-px shrink-0" />
      <span>
        <strong>Tokens of other issuers are not verified.</strong>{" "}
        {isRefused
          ? "Production refuses them all until an admin chooses another strategy in the settings."
          : "Everybody who reaches this app can be any of its unverified users. Never run it like this where others can reach it."}
      </span>
    </p>
  );
}
